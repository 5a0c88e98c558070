"""The forms of asking one more, and of whether people outside the team may be asked at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from feedback.forms.others import OthersFields
from feedback.forms.searching import Searching
from feedback.services.place_to_ask import PlaceToAsk
from teams.models import Leader

ONE = "Choose one colleague, or somebody outside your team, not both."
NOBODY = "Choose whom you want to ask."
GONE = "They are being asked already, or are not in your team any more. Look again."


class AddForm(Searching, OthersFields):
    """One colleague of ``colleagues``, or one person outside the team."""

    colleagues = forms.ChoiceField(
        required=False,
        label="Whom do you ask besides?",
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, data: Any = None, *, place: PlaceToAsk, colleagues: Iterable[Leader]) -> None:
        super().__init__(data, label_suffix="")
        self.place = place
        self.know(colleagues, "colleagues")
        self.add_others(allowed=place.others_allowed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_others()
        chosen = cleaned.get("colleagues")
        if chosen and self.typed_others:
            self.add_error("colleagues", ONE)
        elif not (chosen or self.errors or self.typed_others):
            self.add_error("colleagues", NOBODY)
        return cleaned

    @property
    def ticked(self) -> set[str]:
        chosen = self["colleagues"].data if self.is_bound else None
        return {str(chosen)} if chosen else set()

    @property
    def giver(self) -> Leader | None:
        """Once the form is valid; also somebody named by their address."""
        chosen = self.everybody.get(self.cleaned_data["colleagues"])
        return chosen or next(iter(self.recognised), None)

    @property
    def other(self) -> tuple[str, str] | None:
        return next(((one.name, one.email) for one in self.outside), None)


class OthersForm(forms.Form):
    allow = forms.ChoiceField(choices=[("yes", "Allow it"), ("no", "Stop it")])
