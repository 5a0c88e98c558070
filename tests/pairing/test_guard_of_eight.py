"""Every graph of eight people there is: the most pairs, and every choice that keeps them."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from pairing.rules.bits import bits_of
from pairing.rules.guard import Hall, guard

PEOPLE = 8
KNOWN = 12_346
"""Graphs of eight without regard to names (OEIS A000088): each is met at least once below."""


def all_graphs() -> Iterator[list[int]]:
    """All graphs of seven with somebody added who knows no fewer than anybody else does then.

    Every graph of eight has somebody who knows most; without them it is one of the graphs of seven.
    """
    newcomer = PEOPLE - 1
    for small in (graph for graph in nx.graph_atlas_g() if graph.number_of_nodes() == newcomer):
        rows = [sum(1 << other for other in small[one]) for one in range(newcomer)]
        for known in range(1 << newcomer):
            graph = [row | (known >> one & 1) << newcomer for one, row in enumerate(rows)] + [known]
            if known.bit_count() == max(row.bit_count() for row in graph):
                yield graph


def most_placed(graph: list[int]) -> list[int]:
    """For every set of people how many of them can be in pairs, by trying everybody for the first of them."""
    placed = [0] * (1 << len(graph))
    for some in range(1, len(placed)):
        first = some.bit_length() - 1
        rest = some ^ 1 << first
        placed[some] = max(
            [placed[rest], *(2 + placed[rest ^ 1 << other] for other in bits_of(graph[first] & rest))]
        )
    return placed


def test_every_graph_of_eight_people() -> None:
    everybody = (1 << PEOPLE) - 1
    seen = 0
    for graph in all_graphs():
        seen += 1
        found, placed = guard(Hall(tuple(graph))), most_placed(graph)
        assert found.prospect.placed == placed[everybody], graph
        for one, row in enumerate(graph):
            offered = sum(
                1 << other
                for other in bits_of(row)
                if 2 + placed[everybody ^ 1 << one ^ 1 << other] == placed[everybody]
            )
            assert found.offered[one] == offered, graph
    assert seen >= KNOWN
