"""When a cycle starts, and in which time zone its months are counted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms

from cycles.rules.months import last_day_of_cycle

FURTHEST = dt.timedelta(days=2 * 366)
NOT_PLACES = ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico", "posix", "right")


def zone_choices(*also: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by continent, as a select shows them; ``also`` are offered even when they have an odd name."""
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(available_timezones()):
        area, slash, place = name.partition("/")
        if slash and area not in NOT_PLACES:
            groups[area].append((name, place.replace("_", " ").replace("/", ", ")))
    known = {name for zones in groups.values() for name, _label in zones}
    odd = [(name, name) for name in also if name not in known]
    return [*groups.items(), ("Other", [*odd, ("UTC", "UTC")])]


class CycleForm(forms.Form):
    """The first day of the six months, and the zone."""

    starts_on = forms.DateField(
        label="First day",
        help_text="The six months are counted from here; the first of a month is easiest to remember.",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
        error_messages={
            "required": "Enter the first day of the cycle, for example 1 April 2027.",
            "invalid": "Enter the first day of the cycle, for example 1 April 2027.",
        },
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        help_text="Months begin and reminders go out by the clock there.",
        error_messages={"invalid_choice": "Choose a time zone from the list, for example Europe/London."},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        zones = cast(forms.ChoiceField, self.fields["time_zone"])
        zones.choices = zone_choices(str(self.initial.get("time_zone", "UTC")))

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if day > self.today + FURTHEST:
            raise forms.ValidationError("Choose a day within the next two years.")
        if last_day_of_cycle(day) < self.today:
            raise forms.ValidationError(
                "A cycle that started then would be over already. Choose a later day."
            )
        return day
