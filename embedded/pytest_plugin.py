"""Starts PostgreSQL and Valkey before anything reads Django's settings, and stops them at the end.

Workers of pytest-xdist find the addresses in their environment and start nothing; what they keep in Valkey
is in a numbered database of their own, so that none reads or clears what another has just put there.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from embedded import servers, valkey
from embedded.errors import CannotStart

HOME = "TEST_HOME"
"""Two runs at once in one checkout need a home each: this variable names another than “test”."""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """A wrapper runs before every plain hook, pytest-django's reading of the settings among them."""
    try:
        share = servers.use(os.environ.get(HOME, "test"), mode="test")
    except CannotStart as error:
        raise pytest.UsageError(str(error)) from error
    early_config.add_cleanup(share.release)
    for name in servers.CLIENT_VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(share.environment)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = 1 + int(worker.removeprefix("gw")) % (valkey.DATABASES - 1)
        os.environ["REDIS_URL"] = valkey.with_database(os.environ["REDIS_URL"], number)
    return (yield)
