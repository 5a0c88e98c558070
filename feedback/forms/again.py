"""The questions of looking again: of each target how it is now, what one has noticed, and what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from feedback.forms.giving import Radios, Words
from feedback.models import AskedTarget
from feedback.rules import again as rules
from feedback.rules.answers import Again, OnTarget

OPEN = "open"
"""Chosen by somebody who has not seen enough to say; nothing chosen is something else until it is sent."""

CHOICES = [
    *((str(place.number), place.words) for place in rules.SCALE),
    (OPEN, "I leave this open: I have not seen enough"),
]
KNOWN = frozenset(str(place.number) for place in rules.SCALE)


@dataclass(frozen=True)
class Part:
    """What the form asks of one target: ``scale`` has the seven, ``left_open`` the choice beside them."""

    target: AskedTarget
    change: BoundField
    noticed: BoundField
    next: BoundField

    @property
    def scale(self) -> Iterator[tuple[rules.Place, Any]]:
        return zip(rules.SCALE, self.change, strict=False)

    @property
    def left_open(self) -> Any:
        return list(self.change)[-1]


class AgainForm(forms.Form):
    """Valid when it may be sent: each target has a choice, and something is typed.

    ``called`` is the first name of whoever asks, ``said`` what had been written.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        targets: Sequence[AskedTarget],
        called: str,
        said: Again | None = None,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.targets = tuple(targets)
        before = said.targets if said else ()
        for number, target in enumerate(self.targets, start=1):
            one = before[number - 1] if number <= len(before) else OnTarget()
            self._ask(number, target, one, called)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        texts = {name for name in self.fields if not name.startswith("change_")}
        if not texts & set(self.errors) and not self.draft.is_typed:
            self.add_error("noticed_1", "Write a line or two: a choice alone says little.")
        return cleaned

    @property
    def parts(self) -> list[Part]:
        return [
            Part(target, self[f"change_{number}"], self[f"noticed_{number}"], self[f"next_{number}"])
            for number, target in enumerate(self.targets, start=1)
        ]

    @property
    def draft(self) -> Again:
        """Whatever is there, whether it may be sent or not; once the form has been looked at."""
        return Again(tuple(self._one(number) for number in range(1, len(self.targets) + 1)))

    @property
    def said(self) -> Again:
        """Once the form is valid."""
        return self.draft

    def _one(self, number: int) -> OnTarget:
        change = str(self.data.get(f"change_{number}", ""))
        return OnTarget(
            int(change) if change in KNOWN else None,
            self.cleaned_data.get(f"noticed_{number}") or "",
            self.cleaned_data.get(f"next_{number}") or "",
            open=change == OPEN,
        )

    def _ask(self, number: int, target: AskedTarget, said: OnTarget, called: str) -> None:
        without = OPEN if said.open else None
        self.fields[f"change_{number}"] = forms.ChoiceField(
            label=rules.QUESTION,
            help_text=rules.what_better_means(target.direction),
            choices=CHOICES,
            initial=without if said.change is None else str(said.change),
            widget=Radios,
            error_messages={
                "required": "Choose what comes nearest, or leave it open.",
                "invalid_choice": "Choose one of those below.",
            },
        )
        self.fields[f"noticed_{number}"] = Words(
            label="What have you noticed?",
            help_text="A moment you remember helps more than a judgement.",
            initial=said.noticed,
        )
        self.fields[f"next_{number}"] = Words(
            label="What next? (optional)",
            help_text=f"One thing that {called} could try in the coming weeks.",
            initial=said.next,
        )
