"""Who may pair with whom, and why somebody may not. DOMAIN.md, rules of pairing 2 to 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

History = Mapping[frozenset[UUID], int]
"""Two leaders who have been partners → the number of the last cycle in which they were."""


class Why(Enum):
    """What stands between two people. The first that holds is the one that is said."""

    NO_FUNCTION_OF_OWN = "no function of their own"
    NO_FUNCTION = "no function"
    SAME_FUNCTION = "same function"
    LINE_MANAGER = "line manager"
    DIRECT_REPORT = "direct report"
    EARLIER_PARTNER = "earlier partner"


@dataclass(frozen=True)
class Chooser:
    """What the rules need to know of a leader who takes part."""

    id: UUID
    name: str
    function_id: UUID | None
    manager_id: UUID | None = None


@dataclass(frozen=True)
class Reason:
    """Why two people may not pair; ``cycle`` is the number of the cycle in which they were partners."""

    why: Why
    cycle: int = 0

    @property
    def to_the_one(self) -> str:
        """As said to the first of the two about the second: “Your line manager”."""
        return {
            Why.NO_FUNCTION_OF_OWN: "You have no function yet",
            Why.NO_FUNCTION: "No function yet",
            Why.SAME_FUNCTION: "Same function as you",
            Why.LINE_MANAGER: "Your line manager",
            Why.DIRECT_REPORT: "Reports to you",
            Why.EARLIER_PARTNER: f"Your partner in cycle {self.cycle}",
        }[self.why]

    def between(self, one: str, other: str) -> str:
        """As said about the two to somebody else, a sentence with both names."""
        return {
            Why.NO_FUNCTION_OF_OWN: f"{one} has no function yet. Give them one on the roster.",
            Why.NO_FUNCTION: f"{other} has no function yet. Give them one on the roster.",
            Why.SAME_FUNCTION: f"{one} and {other} are in the same function.",
            Why.LINE_MANAGER: f"{other} is the line manager of {one}.",
            Why.DIRECT_REPORT: f"{one} is the line manager of {other}.",
            Why.EARLIER_PARTNER: f"{one} and {other} were partners in cycle {self.cycle}.",
        }[self.why]


def why_not(one: Chooser, other: Chooser, history: History) -> Reason | None:
    """Why ``one`` may not pair with ``other``, seen from ``one``; None when they may."""
    if one.function_id is None:
        return Reason(Why.NO_FUNCTION_OF_OWN)
    if other.function_id is None:
        return Reason(Why.NO_FUNCTION)
    if one.function_id == other.function_id:
        return Reason(Why.SAME_FUNCTION)
    if one.manager_id == other.id:
        return Reason(Why.LINE_MANAGER)
    if other.manager_id == one.id:
        return Reason(Why.DIRECT_REPORT)
    cycle = history.get(frozenset((one.id, other.id)))
    return Reason(Why.EARLIER_PARTNER, cycle) if cycle is not None else None


def possible_partners(choosers: Sequence[Chooser], history: History) -> list[list[int]]:
    """For each chooser the places, in ``choosers``, of everybody they may pair with."""
    return [
        [
            place
            for place, other in enumerate(choosers)
            if other.id != one.id and why_not(one, other, history) is None
        ]
        for one in choosers
    ]
