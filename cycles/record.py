"""What the apps above this one add to a leader's record.

They register a function here, so that the record can hold what they know without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cycles.rules.record import Added
from teams.models import Leader

Adds = Callable[[Leader], Iterable[Added]]
_adders: list[Adds] = []


def adds_to_record(function: Adds) -> Adds:
    """Register what to add: nothing but what the leader may read, in a constant number of queries.

    Keys must be new ones, the sections always the same ones, empty where there is nothing.
    """
    _adders.append(function)
    return function


def added_to_record(leader: Leader) -> list[Added]:
    """All that is registered. Runs in the scope of the leader's person."""
    return [added for add in _adders for added in add(leader)]
