"""Everybody else as each leader sees them: whom they can ask, whom they cannot and why.

Worked out for a whole room at once. Most colleagues stand to everybody as they do to anybody, or to all of a
function; only the rest is looked at two by two.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from pairing.rules.bits import bits_of
from pairing.rules.eligibility import NOT_OFFERED, Reason, Why, why_not_now
from pairing.services.room import Room
from pairing.services.seating import chooser
from teams.models import Function, Leader

NOT_SIGNED_IN = "Has not signed in yet: agree in person and tell your facilitator"


class Sign(NamedTuple):
    """How a function is drawn."""

    colour: int
    code: str
    name: str


def sign_of(function: Function | None) -> Sign | None:
    return Sign(function.colour, function.code, function.name) if function else None


class Row(NamedTuple):
    """All that the list shows of one colleague: equal rows look the same, whoever reads them."""

    leader_id: str
    name: str
    title: str
    function: Sign | None
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Colleague:
    """Somebody else who takes part; ``why`` says why they cannot be asked, ``notes`` what to know of them."""

    leader: Leader
    why: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def row(self) -> Row:
        leader = self.leader
        return Row(str(leader.pk), leader.name, leader.title, sign_of(leader.function), self.why, self.notes)

    @cached_property
    def mark(self) -> bytes:
        """A few bytes that are the same in every process for rows that look the same, and for no others."""
        return hashlib.blake2b(repr(self.row).encode(), digest_size=8).digest()


class Lists:
    """``reachable`` are those who are known to be there although they have not signed in."""

    def __init__(self, room: Room, reachable: frozenset[UUID] = frozenset()) -> None:
        self.room, self.reachable = room, reachable
        self._known: dict[tuple[int, str, tuple[str, ...]], Colleague] = {}
        self._of_function: dict[UUID | None, list[Colleague]] = {}

    @cached_property
    def leaders(self) -> list[Leader]:
        """Everybody who takes part, by function and name."""
        leaders = [entry.leader for entry in self.room.taking_part]
        return sorted(leaders, key=lambda leader: leader.function.name if leader.function else "")

    def of(self, me: Leader) -> list[Colleague]:
        """All the others, by function and name. The same objects for everybody to whom they are the same."""
        found = list(self._to_function(me.function_id))
        for place in self._held_back_from(me):
            found[place] = self._colleague(place, NOT_OFFERED)
        for place in self._near[me.pk]:
            found[place] = self.between(me, place)
        own = self._place_of.get(me.pk)
        if own is not None:
            del found[own]
        return found

    def between(self, me: Leader, place: int) -> Colleague:
        """The one at that place of ``leaders`` as ``me`` sees them, whatever there is between the two."""
        leader = self.leaders[place]
        reason = why_not_now(
            chooser(me),
            chooser(leader),
            self.room.terms,
            paired=self.room.pair_of,
            absent=self._absent,
            resting=self._resting,
        )
        if reason is not None:
            return self._colleague(place, reason.to_the_one)
        if not self.room.seating.offers(me, leader):
            return self._colleague(place, NOT_OFFERED)
        before = self.room.terms.history.get(frozenset((me.pk, leader.pk)))
        return self._colleague(place, notes=tuple(self._notes(leader, before)))

    def _notes(self, leader: Leader, before: int | None = None) -> Iterator[str]:
        if before is not None:
            yield f"Your partner in cycle {before}; may pair again this time"
        if not leader.person_id and leader.pk not in self.reachable:
            yield NOT_SIGNED_IN

    def _colleague(self, place: int, why: str = "", notes: tuple[str, ...] = ()) -> Colleague:
        key = (place, why, notes)
        if key not in self._known:
            self._known[key] = Colleague(self.leaders[place], why, notes)
        return self._known[key]

    def _to_function(self, function: UUID | None) -> list[Colleague]:
        """Everybody as all of a function see them, but for what there is between two people."""
        if function not in self._of_function:
            self._of_function[function] = [
                self._colleague(place, Reason(why).to_the_one) if (why := _apart(function, leader)) else plain
                for place, (leader, plain) in enumerate(zip(self.leaders, self._to_anybody, strict=True))
            ]
        return self._of_function[function]

    @cached_property
    def _to_anybody(self) -> list[Colleague]:
        return [self._plain(place, leader) for place, leader in enumerate(self.leaders)]

    def _plain(self, place: int, leader: Leader) -> Colleague:
        why = None
        if leader.pk in self.room.pair_of:
            why = Why.IN_A_PAIR
        elif leader.pk in self._absent:
            why = Why.ABSENT
        elif leader.pk in self._resting:
            why = Why.SITS_OUT
        if why is not None:
            return self._colleague(place, Reason(why).to_the_one)
        return self._colleague(place, notes=tuple(self._notes(leader)))

    def _held_back_from(self, me: Leader) -> Iterator[int]:
        """Those still choosing, of another function, whom the guard does not offer to this leader."""
        if me.function_id is None:
            return
        seating = self.room.seating
        own = seating.place_of.get(me.pk)
        offered = 0 if own is None else seating.guard.offered[own]
        for seat in bits_of(seating.assembly.hall.choosing & ~offered & ~self._seats_of(me.function_id)):
            yield self._place_of[seating.leaders[seat].pk]

    def _seats_of(self, function: UUID) -> int:
        """The set of seats of a function and of those without one: something else is said of all of them."""
        return self._seats[None] | self._seats[function]

    @cached_property
    def _seats(self) -> defaultdict[UUID | None, int]:
        seats: defaultdict[UUID | None, int] = defaultdict(int)
        for seat, leader in enumerate(self.room.seating.leaders):
            seats[leader.function_id] |= 1 << seat
        return seats

    @cached_property
    def _near(self) -> defaultdict[UUID, list[int]]:
        """Leader → the places of their manager, of those who report to them, and of earlier partners."""
        near: defaultdict[UUID, list[int]] = defaultdict(list)
        lines = ({leader.pk, leader.manager_id} for leader in self.leaders if leader.manager_id)
        for two in (*lines, *self.room.terms.history):
            if two <= self._place_of.keys():
                one, other = two
                near[one].append(self._place_of[other])
                near[other].append(self._place_of[one])
        return near

    @cached_property
    def _place_of(self) -> dict[UUID, int]:
        return {leader.pk: place for place, leader in enumerate(self.leaders)}

    @cached_property
    def _absent(self) -> frozenset[UUID]:
        return frozenset(leader.pk for leader in self.room.absent)

    @cached_property
    def _resting(self) -> frozenset[UUID]:
        return frozenset(leader.pk for leader in self.room.sitting_out)


def _apart(function: UUID | None, leader: Leader) -> Why | None:
    """What the two functions say."""
    if function is None:
        return Why.NO_FUNCTION_OF_OWN
    if leader.function_id is None:
        return Why.NO_FUNCTION
    return Why.SAME_FUNCTION if leader.function_id == function else None
