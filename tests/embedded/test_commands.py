"""What the commands of ``dev.py`` become."""

from __future__ import annotations

import sys

import pytest

from embedded.__main__ import pytest_command

PYTEST = [sys.executable, "-m", "pytest"]


def test_the_whole_suite_runs_on_all_cores() -> None:
    assert pytest_command([]) == [*PYTEST, "-n", "auto", "--maxprocesses", "8"]


@pytest.mark.parametrize("arguments", [["-n", "0"], ["tests/pairing", "-x"], ["--pdb"]])
def test_pytest_does_as_it_is_told(arguments: list[str]) -> None:
    assert pytest_command(arguments) == [*PYTEST, *arguments]
