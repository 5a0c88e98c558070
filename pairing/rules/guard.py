"""The guard: for every two who are still choosing, whether the room stays whole when they become a pair.

Free choice strands people, so only choices after which as many can still find a partner as before are
offered. An odd room ends in pairs and one trio; the guard counts with that, not merely with pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.couples import keeping_more, keeping_the_most, missable
from pairing.rules.matching import Graph, count_pairs, maximum_matching
from pairing.rules.odd import keeping_a_third
from pairing.rules.thirds import Third, find_third, released, without

Group = tuple[int, ...]


@dataclass(frozen=True)
class Hall:
    """Everybody who is in the room, by place: ``graph`` says who may be with whom, whether paired or not.

    ``formed`` are the pairs there are, and the trio; ``trio`` says whether there may be one.
    ``at_any_number``: also in a room of an even number, when not all can be in pairs.
    """

    graph: tuple[int, ...]
    formed: tuple[Group, ...] = ()
    trio: bool = True
    at_any_number: bool = False

    @cached_property
    def choosing(self) -> int:
        """The set of those without a partner."""
        return (1 << len(self.graph)) - 1 & ~mask_of(place for group in self.formed for place in group)

    @cached_property
    def open_graph(self) -> list[int]:
        """Who may be with whom among those still choosing."""
        return without(self.graph, (1 << len(self.graph)) - 1 & ~self.choosing)

    @cached_property
    def awaits_trio(self) -> bool:
        """The number is odd, and somebody has yet to be the third; or nobody asks for the number."""
        odd = self.choosing.bit_count() % 2 == 1
        return self.trio and (odd or self.at_any_number) and all(len(group) < 3 for group in self.formed)

    @cached_property
    def joiners(self) -> int:
        """Those still choosing who may join a pair that is formed."""
        return mask_of(place for group in self.formed for place in bits_of(self.may_join(group)))

    def may_join(self, group: Group) -> int:
        """Those still choosing who may be with everybody in the pair."""
        near = self.choosing if len(group) == 2 else 0
        for place in group:
            near &= self.graph[place]
        return near

    def with_group(self, group: Group) -> Hall:
        """The room once these are a pair, or a trio of three or of a pair that takes in a third."""
        kept = tuple(formed for formed in self.formed if not set(formed) <= set(group))
        return replace(self, formed=(*kept, group))

    def without_group(self, group: Group) -> Hall:
        """The room once a pair has come undone. ValueError when it is not there."""
        at = self.formed.index(group)
        return replace(self, formed=self.formed[:at] + self.formed[at + 1 :])


@dataclass(frozen=True)
class Prospect:
    """The best that can become of a room: ``partner`` are most pairs, ``third`` who joins one of them."""

    hall: Hall
    partner: tuple[int, ...]
    third: Third | None

    @property
    def most_pairs(self) -> int:
        """How many more pairs can be formed, the trio's among them."""
        return count_pairs(self.partner)

    @property
    def placed(self) -> int:
        """How many of those still choosing can be in a pair or the trio."""
        return 2 * self.most_pairs + (self.third is not None)

    @property
    def left_over(self) -> int:
        return self.hall.choosing.bit_count() - self.placed

    @property
    def is_whole(self) -> bool:
        """Everybody can be in a pair, or in the one trio."""
        return self.left_over == 0


@dataclass(frozen=True)
class Guard:
    """``offered[v]`` is the set of those whom ``v`` can choose so that no fewer are placed than could be."""

    prospect: Prospect
    offered: tuple[int, ...]

    @property
    def hall(self) -> Hall:
        return self.prospect.hall

    @property
    def refuses(self) -> bool:
        """Some two who may be partners would leave somebody without one."""
        return any(row & ~offered for row, offered in zip(self.hall.open_graph, self.offered, strict=True))

    def offers(self, one: int, other: int) -> bool:
        return bool(self.offered[one] >> other & 1)


def look_ahead(hall: Hall, start: Sequence[int] | None = None) -> Prospect:
    """The best that can still become of the room. ``start`` are pairs to go on from, only for speed."""
    graph = hall.open_graph
    partner = maximum_matching(graph, start)
    third = find_third(graph, partner, hall.joiners) if hall.awaits_trio else None
    return Prospect(hall, third.partner if third else tuple(partner), third)


def keeps_whole(hall: Hall, group: Group) -> bool:
    """Whether as many are placed once these are a pair or trio as could be before."""
    before, after = hall.choosing, hall.with_group(group)
    joined = (before & ~after.choosing).bit_count()
    return look_ahead(after).placed + joined >= look_ahead(hall).placed


def guard(hall: Hall) -> Guard:
    """Everything from the beginning."""
    return _guarding(look_ahead(hall))


def after_group(before: Guard, group: Group) -> Guard:
    """The guard once these have become a pair or trio: goes on from the pairs that were found before."""
    start = released(before.prospect.partner, mask_of(group))
    return _guarding(look_ahead(before.hall.with_group(group), start))


def after_undoing(before: Guard, group: Group) -> Guard:
    """The guard once a pair has come undone.

    What was offered stays so where the two may pair again and place nobody else; then only the rest is looked
    at. Where the number was or is odd everything is.
    """
    hall = before.hall.without_group(group)
    prospect = look_ahead(hall, before.prospect.partner)
    may_again = all(hall.graph[one] >> other & 1 for one, other in combinations(group, 2))
    no_more = prospect.placed == before.prospect.placed + len(group)
    if before.hall.awaits_trio or hall.awaits_trio or not (may_again and no_more):
        return _guarding(prospect)
    offered = keeping_more(hall.open_graph, prospect.partner, before.offered, mask_of(group))
    return Guard(prospect, tuple(offered))


def may_join(prospect: Prospect) -> list[tuple[int, Group]]:
    """(person, pair they can join as its third) for all whose joining keeps the room whole."""
    hall = prospect.hall
    if prospect.third is None:
        return []
    left_out = missable(hall.open_graph, prospect.partner) & hall.choosing
    return [(place, group) for group in hall.formed for place in bits_of(hall.may_join(group) & left_out)]


def may_rest(prospect: Prospect) -> int:
    """The set of those still choosing who can sit the cycle out without leaving anybody else over."""
    return missable(prospect.hall.open_graph, prospect.partner) & prospect.hall.choosing


def _guarding(prospect: Prospect) -> Guard:
    graph: Graph = prospect.hall.open_graph
    if prospect.third is None:
        return Guard(prospect, tuple(keeping_the_most(graph, prospect.partner)))
    return Guard(prospect, tuple(keeping_a_third(graph, prospect.third, prospect.hall.joiners)))
