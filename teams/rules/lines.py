"""Who reports to whom: the direct line of each leader of a team, and what stands above it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def above(managers: Mapping[Key, Key | None], leader: Key) -> Iterator[Key]:
    """The line managers above a leader, nearest first. Ends where the line ends or comes back to itself."""
    met = {leader}
    manager = managers.get(leader)
    while manager is not None and manager not in met:
        yield manager
        met.add(manager)
        manager = managers.get(manager)


def below(managers: Mapping[Key, Key | None], leader: Key) -> set[Key]:
    """Everybody who reports to a leader, directly or through others."""
    reports: dict[Key, list[Key]] = {}
    for report, manager in managers.items():
        if manager is not None:
            reports.setdefault(manager, []).append(report)
    found: set[Key] = set()
    waiting = [leader]
    while waiting:
        for report in reports.get(waiting.pop(), ()):
            if report not in found and report != leader:
                found.add(report)
                waiting.append(report)
    return found


def nearest_above(managers: Mapping[Key, Key | None], leader: Key, *, among: Collection[Key]) -> Key | None:
    """The nearest line manager above who is one of ``among``, such as those who have not left."""
    return next((manager for manager in above(managers, leader) if manager in among), None)
