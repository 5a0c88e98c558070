"""The roles of deploy/postgres/roles.sql, on the servers that this very session runs on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from embedded import homes

POWERS = """
SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole
FROM pg_roles WHERE rolname IN ('cp_app', 'cp_owner') ORDER BY rolname
"""


@pytest.fixture
def owner() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def app() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        yield connection
        connection.rollback()


def test_powers(owner: psycopg.Connection) -> None:
    assert owner.execute(POWERS).fetchall() == [
        ("cp_app", True, False, False, False, False),
        ("cp_owner", True, False, False, True, False),
    ]


def test_owner_owns_the_database_and_its_schema(owner: psycopg.Connection) -> None:
    owners = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert owner.execute(owners).fetchone() == ("cp_owner",)
    owners = "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'"
    assert owner.execute(owners).fetchone() == ("cp_owner",)


def test_app_makes_no_tables(app: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (number int)")


def test_app_cannot_become_the_owner_but_the_owner_can_act_as_the_app(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SET ROLE cp_owner")
    owner.execute("SET LOCAL ROLE cp_app")
    assert owner.execute("SELECT current_user").fetchone() == ("cp_app",)


def test_the_file_is_plain_sql_that_any_client_can_run() -> None:
    text = Path(homes.CHECKOUT, "deploy/postgres/roles.sql").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("\\")] == []
    assert "password" not in text.lower().replace("passwords and how", "")
