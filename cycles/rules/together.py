"""What is next for one leader of a pair that meets: the first of what waits, most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cycles.rules.agreements import Standing as Agreement
from cycles.rules.colleagues import (
    NONE_ASKED,
    Feedback,
    looked_again,
    to_ask,
    to_decide,
    to_read,
    to_thank,
)
from cycles.rules.learning import NO_LESSONS, Lessons, to_share, to_write
from cycles.rules.months import Month, month_on, months_of
from cycles.rules.step import NextStep
from cycles.rules.strip import month_counted
from cycles.rules.words import day_and_month, listed, weekday_and_day

AGREEMENT, CHANGE_AGREEMENT = "cycles:agreement", "cycles:change_agreement"
STRENGTHS, TARGETS, NEW_TARGET, LOOK_BACK, NEW_TRY_OUT = (
    "cycles:strengths",
    "cycles:targets",
    "cycles:new_target",
    "cycles:look_back",
    "cycles:new_try_out",
)
LOG, MET, PLAN, SESSIONS = "cycles:new_session", "cycles:met", "cycles:plan", "cycles:sessions"
TARGETS_FROM, TRY_OUTS_FROM, BEGINS_UNTIL = 2, 3, 3
"""The months from which targets are chosen and tried; and until which a pair is still beginning: whoever has
not written how they work together by then does not want to be asked for ever."""


@dataclass(frozen=True)
class Occasion:
    """A try-out: what its owner calls it, on which day, and its id."""

    name: str
    on: dt.date
    try_out: str


@dataclass(frozen=True)
class Together:
    """A pair under way as one of its leaders stands in it; names are first names.

    ``days`` are those on which they met, ``planned_on`` the next planned one, ``unlogged_on`` a planned day
    that is over and has no session yet. ``targets`` are those open, ``is_settled`` whether one is settled,
    ``settled`` the id of the first that is.
    """

    number: int
    starts_on: dt.date
    ends_on: dt.date
    partners: tuple[str, ...]
    days: tuple[dt.date, ...] = ()
    planned_on: dt.date | None = None
    planned_words: str = ""
    unlogged_on: dt.date | None = None
    agreement: Agreement = Agreement.NONE
    strengths_given: bool = False
    strengths_from: str = ""
    targets: int = 0
    ideas: int = 0
    settled: str = ""
    feedback: Feedback = NONE_ASKED
    to_look_back: Occasion | None = None
    next_try_out: Occasion | None = None
    lessons: Lessons = NO_LESSONS
    is_wrapping_up: bool = False

    @property
    def names(self) -> str:
        return listed(self.partners)


def step_together(pair: Together, today: dt.date) -> NextStep:
    """The one next thing; quiet when nothing waits for this leader."""
    waiting: tuple[NextStep, ...] = (
        *_to_answer(pair),
        *(to_write(pair.lessons) if pair.is_wrapping_up else ()),
        *_to_begin(pair, today),
        *_to_grow(pair, today),
        *(to_share(pair.lessons) if pair.is_wrapping_up else ()),
    )
    if step := next(iter(waiting), None):
        return step
    hour = _meet(pair, today)
    return (looked_again(pair.feedback) if hour.quiet else None) or hour


def _to_answer(pair: Together) -> Iterator[NextStep]:
    """What somebody else, or a day that has passed, has left with this leader."""
    if pair.unlogged_on is not None:
        yield NextStep(
            f"Did you meet {pair.names} on {weekday_and_day(pair.unlogged_on)}?",
            "One tap is enough; notes are up to you.",
            "Say whether you met",
            MET,
        )
    if pair.strengths_from:
        yield NextStep(
            f"{pair.strengths_from} has written what they rate in you",
            "It takes a minute to read, and is between the two of you.",
            "Read it",
            STRENGTHS,
        )
    yield from to_read(pair.feedback)
    if pair.agreement is Agreement.MINE:
        yield NextStep(
            f"Agree with {pair.names} how you work together",
            "It is written down. Read it, and say that you agree or change it.",
            "Read the agreement",
            AGREEMENT,
        )
    if pair.to_look_back is not None:
        occasion = pair.to_look_back
        yield NextStep(
            f"How did it go: {occasion.name}",
            f"It was on {weekday_and_day(occasion.on)}. How big a step was it, and what did you notice?",
            "Look back",
            LOOK_BACK,
            args=(occasion.try_out,),
        )


def _to_begin(pair: Together, today: dt.date) -> Iterator[NextStep]:
    """The first weeks: hours in the diary, an agreement, what they rate in each other."""
    if pair.planned_on is None and today <= pair.ends_on:
        if not pair.days and not pair.is_wrapping_up:
            yield NextStep(
                f"Put your hours with {pair.names} in the diary",
                "Plan them all in one go: the same hour every month, and you can move each of them later.",
                "Plan your sessions",
                PLAN,
            )
        elif pair.starts_on <= today:
            yield from _next_hour(pair, today)
    month = month_on(pair.starts_on, today)
    if today > pair.ends_on or (month is not None and month.number > BEGINS_UNTIL):
        return
    if pair.agreement is Agreement.NONE:
        yield NextStep(
            f"How will {listed(['you', *pair.partners])} work together?",
            "Four short questions: when you meet, what stays between you, how you challenge each other, and "
            "what you do when it does not work.",
            "Write it down",
            CHANGE_AGREEMENT,
        )
    if not pair.strengths_given:
        yield NextStep(
            f"Tell {pair.names} what you rate in them",
            "Before any talk of change. Something specific that you have seen with your own eyes.",
            "Write what you rate",
            STRENGTHS,
        )


def _next_hour(pair: Together, today: dt.date) -> Iterator[NextStep]:
    """Nothing is planned: an hour of this month, or of the next once they have met."""
    month = month_on(pair.starts_on, today)
    has_met = month is not None and month.number in _months_met(pair)
    later = months_of(pair.starts_on)[month.number :] if month else ()
    if month is None or (has_met and not later):
        return
    until = later[0].last_day if has_met else month.last_day
    yield NextStep(
        f"Find {'your next' if pair.days else 'an'} hour with {pair.names}",
        f"Nothing is planned yet. You have until {day_and_month(until)}.",
        "Plan a session",
        PLAN,
    )


def _to_grow(pair: Together, today: dt.date) -> Iterator[NextStep]:
    month = month_on(pair.starts_on, today)
    number = month.number if month else 0
    if number >= TARGETS_FROM and not pair.targets and not pair.is_wrapping_up:
        yield NextStep(
            "Choose one thing to grow, two at most",
            "A behaviour that others would notice, dialled up or down. It can be a first idea.",
            "Write it down",
            NEW_TARGET,
        )
    if not pair.is_wrapping_up:
        yield from to_ask(pair.feedback, ideas=pair.ideas, month=number)
    yield from to_decide(pair.feedback, partners=pair.names)
    if (
        number >= TRY_OUTS_FROM
        and pair.targets
        and not (pair.settled or pair.feedback.waiting or pair.is_wrapping_up)
    ):
        yield NextStep(
            "Decide what you are working on",
            "Talk your targets over together, ask a few colleagues, and settle on one or two.",
            "Look at your targets",
            TARGETS,
        )
    yield from to_thank(pair.feedback)
    if number >= TRY_OUTS_FROM and pair.settled and pair.next_try_out is None and not pair.is_wrapping_up:
        yield NextStep(
            "Where will you try it next?",
            "Choose a real occasion in the next two weeks. Small is fine.",
            "Plan a try-out",
            NEW_TRY_OUT,
            args=(pair.settled,),
        )


def _meet(pair: Together, today: dt.date) -> NextStep:
    """Nothing waits but the next hour."""
    month = month_on(pair.starts_on, today)
    has_met = month is None or month.number in _months_met(pair)
    if pair.planned_on is not None and (has_met or _is_within(pair.planned_on, month)):
        return NextStep(
            f"Your next hour with {pair.names}",
            f"{pair.planned_words}. {_before_it(pair)}".strip(),
            "Your sessions",
            SESSIONS,
            quiet=True,
        )
    if month is None:
        return _outside_the_months(pair, today)
    if not has_met:
        planned = f" The next one is planned for {day_and_month(pair.planned_on)}." if pair.planned_on else ""
        return NextStep(
            f"An hour with {pair.names} this month",
            f"You have until {day_and_month(month.last_day)}.{planned} Log it here once you have met.",
            "Log a session",
            LOG,
        )
    return _met(pair, month)


def _is_within(day: dt.date, month: Month | None) -> bool:
    return month is not None and day <= month.last_day


def _before_it(pair: Together) -> str:
    if pair.next_try_out is not None:
        return f"Before or after it: {pair.next_try_out.name}, {weekday_and_day(pair.next_try_out.on)}."
    return ""


def _outside_the_months(pair: Together, today: dt.date) -> NextStep:
    if today < pair.starts_on:
        return NextStep(
            f"{listed(['You', *pair.partners])} have begun",
            f"Your first month starts on {day_and_month(pair.starts_on)}.",
            "Log a session",
            LOG,
            quiet=True,
        )
    return NextStep(
        f"Your six months with {pair.names} are over",
        "You can still log a session until the cycle is closed.",
        "Log a session",
        LOG,
        quiet=True,
    )


def _met(pair: Together, month: Month) -> NextStep:
    later = months_of(pair.starts_on)[month.number :]
    text = f"This is your last month together. It ends on {day_and_month(pair.ends_on)}."
    if later:
        text = f"Your next month starts on {day_and_month(later[0].first_day)}."
    return NextStep(
        f"{listed(['You', *pair.partners])} have met this month", text, "Log a session", LOG, quiet=True
    )


def _months_met(pair: Together) -> set[int]:
    return {month_counted(pair.starts_on, day) for day in pair.days}
