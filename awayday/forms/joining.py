"""What somebody at the door sends: the code on the wall, and whose phone it is."""

from __future__ import annotations

import re

from django import forms

from teams.models import Leader, Team

SIX_FIGURES = "The code has six figures. It is on the wall."
NOBODY = "Choose a name from the list."
LONGEST_SEARCH = 80


class WallCodeForm(forms.Form):
    code = forms.CharField(
        label="The code on the wall",
        error_messages={"required": SIX_FIGURES},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "autofocus": True,
                "spellcheck": "false",
                "maxlength": 20,
                "class": "input input--code",
            }
        ),
    )

    def clean_code(self) -> str:
        """Six figures; spaces and dashes between them are fine."""
        code = re.sub(r"[\s\-–.]", "", str(self.cleaned_data["code"]))
        if not is_code(code):
            raise forms.ValidationError(SIX_FIGURES)
        return code


class WhoForm(forms.Form):
    """A leader of the team."""

    leader = forms.UUIDField(error_messages={"required": NOBODY, "invalid": NOBODY})

    def __init__(self, *args: object, team: Team, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.team = team

    def clean_leader(self) -> Leader:
        leaders = Leader.objects.active().select_related("function")
        found = leaders.filter(team=self.team, pk=self.cleaned_data["leader"]).first()
        if found is None:
            raise forms.ValidationError("That person is not in the team any more.")
        return found

    @property
    def problem(self) -> str:
        return str(self.errors.get("leader", [""])[0])


class NameSearchForm(forms.Form):
    q = forms.CharField(required=False)

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"])[:LONGEST_SEARCH]

    @property
    def words(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


def is_code(text: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", text) is not None
