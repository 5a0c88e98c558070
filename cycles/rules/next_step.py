"""The one next thing on a leader's home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.months import Month, month_on, months_of
from cycles.rules.strip import month_counted
from cycles.rules.words import day_and_month, listed

CHOOSING, LOG, SESSIONS, PAIRS = "pairing:choosing", "cycles:new_session", "cycles:sessions", "cycles:pairs"


@dataclass(frozen=True)
class Choosing:
    """A cycle whose choosing is open, as one leader stands in it; ``partners`` are first names."""

    number: int
    starts_on: dt.date
    takes_part: bool
    partners: tuple[str, ...] = ()
    sits_out: bool = False
    absent: bool = False
    """Cannot choose now; is paired later."""


@dataclass(frozen=True)
class Running:
    """The cycle under way, as one leader stands in it; ``days`` are those on which the pair met."""

    number: int
    starts_on: dt.date
    ends_on: dt.date
    takes_part: bool
    sits_out: bool = False
    partners: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """A title, a sentence, and a button with the name of the page it opens; no button without ``action``."""

    title: str
    text: str
    action: str = ""
    page: str = ""
    quiet: bool = False
    """Nothing waits for this person: the button is there, but does not call."""


def next_step(
    *, today: dt.date, choosing: Choosing | None, running: Running | None, last_closed: int | None
) -> NextStep:
    """What one leader does next; ``last_closed`` is the number of the newest closed cycle.

    A draft is nobody's business yet, so it is not asked for.
    """
    aside = choosing is not None and (choosing.sits_out or choosing.absent)
    if choosing and choosing.takes_part and not choosing.partners and not aside:
        return _choose(choosing)
    if running and running.partners:
        return _meet(running, today)
    if choosing:
        return _not_choosing(choosing)
    if running:
        return _without_partner(running)
    return _between(last_closed)


def _choose(choosing: Choosing) -> NextStep:
    return NextStep(
        f"Choose your partner for cycle {choosing.number}",
        "Ask one colleague, or answer those who ask you. You are a pair once both have said yes.",
        "See who you can ask",
        CHOOSING,
    )


def _chosen(choosing: Choosing) -> NextStep:
    return NextStep(
        f"{_with_you(choosing.partners)} are a {_form(choosing.partners)} for cycle {choosing.number}",
        f"It begins on {day_and_month(choosing.starts_on)}, once all have chosen and the pairs are sealed.",
        "See your pair",
        CHOOSING,
        quiet=True,
    )


def _not_choosing(choosing: Choosing) -> NextStep:
    """Whatever the reason that there is nobody to ask."""
    if choosing.partners:
        return _chosen(choosing)
    if choosing.sits_out:
        return NextStep(
            f"You are sitting out cycle {choosing.number}",
            "Changed your mind? Until the pairs are sealed you can choose after all.",
            "Look again",
            CHOOSING,
            quiet=True,
        )
    if choosing.absent:
        return NextStep(
            f"You choose later for cycle {choosing.number}",
            "You are marked as away while the others choose. Tell your facilitator once you are back.",
            "See who is paired",
            PAIRS,
            quiet=True,
        )
    return _joined_late(choosing)


def _joined_late(choosing: Choosing) -> NextStep:
    return NextStep(
        f"Choosing for cycle {choosing.number} is open",
        "You joined after it opened. Ask your facilitator to add you, and you can choose as well.",
    )


def _meet(running: Running, today: dt.date) -> NextStep:
    partners, month = listed(running.partners), month_on(running.starts_on, today)
    if not running.days:
        return _first_hour(partners, running, today, month)
    if month is None:
        return _outside_the_months(partners, running, today)
    if month.number not in {month_counted(running.starts_on, day) for day in running.days}:
        return NextStep(
            f"An hour with {partners} this month",
            f"You have until {day_and_month(month.last_day)}. Log it here once you have met.",
            "Log a session",
            LOG,
        )
    return _met(running, month)


def _first_hour(partners: str, running: Running, today: dt.date, month: Month | None) -> NextStep:
    until = f"before {day_and_month(month.last_day)}" if month else "soon"
    if today < running.starts_on:
        until = f"in your first month, which begins on {day_and_month(running.starts_on)}"
    return NextStep(
        f"Your first hour with {partners}",
        f"Find an hour {until}. Say how you want to work together, and what you rate in each other.",
        "Log a session",
        LOG,
    )


def _outside_the_months(partners: str, running: Running, today: dt.date) -> NextStep:
    if today < running.starts_on:
        return NextStep(
            f"{_with_you(running.partners)} have begun",
            f"Your first month starts on {day_and_month(running.starts_on)}.",
            "Log a session",
            LOG,
            quiet=True,
        )
    return NextStep(
        f"Your six months with {partners} are over",
        "You can still log a session until the cycle is closed.",
        "Log a session",
        LOG,
        quiet=True,
    )


def _met(running: Running, month: Month) -> NextStep:
    later = months_of(running.starts_on)[month.number :]
    text = f"This is your last month together. It ends on {day_and_month(running.ends_on)}."
    if later:
        starts = day_and_month(later[0].first_day)
        text = f"Your next month starts on {starts}. Put your next hour in both diaries."
    return NextStep(
        f"{_with_you(running.partners)} have met this month", text, "Log a session", LOG, quiet=True
    )


def _without_partner(running: Running) -> NextStep:
    again = (
        f"The next choosing comes when cycle {running.number} ends, around {day_and_month(running.ends_on)}."
    )
    if running.sits_out:
        return NextStep(f"You sit out cycle {running.number}", again, "See who is paired", PAIRS, quiet=True)
    if running.takes_part:
        return NextStep(
            "You have no partner at the moment",
            "Your facilitator can help you find one. What you wrote in earlier sessions is still yours.",
            "Your sessions",
            SESSIONS,
            quiet=True,
        )
    return NextStep(
        f"Cycle {running.number} is under way",
        f"You joined after the pairs were made. {again} Your facilitator can say what is possible sooner.",
        "See who is paired",
        PAIRS,
        quiet=True,
    )


def _between(last_closed: int | None) -> NextStep:
    if last_closed:
        return NextStep(
            f"Cycle {last_closed} is closed",
            "Your notes stay here for you to read. You will hear by email when the next choosing opens.",
            "Look back at your sessions",
            SESSIONS,
            quiet=True,
        )
    return NextStep(
        "Nothing to do yet",
        "Your team’s first cycle is being prepared. You will hear by email when you can choose a partner.",
    )


def _with_you(partners: tuple[str, ...]) -> str:
    return listed(["You", *partners])


def _form(partners: tuple[str, ...]) -> str:
    return "trio" if len(partners) > 1 else "pair"
