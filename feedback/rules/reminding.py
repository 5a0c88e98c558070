"""When a giver who has said nothing yet is reminded: twice at most, whoever does it. Pure.

By itself a reminder comes half-way through an asking of at least a week, and two days before its end; the
asker's own words count as one of the two.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coachingpairs.hours import local_moment, next_working_day, previous_working_day

MOST = 2
DAY = dt.timedelta(days=1)
APART = 2 * DAY
"""No reminder sooner than this after the asking, or after the one before."""
LONG = 7 * DAY
"""An asking that is shorter is reminded of once by itself."""
BEFORE_THE_END = 2 * DAY
TIME = dt.time(9, 30)
SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class SoFar:
    """What has been asked, until when, and which reminders there were."""

    asked_at: dt.datetime
    closes_at: dt.datetime
    reminders: int = 0
    last_reminded_at: dt.datetime | None = None

    @property
    def rests_until(self) -> dt.datetime:
        """The giver is left in peace until then."""
        return max(self.asked_at, self.last_reminded_at or self.asked_at) + APART


def is_due(so_far: SoFar, zone: ZoneInfo, at: dt.datetime) -> bool:
    """Whether a reminder goes out by itself at ``at``; once its day has come it stays due until it is given.

    ``zone`` is where the cycle is: its clocks say what a day is.
    """
    if so_far.reminders >= MOST or not so_far.rests_until <= at < so_far.closes_at:
        return False
    last = so_far.last_reminded_at
    return any(moment <= at and (last is None or last < moment) for moment in _moments(so_far, zone))


def may_nudge(so_far: SoFar, at: dt.datetime) -> str:
    """Why the asker may not remind the giver themself now: a sentence, '' when they may."""
    if so_far.reminders >= MOST:
        return "There have been two reminders. A third is better said in person."
    if so_far.last_reminded_at and at < so_far.rests_until:
        return "A reminder went out less than two days ago. Give it a little time."
    return ""


def _moments(so_far: SoFar, zone: ZoneInfo) -> list[dt.datetime]:
    """Half-way is over with the first reminder."""
    last_day = (so_far.closes_at - SECOND).astimezone(zone).date()
    moments = [_at(previous_working_day(last_day - BEFORE_THE_END), zone)]
    if so_far.reminders == 0 and so_far.closes_at - so_far.asked_at >= LONG:
        middle = so_far.asked_at + (so_far.closes_at - so_far.asked_at) / 2
        moments.append(_at(next_working_day(middle.astimezone(zone).date()), zone))
    return moments


def _at(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return local_moment(day, TIME, zone)
