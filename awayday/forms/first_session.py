"""When a pair meets for its first hour, as clocks show it where their cycle is."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from coachingpairs.hours import local_moment
from cycles.forms.hours import USUAL, day_field, lengths, minutes_field, narrow_day, place_field, time_field
from cycles.models import PlannedSession
from cycles.rules.planning import skipped_problem
from cycles.services.planned import seen_as


class FirstSessionForm(forms.Form):
    """``starts_at``, ``minutes`` and ``place``; ``seen`` says which plan it was shown with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day = day_field()
    time = time_field()
    minutes = minutes_field()
    place = place_field()

    def __init__(
        self, data: Any = None, *, zone: ZoneInfo, at: dt.datetime, planned: PlannedSession | None = None
    ) -> None:
        super().__init__(data, initial=_initial(planned, zone), auto_id="first_%s", label_suffix="")
        self.zone = zone
        narrow_day(self.fields["day"], at=at, zone=zone)
        self.fields["minutes"].choices = lengths(self.initial["minutes"])  # type: ignore[attr-defined]

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
