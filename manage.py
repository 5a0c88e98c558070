#!/usr/bin/env python
"""Django's command line. Commands that change the schema or need every row run as the database's owner."""

import os
import sys

OWNER_COMMANDS = {
    "migrate",
    "sqlmigrate",
    "showmigrations",
    "squashmigrations",
    "makemigrations",
    "dbshell",
    "rotate_keys",
}
FILE_COMMANDS = {"pairing_problem"}
"""Read a file and nothing else: in a checkout they need no environment either."""


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    bare = command in FILE_COMMANDS and "SECRET_KEY" not in os.environ
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "embedded.tool_settings" if bare else "coachingpairs.settings"
    )
    owner = os.environ.get("DATABASE_OWNER_URL")
    if command in OWNER_COMMANDS and owner:
        os.environ["DATABASE_URL"] = owner
        os.environ["DATABASE_POOL"] = "no"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
