"""Other processes in tests: how they find the test's own database."""

from __future__ import annotations

import os

from django.db import connection
from psycopg.conninfo import make_conninfo


def address_of_test_database(variable: str) -> str:
    """The address that the environment variable holds, of the database the test runs on."""
    return make_conninfo(os.environ[variable], dbname=connection.settings_dict["NAME"])
