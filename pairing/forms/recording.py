"""What those who run the process write down for two or three people who have told them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pairing.forms.leader_choice import LeaderChoice, offer_leaders
from pairing.services.recording import LONGEST_REASON
from teams.models import Leader

NOT_CHOOSING = "They are not choosing any more. Look again who is."


class KnowinglyForm(forms.Form):
    """A form that may be sent once more, with a reason, when it would leave somebody without a partner.

    ``warned`` is the sentence that was on the screen when the reason was given: a reason counts only for what
    one has read.
    """

    although = forms.CharField(
        label="Why you do it all the same",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
        error_messages={"max_length": f"Keep it to {LONGEST_REASON} characters."},
    )
    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    would = ""
    """Whom it would leave short, once that has been found."""

    @property
    def warning(self) -> str:
        """What stands above the reason: also while something else on the form needs putting right."""
        return self.would or (self.data.get(self.add_prefix("warned"), "") if self.is_bound else "")

    def reason_for(self, would: str) -> str:
        """Their reason, when they have read just that; empty otherwise."""
        return str(self.cleaned_data["although"]) if self.cleaned_data["warned"] == would else ""

    def warn(self, would: str) -> None:
        """Show what it would do, and ask why they do it all the same."""
        self.would = would
        if self.cleaned_data["warned"] == would:
            self.add_error("although", "Say in a few words why, so that others can understand it later.")


class RecordPairForm(KnowinglyForm):
    """Two people, or three when the number is odd, who have told the facilitator that they want to pair."""

    one = LeaderChoice(
        label="One of the two",
        prompt="Choose a person",
        error_messages={"required": "Choose the first of the two.", "invalid_choice": NOT_CHOOSING},
    )
    other = LeaderChoice(
        label="The other",
        prompt="Choose a person",
        error_messages={"required": "Choose the second of the two.", "invalid_choice": NOT_CHOOSING},
    )
    third = LeaderChoice(
        label="A third, if they are three",
        prompt="Nobody: they are two",
        required=False,
        help_text="The number is odd, so one pair of this cycle can be a trio.",
        error_messages={"invalid_choice": NOT_CHOOSING},
    )
    both_said_yes = forms.BooleanField(
        label="Both have said yes to me",
        error_messages={"required": "A pair needs a yes from both. Ask them, then tick this."},
    )
    field_order = ("one", "other", "third", "both_said_yes", "although", "warned")

    def __init__(
        self,
        *args: Any,
        still_choosing: Sequence[Leader],
        trio: bool = False,
        is_odd: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if trio:
            self.fields["both_said_yes"].label = "All of them have said yes to me"
            if not is_odd:
                self.fields["third"].help_text = "One pair of this cycle can be a trio."
        else:
            del self.fields["third"]
        offer_leaders(self, still_choosing)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") and cleaned["one"] == cleaned.get("other"):
            self.add_error("other", "Choose two different people.")
        elif cleaned.get("third") and cleaned["third"] in (cleaned.get("one"), cleaned.get("other")):
            self.add_error("third", "Choose somebody other than the two, or nobody.")
        return cleaned

    @property
    def together(self) -> list[Leader]:
        """The two, or the three."""
        named = (self.cleaned_data.get(name) for name in ("one", "other", "third"))
        return [leader for leader in named if leader]


class TakeInThirdForm(KnowinglyForm):
    """Somebody still choosing whom a pair takes in."""

    third = LeaderChoice(
        label="Who joins them",
        prompt="Choose a person",
        error_messages={"required": "Choose who joins them.", "invalid_choice": NOT_CHOOSING},
    )
    all_said_yes = forms.BooleanField(
        label="All three have said yes to me",
        error_messages={"required": "A trio needs a yes from all three. Ask them, then tick this."},
    )
    field_order = ("third", "all_said_yes", "although", "warned")

    def __init__(self, *args: Any, may_join: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_leaders(self, may_join)
