"""The fields with which an hour is planned, the same wherever one is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms

from cycles.rules.planning import last_day_for_plans
from cycles.rules.words import day_and_month, length_in_words

LENGTHS = (30, 45, 60, 90, 120)
USUAL = 60
WHAT_TIME = "Enter a time, for example 10.00."


def day_field(label: str = "Day") -> forms.DateField:
    """See ``narrow_day`` for its limits and its errors."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )


def time_field() -> forms.TimeField:
    return forms.TimeField(
        label="Time",
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={"required": WHAT_TIME, "invalid": WHAT_TIME},
    )


def minutes_field() -> forms.TypedChoiceField:
    """See ``lengths`` for its choices."""
    return forms.TypedChoiceField(
        label="For how long",
        coerce=int,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "Say for how long.", "invalid_choice": "Choose a length from the list."},
    )


def place_field() -> forms.CharField:
    return forms.CharField(
        label="Where (optional)",
        help_text="A room, or the link of a call.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": "Make it 200 characters at most."},
    )


def lengths(*also: int) -> list[tuple[int, str]]:
    """The lengths one usually plans, in minutes and in words; ``also`` are offered too."""
    return [(minutes, length_in_words(minutes)) for minutes in sorted({*LENGTHS, *also})]


def narrow_day(field: forms.Field, *, at: dt.datetime, zone: ZoneInfo, until: dt.date | None = None) -> None:
    """From today to six months on, or to ``until`` when that is later."""
    today, last = at.astimezone(zone).date(), last_day_for_plans(at, zone)
    soon = today + dt.timedelta(days=7)
    when = f"Enter the day you meet, for example {day_and_month(soon)} {soon.year}."
    field.error_messages.update(required=when, invalid=when)
    field.widget.attrs |= {"min": today.isoformat(), "max": max(last, until or last).isoformat()}
