"""Occasions at which a growth target is tried, and how big the step was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cycles.rules.notes import fingerprint, normal
from cycles.rules.words import day_and_month

LONGEST_OCCASION, LONGEST_PLAN, LONGEST_NOTICED, LONGEST_NEXT = 120, 400, 1000, 400
"""Characters."""

NOT_THE_ONE = "not_the_one"
STEPS = (
    ("none", "None yet"),
    ("small", "Small"),
    ("clear", "Clear"),
    ("big", "Big"),
    (NOT_THE_ONE, "This wasn’t the one"),
)

LOOKED_BACK = "You have looked back on this try-out, so its day stays as it is."
STILL_TO_COME = "This is still to come. Look back once it has been, or change its day if it came earlier."


class Dated(Protocol):
    @property
    def on(self) -> dt.date: ...

    @property
    def looked_back_at(self) -> dt.datetime | None: ...


Occasion = TypeVar("Occasion", bound=Dated)


@dataclass(frozen=True)
class WrittenOccasion:
    """What somebody means to try, where and when; ``seen`` is the fingerprint of what they had been shown."""

    on: dt.date
    occasion: str
    plan: str = ""
    seen: str = ""

    @property
    def text(self) -> str:
        """All of it as one text, as rules.notes compares texts."""
        return joined(self.on.isoformat(), normal(self.occasion), normal(self.plan))


@dataclass(frozen=True)
class WrittenLook:
    """How somebody looks back; ``step`` is one of STEPS, or empty while nothing is said."""

    step: str
    noticed: str = ""
    next: str = ""
    seen: str = ""

    @property
    def text(self) -> str:
        return joined(self.step, normal(self.noticed), normal(self.next))


def joined(*parts: str) -> str:
    """One text of several: with a separator that no form sends."""
    return "\x1f".join(parts)


def fingerprint_of(written: WrittenOccasion | WrittenLook) -> str:
    return fingerprint(written.text)


def last_day(*, today: dt.date, ends_on: dt.date) -> dt.date:
    """The last day that a try-out can have: a cycle that is closed late still has today."""
    return max(today, ends_on)


def day_problem(on: dt.date, *, today: dt.date, ends_on: dt.date) -> str:
    """Why a try-out cannot be planned for that day, or ''."""
    if on < today:
        return f"This day is over. Enter today, {day_and_month(today)}, or a day to come."
    last = last_day(today=today, ends_on=ends_on)
    if on > last:
        return f"The cycle ends on {day_and_month(last)} {last.year}. Enter a day until then."
    return ""


def next_one(try_outs: Iterable[Occasion], today: dt.date) -> Occasion | None:
    """The one that comes next, today's included; None when none is ahead."""
    ahead = [one for one in try_outs if one.looked_back_at is None and one.on >= today]
    return min(ahead, key=lambda one: one.on, default=None)


def in_reading_order(try_outs: Iterable[Occasion], today: dt.date) -> list[Occasion]:
    """Those to come, the next on top; then those that have been, newest first."""
    try_outs = list(try_outs)
    ahead = [one for one in try_outs if is_ahead(one, today)]
    been = [one for one in try_outs if not is_ahead(one, today)]
    return [*sorted(ahead, key=lambda one: one.on), *sorted(been, key=lambda one: one.on, reverse=True)]


def is_ahead(try_out: Dated, today: dt.date) -> bool:
    return try_out.looked_back_at is None and try_out.on >= today


def waits_for_look(try_out: Dated, today: dt.date) -> bool:
    """Its day is over and nobody has looked back."""
    return try_out.looked_back_at is None and try_out.on < today


def can_look_back(try_out: Dated, today: dt.date) -> bool:
    """From its day on: an occasion at noon can be looked back on in the afternoon."""
    return try_out.on <= today


def so_far(looked_back: int) -> str:
    """“3 try-outs so far”."""
    if not looked_back:
        return "No try-outs yet"
    return f"{looked_back} try-out{'s' * (looked_back > 1)} so far"
