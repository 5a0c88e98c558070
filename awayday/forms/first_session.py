"""When a pair meets for its first hour, as clocks show it where their cycle is."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from coachingpairs.hours import local_moment
from cycles.models import PlannedSession
from cycles.rules.planning import last_day_for_plans, skipped_problem
from cycles.rules.words import day_and_month, length_in_words
from cycles.services.planned import seen_as

LENGTHS = (30, 45, 60, 90, 120)
USUAL = 60
WHAT_TIME = "Enter a time, for example 10.00."


class FirstSessionForm(forms.Form):
    """``starts_at``, ``minutes`` and ``place``; ``seen`` says which plan it was shown with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(
        label="Day",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )
    time = forms.TimeField(
        label="Time",
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={"required": WHAT_TIME, "invalid": WHAT_TIME},
    )
    minutes = forms.TypedChoiceField(
        label="For how long",
        coerce=int,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "Say for how long.", "invalid_choice": "Choose a length from the list."},
    )
    place = forms.CharField(
        label="Where (optional)",
        help_text="A room, or the link of a call.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": "Make it 200 characters at most."},
    )

    def __init__(
        self, data: Any = None, *, zone: ZoneInfo, at: dt.datetime, planned: PlannedSession | None = None
    ) -> None:
        super().__init__(data, initial=_initial(planned, zone), auto_id="first_%s", label_suffix="")
        self.zone = zone
        today, last = at.astimezone(zone).date(), last_day_for_plans(at, zone)
        soon = today + dt.timedelta(days=7)
        when = f"Enter the day you meet, for example {day_and_month(soon)} {soon.year}."
        self.fields["day"].error_messages.update(required=when, invalid=when)
        self.fields["day"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
        lengths = sorted({*LENGTHS, self.initial["minutes"]})
        self.fields["minutes"].choices = [(minutes, length_in_words(minutes)) for minutes in lengths]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            if problem := skipped_problem(day, time, self.zone):
                self.add_error("time", problem)
            else:
                cleaned["starts_at"] = local_moment(day, time, self.zone)
        return cleaned

    @property
    def starts_at(self) -> dt.datetime:
        """In UTC, once the form is valid; of a time that comes twice, the first."""
        return cast(dt.datetime, self.cleaned_data["starts_at"])

    def show_beside(self, planned: PlannedSession | None) -> None:
        """What was typed stays; what stands there now counts as seen, so that sending it again changes it."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["seen"] = seen_as(planned)


def _initial(planned: PlannedSession | None, zone: ZoneInfo) -> dict[str, Any]:
    if planned is None:
        return {"minutes": USUAL, "seen": ""}
    local = planned.starts_at.astimezone(zone)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": planned.minutes,
        "place": planned.place,
        "seen": seen_as(planned),
    }
