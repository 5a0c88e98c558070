"""The database as production has it: made by its owner, used by a role that row-level security filters."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from hypothesis import HealthCheck, settings as hypothesis_settings

from coachingpairs import environment
from coachingpairs.encryption import keys

# How long an example takes says more about the machine than about what is tested.
hypothesis_settings.register_profile(
    "busy machines",
    parent=hypothesis_settings.default,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow,),
)
hypothesis_settings.load_profile("busy machines")


def _connect_as(address: str) -> None:
    """Point the default connection, and those of threads to come, at another role of the same database."""
    role = environment.database(address)
    described = connections["default"].settings_dict
    connections["default"].close()
    described["USER"], described["PASSWORD"] = role["USER"], role["PASSWORD"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    _connect_as(os.environ["DATABASE_OWNER_URL"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the owner has made the tables, everything runs as the application's role."""
    with django_db_blocker.unblock():
        with connections["default"].cursor() as cursor:
            # Tests that commit are cleaned by TRUNCATE, which production never grants.
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO cp_app")
        _connect_as(settings.DATABASE_URL)
    yield
    with django_db_blocker.unblock():
        _connect_as(os.environ["DATABASE_OWNER_URL"])


@pytest.fixture(autouse=True)
def nobody_has_to_wait() -> None:
    """For what other tests have done too often: followed links, asked for codes."""
    cache.clear()


@pytest.fixture(autouse=True)
def forget_keys_of_other_tests() -> Iterator[None]:
    yield
    keys.forget_keys()


@pytest.fixture
def northmere(db: None) -> Any:
    from tests.cast import make_northmere

    return make_northmere()
