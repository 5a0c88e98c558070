from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from coachingpairs.demo.organisations import found_organisations
from coachingpairs.encryption import keys
from teams.models import Organisation
from tests.demo.command import demo_data


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Making the demo takes seconds: the tests of a module share one, each in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert demo_data("--ensure") == "Made Northmere, Harbour Arts and Merrow Water.\n"
        yield
        transaction.set_rollback(True)
    keys.forget_keys()


@pytest.fixture
def demo(made_once: None, db: None) -> dict[str, Organisation]:
    return found_organisations()
