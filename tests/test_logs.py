"""Logs say what happened and where, and never what somebody wrote or which link they hold."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings

from coachingpairs.logs import SECRET_PATHS, without_secrets

FAILING = """
import logging
from coachingpairs import logs
logs.configure(as_json=%r, level="INFO")
note = "canary in a local variable"
try:
    raise ValueError("Failing row contains (canary in a message).")
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %%s", "/invitation/canary-token/")
"""


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_is_logged_without_values(as_json: bool) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", FAILING % as_json],
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stderr
    assert "ValueError" in printed
    assert "/invitation/…" in printed
    assert "canary" not in printed
    if as_json:
        (line,) = printed.splitlines()
        assert json.loads(line)["event"] == "Internal Server Error: /invitation/…"


@pytest.mark.parametrize("prefix", SECRET_PATHS)
def test_tokens_are_masked_in_paths(prefix: str) -> None:
    assert without_secrets(f"{prefix}s3cret/") == f"{prefix}…"
    assert without_secrets(prefix) == prefix


def test_other_paths_stay_as_they_are() -> None:
    assert without_secrets("/o/northmere/") == "/o/northmere/"
    assert logging.getLogger("django.request").isEnabledFor(logging.ERROR)
