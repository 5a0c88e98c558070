from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Northmere
from tests.pairing.views.pages import signed_in


@pytest.fixture
def desk(inside: Northmere) -> Client:
    """The facilitator's browser."""
    return signed_in(inside.facilitator)
