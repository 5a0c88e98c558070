"""How a pair works together: four answers, who stands behind them, and two people who word them at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from uuid import UUID

from cycles.rules.notes import normal
from cycles.rules.words import listed

LONGEST_ANSWER = 2000


class Standing(StrEnum):
    """Where a pair's agreement stands for one of its members."""

    NONE = "none"
    MINE = "mine"
    """This member has still to agree, whatever the others have said."""
    WAITING = "waiting"
    """This member agrees, somebody else has still to."""
    AGREED = "agreed"


@dataclass(frozen=True)
class Answers:
    """What a pair answers to the four questions; any of them may be empty."""

    meeting: str = ""
    confidence: str = ""
    challenge: str = ""
    trouble: str = ""

    def tidied(self) -> Answers:
        """As they are kept."""
        return Answers(**{name: normal(text) for name, text in self.by_name().items()})

    def by_name(self) -> dict[str, str]:
        return asdict(self)


NAMES = tuple(field.name for field in fields(Answers))


@dataclass(frozen=True)
class Question:
    """One of the four; ``answer`` names the field, ``example`` is what a pair might write."""

    answer: str
    asked: str
    help: str
    example: str


QUESTIONS = (
    Question(
        "meeting",
        "When and where do we meet?",
        "A day, a time, a place or a call, and what happens when one of us has to move it.",
        "The first Tuesday of the month at half past eight, walking if it is dry. If one of us has to move "
        "it, we agree the new time in the same message.",
    ),
    Question(
        "confidence",
        "What stays between us?",
        "What we never repeat, and what we may mention to others.",
        "Everything, unless we both say otherwise. We do not hint at it in meetings, not even as a joke.",
    ),
    Question(
        "challenge",
        "How do we challenge each other?",
        "What makes it easier to hear something difficult, and what makes it harder.",
        "Ask first whether now is a good moment. Then say it straight, with one thing you have seen.",
    ),
    Question(
        "trouble",
        "What do we do when it does not work?",
        "How we would notice, who says so, and what we try first.",
        "Whoever notices says so within the week. We come back to this page and change one thing.",
    ),
)


def problem_with(answers: Answers) -> str:
    """Why these cannot be agreed on, in a sentence, or ''."""
    texts = answers.by_name().values()
    if not any(text.strip() for text in texts):
        return "Write something under at least one of the four questions."
    if any(len(text) > LONGEST_ANSWER for text in texts):
        return f"Keep each answer to {LONGEST_ANSWER:,} characters: one page is enough."
    return ""


@dataclass(frozen=True)
class Merged:
    """Two wordings in one: where only one side has changed an answer it is theirs.

    ``answers`` has the writer's own words wherever both changed; ``both`` names those.
    """

    answers: Answers
    both: tuple[str, ...]


def merge(*, seen: Answers, mine: Answers, current: Answers) -> Merged:
    """What to show somebody who began from ``seen`` and wrote ``mine`` while it became ``current``."""
    then, own, now = seen.by_name(), mine.tidied().by_name(), current.by_name()
    untouched = {name: now[name] for name in NAMES if own[name] == then[name]}
    both = tuple(name for name in NAMES if name not in untouched and now[name] not in (then[name], own[name]))
    return Merged(replace(mine, **untouched), both)


def standing_for(me: UUID, members: Collection[UUID], yeses: Collection[UUID]) -> Standing:
    """Where a wording stands for ``me``, one of ``members``; ``yeses`` may name others who have left."""
    if me not in yeses:
        return Standing.MINE
    return Standing.AGREED if set(members) <= set(yeses) else Standing.WAITING


def agreed_in_words(people: Sequence[tuple[str, bool]], *, over: bool = False) -> str:
    """“Priya has agreed. You have still to agree.” for names, “You” first, each with whether they agree.

    In the past tense of a pair that is ``over``.
    """
    agreed, waiting = ([name for name, agrees in people if agrees is wanted] for wanted in (True, False))
    sentences = [f"{listed(agreed)} {'' if over else _have(agreed) + ' '}agreed."] * bool(agreed)
    sentences += [f"{listed(waiting)} {'had' if over else _have(waiting)} still to agree."] * bool(waiting)
    return " ".join(sentences)


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 and names != ["You"] else "have"
