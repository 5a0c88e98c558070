"""The next thing for whoever runs a team's cycles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.words import day_and_month

NEW, PREFLIGHT, ROOM = "cycles:new_cycle", "pairing:preflight", "pairing:room"
SOON = dt.timedelta(weeks=8)
"""So long before the end of a cycle it is time to think of the next one."""


@dataclass(frozen=True)
class Ahead:
    """The cycle being prepared or chosen for."""

    number: int
    is_choosing: bool


@dataclass(frozen=True)
class OrganisersStep:
    """``number`` is the cycle that the page ``page`` is about; None for the page that makes a new one."""

    title: str
    text: str
    action: str
    page: str
    number: int | None = None
    quiet: bool = False


@dataclass(frozen=True)
class Alone:
    """So many are without a partner in the cycle ``number``, which is under way."""

    number: int
    leaders: int


def organisers_step(
    *,
    ahead: Ahead | None,
    ends_on: dt.date | None,
    newest: int,
    today: dt.date,
    starts_on: dt.date | None = None,
    alone: Alone | None = None,
) -> OrganisersStep:
    """First and last day are those of the cycle under way; ``newest`` is the highest number, 0 for none."""
    if ahead:
        return _prepare(ahead)
    if alone and ends_on and today < ends_on - SOON:
        return _find_partners(alone)
    make = f"Make cycle {newest + 1}"
    if ends_on:
        to_come = (
            f"begins on {day_and_month(starts_on)}" if starts_on and today < starts_on else "is under way"
        )
        return OrganisersStep(
            f"Cycle {newest} {to_come}",
            f"It ends on {day_and_month(ends_on)}. Make the next one once you know when it starts.",
            make,
            NEW,
            quiet=today < ends_on - SOON,
        )
    if newest:
        return OrganisersStep(
            f"Cycle {newest} is closed", "The next one begins with a start date.", make, NEW
        )
    return OrganisersStep(
        "Make the first cycle", "A start date is enough. Nobody is written to before you say so.", make, NEW
    )


def _find_partners(alone: Alone) -> OrganisersStep:
    who = "One leader has" if alone.leaders == 1 else f"{alone.leaders} leaders have"
    return OrganisersStep(
        f"{who} no partner just now",
        "They can ask somebody who is free, or a pair that may take in a third. You can help, or note that "
        "somebody sits this cycle out.",
        "See what is possible",
        ROOM,
        alone.number,
    )


def _prepare(ahead: Ahead) -> OrganisersStep:
    if ahead.is_choosing:
        return OrganisersStep(
            f"Choosing for cycle {ahead.number} is open",
            "Pairs appear in the room as they are agreed. Seal them once everybody has chosen.",
            "Go to the room",
            ROOM,
            ahead.number,
        )
    return OrganisersStep(
        f"Cycle {ahead.number} is being prepared",
        "Leaders see nothing of it yet. Read the pre-flight, then open choosing.",
        "Read the pre-flight",
        PREFLIGHT,
        ahead.number,
    )
