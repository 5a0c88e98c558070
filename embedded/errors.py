"""The one error this package raises on purpose."""

from __future__ import annotations

from pathlib import Path


class CannotStart(Exception):
    """Something is missing or in the way; the text tells the person at the terminal what to do."""


def tail(path: Path, lines: int = 20) -> str:
    """The last lines of a log, indented, or a note that there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "    (no log)"
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:]) or "    (the log is empty)"
