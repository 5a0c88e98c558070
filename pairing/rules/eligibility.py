"""Who may pair with whom, and why somebody may not. DOMAIN.md, rules of pairing 2 to 4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

NOT_OFFERED = "Not offered just now"
"""Said of those kept apart and of those the guard holds back: nobody can tell the one from the other."""

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
    KEPT_APART = "kept apart"
    IN_A_PAIR = "in a pair"
    ABSENT = "absent"
    SITS_OUT = "sits out"


@dataclass(frozen=True)
class Terms:
    """What counts between two people in this cycle, besides who they are.

    ``apart`` are those who are not offered each other. Partners whose last cycle together is numbered
    ``repeats_through`` or below may pair again; 0: nobody may.
    """

    history: History = field(default_factory=dict)
    apart: frozenset[frozenset[UUID]] = frozenset()
    repeats_through: int = 0

    def forbidden(self) -> Iterator[frozenset[UUID]]:
        """Every two who may not pair whatever their functions and lines; some come twice."""
        yield from (two for two, cycle in self.history.items() if cycle > self.repeats_through)
        yield from self.apart


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
            Why.KEPT_APART: NOT_OFFERED,
            Why.IN_A_PAIR: "Already in a pair",
            Why.ABSENT: "Away just now; chooses later",
            Why.SITS_OUT: "Sits this cycle out",
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
            Why.KEPT_APART: f"{one} and {other} cannot be a pair this cycle.",
            Why.IN_A_PAIR: f"{other} is in a pair already.",
            Why.ABSENT: f"{other} is away just now and chooses later.",
            Why.SITS_OUT: f"{other} sits this cycle out.",
        }[self.why]


def why_not(one: Chooser, other: Chooser, terms: Terms) -> Reason | None:
    """Why ``one`` may not pair with ``other``, seen from ``one``; None when they may."""
    why = _who_they_are(one, other)
    if why is not None:
        return Reason(why)
    two = frozenset((one.id, other.id))
    cycle = terms.history.get(two, 0)
    if cycle > terms.repeats_through:
        return Reason(Why.EARLIER_PARTNER, cycle)
    return Reason(Why.KEPT_APART) if two in terms.apart else None


def why_not_now(
    one: Chooser,
    other: Chooser,
    terms: Terms,
    *,
    paired: Container[UUID],
    absent: Container[UUID],
    resting: Container[UUID],
) -> Reason | None:
    """As ``why_not``; then what keeps ``other`` from being asked by anybody this moment.

    That the two are kept apart comes last, as what the guard says does, so that it reads no differently.
    """
    reason = why_not(one, other, terms)
    if reason is not None and reason.why is not Why.KEPT_APART:
        return reason
    if other.id in paired:
        return Reason(Why.IN_A_PAIR)
    if other.id in absent:
        return Reason(Why.ABSENT)
    return Reason(Why.SITS_OUT) if other.id in resting else reason


def possible_masks(choosers: Sequence[Chooser], terms: Terms) -> list[int]:
    """For each chooser the set (pairing.rules.bits) of the places of everybody they may pair with.

    The same answer as ``why_not`` for every two, in time that grows with people and forbidden pairs. No id
    may come twice.
    """
    of_function: defaultdict[UUID, int] = defaultdict(int)
    for place, one in enumerate(choosers):
        if one.function_id is not None:
            of_function[one.function_id] |= 1 << place
    everybody = sum(of_function.values())
    masks = [0 if one.function_id is None else everybody ^ of_function[one.function_id] for one in choosers]
    for here, there in _forbidden_places(choosers, terms):
        masks[here] &= ~(1 << there)
        masks[there] &= ~(1 << here)
    return masks


def _who_they_are(one: Chooser, other: Chooser) -> Why | None:
    """What functions and reporting lines say."""
    if one.function_id is None:
        return Why.NO_FUNCTION_OF_OWN
    if other.function_id is None:
        return Why.NO_FUNCTION
    if one.function_id == other.function_id:
        return Why.SAME_FUNCTION
    if one.manager_id == other.id:
        return Why.LINE_MANAGER
    return Why.DIRECT_REPORT if other.manager_id == one.id else None


def _forbidden_places(choosers: Sequence[Chooser], terms: Terms) -> Iterator[tuple[int, int]]:
    """The places of every two, among those here, whom a line or the terms keep from pairing."""
    place_of = {one.id: place for place, one in enumerate(choosers)}
    for place, one in enumerate(choosers):
        if one.manager_id in place_of:
            yield place, place_of[one.manager_id]
    for one_id, other_id in terms.forbidden():
        if one_id in place_of and other_id in place_of:
            yield place_of[one_id], place_of[other_id]
