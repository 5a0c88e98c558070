"""What would become of a room if somebody were away, moved, joined, or reported to somebody else.

Nothing is written anywhere: a situation goes in, a changed one comes out, and each can be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from pairing.rules.assembly import assemble
from pairing.rules.eligibility import Chooser, Terms, possible_masks
from pairing.rules.guard import Group, Guard, guard
from pairing.rules.horizon import Horizon, horizon
from pairing.rules.risk import Risk, assess
from pairing.rules.suggesting import Suggestion

PAIR_SIZE = 2
NOTHING_SUGGESTED = Suggestion((), None, ())


@dataclass(frozen=True)
class Situation:
    """``present`` choose or are in one of the ``formed`` pairs; ``aside`` are away or sit out."""

    present: tuple[Chooser, ...]
    terms: Terms
    formed: tuple[frozenset[UUID], ...] = ()
    aside: tuple[Chooser, ...] = ()

    @property
    def places(self) -> tuple[Group, ...]:
        """The formed pairs by place in ``present``."""
        place_of = {one.id: place for place, one in enumerate(self.present)}
        return tuple(tuple(sorted(place_of[member] for member in pair)) for pair in self.formed)


class Change(Protocol):
    def applied(self, to: Situation) -> Situation: ...


@dataclass(frozen=True)
class Goes:
    """Somebody is not there. Their pair of two comes undone; of a trio the others stay together."""

    who: UUID

    def applied(self, to: Situation) -> Situation:
        staying = tuple(pair - {self.who} for pair in to.formed)
        gone = tuple(one for one in to.present if one.id == self.who)
        return replace(
            to,
            present=tuple(one for one in to.present if one.id != self.who),
            formed=tuple(pair for pair in staying if len(pair) >= PAIR_SIZE),
            aside=(*to.aside, *gone),
        )


@dataclass(frozen=True)
class Comes:
    """Somebody who was away or sat out chooses."""

    who: UUID

    def applied(self, to: Situation) -> Situation:
        back = tuple(one for one in to.aside if one.id == self.who)
        staying = tuple(one for one in to.aside if one.id != self.who)
        return replace(to, present=(*to.present, *back), aside=staying)


@dataclass(frozen=True)
class Joins:
    """Somebody new takes part."""

    newcomer: Chooser

    def applied(self, to: Situation) -> Situation:
        return replace(to, present=(*to.present, self.newcomer))


@dataclass(frozen=True)
class Moves:
    """Somebody belongs to another function. A pair they are in stays: it is a fact."""

    who: UUID
    function_id: UUID

    def applied(self, to: Situation) -> Situation:
        return _with(to, self.who, function_id=self.function_id)


@dataclass(frozen=True)
class Reports:
    """Somebody has another line manager."""

    who: UUID
    manager_id: UUID

    def applied(self, to: Situation) -> Situation:
        return _with(to, self.who, manager_id=self.manager_id)


@dataclass(frozen=True)
class Sight:
    """What is to be seen in a situation; places are those in ``situation.present``."""

    situation: Situation
    guard: Guard
    risk: Risk
    ahead: Horizon

    @property
    def people(self) -> int:
        return len(self.situation.present)

    @property
    def has_trio(self) -> bool:
        """There is one, or one is needed for everybody to be placed."""
        is_there = any(len(pair) > PAIR_SIZE for pair in self.situation.formed)
        return is_there or self.guard.prospect.third is not None

    @property
    def most_pairs(self) -> int:
        """Those formed and those that can still be, a trio among them."""
        return len(self.situation.formed) + self.guard.prospect.most_pairs

    @property
    def choosing(self) -> int:
        return self.guard.hall.choosing.bit_count()

    @property
    def suggested(self) -> int:
        """How many of those still choosing would be suggested a partner."""
        return self.guard.prospect.placed


def changed(situation: Situation, changes: Iterable[Change]) -> Situation:
    """One change after the other."""
    for change in changes:
        situation = change.applied(situation)
    return situation


def look_at(situation: Situation) -> Sight:
    """The horizon counts without any repeat, whatever this cycle allows."""
    choosers, terms, formed = situation.present, situation.terms, situation.places
    found = guard(assemble(choosers, terms, formed=formed).hall)
    strictly = possible_masks(choosers, replace(terms, repeats_through=0))
    return Sight(situation, found, assess(found, NOTHING_SUGGESTED), horizon(strictly, first=formed))


def _with(to: Situation, who: UUID, **new: UUID) -> Situation:
    def altered(people: tuple[Chooser, ...]) -> tuple[Chooser, ...]:
        return tuple(replace(one, **new) if one.id == who else one for one in people)  # type: ignore[arg-type]

    return replace(to, present=altered(to.present), aside=altered(to.aside))
