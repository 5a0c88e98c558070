"""The application refuses to run as a role that row-level security does not filter."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_POWERS = """
SELECT rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_class c
               WHERE c.relrowsecurity AND pg_has_role(current_user, c.relowner, 'MEMBER'))
FROM pg_roles WHERE rolname = current_user
"""


def unsafe_because(connection: BaseDatabaseWrapper) -> str | None:
    """Why row-level security would not hold for this connection's role, in words, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        superuser, bypasses, owns = cursor.fetchone()
    if superuser:
        return "it is a superuser"
    if bypasses:
        return "it has BYPASSRLS"
    return "it owns, or may become the owner of, tables of the application" if owns else None


def require_safe_role(alias: str = "default") -> None:
    """ImproperlyConfigured when the database role could see across organisations.

    Called when a server or worker process starts, on a connection of its own.
    """
    connection = connections[alias]
    reason = unsafe_because(connection)
    connection.close()
    if reason:
        raise ImproperlyConfigured(
            f"The application may not connect as “{connection.settings_dict['USER']}”: {reason}, so "
            "organisations would not be kept apart. Use the role cp_app. See docs/operations.md."
        )
