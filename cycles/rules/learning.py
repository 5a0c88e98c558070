"""What is next for a leader about their lessons, in the last weeks of a cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cycles.rules.step import NextStep

LESSONS, NEW_LESSON = "cycles:lessons", "cycles:new_lesson"


@dataclass(frozen=True)
class Lessons:
    """How many a leader has written in this cycle; ``offered`` of them are shown to the team."""

    written: int = 0
    offered: int = 0


NO_LESSONS = Lessons()


def to_write(lessons: Lessons) -> Iterator[NextStep]:
    """Before whatever could have been begun earlier: nobody has the time for that now."""
    if not lessons.written:
        yield NextStep(
            "What have you learnt in these months?",
            "A sentence or two. It is yours alone until you decide to share it.",
            "Write a lesson",
            NEW_LESSON,
        )


def to_share(lessons: Lessons) -> Iterator[NextStep]:
    """Last of all: it goes on being asked of those who keep theirs to themselves."""
    if lessons.written and not lessons.offered:
        yield NextStep(
            "Would you share what you learnt?",
            "Lessons that are offered are shown at the Awayday. Keeping it to yourself is fine too.",
            "Look at your lesson",
            LESSONS,
        )
