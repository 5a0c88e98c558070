"""Which reminders a leader gets, between which hours, and from which day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.utils.text import capfirst

from coachingpairs.hours import CLOSES, OPENS
from coachingpairs.mail.choices import Choices
from cycles.rules.planning import clock

HALF_AN_HOUR = 30
LONGEST_HOLIDAY = dt.timedelta(days=365)
NO_TIME = "Choose one of the times in the list."


class RemindersForm(forms.Form):
    """``groups`` are all kinds of reminders with their words, ``today`` the date where the leader is."""

    wanted = forms.MultipleChoiceField(
        label="What do you want to get?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    opens = forms.ChoiceField(label="Not before", error_messages={"invalid_choice": NO_TIME})
    closes = forms.ChoiceField(label="Not after", error_messages={"invalid_choice": NO_TIME})
    not_until = forms.DateField(
        label="Nothing until",
        required=False,
        help_text="The day you are back, if you go away. What is too late by then does not come.",
        error_messages={"invalid": "Enter the day you are back, or leave it empty."},
    )

    def __init__(
        self, data: Any = None, *, groups: Mapping[str, str], choices: Choices, today: dt.date
    ) -> None:
        super().__init__(data, initial=_initial(groups, choices, today), label_suffix="")
        self.today, self.groups = today, groups
        self._offer("wanted", [(name, capfirst(words)) for name, words in groups.items()])
        self._offer("opens", [_shown(time) for time in _times(choices.opens) if time < CLOSES])
        self._offer("closes", [_shown(time) for time in _times(choices.closes) if time > OPENS])
        self.fields["not_until"].widget = forms.DateInput(
            attrs={"type": "date", "class": "input", "min": (today + dt.timedelta(days=1)).isoformat()},
            format="%Y-%m-%d",
        )

    def clean_not_until(self) -> dt.date | None:
        day = cast(dt.date | None, self.cleaned_data["not_until"])
        if day and day <= self.today:
            raise forms.ValidationError("Choose a day after today, or leave it empty.")
        if day and day > self.today + LONGEST_HOLIDAY:
            raise forms.ValidationError("Choose a day within the next year.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "opens" in cleaned and "closes" in cleaned and cleaned["closes"] <= cleaned["opens"]:
            earliest = clock(dt.time.fromisoformat(cleaned["opens"]))
            self.add_error("closes", f"Choose a time after {earliest}, so that there is time for a reminder.")
        return cleaned

    @property
    def choices(self) -> Choices:
        """What was chosen, once the form is valid."""
        return Choices(
            stopped=frozenset(self.groups) - frozenset(self.cleaned_data["wanted"]),
            opens=dt.time.fromisoformat(self.cleaned_data["opens"]),
            closes=dt.time.fromisoformat(self.cleaned_data["closes"]),
            not_until=self.cleaned_data["not_until"],
        )

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        self.fields[name].choices = options  # type: ignore[attr-defined]


def _initial(groups: Mapping[str, str], choices: Choices, today: dt.date) -> dict[str, Any]:
    is_ahead = choices.not_until is not None and choices.not_until > today
    return {
        "wanted": [name for name in groups if name not in choices.stopped],
        "opens": _shown(choices.opens)[0],
        "closes": _shown(choices.closes)[0],
        "not_until": choices.not_until if is_ahead else None,
    }


def _times(chosen: dt.time) -> list[dt.time]:
    """Every half hour of the working day, and what was chosen before."""
    return sorted({*_half_hours(), chosen})


def _half_hours() -> Iterator[dt.time]:
    for minutes in range(OPENS.hour * 60, CLOSES.hour * 60 + 1, HALF_AN_HOUR):
        yield dt.time(minutes // 60, minutes % 60)


def _shown(time: dt.time) -> tuple[str, str]:
    return f"{time:%H:%M}", clock(time)
