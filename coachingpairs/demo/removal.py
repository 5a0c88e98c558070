"""Taking the demo's organisations away again, which the application's own role may not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

TENANT_TABLES = """
SELECT c.relname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
ORDER BY c.relname
"""


def remove_organisations(slugs: Iterable[str]) -> None:
    """Delete these organisations with everything in them; people stay. CommandError without the owner."""
    if not settings.DATABASE_OWNER_URL:
        raise CommandError("Set DATABASE_OWNER_URL: only the database's owner may delete organisations.")
    # The database in use, which is the tests' own when they run.
    address = make_conninfo(settings.DATABASE_OWNER_URL, dbname=str(connection.settings_dict["NAME"]))
    with psycopg.connect(address) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT id FROM teams_organisation WHERE slug = ANY(%s)", [list(slugs)])
        doomed = [row[0] for row in cursor.fetchall()]
        if doomed:
            _remove(cursor, doomed)


def remove_messages(folder: Path | None) -> None:
    """What the file backend has written of the demo that was."""
    for file in folder.glob("*.log") if folder else ():
        file.unlink()


def _remove(cursor: psycopg.Cursor, doomed: list[UUID]) -> None:
    """The rules of the domain forbid undoing pairs and sessions; their triggers rest meanwhile."""
    cursor.execute(TENANT_TABLES)
    tables = [sql.Identifier(row[0]) for row in cursor.fetchall()]
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    for table in tables:
        cursor.execute(sql.SQL("DELETE FROM {} WHERE organisation_id = ANY(%s)").format(table), [doomed])
    cursor.execute("DELETE FROM teams_organisation WHERE id = ANY(%s)", [doomed])
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
