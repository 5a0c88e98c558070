"""Even alternating paths, by bit masks, among people who all have a partner.

Partners stand at 2k and 2k + 1, so that “the partners of a set” is two shifts. A search first lets the
blossom at its root take in every two partners who are both next to it, which in a dense room swallows
everybody in a few steps; where that stalls it goes on layer by layer, and only where two outer people of a
deeper layer meet does the ordinary search (J. Edmonds, 1965) take over.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import bits_of, lowest_of


class Couples:
    """``rows[v]`` is the set of those next to ``v``; the partner of ``v`` stands at ``v ^ 1``."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = rows
        self.everybody = (1 << len(rows)) - 1
        self.evens = self.everybody // 3
        """0101…: the first of every two partners."""

    def reached_without(self, gone: int) -> int:
        """With ``gone`` taken out, all whom an even alternating path from their partner reaches."""
        present = self.everybody ^ 1 << gone
        blossom, near = self._root_blossom(gone ^ 1, present)
        if blossom == present or not near & ~blossom:
            return blossom
        return self._in_layers(blossom, near, present)

    def partners(self, mask: int) -> int:
        return (mask & self.evens) << 1 | mask >> 1 & self.evens

    def _root_blossom(self, root: int, present: int) -> tuple[int, int]:
        """The blossom at the root as far as easy steps lead, and everybody next to it."""
        evens = self.evens
        blossom, near = 1 << root, self.rows[root] & present
        while True:
            # Both of a couple are next to the blossom: an odd circle through its base.
            joining = near & ((near & evens) << 1 | near >> 1 & evens) & ~blossom
            if not joining:
                joining = self._meeting(self.partners(near & ~blossom))
                if not joining:
                    return blossom, near
            blossom |= joining
            if blossom == present:
                return blossom, near
            near |= self._next_to(joining, near | ~present) & present

    def _meeting(self, layer: int) -> int:
        """Couples of the first layer whose outer halves are next to each other: a circle through the root."""
        meeting = 0
        for one in bits_of(layer):
            if self.rows[one] & layer:
                meeting |= 1 << one
        return meeting | self.partners(meeting)

    def _next_to(self, mask: int, known: int) -> int:
        """Everybody next to somebody in the set, unless ``known``."""
        near, rows = known, self.rows
        while mask and near != -1:
            lowest = mask & -mask
            near |= rows[lowest.bit_length() - 1]
            mask ^= lowest
        return near & ~known

    def _in_layers(self, blossom: int, near: int, present: int) -> int:
        """Layer by layer for as long as no two outer people meet."""
        inner = near & ~blossom
        layer = self.partners(inner)
        outer = blossom | layer
        while layer:
            fresh = self._next_to(layer, outer | inner | ~present)
            layer = self.partners(fresh)
            if layer & fresh or self._meeting(layer):
                return _Search(self.rows, present).run(blossom, near)
            inner |= fresh
            outer |= layer
        return outer


class _Search:
    """The ordinary search: a tree of outer blossoms, numbered, with the root's first.

    ``masks`` says who is in a blossom, ``above`` which inner person leads up from it, ``asked_by`` which
    blossom an inner person hangs from, ``into`` which blossom has swallowed another.
    """

    def __init__(self, rows: Sequence[int], present: int) -> None:
        self.rows, self.present = rows, present
        self.owner = [0] * len(rows)
        self.asked_by = [0] * len(rows)
        self.above: list[int] = [-1]
        self.into: list[int] = [0]
        self.masks: list[int] = []
        self.outer = self.inner = 0
        self.queue: list[int] = []

    def run(self, blossom: int, near: int) -> int:
        """All outer people, starting from a blossom at the root and everybody next to it."""
        self.masks.append(blossom)
        self.outer = blossom
        self._ask(0, near & ~blossom)
        for one in self.queue:
            self._ask(self._top(self.owner[one]), self.rows[one] & self.present & ~self.outer & ~self.inner)
            while met := self.rows[one] & self.outer & ~self.masks[self._top(self.owner[one])]:
                self._draw_together(self._top(self.owner[one]), self._top(self.owner[lowest_of(met)]))
        return self.outer

    def _ask(self, number: int, people: int) -> None:
        for inner in bits_of(people):
            if not (self.outer | self.inner) >> inner & 1:
                self.inner |= 1 << inner
                self.asked_by[inner] = number
                self._reach(inner ^ 1, inner)

    def _reach(self, one: int, above: int) -> None:
        self.owner[one] = len(self.masks)
        self.into.append(len(self.masks))
        self.masks.append(1 << one)
        self.above.append(above)
        self.outer |= 1 << one
        self.queue.append(one)

    def _top(self, number: int) -> int:
        while self.into[number] != number:
            self.into[number] = self.into[self.into[number]]
            number = self.into[number]
        return number

    def _draw_together(self, one: int, other: int) -> None:
        """Two outer blossoms meet: all on the way to where their ways join become one."""
        ways = self._way(one), self._way(other)
        shared = set(ways[0])
        stem = next(number for number in ways[1] if number in shared)
        for way in ways:
            for number in way[: way.index(stem)]:
                inner = self.above[number]
                self.into[number] = stem
                self.masks[stem] |= self.masks[number] | 1 << inner
                self.owner[inner] = stem
                self.queue.append(inner)
                self.outer |= 1 << inner
                self.inner &= ~(1 << inner)

    def _way(self, number: int) -> list[int]:
        way = [number]
        while number:
            number = self._top(self.asked_by[self.above[number]])
            way.append(number)
        return way
