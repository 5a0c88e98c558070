"""What a leader sends from the page of choosing."""

from __future__ import annotations

from django import forms

from teams.models import Leader, Team

NOBODY = "Choose somebody from the list."


class AskForm(forms.Form):
    """Whom to ask, and which open question of one's own to withdraw for it."""

    leader = forms.UUIDField(error_messages={"required": NOBODY, "invalid": NOBODY})
    instead_of = forms.UUIDField(required=False)

    def __init__(self, *args: object, team: Team, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.team = team

    def clean_leader(self) -> Leader:
        found = Leader.objects.active().filter(team=self.team, pk=self.cleaned_data["leader"]).first()
        if found is None:
            raise forms.ValidationError("That person is not in your team any more.")
        return found
