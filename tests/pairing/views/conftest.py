from __future__ import annotations

import pytest
from django.test import Client

from cycles.models import Cycle
from tests.cast import Northmere
from tests.pairing.room import open_room
from tests.pairing.views.pages import signed_in


@pytest.fixture
def desk(inside: Northmere) -> Client:
    """The facilitator's browser."""
    return signed_in(inside.facilitator)


@pytest.fixture
def odd_cycle(odd: Northmere) -> Cycle:
    return open_room(odd)
