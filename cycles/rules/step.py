"""The one next thing on somebody's home."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """A title, a sentence, and a button with the name of the page it opens; no button without ``action``.

    ``args`` are what the page's address needs after the organisation and the team.
    """

    title: str
    text: str
    action: str = ""
    page: str = ""
    quiet: bool = False
    """Nothing waits for this person: the button is there, but does not call."""
    args: tuple[str, ...] = ()
