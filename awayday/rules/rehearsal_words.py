"""A rehearsal in words: what has just happened, and on which screens it can be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from awayday.rules.rehearsal import Step, What
from cycles.rules.words import listed
from pairing.rules.guard import Group
from pairing.rules.numbers import counted, in_words

INVENTED_LESSONS = (
    "An invented lesson: I ask one question more before I say what I think. What comes back is often better.",
    "Invented as well: I end meetings five minutes early and ask what nobody has said yet.",
    "And a third, invented like the others: when I thank somebody I now say what for.",
)
SEVERAL = 3
"""More than so many are counted rather than named."""
EVERY_SCREEN = "Every screen shows it at once."


@dataclass(frozen=True)
class Told:
    """``line`` says what has happened, ``where`` who sees it on the day."""

    line: str
    where: str


BEFORE = Told("The doors are open, and nobody is here yet.", "The wall shows the address and the code.")


def told(step: Step | None, names: Sequence[str], *, names_help: bool) -> Told:
    """``names`` are by place; None is the room before anything has happened.

    ``names_help``: who would like some help is a facilitator's to know, and nobody else's.
    """
    if step is None:
        return BEFORE
    if step.what is What.HELP and not names_help:
        return Told("Somebody presses “I’d like some help”.", "It reaches facilitators alone.")
    return _TOLD[step.what](step.groups, names)


def _arrive(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    who = _who(groups[0], names)
    verb = "arrives" if len(groups[0]) == 1 else "arrive"
    return Told(f"{who} {verb}.", "Their names light up on the wall.")


def _lesson(groups: tuple[Group, ...], _names: Sequence[str]) -> Told:
    if groups[0][0] == 0:
        return Told("You go on to the lessons. The first is on the wall.", EVERY_SCREEN)
    return Told("You turn to the next lesson.", EVERY_SCREEN)


def _ask(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    where = "Only the phones of the two show it. Neither the wall nor your own screen does."
    if len(groups) == 1:
        return Told(f"{_asks(groups[0], names)}.", where)
    where = where.replace("the two", "those concerned")
    if len(groups) <= SEVERAL:
        return Told(f"{listed([_asks(two, names) for two in groups])}.", where)
    return Told(f"{in_words(len(groups)).capitalize()} people ask somebody.", where)


def _yes(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    if len(groups) == 1:
        who, whom = groups[0]
        return Told(f"{names[whom]} says yes: {names[who]} and {names[whom]} are a pair.", EVERY_SCREEN)
    return Told(f"All of them say yes: {counted(len(groups), 'pair', 'pairs')} more.", EVERY_SCREEN)


def _not_this_time(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    who, whom = groups[0]
    where = f"{names[who]} alone is told. Both are free to ask others, and nobody else ever learns of it."
    return Told(f"{names[whom]} says not this time.", where)


def _cross(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    who, whom = groups[0]
    line = f"{names[who]} asks {names[whom]} at the same moment: a yes from both, so they are a pair."
    return Told(line, EVERY_SCREEN)


def _third(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    third, *two = groups[0]
    pair = listed([names[place] for place in two])
    line = f"The number is odd: {names[third]} joins {pair}, once all three have said yes."
    return Told(line, EVERY_SCREEN)


def _undo(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    line = f"{listed([names[place] for place in groups[0]])} step back. Both choose again."
    return Told(line, "Every screen shows them as choosing. No reason is asked for.")


def _help(groups: tuple[Group, ...], names: Sequence[str]) -> Told:
    return Told(f"{names[groups[0][0]]} would like some help.", "It reaches facilitators alone.")


def _asks(two: Group, names: Sequence[str]) -> str:
    return f"{names[two[0]]} asks {names[two[1]]}"


def _who(group: Group, names: Sequence[str]) -> str:
    if len(group) <= SEVERAL:
        return listed([names[place] for place in group])
    return f"{in_words(len(group)).capitalize()} people"


def _always(line: str, where: str) -> Callable[[tuple[Group, ...], Sequence[str]], Told]:
    return lambda _groups, _names: Told(line, where)


_TOLD: Mapping[What, Callable[[tuple[Group, ...], Sequence[str]], Told]] = {
    What.ARRIVE: _arrive,
    What.LESSON: _lesson,
    What.CHOOSE: _always(
        "You go on to choosing.", "Each phone shows whom its owner can ask; the wall shows who is choosing."
    ),
    What.ASK: _ask,
    What.YES: _yes,
    What.NOT_THIS_TIME: _not_this_time,
    What.CROSS: _cross,
    What.THIRD: _third,
    What.UNDO: _undo,
    What.HELP: _help,
    What.PAUSE: _always(
        "You pause choosing.", "Every screen says so. Nobody can ask or answer until you go on."
    ),
    What.GO_ON: _always("You go on choosing.", EVERY_SCREEN),
    What.SEAL: _always(
        "You seal the pairs. The rehearsal has come to its end.",
        "Everybody sees all pairs, and their own on their phone. On the day the cycle now runs.",
    ),
}
