"""What a pair may want to talk over when they next meet, as the apps above this one know it.

They register a function here, so that the pages of sessions can show it without knowing them. It is on pages
alone: no message and no calendar file says any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cycles.services.pairs import ShownPair
from teams.access import LeaderPlace


@dataclass(frozen=True)
class ToTalkOver:
    """``title`` says what it is; ``said`` are pairs of a question and the words said to it."""

    title: str
    said: tuple[tuple[str, str], ...]
    address: str
    """Where it can be read in its place."""


Brings = Callable[[LeaderPlace, ShownPair], Iterable[ToTalkOver]]
_brought: list[Brings] = []


def brings_to_sessions(function: Brings) -> Brings:
    """Register what to bring: what every one of the pair may read, in a constant number of queries."""
    _brought.append(function)
    return function


def to_talk_over(place: LeaderPlace, own: ShownPair) -> list[ToTalkOver]:
    """All that is registered, for the leader's pair under way. Runs in the scope of their person."""
    return [one for bring in _brought for one in bring(place, own)]
