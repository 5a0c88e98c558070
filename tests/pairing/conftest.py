from __future__ import annotations

from collections.abc import Iterator

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.cast import Northmere, make_northmere
from tests.pairing.room import open_room


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    """Northmere, with the test running in its scope."""
    with scope(organisation=northmere.organisation.pk):
        yield northmere


@pytest.fixture
def cycle(inside: Northmere) -> Cycle:
    """Choosing for cycle 1, with all eight leaders."""
    return open_room(inside)


@pytest.fixture
def odd(db: None) -> Iterator[Northmere]:
    """Northmere without Idris: seven leaders; the test runs in its scope."""
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        yield cast
