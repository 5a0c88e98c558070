"""The one next thing on a leader's home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.step import NextStep
from cycles.rules.together import SESSIONS, Together, step_together
from cycles.rules.words import day_and_month, listed

CHOOSING, PAIRS = "pairing:choosing", "cycles:pairs"


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
    """The cycle under way, as one leader stands in it; ``pair`` unless they are without a partner."""

    number: int
    starts_on: dt.date
    ends_on: dt.date
    takes_part: bool
    sits_out: bool = False
    pair: Together | None = None


def next_step(
    *, today: dt.date, choosing: Choosing | None, running: Running | None, last_closed: int | None
) -> NextStep:
    """What one leader does next; ``last_closed`` is the number of the newest closed cycle.

    A draft is nobody's business yet, so it is not asked for.
    """
    aside = choosing is not None and (choosing.sits_out or choosing.absent)
    if choosing and choosing.takes_part and not choosing.partners and not aside:
        return _choose(choosing)
    if running and running.pair:
        return step_together(running.pair, today)
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
