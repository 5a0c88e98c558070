"""What is pressed while an Awayday is rehearsed."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from awayday.services.rehearsal import Press
from teams.models import Leader


class PressForm(forms.Form):
    """``seen`` is the step on the screen that was pressed."""

    press = forms.ChoiceField(choices=[(press.value, press.value) for press in Press])
    seen = forms.IntegerField(min_value=0, max_value=1000)


class PhoneForm(forms.Form):
    """Whose phone to look at; ``leaders`` are those of the invented room, by name."""

    leader = forms.UUIDField()

    def __init__(self, *args: object, leaders: Sequence[Leader], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.leaders = {leader.pk: leader for leader in leaders}

    def clean_leader(self) -> Leader:
        found = self.leaders.get(self.cleaned_data["leader"])
        if found is None:
            raise forms.ValidationError("Choose somebody from the list.")
        return found
