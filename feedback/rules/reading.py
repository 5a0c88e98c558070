"""Reading what colleagues say: what is new, in which words, and until when it waits to be talked over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.rules.again import in_words
from feedback.rules.answers import Again, First, Right

LONGEST_NOTE = 10_000
"""Letters in the note to self beside the answers."""

OF_ONE = {
    Right.BOTH: "Yes, this is the right one",
    Right.OTHER: "Would suggest something else",
}
OF_TWO = {
    Right.BOTH: "Yes, both",
    Right.FIRST: "The first one is",
    Right.SECOND: "The second one is",
    Right.OTHER: "Would suggest something else",
}


@dataclass(frozen=True)
class Part:
    """One question, and what one giver said to it; ``said`` is '' where they left it out."""

    question: str
    said: str


def right_in_words(right: str, *, about: int) -> str:
    """What a giver chose, of one or two targets asked about; '' for what is no choice."""
    words = {choice.value: text for choice, text in (OF_ONE if about == 1 else OF_TWO).items()}
    return words.get(right, "")


def questions(*, about: int) -> tuple[str, str, str]:
    """The questions of a first asking, as whoever asked them reads the answers."""
    right = "Is this the right one?" if about == 1 else "Are these the right two?"
    return right, "If not, what else?", "What to keep exactly as it is"


def parts_of(said: First, *, about: int) -> tuple[Part, Part, Part]:
    """Every question with what was said to it."""
    right, else_, keep = questions(about=about)
    return (
        Part(right, right_in_words(said.right, about=about)),
        Part(else_, said.else_),
        Part(keep, said.keep),
    )


def parts_again(said: Again, *, behaviours: Sequence[str]) -> tuple[Part, ...]:
    """What was said when one looked again: of each target, what has changed, what was noticed, what next."""
    return tuple(
        part
        for behaviour, one in zip(behaviours, said.targets, strict=False)
        for part in (
            Part(behaviour, in_words(one.change)),
            Part("What they have noticed", one.noticed),
            Part("What next", one.next),
        )
    )


def in_numbers(asked: int, answers: int) -> str:
    """“4 asked, 3 answers in”."""
    return f"{asked} asked, {answers or 'no'} answer{'s' * (answers != 1)} in"


def is_new(changed_at: dt.datetime, read_at: dt.datetime | None) -> bool:
    """Whether an answer has been written or changed since its reader last read."""
    return read_at is None or changed_at > read_at


def read_up_to(
    shown: dt.datetime, *, written: Iterable[dt.datetime], before: dt.datetime | None
) -> dt.datetime | None:
    """Up to when somebody has read who was shown answers up to ``shown``.

    Never later than the newest answer there is, never earlier than before; None while there is nothing.
    """
    seen = [at for at in written if at <= shown]
    return max([*seen, *([before] if before else [])], default=None)


def waits_for_talk(
    shared_at: dt.datetime, *, shared_on: dt.date, sessions: Sequence[tuple[dt.date, dt.datetime]]
) -> bool:
    """Whether a pair has yet to meet since an answer was shared; sessions are (day held, when logged)."""
    return not any(held_on >= shared_on and logged_at > shared_at for held_on, logged_at in sessions)
