"""What the guard has to answer, found by trying everything: for small rooms, with nothing of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

Groups = tuple[tuple[int, ...], ...]


class Trying:
    """A room: ``graph`` as bit masks, what is ``formed`` already, and whether there may be a ``trio``."""

    def __init__(
        self, graph: Sequence[int], formed: Groups = (), trio: bool = True, *, at_any_number: bool = False
    ) -> None:
        self.graph, self.formed, self.trio, self.at_any_number = graph, formed, trio, at_any_number
        together = {place for group in formed for place in group}
        self.choosing = sum(1 << place for place in range(len(graph)) if place not in together)
        self._known = {0: 0}

    def most_pairs(self, free: int) -> int:
        """Among these, whatever else there is."""
        if free not in self._known:
            one = free.bit_length() - 1
            rest = free ^ 1 << one
            with_one = [1 + self.most_pairs(rest ^ 1 << other) for other in places(rest & self.graph[one])]
            self._known[free] = max([self.most_pairs(rest), *with_one])
        return self._known[free]

    def placed(self) -> int:
        """How many of those still choosing can be in pairs or the trio."""
        return self._placed(self.choosing, self.formed)

    def keeps_whole(self, group: tuple[int, ...]) -> bool:
        """Whether as many are placed when these become a pair, or a trio (of a pair and a third, too)."""
        joining = sum(1 << place for place in group) & self.choosing
        formed = (*(there for there in self.formed if not set(there) <= set(group)), group)
        return joining.bit_count() + self._placed(self.choosing & ~joining, formed) >= self.placed()

    def offered(self) -> list[int]:
        found = [0] * len(self.graph)
        for one, other in combinations(places(self.choosing), 2):
            if self.may_meet(one, other) and self.keeps_whole((one, other)):
                found[one] |= 1 << other
                found[other] |= 1 << one
        return found

    def joins(self) -> set[tuple[int, tuple[int, ...]]]:
        """(person, pair) for all who can be the third of a pair that is formed."""
        if not self._may_be_trio(self.choosing, self.formed):
            return set()
        return {
            (place, two)
            for two in self.formed
            for place in places(self.choosing)
            if self.may_join(place, two) and self.keeps_whole((*two, place))
        }

    def missable(self) -> int:
        """The set of those whom some largest set of pairs leaves out."""
        most = self.most_pairs(self.choosing)
        return sum(
            1 << place
            for place in places(self.choosing)
            if self.most_pairs(self.choosing ^ 1 << place) == most
        )

    def may_meet(self, *group: int) -> bool:
        return all(self.graph[one] >> other & 1 for one, other in combinations(group, 2))

    def may_join(self, place: int, two: tuple[int, ...]) -> bool:
        """The two are a pair already, so that nobody asks whether they may be."""
        return all(self.graph[place] >> one & 1 for one in two)

    def _may_be_trio(self, free: int, formed: Groups) -> bool:
        number = self.at_any_number or free.bit_count() % 2 == 1
        return self.trio and number and all(len(group) == 2 for group in formed)

    def _placed(self, free: int, formed: Groups) -> int:
        endings = [2 * self.most_pairs(free)]
        if self._may_be_trio(free, formed):
            endings += self._with_trio(free, formed)
        return max(endings)

    def _with_trio(self, free: int, formed: Groups) -> Iterator[int]:
        for place in places(free):
            if any(self.may_join(place, two) for two in formed):
                yield 1 + 2 * self.most_pairs(free ^ 1 << place)
        for trio in combinations(places(free), 3):
            if self.may_meet(*trio):
                yield 3 + 2 * self.most_pairs(free & ~sum(1 << place for place in trio))


def places(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
