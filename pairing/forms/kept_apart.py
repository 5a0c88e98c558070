"""Two people whom a facilitator keeps apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pairing.forms.leader_choice import LeaderChoice, offer_leaders
from teams.models import Leader

NOT_HERE = "They are not in this team any more."


class KeepApartForm(forms.Form):
    """``sure`` once the two have been shown again. No reason is asked, and none is kept."""

    one = LeaderChoice(
        label="One of the two",
        prompt="Choose a person",
        error_messages={"required": "Choose the first of the two.", "invalid_choice": NOT_HERE},
    )
    other = LeaderChoice(
        label="The other",
        prompt="Choose a person",
        error_messages={"required": "Choose the second of the two.", "invalid_choice": NOT_HERE},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, leaders: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_leaders(self, leaders)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") and cleaned["one"] == cleaned.get("other"):
            self.add_error("other", "Choose two different people.")
        return cleaned
