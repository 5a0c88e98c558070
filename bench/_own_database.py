"""A database for one run: empty at first, migrated by its owner, and gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import make_conninfo

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Django, when it is set up inside the block, finds it. It lies on the server of the benchmarks."""
    owner = os.environ["DATABASE_OWNER_URL"]
    before = {variable: os.environ[variable] for variable in ADDRESSES}
    _on_server(owner, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _on_server(owner, f"CREATE DATABASE {name}")
    try:
        os.environ.update({variable: make_conninfo(given, dbname=name) for variable, given in before.items()})
        # As the owner of the tables, which this process must not be.
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
        yield
    finally:
        os.environ.update(before)
        _on_server(owner, f"DROP DATABASE {name} WITH (FORCE)")


def as_owner(statement: str) -> None:
    _on_server(os.environ["DATABASE_OWNER_URL"], statement)


def _on_server(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
