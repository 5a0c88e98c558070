"""Reading settings from the environment, with errors that say what to set."""

from __future__ import annotations

import base64
import binascii
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

MODES = ("production", "demo", "test", "development")


def mode() -> str:
    """The kind of installation: ``production`` unless COACHINGPAIRS_ENV says otherwise."""
    value = os.environ.get("COACHINGPAIRS_ENV", "production")
    if value not in MODES:
        raise ImproperlyConfigured(f"COACHINGPAIRS_ENV is “{value}”; it must be one of {', '.join(MODES)}.")
    return value


def required(name: str, *, why: str) -> str:
    """The variable's text; ImproperlyConfigured, naming it and what it is for, when it is missing."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is needed for {why}. See docs/operations.md.")
    return value


def optional(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be yes or no.")
    return default


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number.") from error


def names(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def database(address: str) -> dict[str, Any]:
    """Django's description of a PostgreSQL address such as ``postgresql://user@host/name``.

    libpq itself reads the address, so sockets (``?host=/folder``) and ``sslmode`` work as its manual says.
    """
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read as a PostgreSQL address.") from error
    known = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known["dbname"],
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"],
        "PORT": known["port"],
        "OPTIONS": {key: str(value) for key, value in parts.items() if value is not None},
    }


def encryption_keys(text: str) -> dict[int, bytes]:
    """Master keys by number from ``2:<base64>,1:<base64>``; the first one encrypts, all of them decrypt."""
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        label, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
            identity = int(label)
        except (ValueError, binascii.Error) as error:
            raise ImproperlyConfigured(
                "ENCRYPTION_KEYS must look like 1:<base64 of 32 random bytes>."
            ) from error
        if len(key) != 32:
            raise ImproperlyConfigured(f"Encryption key {identity} has {len(key)} bytes; it must have 32.")
        keys[identity] = key
    return keys
