"""Whether pairs meet, month by month; never when exactly, how long, or what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cycles.rules.months import MONTHS, month_on, months_of
from cycles.rules.strip import When, month_counted, month_name, when
from cycles.rules.words import SHORT_MONTHS, short_day

SHARES_FROM = 5
"""Pairs from which a percentage may be shown: among fewer it would say who has met and who has not."""

SETTLED_AFTER = dt.timedelta(days=14)
"""A month younger than this is nobody's concern yet; the nudge goes on the same day."""


class Going(StrEnum):
    UNDER_WAY = "Under way"
    QUIET = "Quiet a while"
    YET_TO_MEET = "Yet to meet"


@dataclass(frozen=True)
class Tick:
    """One month of one pair: ``met``, or not (yet), or still ahead; ``over`` once it cannot be met in."""

    month: str
    met: bool
    ahead: bool
    over: bool = False

    @property
    def words(self) -> str:
        if self.met:
            return f"Met in {self.month}"
        return f"Not in {self.month}" if self.over else f"Not yet in {self.month}"


@dataclass(frozen=True)
class Participation:
    ticks: tuple[Tick, ...]
    going: Going
    word_might_help: bool
    """Whether the facilitator might say something kind."""

    @property
    def has_met(self) -> bool:
        return any(tick.met for tick in self.ticks)

    @property
    def note(self) -> str:
        """What to say of a pair for whom a word might help."""
        if not self.has_met:
            return "Yet to meet"
        return next(tick.words for tick in reversed(self.ticks) if not tick.ahead)


@dataclass(frozen=True)
class Share:
    """How many of a hundred pairs met in a month."""

    month: str
    percentage: int


def months_met(starts_on: dt.date, days: Iterable[dt.date]) -> frozenset[int]:
    """The months, 1 to 6, in which a pair that met on these days has met."""
    return frozenset(month_counted(starts_on, day) for day in days)


def participation(
    *, starts_on: dt.date, met: frozenset[int], today: dt.date, formed_on: dt.date | None = None
) -> Participation:
    """One pair's six ticks and how it is going, on ``today``.

    Of a pair that was formed in mid-cycle nothing is expected before, nor in its first two weeks.
    """
    formed_on = max(formed_on or starts_on, starts_on)
    ticks = tuple(
        Tick(
            month_name(month, starts_on),
            month.number in met,
            month.number not in met and (when(month, today) == When.AHEAD or month.last_day < formed_on),
            over=when(month, today) == When.PAST and month.number < MONTHS,
        )
        for month in months_of(starts_on)
    )
    if not met:
        return Participation(ticks, Going.YET_TO_MEET, today >= formed_on + SETTLED_AFTER)
    current = _current(starts_on, today)
    first_day = max(months_of(starts_on)[current - 1].first_day, formed_on)
    was_expected = months_of(starts_on)[current - 2].last_day >= formed_on if current > 1 else True
    missed_before = was_expected and current - 1 not in met
    quiet = current not in met and (today >= first_day + SETTLED_AFTER or missed_before)
    return Participation(ticks, Going.QUIET if quiet else Going.UNDER_WAY, quiet)


def shares(
    *,
    starts_on: dt.date,
    met: Sequence[frozenset[int]],
    today: dt.date,
    formed_on: Sequence[dt.date] | None = None,
) -> tuple[Share, ...]:
    """Per month begun, the percentage of pairs that met; nothing of a month with fewer than SHARES_FROM.

    ``met`` and ``formed_on`` have one entry per pair; in months before it was formed a pair does not count.
    """
    formed = formed_on or [starts_on] * len(met)
    found = []
    for month in months_of(starts_on):
        there = [pair for pair, day in zip(met, formed, strict=True) if day <= month.last_day]
        if when(month, today) != When.AHEAD and len(there) >= SHARES_FROM:
            share = round(100 * sum(month.number in pair for pair in there) / len(there))
            found.append(Share(month_name(month, starts_on), share))
    return tuple(found)


def between(starts_on: dt.date) -> str:
    """“Oct to Mar”, or “18 Sept to 17 Mar” when months do not begin on the first."""
    first, last = months_of(starts_on)[0].first_day, months_of(starts_on)[-1].last_day
    if starts_on.day == 1:
        return f"{SHORT_MONTHS[first.month - 1]} to {SHORT_MONTHS[last.month - 1]}"
    return f"{short_day(first)} to {short_day(last)}"


def last_monday(today: dt.date) -> dt.date:
    """The day up to which shares are counted: were they counted daily, a difference would name a pair."""
    return today - dt.timedelta(days=today.weekday())


def _current(starts_on: dt.date, today: dt.date) -> int:
    month = month_on(starts_on, today)
    return month.number if month else (1 if today < starts_on else MONTHS)
