"""A rehearsal as it is kept: in the cache, for an hour after the last press, and nowhere else.

What is kept names nobody: a script by places, how far it has got, and since when it plays by itself.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from awayday.models import Awayday
from awayday.rules.rehearsal import Step, What
from awayday.rules.rehearsal_script import telling_script
from awayday.rules.stages import Stage
from awayday.services.invented import Cast
from awayday.services.now import stage_now
from coachingpairs.errors import DomainError

KEPT = dt.timedelta(hours=1)
PACE = dt.timedelta(seconds=2)
"""Between two steps while it plays by itself."""
SEEDS = 12
LARGE = 100
"""With more people than this the first script is taken as it comes: working one out takes half a second."""

OVER = "The rehearsal is over. You can start another."
DOORS = "A rehearsal is for before the day. The doors have been opened."
SEALED = "The pairs are sealed already, so there is nothing left to rehearse."
NOBODY = "There are no two people who may pair yet. Read the pre-flight, then rehearse."
UNKEPT = "Rehearsing does not work just now. Try again in a moment."


class Press(StrEnum):
    """What can be pressed while it goes on."""

    PLAY = "play"
    PAUSE = "pause"
    NEXT = "next"
    BACK = "back"


@dataclass(frozen=True)
class Rehearsal:
    """``step`` of the ``steps`` had happened when something was last pressed.

    ``playing_since``: from then on it goes on by itself; None while it stands still. ``room`` tells whether
    the people and what counts between them are still those that the script was made for.
    """

    seed: int
    room: str
    steps: tuple[Step, ...]
    started_at: dt.datetime
    step: int = 0
    playing_since: dt.datetime | None = None

    def step_at(self, at: dt.datetime) -> int:
        """How many steps have happened by then."""
        if self.playing_since is None:
            return self.step
        return min(len(self.steps), self.step + max(0, (at - self.playing_since) // PACE))

    def is_playing_at(self, at: dt.datetime) -> bool:
        return self.playing_since is not None and self.step_at(at) < len(self.steps)

    @property
    def run(self) -> str:
        """Tells this rehearsal from those before it."""
        return f"{int(self.started_at.timestamp() * 1000):x}"

    def mark(self, step: int) -> str:
        """What a screen that shows this step says it shows."""
        return f"{self.run}-{step}"

    def step_seen(self, mark: str) -> int | None:
        """The step that a screen shows; None when it shows another rehearsal, or nothing."""
        run, _, step = mark.partition("-")
        known = run == self.run and step.isascii() and step.isdigit() and len(step) <= len("1000")
        return min(int(step), len(self.steps)) if known else None


def require_rehearsable(awayday: Awayday) -> None:
    """From planning on until the doors open. DomainError afterwards. Needs ``opens``."""
    if stage_now(awayday) is not Stage.PLANNED:
        raise DomainError(DOORS)
    if awayday.is_sealed:
        raise DomainError(SEALED)


def start_rehearsal(
    *, awayday: Awayday, cast: Cast, seed: int | None = None, at: dt.datetime | None = None
) -> Rehearsal:
    """From the beginning, with choices invented anew; one that goes on ends.

    DomainError once the doors have been opened, when no two may pair, or when the cache does not answer.
    """
    require_rehearsable(awayday)
    if not any(cast.hall.graph):
        raise DomainError(NOBODY)
    seed = secrets.randbelow(2**31) if seed is None else seed
    tries = 1 if len(cast.leaders) > LARGE else SEEDS
    steps = telling_script(cast.hall, range(seed, seed + tries), lessons=cast.lessons)
    started = Rehearsal(seed, cast.fingerprint, steps, at or timezone.now())
    _keep(awayday, started)
    return started


def press_rehearsal(*, awayday: Awayday, press: Press, seen: int, at: dt.datetime | None = None) -> Rehearsal:
    """``seen`` is the step on the screen that was pressed, so that pressing twice goes on once.

    DomainError when it is over, or the doors have been opened.
    """
    at = at or timezone.now()
    now = kept_rehearsal(awayday)
    if now is None:
        raise DomainError(OVER)
    moved = _moved(now, press, seen, at)
    _keep(awayday, moved)
    return moved


def end_rehearsal(*, awayday: Awayday) -> None:
    """Nothing is left of it. Ending twice ends once."""
    with _saying_when_unkept():
        cache.delete(_key(awayday))


def kept_rehearsal(awayday: Awayday) -> Rehearsal | None:
    """The one that goes on, if one does. DomainError once the doors have been opened."""
    require_rehearsable(awayday)
    with _saying_when_unkept():
        kept = cache.get(_key(awayday))
    return None if kept is None else _from_plain(kept)


def _moved(now: Rehearsal, press: Press, seen: int, at: dt.datetime) -> Rehearsal:
    here = now.step_at(at)
    if press is Press.PLAY:
        return replace(now, step=here, playing_since=at)
    if press is Press.PAUSE:
        return replace(now, step=here, playing_since=None)
    to = seen + (1 if press is Press.NEXT else -1)
    return replace(now, step=max(0, min(len(now.steps), to)), playing_since=None)


def _keep(awayday: Awayday, rehearsal: Rehearsal) -> None:
    with _saying_when_unkept():
        cache.set(_key(awayday), _as_plain(rehearsal), timeout=int(KEPT.total_seconds()))


def _key(awayday: Awayday) -> str:
    return f"rehearsal:{awayday.organisation_id}:{awayday.pk}"


def _as_plain(rehearsal: Rehearsal) -> dict[str, object]:
    """What outlives a new version of this code."""
    return {
        "seed": rehearsal.seed,
        "room": rehearsal.room,
        "steps": [(step.what.value, step.groups) for step in rehearsal.steps],
        "started_at": rehearsal.started_at,
        "step": rehearsal.step,
        "playing_since": rehearsal.playing_since,
    }


def _from_plain(kept: dict[str, object]) -> Rehearsal:
    steps = tuple(Step(What(what), groups) for what, groups in kept["steps"])  # type: ignore[attr-defined]
    return Rehearsal(**{**kept, "steps": steps})  # type: ignore[arg-type]


@contextmanager
def _saying_when_unkept() -> Iterator[None]:
    try:
        yield
    except RedisError as broken:
        raise DomainError(UNKEPT) from broken
