"""What those who run the process send from the pre-flight, from the room and when sealing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pairing.forms.leader_choice import LeaderChoice, offer_leaders
from pairing.services.repeats_offer import Offer
from teams.models import Leader


class AddParticipantForm(forms.Form):
    """A leader of the team who joined after choosing had opened."""

    leader = LeaderChoice(
        label="Who joined late",
        prompt="Choose a leader",
        error_messages={
            "required": "Choose who takes part as well.",
            "invalid_choice": "They take part already, or are not in the team any more.",
        },
    )

    def __init__(self, *args: Any, not_taking_part: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_leaders(self, not_taking_part)


class SuggestForm(forms.Form):
    """That the suggestions are offered as the room was when they were looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)


class RepeatsForm(forms.Form):
    """Up to which cycle earlier partners may pair again now; 0 takes it back."""

    through = forms.TypedChoiceField(
        label="Who may pair again",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who may pair again.",
            "invalid_choice": "The room has moved on. Look again which repeats would help.",
        },
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = offer.wanted
        self.fields["through"].choices = [(0, "Nobody"), *((row.through, row.whose) for row in self.rows)]  # type: ignore[attr-defined]


class SealForm(forms.Form):
    """That the pairs stand as they were shown, and that those without a partner sit out by their own wish."""

    seen = forms.CharField(widget=forms.HiddenInput)
    sit_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, left_over: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_over = left_over
        self.fields["sit_out"].label = _sit_out(left_over)

    def clean_sit_out(self) -> bool:
        ticked: bool = self.cleaned_data["sit_out"]
        if self.left_over and not ticked:
            raise forms.ValidationError(
                "Speak with everybody named here first. Tick this once each of them wishes to sit out."
            )
        return ticked


def _sit_out(left_over: Sequence[Leader]) -> str:
    if len(left_over) == 1:
        return f"{left_over[0].name} sits this cycle out, by their own wish"
    return "Each of them sits this cycle out, by their own wish"
