"""When and where an Awayday is, and how the room is moved on the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from awayday.rules.stages import MOVED_TO, Stage
from awayday.services.planning import Plan
from awayday.services.stages import Turn

FURTHEST = dt.timedelta(days=2 * 366)
DAY = "Enter the day, for example 26 November 2026."


def _time(label: str, example: str) -> forms.TimeField:
    said = f"Enter a time, for example {example}."
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={"required": said, "invalid": said},
    )


class PlanForm(forms.Form):
    """The plan of an Awayday, in local times."""

    held_on = forms.DateField(
        label="Day",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
        error_messages={"required": DAY, "invalid": DAY},
    )
    starts_at = _time("Begins", "9.00")
    ends_at = _time("Ends", "13.00")
    venue = forms.CharField(
        label="Where",
        max_length=200,
        required=False,
        help_text="The place as people find it, for example The Old Library, Northmere.",
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    link = forms.URLField(
        label="Link for those who take part from elsewhere",
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "input"}),
        error_messages={"invalid": "Enter the whole address of the call, beginning with https://."},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["held_on"]
        if day < self.today:
            raise forms.ValidationError("This day is over. Choose today or a later day.")
        if day > self.today + FURTHEST:
            raise forms.ValidationError("Choose a day within the next two years.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", "An Awayday ends after it begins. Choose a later time.")
        return cleaned

    @property
    def plan(self) -> Plan:
        """Once it is valid."""
        return Plan(**{name: self.cleaned_data[name] for name in self.fields})


class MoveForm(forms.Form):
    """To which stage."""

    stage = forms.ChoiceField(choices=[(stage.value, stage.value) for stage in MOVED_TO])

    @property
    def to(self) -> Stage:
        return Stage(self.cleaned_data["stage"])


class TurnForm(forms.Form):
    """To which lesson."""

    turn = forms.ChoiceField(choices=[(turn.value, turn.value) for turn in Turn])

    @property
    def to(self) -> Turn:
        return Turn(self.cleaned_data["turn"])
