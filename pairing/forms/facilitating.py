"""What those who run the process send from the room and when sealing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from teams.models import Leader

NOT_CHOOSING = "They are not choosing any more. Look again who is."


class LeaderChoice(forms.ChoiceField):
    """One of the leaders handed in, by name and function; cleans to the Leader, or None when left empty."""

    def __init__(self, *, prompt: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prompt = prompt
        self.leaders: dict[str, Leader] = {}

    def offer(self, leaders: Sequence[Leader]) -> None:
        self.leaders = {str(leader.pk): leader for leader in leaders}
        named = [(key, _shown(leader)) for key, leader in self.leaders.items()]
        self.choices = [("", self.prompt), *named]

    def clean(self, value: Any) -> Leader | None:
        return self.leaders.get(super().clean(value))


class RecordPairForm(forms.Form):
    """Two people who have told the facilitator that they want to pair."""

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
    both_said_yes = forms.BooleanField(
        label="Both have said yes to me",
        error_messages={"required": "A pair needs a yes from both. Ask them, then tick this."},
    )

    def __init__(self, *args: Any, still_choosing: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            cast(LeaderChoice, self.fields[name]).offer(still_choosing)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") and cleaned["one"] == cleaned.get("other"):
            self.add_error("other", "Choose two different people.")
        return cleaned


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
        cast(LeaderChoice, self.fields["leader"]).offer(not_taking_part)


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


def _shown(leader: Leader) -> str:
    return f"{leader.name}, {leader.function.name}" if leader.function else leader.name


def _sit_out(left_over: Sequence[Leader]) -> str:
    if len(left_over) == 1:
        return f"{left_over[0].name} sits this cycle out, by their own wish"
    return "Each of them sits this cycle out, by their own wish"
