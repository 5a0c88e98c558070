"""A shortage of partners, as a facilitator reads it."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.numbers import counted, in_words
from pairing.rules.risk import Shortage

FEW_FUNCTIONS = 2
ARE = {1: "is", 2: "are both"}


def shortage_in_words(short: Shortage, names: Sequence[str], functions: Sequence[str]) -> str:
    """“Five people from Operations have only three others left to choose.”

    Names and functions are by place; a function may be empty.
    """
    who = _who(short.people, names, functions)
    if len(short.people) == 1:
        return f"{who} has {_whom(short, 'person', 'people')}."
    whom = _whom(short, "other", "others")
    if short.are_strangers:
        return f"{who} have {whom}."
    if not short.others:
        return f"{who} can only choose one another, and {in_words(len(short.people))} is an odd number."
    if short.circles == 1:
        return f"{who} can only choose one another and one other, who is needed there."
    return (
        f"{who} are in {in_words(short.circles)} groups, each of an odd number. "
        f"Outside their own group they have {whom}."
    )


def _whom(short: Shortage, one: str, several: str) -> str:
    count = len(short.others)
    if not count:
        return "nobody left to choose"
    needed = "" if short.left_over else f", who {ARE.get(count, 'are all')} needed there"
    return f"only {counted(count, one, several)} left to choose{needed}"


def _who(people: Sequence[int], names: Sequence[str], functions: Sequence[str]) -> str:
    if len(people) == 1:
        return names[people[0]]
    concerned = list(dict.fromkeys(functions[place] for place in people))
    is_worth_saying = len(concerned) <= FEW_FUNCTIONS and all(concerned)
    origin = f" from {' and '.join(concerned)}" if is_worth_saying else ""
    return f"{in_words(len(people)).capitalize()} people{origin}"
