"""A text of one author, who may have it open on two pages at once."""

from __future__ import annotations

from coachingpairs.errors import DomainError
from cycles.rules.notes import Outcome, settle


class ChangedMeanwhile(DomainError):
    """Its author has changed it elsewhere since it was shown; ``text`` is what stands now."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence)
        self.text = text


def is_to_write(text: str, *, seen: str, current: str, clash: str) -> bool:
    """Whether there is something to save over ``current``; ``seen`` is the fingerprint of what was shown.

    Raises ChangedMeanwhile, saying ``clash``, when this page and another have both changed it.
    """
    outcome = settle(seen=seen, text=text, current=current)
    if outcome == Outcome.ASK:
        raise ChangedMeanwhile(clash, current)
    return outcome == Outcome.WRITE
