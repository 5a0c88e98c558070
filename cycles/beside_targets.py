"""What others have been asked about a growth target, as the apps above this one know it.

They register a function here, so that the pages of targets can show it without knowing them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Cycle
from cycles.services.targets_shown import ShownTarget
from teams.access import LeaderPlace
from teams.models import Leader


@dataclass(frozen=True)
class AskedWho:
    """One who was asked, and where that stands: “Not answered yet”."""

    name: str
    state: str


@dataclass(frozen=True)
class AskedAbout:
    """One time that the target was asked about; ``differs``: it says something else now than these words."""

    title: str
    asked_on: dt.date
    direction: str
    behaviour: str
    differently: str
    differs: bool
    whom: tuple[AskedWho, ...]
    address: str
    action: str


@dataclass(frozen=True)
class OnTarget:
    """``counts`` is a sentence; ``askings`` are for the target's owner alone, newest first."""

    counts: str
    askings: tuple[AskedAbout, ...] = ()
    address: str = ""
    action: str = ""


SaysOfTarget = Callable[[LeaderPlace, ShownTarget], OnTarget | None]
SaysCounts = Callable[[Cycle, Sequence[Leader]], dict[UUID, str]]
_said_of_targets: list[SaysOfTarget] = []
_counts: list[SaysCounts] = []


def says_of_target(function: SaysOfTarget) -> SaysOfTarget:
    """Register what stands beside one target. It is asked for its owner and for their partner of today."""
    _said_of_targets.append(function)
    return function


def says_counts(function: SaysCounts) -> SaysCounts:
    """Register how many colleagues leaders have asked: a few words each, none for those who asked nobody."""
    _counts.append(function)
    return function


def colleagues_on(place: LeaderPlace, shown: ShownTarget) -> OnTarget | None:
    """The first that anybody has to say; None for whoever is neither owner nor partner now."""
    if not shown.lives:
        return None
    return next((one for say in _said_of_targets if (one := say(place, shown)) is not None), None)


def counts_beside(cycle: Cycle | None, leaders: Sequence[Leader]) -> dict[UUID, str]:
    """By leader: the reader themself and their partners."""
    if cycle is None:
        return {}
    return {leader_id: text for say in _counts for leader_id, text in say(cycle, leaders).items()}
