"""A cycle's room as the engine knows it: leaders by place, in the order of their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from uuid import UUID

from pairing.rules.assembly import Assembly, assemble
from pairing.rules.bits import bits_of
from pairing.rules.eligibility import Chooser, Terms, Why, why_not
from pairing.rules.guard import Group, Guard, guard, keeps_whole, may_join, may_rest
from teams.models import Leader


@dataclass(frozen=True)
class Seating:
    """``leaders`` are all who choose or have a partner; whoever is away or sits out has no place here.

    ``is_under_way``: a trio is for those who cannot all be in pairs any more, whatever their number.
    """

    leaders: tuple[Leader, ...]
    terms: Terms
    formed: tuple[Group, ...]
    is_under_way: bool = False

    @cached_property
    def place_of(self) -> dict[UUID, int]:
        return {leader.pk: place for place, leader in enumerate(self.leaders)}

    @cached_property
    def assembly(self) -> Assembly:
        """Without anybody's shortlist."""
        return self.assembly_with({})

    def assembly_with(self, shortlists: Mapping[UUID, Sequence[UUID]]) -> Assembly:
        """``shortlists`` are confidential: nothing that somebody else reads may tell what is in them."""
        by_place = [
            [
                self.place_of[colleague]
                for colleague in shortlists.get(leader.pk, ())
                if colleague in self.place_of
            ]
            for leader in self.leaders
        ]
        there = sum(leader.is_active for leader in self.leaders)
        return assemble(
            [chooser(leader) for leader in self.leaders],
            self.terms,
            formed=self.formed,
            shortlists=by_place,
            # As the database counts: whoever has left is not there, in a pair or not.
            trio=self.is_under_way or there % 2 == 1,
            at_any_number=self.is_under_way,
        )

    @cached_property
    def without_repeats(self) -> Seating:
        """The same people and pairs as if this cycle allowed no repeats."""
        return replace(self, terms=replace(self.terms, repeats_through=0))

    @cached_property
    def guard(self) -> Guard:
        return guard(self.assembly.hall)

    def offers(self, one: Leader, other: Leader) -> bool:
        """Whether the two may become a pair without leaving anybody more without a partner."""
        places = self.place_of.get(one.pk), self.place_of.get(other.pk)
        return places[0] is not None and places[1] is not None and self.guard.offers(places[0], places[1])

    def allows(self, leaders: Sequence[Leader]) -> bool:
        """Whether these may become a pair or trio, or take in a third, so that the room stays whole."""
        if any(leader.pk not in self.place_of for leader in leaders):
            return False
        group = self.group(leaders)
        if group not in self._allowed:
            self._allowed[group] = self._allows(group)
        return self._allowed[group]

    @cached_property
    def _allowed(self) -> dict[Group, bool]:
        """What has been asked before: everybody in a suggestion asks the same."""
        return {}

    def _allows(self, group: Group) -> bool:
        hall = self.assembly.hall
        free = [place for place in group if hall.choosing >> place & 1]
        if len(free) == len(group) == 2:
            return self.guard.offers(*group)
        together = tuple(place for place in group if place not in free)
        if together and (len(free) != 1 or together not in self.formed):
            return False
        if len(group) > 2 and not hall.awaits_trio:
            return False
        new = [two for two in combinations(group, 2) if set(two) & set(free)]
        return all(hall.graph[one] >> other & 1 for one, other in new) and keeps_whole(hall, group)

    def joinable_by(self, leader: Leader) -> list[list[Leader]]:
        """The pairs that may take in this leader as their third; none unless there may be a trio."""
        place = self.place_of.get(leader.pk)
        return [self.leaders_in(group) for who, group in self._joining if who == place]

    @cached_property
    def _joining(self) -> list[tuple[int, Group]]:
        return may_join(self.guard.prospect)

    @property
    def keeps_apart(self) -> bool:
        """Some two who are still choosing are kept apart, and nothing else stands between them."""
        choosing = {
            self.leaders[place].pk: self.leaders[place] for place in bits_of(self.assembly.hall.choosing)
        }
        return any(
            self._parts(*(choosing[one] for one in two)) for two in self.terms.apart if two <= choosing.keys()
        )

    def _parts(self, one: Leader, other: Leader) -> bool:
        reason = why_not(chooser(one), chooser(other), self.terms)
        return reason is not None and reason.why is Why.KEPT_APART

    def group(self, leaders: Iterable[Leader]) -> Group:
        """Their places in order. KeyError for somebody who has none."""
        return tuple(sorted(self.place_of[leader.pk] for leader in leaders))

    def leaders_in(self, places: Iterable[int]) -> list[Leader]:
        return [self.leaders[place] for place in places]

    def can_spare(self, leader: Leader) -> bool:
        """Whether they may sit the cycle out without leaving anybody else without a partner."""
        place = self.place_of.get(leader.pk)
        return place is not None and bool(self._spare >> place & 1)

    @cached_property
    def _spare(self) -> int:
        return may_rest(self.guard.prospect)

    def offered_to(self, leader: Leader) -> list[Leader]:
        """Everybody whom they may choose now."""
        place = self.place_of.get(leader.pk)
        return [] if place is None else self.leaders_in(bits_of(self.guard.offered[place]))


def seat(
    leaders: Iterable[Leader],
    pairs: Iterable[Sequence[UUID]],
    terms: Terms,
    *,
    is_under_way: bool = False,
) -> Seating:
    """``pairs`` are those formed, by the ids of their members; all of them have a place among ``leaders``."""
    everybody = tuple(leaders)
    place_of = {leader.pk: place for place, leader in enumerate(everybody)}
    formed = tuple(tuple(sorted(place_of[member] for member in pair)) for pair in pairs)
    return Seating(everybody, terms, formed, is_under_way)


def chooser(leader: Leader) -> Chooser:
    """A leader as the rules see them. Whoever has left the team may be with nobody new."""
    return Chooser(
        leader.pk, leader.name, leader.function_id if leader.is_active else None, leader.manager_id
    )
