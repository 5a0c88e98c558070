"""Logs say what happened and where, and never what somebody wrote or which link they hold."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings

from coachingpairs.logs import SECRET_PATHS, MaskSecretPaths, without_secrets

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


QUOTING = """
import django
from django.conf import settings
engine = {"BACKEND": "django.template.backends.django.DjangoTemplates"}
settings.configure(LOGGING_CONFIG=None, TEMPLATES=[engine])
django.setup()
import logging
from coachingpairs import logs
logs.configure(as_json=True, level="DEBUG")
from django.template import Context, Template
print(Template("{{ missing }}").render(Context({"link": "canary"})))
logging.getLogger("django.db.backends").debug("INSERT", extra={"params": "canary"})
logging.getLogger("django.db.backends").debug("INSERT canary")
logging.getLogger("coachingpairs").debug("here")
"""


def test_not_even_the_most_talkative_level_quotes_what_a_page_was_made_from() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", QUOTING], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    assert "here" in ran.stderr
    assert "canary" not in ran.stderr


@pytest.mark.parametrize("prefix", SECRET_PATHS)
def test_tokens_are_masked_in_paths(prefix: str) -> None:
    assert without_secrets(f"{prefix}s3cret/") == f"{prefix}…"
    assert without_secrets(prefix) == prefix


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("GET /f/s3cret/ HTTP/1.1", "GET /f/… HTTP/1.1"),
        ("/feedback/0f1e2d3c/draft/", "/feedback/…"),
        ("/o/northmere/t/team/feedback/asked/0f1e2d3c/", "/o/northmere/t/team/feedback/…"),
        ("Forbidden", "Forbidden"),
    ],
)
def test_they_are_masked_in_lines_of_requests_and_so_is_who_is_asked(said: str, masked: str) -> None:
    record = logging.LogRecord("django.server", logging.INFO, "", 0, '"%s" %s', (said, 200), None)
    MaskSecretPaths().filter(record)
    assert record.getMessage() == f'"{masked}" 200'


TOKEN = f"{'0af1' * 8}.{'Secret-_' * 5}abc"


@pytest.mark.parametrize(
    "said",
    [
        f"//f/{TOKEN}/",
        f"/F/{TOKEN}/",
        f"/somewhere/f/{TOKEN}",
        f"Referer checking failed - https://pairs.example.org/f/{TOKEN}/ does not match any trusted origins.",
    ],
)
def test_a_token_is_masked_wherever_it_stands(said: str) -> None:
    for record in (
        logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (said,), None),
        logging.LogRecord("django.request", logging.WARNING, "", 0, said, None, None),
    ):
        MaskSecretPaths().filter(record)
        assert "Secret" not in record.getMessage()
        assert "…" in record.getMessage()


def test_other_paths_stay_as_they_are() -> None:
    assert without_secrets("/o/northmere/") == "/o/northmere/"
    assert logging.getLogger("django.request").isEnabledFor(logging.ERROR)
