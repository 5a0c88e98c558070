"""Which Chromium the browser tests drive."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found, so the browser tests will be skipped "
    "(install chromium, or set CHROMIUM to its path)."
)


def find() -> str | None:
    """The path of a Chromium: CHROMIUM, or the first one on PATH; None when there is none."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, NAMES) if path), None)
