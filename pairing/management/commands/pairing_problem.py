"""``manage.py pairing_problem FILE|- --json``: solve a pairing problem from a file. It needs no database."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pairing.rules.problem import BadProblem, read_problem
from pairing.rules.problem.summary import in_words

STANDARD_INPUT = "-"
NO_RESULT = 2
"""The exit code of a problem that cannot be used: the same as that of a command called wrongly."""


class Command(BaseCommand):
    help = (
        "Solve a pairing problem: how many pairs can form, which choices leave nobody stranded, what to "
        "suggest, who is at risk and how many more cycles there can be. docs/pairing-problem.md describes "
        "the file. Nothing is read from the database or written to it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a JSON file in UTF-8, or - for the standard input")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, file: str, **options: Any) -> None:
        try:
            problem = read_problem(_read(file))
        except BadProblem as bad:
            self.stderr.write(str(bad))
            sys.exit(NO_RESULT)
        # The graph library takes its time to load, and a file that cannot be used has no need of it.
        from pairing.rules.solving import solve

        result = solve(problem)
        as_json = options["json"]
        self._print(json.dumps(result, ensure_ascii=False, indent=2) if as_json else in_words(result))

    def _print(self, text: str) -> None:
        """In UTF-8 whatever the locale; a reader who has heard enough (``| head``) is no error."""
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more when it ends; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())


def _read(file: str) -> str:
    """The text of a file, or of the standard input. Raises BadProblem when there is none to be had."""
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        return data.decode()
    except FileNotFoundError as error:
        raise BadProblem((f"There is no file {file}.",)) from error
    except OSError as error:
        raise BadProblem((f"{file} cannot be read: {error.strerror}.",)) from error
    except UnicodeDecodeError as error:
        raise BadProblem((f"Byte {error.start + 1}: not UTF-8. Save the file as UTF-8.",)) from error
