"""Everybody cut down to as many partners as they need: what is left divides into rounds far more easily."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.horizon.rounds import Chance
from pairing.rules.matching import Graph


def trimmed(graph: Graph, need: Sequence[int], chance: Chance) -> list[int]:
    """The graph without partners nobody needs. A few may be left with one too many.

    Nobody has fewer than ``need[v]`` partners, before or after.
    """
    trimming = _Trimming(graph, need, chance)
    trimming.let_go()
    trimming.exchange()
    return trimming.kept


class _Trimming:
    """``spare[v]`` more partners can go; ``gone[v]`` are those who have."""

    def __init__(self, graph: Graph, need: Sequence[int], chance: Chance) -> None:
        self.kept, self.gone = list(graph), [0] * len(graph)
        self.spare = [row.bit_count() - number for row, number in zip(graph, need, strict=True)]
        self.turn = chance.shuffled(range(len(graph)))

    def let_go(self) -> None:
        """Those with most to spare do without each other, while there are two such (V. Havel, 1955)."""
        open_to = mask_of(one for one, number in enumerate(self.spare) if number > 0)
        while open_to:
            one = self._most_to_spare(open_to)[0]
            for other in self._most_to_spare(self.kept[one] & open_to)[: self.spare[one]]:
                self._switch(one, other)
                self.spare[one] -= 1
                self.spare[other] -= 1
            open_to = mask_of(other for other in bits_of(open_to) if self.spare[other] > 0 and other != one)

    def _most_to_spare(self, mask: int) -> list[int]:
        return sorted(bits_of(mask), key=lambda one: (-self.spare[one], self.turn[one]))

    def exchange(self) -> None:
        """Two who may not let go of each other, or one with two to spare: by way of two others who have."""
        left = [one for one, number in enumerate(self.spare) for _ in range(number)]
        while len(left) > 1:
            one, other = left.pop(), left.pop()
            self._exchange(one, other)

    def _exchange(self, one: int, other: int) -> None:
        for between in bits_of(self.kept[one] & ~(1 << other)):
            back = self.gone[between] & self.kept[other] & ~(1 << one)
            if back:
                end = lowest_of(back)
                self._switch(between, end)
                self._switch(one, between)
                self._switch(other, end)
                return

    def _switch(self, one: int, other: int) -> None:
        """Let go of each other, or take each other back."""
        for place, mask in ((one, 1 << other), (other, 1 << one)):
            self.kept[place] ^= mask
            self.gone[place] ^= mask
