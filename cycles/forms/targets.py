"""The forms of growth targets: one in its owner's words, and where it goes from here."""

from __future__ import annotations

import uuid
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from cycles.models import TargetWording
from cycles.rules import targets as rules
from cycles.rules.behavioural import Hint, hint_for
from cycles.rules.targets import Words

DIRECTIONS = [("up", "Dial up: more of it"), ("down", "Dial down: less of it")]
ELSEWHERE = "You changed this elsewhere meanwhile. Save again to keep what you have typed here."


class Numbered(forms.Form):
    """A form with a number of its own, so that sending it twice does it once."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def sent_as(self) -> UUID | None:
        """None when somebody has tampered with it, which costs them nothing."""
        return uuid_or_none(self.cleaned_data["number"])


class TargetForm(Numbered):
    """A growth target in its owner's words; ``wording`` when it is reworded."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    direction = forms.ChoiceField(
        label="Which way?",
        widget=forms.RadioSelect,
        choices=DIRECTIONS,
        error_messages={
            "required": "Choose whether you dial it up or down.",
            "invalid_choice": "Choose whether you dial it up or down.",
        },
    )
    behaviour = forms.CharField(
        label="The behaviour",
        help_text="Something others can see or hear you do, in one sentence.",
        max_length=rules.LONGEST_BEHAVIOUR,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={
            "required": "Say in one sentence what you want to do more or less of.",
            "max_length": "Make it 160 characters at most, so that one can keep it in mind.",
        },
    )
    differently = forms.CharField(
        label="What I will do differently (optional)",
        help_text="The first small thing. It may change as you try it.",
        required=False,
        max_length=rules.LONGEST_PLAN,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Make it 400 characters at most."},
    )
    why = forms.CharField(
        label="Why it matters (optional)",
        help_text="To you, and to those you work with.",
        required=False,
        max_length=rules.LONGEST_PLAN,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Make it 400 characters at most."},
    )

    def __init__(self, data: Any = None, *, wording: TargetWording | None = None) -> None:
        super().__init__(data, initial=_wording_initial(wording), label_suffix="")

    @property
    def words(self) -> Words:
        """Once the form is valid."""
        said = self.cleaned_data
        return Words(said["direction"], said["behaviour"], said["differently"], said["why"])

    @property
    def seen_wording(self) -> UUID | None:
        return uuid_or_none(self.cleaned_data["seen"])

    @property
    def hint(self) -> Hint | None:
        """What to ask about the behaviour as it is typed, valid or not."""
        return hint_for(str(self["behaviour"].value() or ""))

    def ask_about(self, standing: TargetWording) -> None:
        """It was reworded elsewhere: what stands there now counts as seen."""
        now_seen(self, str(standing.pk))
        self.add_error("behaviour", ELSEWHERE)


class MoveForm(forms.Form):
    """Where a target goes from here."""

    to = forms.ChoiceField(choices=[(state, words) for state, words in rules.WORDS.items()])


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def now_seen(form: forms.Form, seen: str) -> None:
    data = cast(QueryDict, form.data).copy()
    data["seen"] = seen
    form.data = data


def _wording_initial(wording: TargetWording | None) -> dict[str, Any]:
    if wording is None:
        return {"number": uuid.uuid4()}
    return {
        "direction": wording.direction,
        "behaviour": wording.behaviour,
        "differently": wording.differently,
        "why": wording.why,
        "seen": wording.pk,
    }
