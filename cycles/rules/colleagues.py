"""What a leader has asked a few colleagues, as far as something is next for the leader because of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cycles.rules.step import NextStep
from cycles.rules.words import weekday_and_day

ASK, READ, DECIDE, THANK, LOOK_AGAIN = (
    "feedback:ask",
    "feedback:asking",
    "feedback:decide",
    "feedback:thank",
    "feedback:look_again",
)
ANSWER = "feedback:asked"
ASKED_FROM, ASKED_UNTIL = 2, 3
"""The months in which colleagues are asked; later one decides without them, or asks of one's own accord."""
NUMBERS = ("None", "One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True)
class Feedback:
    """What became of the newest question in this cycle whether the targets are the right ones; and ids.

    ``waiting`` is how many may still answer. ``to_read`` counts answers that the leader may read and has not
    had before their eyes, of the asking ``unread``. ``undecided`` is the asking whose answers have been read
    while its targets are not settled; ``unthanked`` the one whose givers have not heard what was decided;
    ``look_again`` the one whose givers may be asked what they have noticed. '' for none.
    """

    asked: int = 0
    answers: int = 0
    waiting: int = 0
    to_read: int = 0
    unread: str = ""
    undecided: str = ""
    unthanked: str = ""
    look_again: str = ""

    @property
    def in_words(self) -> str:
        """“Three of four colleagues have answered.”"""
        have = "has" if self.answers == 1 else "have"
        asked = NUMBERS[self.asked].lower()
        return f"{NUMBERS[self.answers]} of {asked} colleagues {have} answered."


NONE_ASKED = Feedback()


def to_read(feedback: Feedback) -> Iterator[NextStep]:
    """Answers wait."""
    if feedback.to_read:
        one = feedback.to_read == 1
        yield NextStep(
            "There is an answer to read" if one else f"There are {feedback.to_read} answers to read",
            f"{feedback.in_words} You alone read what they wrote, until you share it.",
            "Read it" if one else "Read them",
            READ,
            args=(feedback.unread,),
        )


def to_ask(feedback: Feedback, *, ideas: int, month: int) -> Iterator[NextStep]:
    """``ideas`` is how many targets nobody was asked about, ``month`` that of the cycle, 0 outside of it."""
    if ideas and not feedback.asked and ASKED_FROM <= month <= ASKED_UNTIL:
        right = "it is the right one" if ideas == 1 else "these are the right two"
        yield NextStep(
            f"Ask a few colleagues whether {right}",
            "Two to five people of your own choosing. They answer two questions from an email link, with "
            "their name, and you alone read what they write.",
            "Choose whom to ask",
            ASK,
        )


def to_decide(feedback: Feedback, *, partners: str) -> Iterator[NextStep]:
    """``partners`` are first names."""
    if feedback.undecided:
        yield NextStep(
            f"Talk it over with {partners}, then decide",
            f"{feedback.in_words} Keep your targets, reword them or choose others; what you asked stays "
            "beside them.",
            "Decide",
            DECIDE,
            args=(feedback.undecided,),
        )


def to_thank(feedback: Feedback) -> Iterator[NextStep]:
    """Whoever answered has not heard what became of it."""
    if feedback.unthanked:
        yield NextStep(
            "Tell those who answered what you decided",
            "A word of thanks, and what you will work on. A sentence or two is enough.",
            "Write a thank-you",
            THANK,
            args=(feedback.unthanked,),
        )


def looked_again(feedback: Feedback) -> NextStep | None:
    """Nothing calls for it; where nothing else waits either, it is there."""
    if not feedback.look_again:
        return None
    return NextStep(
        "What have others noticed?",
        "If you wish, ask the same colleagues again: one question for each target.",
        "Look again",
        LOOK_AGAIN,
        quiet=True,
        args=(feedback.look_again,),
    )


def to_answer(request_id: str, *, asker: str, last_day: dt.date, is_again: bool) -> NextStep:
    """A colleague asks, and nothing else waits; ``asker`` is a first name."""
    return NextStep(
        f"{asker} asks what you have noticed" if is_again else f"{asker} asks for your honest view",
        f"It takes a few minutes, and can be answered until {weekday_and_day(last_day)}.",
        f"Answer {asker}",
        ANSWER,
        args=(request_id,),
    )
