"""The thank-you to those who answered: what it may say, and the words that are offered to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cycles.rules.targets import CARRIED, CRACKED, LET_GO, SETTLED
from cycles.rules.words import listed

LONGEST = 5_000
"""Letters of a thank-you."""


@dataclass(frozen=True)
class Decided:
    """A target now: ``behaviour`` and ``direction`` as it says, ``state`` as in cycles.rules.targets."""

    direction: str
    behaviour: str
    state: str
    reworded: bool = False
    """It said something else when it was asked about."""


def draft(decided: Sequence[Decided], *, name: str) -> str:
    """Words to begin with, signed with that name; targets let go are not named again."""
    lines = ["Thank you for taking the time, and for being frank with me."]
    settled = [one for one in decided if one.state in (SETTLED, CRACKED, CARRIED)]
    if settled:
        wishes = listed([_wish(one) for one in settled])
        again = " I have put it into other words since I asked you." if _says_other_words(settled) else ""
        lines.append(f"I have decided to work on {wishes}.{again}")
    if decided and any(one.state == LET_GO for one in decided):
        lines.append("What you said has changed what I work on.")
    lines += ["If you notice me doing it, or not doing it, please tell me.", name]
    return "\n\n".join(lines)


def problem_with(words: str) -> str:
    """Why these words cannot be sent, or ''."""
    if not words.strip():
        return "Write a line or two. They read exactly this."
    if len(words) > LONGEST:
        return "Make it 5,000 letters at most."
    return ""


def _wish(one: Decided) -> str:
    return f"{'more' if one.direction == 'up' else 'less'} of this: {one.behaviour.rstrip('.')}"


def _says_other_words(settled: Sequence[Decided]) -> bool:
    return len(settled) == 1 and settled[0].reworded
