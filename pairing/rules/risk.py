"""Who may be left without a partner, why, and which pairs would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.circles import Circles
from pairing.rules.couples import keeping_the_most, missable
from pairing.rules.guard import Group, Guard, Prospect, look_ahead
from pairing.rules.matching import maximum_matching
from pairing.rules.suggesting import Suggestion
from pairing.rules.thirds import released, without

FEW = 2
"""With so many choices left, or fewer, somebody is at risk."""
LOOKS = 24
"""So many choices that are held back are looked into, to find the smallest set of people who explain one."""


@dataclass(frozen=True)
class Shortage:
    """``people`` have nobody but ``others`` to choose outside their own circles (``circles`` of odd size).

    At most as many circles as there are others find somebody, and one more where one of these people is the
    ``third`` of the trio. ``left_over`` of them will not; 0 when it is just enough, so that the others have
    to be chosen by these.
    """

    people: tuple[int, ...]
    others: tuple[int, ...]
    circles: int
    third: bool = False

    @property
    def left_over(self) -> int:
        return self.circles - len(self.others) - self.third

    @property
    def are_strangers(self) -> bool:
        """No two of these people may pair with one another."""
        return self.circles == len(self.people)


@dataclass(frozen=True)
class Risk:
    """``few`` are (place, choices left), fewest first; ``settle`` pairs to form, ``undo`` pairs to undo."""

    few: tuple[tuple[int, int], ...]
    short: Shortage | None
    settle: tuple[Group, ...]
    undo: tuple[Group, ...]


def assess(guard: Guard, suggestion: Suggestion) -> Risk:
    """Read the whole room. Where every choice keeps it whole there are only ``few`` and their ``settle``."""
    few = _few_choices(guard)
    short = shortage(guard.prospect) if not guard.prospect.is_whole else _tightest(guard)
    concerned = {place for place, _choices in few} | set(short.people if short else ())
    if guard.refuses and not short:
        # Some choices would leave nobody who can be a third.
        concerned |= set(suggestion.trio or ())
    settle = tuple(group for group in suggestion.groups if concerned & set(group))
    return Risk(few, short, settle, tuple(_worth_undoing(guard.prospect)))


def shortage(prospect: Prospect) -> Shortage | None:
    """The smallest set of people who are short of partners; None when nobody is left over."""
    if prospect.is_whole:
        return None
    graph, partner = prospect.hall.open_graph, prospect.partner
    circles = Circles(graph, partner, missable(graph, partner) & prospect.hall.choosing)
    blocks = {circles.connected_with(circle) for circle in circles.all}
    found = (_told(circles, block, prospect) for block in blocks)
    return min((short for short in found if short.left_over > 0), key=_size)


def _few_choices(guard: Guard) -> tuple[tuple[int, int], ...]:
    counted = ((place, guard.offered[place].bit_count()) for place in bits_of(guard.hall.choosing))
    return tuple(sorted((one for one in counted if one[1] <= FEW), key=lambda one: (one[1], one[0])))


def _tightest(guard: Guard) -> Shortage | None:
    """The smallest set of people who have just as many others as they need, so that choices are held back.

    None where all choices are free, or where they are held back only for the sake of a third. Found by
    looking at whom a choice that is held back would leave short.
    """
    found: list[Shortage] = []
    held_back = list(_costing_a_pair(guard))
    for _look in range(LOOKS):
        if not held_back:
            break
        new = list(_tight_after(guard.prospect, held_back[0]))
        held_back = [two for two in held_back[1:] if not any(_explains(short, two) for short in new)]
        found += new
    return min(found, key=_size, default=None)


def _costing_a_pair(guard: Guard) -> Iterator[tuple[int, int]]:
    """Each two who may be partners, but in no set of most pairs are."""
    graph = guard.hall.open_graph
    kept = keeping_the_most(graph, guard.prospect.partner)
    for one, (row, keep) in enumerate(zip(graph, kept, strict=True)):
        for other in bits_of((row & ~keep) >> one << one):
            yield one, other


def _tight_after(prospect: Prospect, two: tuple[int, int]) -> Iterator[Shortage]:
    """Sets of people whose others are all needed, among those whom this choice would leave short."""
    graph, gone = prospect.hall.open_graph, mask_of(two)
    rest = without(graph, gone)
    left_out = missable(rest, maximum_matching(rest, released(prospect.partner, gone)))
    circles = Circles(graph, prospect.partner, left_out & prospect.hall.choosing & ~gone)
    with_third = next((circle for circle in circles.all if _has_third(circle, prospect)), 0)
    may_be_left = circles.needed_with(with_third)
    for circle in circles.all:
        people = circles.needed_with(circle)
        people |= may_be_left if people & may_be_left else 0
        others = circles.others_of(people)
        if any(graph[other] & ~people for other in bits_of(others)):
            yield _told(circles, people, prospect)


def _told(circles: Circles, people: int, prospect: Prospect) -> Shortage:
    others = tuple(bits_of(circles.others_of(people)))
    third = _has_third(people, prospect)
    return Shortage(tuple(bits_of(people)), others, circles.count_in(people), third)


def _has_third(people: int, prospect: Prospect) -> bool:
    return prospect.third is not None and bool(people >> prospect.third.place & 1)


def _explains(short: Shortage, two: tuple[int, int]) -> bool:
    """Whether one of the two is needed where the other is not."""
    return any(one in short.others and other not in short.people for one, other in (two, two[::-1]))


def _size(short: Shortage) -> tuple[int, tuple[int, ...]]:
    return len(short.people), short.people


def _worth_undoing(prospect: Prospect) -> Iterator[Group]:
    """Pairs without which fewer would be left over."""
    if prospect.is_whole:
        return
    for group in prospect.hall.formed:
        if look_ahead(prospect.hall.without_group(group)).left_over < prospect.left_over:
            yield group
