"""The forms of asking a few colleagues: whom, about what, until when, and how the answers are read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django import forms

from cycles.forms.days import WrittenDay
from cycles.forms.targets import Numbered, uuid_or_none
from cycles.models import Cycle
from feedback.forms.others import OthersFields
from feedback.forms.searching import Searching
from feedback.models import Asking
from feedback.rules import asking as rules
from feedback.services.asking import CHOOSE_TARGETS
from feedback.services.place_to_ask import OwnTarget, PlaceToAsk
from teams.models import Leader

GONE = "Somebody you had chosen is not in your team any more. Look again."
REVEAL = [
    (Asking.Reveal.COME, "As they come"),
    (Asking.Reveal.AFTER, "All at once, after the date"),
]


class AskForm(Searching, OthersFields, Numbered):
    """``place`` says what can be asked and of whom; which button was pressed is in ``do`` and ``find``."""

    rows = 3

    do = forms.CharField(required=False)
    wordings = forms.CharField(required=False, widget=forms.HiddenInput)
    targets = forms.MultipleChoiceField(
        label="What do you want to ask about?",
        error_messages={"required": CHOOSE_TARGETS, "invalid_choice": CHOOSE_TARGETS},
    )
    colleagues = forms.MultipleChoiceField(
        required=False,
        label="Whom do you ask?",
        error_messages={"invalid_choice": GONE},
    )
    personal = forms.CharField(
        label="A few words from you (optional)",
        help_text="Say why you ask these people. They stand above the questions, not in the email.",
        required=False,
        max_length=rules.LONGEST_PERSONAL,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Make it 600 characters at most."},
    )
    reveal = forms.ChoiceField(
        label="How do you want to read the answers?",
        choices=REVEAL,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you want to read the answers.",
            "invalid_choice": "Choose one of the two.",
        },
    )

    def __init__(self, data: Any = None, *, place: PlaceToAsk, colleagues: Iterable[Leader], today: dt.date):
        cycle = cast(Cycle, place.cycle)
        initial = {
            "number": uuid.uuid4(),
            "reveal": Asking.Reveal.COME,
            "closes_on": rules.usual_day(today, cycle.ends_on),
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.place, self.today, self.cycle = place, today, cycle
        self.fields["targets"].choices = [  # type: ignore[attr-defined]
            (str(own.target.pk), own.wording.behaviour) for own in place.targets
        ]
        self.know(colleagues, "colleagues")
        self.fields["closes_on"] = day_field(today, cycle)
        self.add_others(allowed=place.others_allowed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_others()
        if "closes_on" in cleaned:
            problem = rules.day_problem(
                cleaned["closes_on"], today=self.today, cycle_ends_on=self.cycle.ends_on
            )
            if problem:
                self.add_error("closes_on", problem)
        if "colleagues" in cleaned and not self.other_errors:
            problem = rules.number_problem(len(self.givers) + len(self.outside))
            if problem:
                self.add_error("colleagues", problem)
        return cleaned

    @property
    def pressed(self) -> str:
        """“preview”, “send” or “change”."""
        return str(self.data.get("do", "")) or "preview"

    @property
    def target_rows(self) -> list[tuple[OwnTarget, bool]]:
        """Each with whether it is ticked: all there are, until somebody says otherwise."""
        said = set(self["targets"].data or ()) if self.is_bound else None
        return [(own, said is None or str(own.target.pk) in said) for own in self.place.targets]

    @cached_property
    def givers(self) -> list[Leader]:
        """Leaders of the team, once the form is valid: ticked, or named by their address."""
        chosen = [self.everybody[pk] for pk in dict.fromkeys(self.cleaned_data.get("colleagues") or ())]
        return chosen + [one for one in self.recognised if one not in chosen]

    @property
    def chosen_targets(self) -> list[uuid.UUID]:
        """Ids, once the form is valid."""
        return [uuid.UUID(one) for one in self.cleaned_data["targets"]]

    @property
    def seen_wordings(self) -> list[uuid.UUID] | None:
        found = [one for text in self.cleaned_data["wordings"].split() if (one := uuid_or_none(text))]
        return found or None

    @property
    def hint(self) -> str:
        """Whether others than those of one function might see something else."""
        chosen = [self.everybody[pk] for pk in self.ticked if pk in self.everybody]
        if self.is_bound and self.is_valid():
            if self.outside:
                return ""
            chosen = self.givers
        return rules.one_function_hint([one.function.name if one.function else "" for one in chosen])

    def kept(self) -> list[tuple[str, str]]:
        """All that was typed, for the hidden fields of the preview, each by its name."""
        names = [name for name in self.fields if name not in ("do", "find", "q", "wordings")]
        return [(name, value) for name in names for value in self.data.getlist(name)]  # type: ignore[attr-defined]


def day_field(today: dt.date, cycle: Cycle) -> WrittenDay:
    latest = rules.latest_day(today, cycle.ends_on)
    return WrittenDay(
        today=today,
        to_come=True,
        label="Until when?",
        help_text="They can answer, and change what they have written, until the end of that day.",
        widget=forms.DateInput(
            attrs={
                "type": "date",
                "class": "input",
                "min": (today + dt.timedelta(days=1)).isoformat(),
                "max": latest.isoformat(),
            },
            format="%Y-%m-%d",
        ),
        error_messages={"required": "Enter the last day on which they can answer."},
    )


class DateForm(forms.Form):
    """A later last day."""

    def __init__(self, data: Any = None, *, last_day: dt.date, today: dt.date, cycle: Cycle) -> None:
        latest = rules.latest_day(today, cycle.ends_on)
        later = min(max(last_day, today) + dt.timedelta(days=7), latest)
        super().__init__(data, initial={"closes_on": later}, label_suffix="")
        self.fields["closes_on"] = day_field(today, cycle)
        self.fields["closes_on"].widget.attrs["min"] = last_day.isoformat()
        self.last_day, self.today, self.cycle = last_day, today, cycle

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        problem = rules.moving_problem(
            day, last_day=self.last_day, today=self.today, cycle_ends_on=self.cycle.ends_on
        )
        if problem and day != self.last_day:
            raise forms.ValidationError(problem)
        return day


class NewLinkForm(Numbered):
    """Pressing it twice sends one."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"number": uuid.uuid4()}, label_suffix="")
