"""For whom place cards are printed, and whose lead nowhere any more."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any
from uuid import UUID

from django import forms

from pairing.forms.leader_choice import LeaderChoice, offer_leaders
from teams.models import Leader

EVERYBODY, WITHOUT, ONE = "everybody", "without", "one"


class CardsForm(forms.Form):
    """``who`` is everybody or one leader, and then ``leader`` says which."""

    who = forms.ChoiceField(choices=[(EVERYBODY, ""), (ONE, "")])
    leader = LeaderChoice(
        label="One person",
        prompt="Choose a leader",
        required=False,
        error_messages={"invalid_choice": "The list has changed since. Choose again."},
    )

    def __init__(self, *args: Any, leaders: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everybody = leaders
        offer_leaders(self, leaders)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == ONE and not self.errors and cleaned["leader"] is None:
            self.add_error("leader", "Choose one person.")
        return cleaned

    @property
    def one(self) -> Leader | None:
        """The one who was chosen; once the form is valid."""
        return self.cleaned_data["leader"] if self.cleaned_data["who"] == ONE else None


class PrintForm(CardsForm):
    """Cards for everybody, for those who have none yet, or for one leader."""

    who = forms.ChoiceField(choices=[(EVERYBODY, ""), (WITHOUT, ""), (ONE, "")])

    def __init__(self, *args: Any, with_card: Container[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without = [leader for leader in self.everybody if leader.pk not in with_card]

    @property
    def chosen(self) -> Sequence[Leader]:
        """By name; once the form is valid."""
        if self.one is not None:
            return [self.one]
        return self.without if self.cleaned_data["who"] == WITHOUT else self.everybody


class RevokeForm(CardsForm):
    """The cards of one of those who have one, or those of everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="revoke_%s", **kwargs)
        self.fields["leader"].label = "Whose"
