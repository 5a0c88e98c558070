"""The questions of looking again: of each target how it is now, what one has noticed, and what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from feedback.forms.giving import TOO_LONG, Radios
from feedback.models import AskedTarget
from feedback.rules import again as rules
from feedback.rules.answers import LONGEST, Again, OnTarget

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

    ``called`` is the first name of whoever asks, ``said`` what had been written; when that ``stands`` as an
    answer, what has no place on the scale was left open on purpose.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        targets: Sequence[AskedTarget],
        called: str,
        said: Again | None = None,
        stands: bool = False,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.targets = tuple(targets)
        before = said.targets if said else ()
        for number, target in enumerate(self.targets, start=1):
            one = before[number - 1] if number <= len(before) else OnTarget()
            self._ask(number, target, one, called, stands=stands)

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
        )

    def _ask(self, number: int, target: AskedTarget, said: OnTarget, called: str, *, stands: bool) -> None:
        nothing = OPEN if stands else None
        self.fields[f"change_{number}"] = forms.ChoiceField(
            label=rules.QUESTION,
            help_text=rules.what_better_means(target.direction),
            choices=CHOICES,
            initial=nothing if said.change is None else str(said.change),
            widget=Radios,
            error_messages={
                "required": "Choose what comes nearest, or leave it open.",
                "invalid_choice": "Choose one of those below.",
            },
        )
        self.fields[f"noticed_{number}"] = _text(
            "What have you noticed?", "A moment you remember helps more than a judgement.", said.noticed
        )
        self.fields[f"next_{number}"] = _text(
            "What next? (optional)", f"One thing that {called} could try in the coming weeks.", said.next
        )


def _text(label: str, hint: str, said: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        initial=said,
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "input"}),
        error_messages={"max_length": TOO_LONG},
    )
