"""Lines that go round in a circle, and where to cut them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circles(above: Mapping[Node, Node | None]) -> list[list[Node]]:
    """Every circle of a graph in which each node has at most one node above; each starts anywhere on it."""
    done: set[Node] = set()
    found: list[list[Node]] = []
    for start in above:
        path: dict[Node, int] = {}
        node: Node | None = start
        while node is not None and node not in done and node not in path:
            path[node] = len(path)
            node = above.get(node)
        if node is not None and node in path:
            found.append(list(path)[path[node] :])
        done.update(path)
    return found
