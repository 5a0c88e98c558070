"""What one partner rates in the other: how many, how long, and what is still to be read."""

from __future__ import annotations

import datetime as dt

MOST_STRENGTHS = 12
"""That one partner keeps about the other in a cycle."""
LONGEST_STRENGTH = 300
EXAMPLES = (
    "When the rent figures turned out wrong, I saw you say so before anybody asked, and stay calm while we "
    "put them right.",
    "In your team meetings you let people finish. Then you say back what you heard before you answer.",
    "When a new colleague joined, I saw you introduce them by what they are good at, not by their title.",
)


def tidied(text: str) -> str:
    """As it is kept: one paragraph."""
    return " ".join(text.split())


def problem_with(text: str) -> str:
    """Why a tidied text cannot be kept, in a sentence, or ''."""
    if not text:
        return "Write down something you have seen, in a sentence or two."
    if len(text) > LONGEST_STRENGTH:
        return f"Make it {LONGEST_STRENGTH} characters at most; it has {len(text)} now."
    return ""


def is_read(changed_at: dt.datetime, read_at: dt.datetime | None) -> bool:
    """Whether its reader, who last read at ``read_at``, has had it before their eyes as it stands."""
    return read_at is not None and changed_at <= read_at
