"""The answer to a pairing problem in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pairing.rules.problem.text import Id, legible

Part = Mapping[str, Any]
"""A part of the answer of ``pairing.rules.solving.solve``."""


def in_words(result: Part) -> str:
    """A few lines, without a line end after the last."""
    return "\n".join(
        [
            *_room(result),
            *_suggestion(result["suggestion"]),
            *_at_risk(result["at_risk"]),
            *_horizon(result["horizon"]),
        ]
    )


def _room(result: Part) -> Iterator[str]:
    yield (
        f"{_counted(result['most_pairs'], 'pair', 'pairs')} at most. "
        + ("Everybody can find a partner." if result["complete"] else "Not everybody can find a partner.")
    )
    yield f"{_counted(len(result['offered']), 'choice', 'choices')} can be offered without stranding anybody."


def _suggestion(suggestion: Part) -> Iterator[str]:
    reasons = {tuple(entry["people"]): entry["reasons"] for entry in suggestion["reasons"]}
    groups = [*suggestion["pairs"], *([suggestion["trio"]] if suggestion["trio"] else [])]
    if groups:
        yield "Suggested:"
    for group in groups:
        why = "; ".join(reasons.get(tuple(group), ()))
        yield f"  {_names(group)}" + (f" ({why})" if why else "")
    if suggestion["out"]:
        yield f"Without a partner in this suggestion: {_names(suggestion['out'])}."


def _at_risk(at_risk: Part) -> Iterator[str]:
    if at_risk["short"]:
        yield at_risk["short"]["words"]
    for person in at_risk["people"]:
        yield f"{_names([person['id']])} has {_counted(person['choices'], 'choice', 'choices')} left."
    if at_risk["settle"]:
        yield f"Pairs that would settle it: {_groups(at_risk['settle'])}."
    if at_risk["undo"]:
        yield f"Formed pairs that stand in the way: {_groups(at_risk['undo'])}."


def _horizon(horizon: Part) -> Iterator[str]:
    least, most = horizon["at_least"], horizon["at_most"]
    cycles = _counted(most, "cycle", "cycles")
    if least < most:
        cycles = f"between {least} and {cycles}"
    yield f"Without anybody repeating: {cycles}. {horizon['because']}".rstrip()


def _groups(groups: Sequence[Sequence[Id]]) -> str:
    return "; ".join(_names(group) for group in groups)


def _names(people: Sequence[Id]) -> str:
    """“Ann”, “Ann and Ben”, “Ann, Ben and Cai”."""
    *before, last = (legible(str(person)) for person in people)
    return f"{', '.join(before)} and {last}" if before else last


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
