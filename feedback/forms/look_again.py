"""The form of asking to look again: at what, whom of those asked before, and until when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from cycles.forms.targets import Numbered, uuid_or_none
from cycles.models import Cycle
from feedback.forms.asking import REVEAL, day_field
from feedback.forms.giving import Radios
from feedback.models import Asking
from feedback.rules import again as rules, asking as asking_rules
from feedback.services.again import AskedBefore
from feedback.services.place_to_ask import OwnTarget


class Boxes(forms.CheckboxSelectMultiple):
    """Errors lead to the first of them, as with Radios."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index if index is not None else "0")


class LookAgainForm(Numbered):
    """Those who answered before are ticked, and what the leader works on."""

    targets = forms.MultipleChoiceField(
        label="What shall they look at?",
        widget=Boxes,
        error_messages={
            "required": rules.targets_problem(0),
            "invalid_choice": "You are not working on one of these any more. Choose again.",
        },
    )
    people = forms.MultipleChoiceField(
        label="Whom do you ask?",
        widget=Boxes,
        error_messages={
            "required": rules.CHOOSE_SOMEBODY,
            "invalid_choice": "Somebody you chose cannot be asked any more. Choose again.",
        },
    )
    personal = forms.CharField(
        label="A few words of your own (optional)",
        help_text="What you have tried since, or where they may have seen it.",
        required=False,
        max_length=asking_rules.LONGEST_PERSONAL,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": f"Make it {asking_rules.LONGEST_PERSONAL} characters at most."},
    )
    reveal = forms.ChoiceField(
        label="How do you want to read the answers?",
        widget=Radios,
        choices=REVEAL,
        error_messages={"required": "Choose one of the two.", "invalid_choice": "Choose one of the two."},
    )
    wordings = forms.CharField(widget=forms.HiddenInput, required=False)
    """Ids of the wordings that a preview has shown."""

    def __init__(
        self,
        data: Any = None,
        *,
        targets: Sequence[OwnTarget],
        people: Sequence[AskedBefore],
        today: dt.date,
        cycle: Cycle,
    ) -> None:
        usual = asking_rules.usual_day(today, cycle.ends_on)
        super().__init__(data, initial=_initial(targets, people, usual), label_suffix="")
        self.own_targets, self.asked_before = targets, people
        self.today, self.cycle = today, cycle
        self._choices("targets", [(own.target.pk, own.wording.behaviour) for own in targets])
        self._choices("people", [(one.request.pk, one.request.giver_name) for one in people])
        self.fields["closes_on"] = day_field(today, cycle)
        self.order_fields(["targets", "people", "personal", "closes_on", "reveal"])

    def clean_closes_on(self) -> dt.date:
        day = cast(dt.date, self.cleaned_data["closes_on"])
        if problem := asking_rules.day_problem(day, today=self.today, cycle_ends_on=self.cycle.ends_on):
            raise forms.ValidationError(problem)
        return day

    @property
    def chosen_targets(self) -> list[UUID]:
        """Ids, once the form is valid."""
        return [UUID(one) for one in self.cleaned_data["targets"]]

    @property
    def chosen_people(self) -> list[UUID]:
        """Ids of requests, once the form is valid."""
        return [UUID(one) for one in self.cleaned_data["people"]]

    @property
    def seen_wordings(self) -> list[UUID]:
        """Those of the preview; what is no id is left out."""
        texts = self.cleaned_data["wordings"].split()
        return [number for text in texts if (number := uuid_or_none(text))]

    def kept(self) -> list[tuple[str, str]]:
        """All that was typed, for the hidden fields of the preview, each by its name."""
        names = [name for name in self.fields if name != "wordings"]
        return [(name, value) for name in names for value in self.data.getlist(name)]  # type: ignore[attr-defined]

    def say_nothing(self) -> None:
        """Somebody wants to change something: nothing is wrong with what they had chosen."""
        self.full_clean()
        self.errors.clear()

    @property
    def people_rows(self) -> Iterator[tuple[AskedBefore, Any]]:
        """Each of them with their box."""
        return zip(self.asked_before, self["people"], strict=True)

    @property
    def target_rows(self) -> Iterator[tuple[OwnTarget, Any]]:
        return zip(self.own_targets, self["targets"], strict=True)

    def _choices(self, name: str, choices: list[tuple[UUID, str]]) -> None:
        field = cast(forms.MultipleChoiceField, self.fields[name])
        field.choices = [(str(number), words) for number, words in choices]


def _initial(targets: Sequence[OwnTarget], people: Sequence[AskedBefore], usual: dt.date) -> dict[str, Any]:
    answered = [str(one.request.pk) for one in people if one.has_answered]
    return {
        "number": uuid.uuid4(),
        "targets": [str(own.target.pk) for own in targets],
        "people": answered,
        "closes_on": usual,
        "reveal": Asking.Reveal.COME,
    }
