"""Starts PostgreSQL and Valkey before anything reads Django's settings, and stops them at the end.

Workers of pytest-xdist find the addresses in their environment and start nothing.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from embedded import servers
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
    return (yield)
