from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.cast import Northmere, make_northmere
from tests.pairing.room import open_room
from tests.pairing.views.pages import signed_in


@pytest.fixture
def desk(inside: Northmere) -> Client:
    """The facilitator's browser."""
    return signed_in(inside.facilitator)


@pytest.fixture
def odd(db: None) -> Iterator[Northmere]:
    """Northmere without Idris: seven leaders; the test runs in its scope."""
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        yield cast


@pytest.fixture
def odd_cycle(odd: Northmere) -> Cycle:
    return open_room(odd)
