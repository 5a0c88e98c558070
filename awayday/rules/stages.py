"""Where an Awayday is, and where the facilitator may take the room from there."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """What the screens show. Sealed is the cycle's doing; planned and over are before and after the doors."""

    PLANNED = "planned"
    LOBBY = "lobby"
    LESSONS = "lessons"
    CHOOSING = "choosing"
    SEALED = "sealed"
    OVER = "over"


ON_THE_BAR = (Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING, Stage.SEALED)
MOVED_TO = (Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING)


def stage_of(*, kept: str, is_open: bool, is_over: bool, is_sealed: bool) -> Stage:
    """From what is stored: the facilitator's stage, whether the doors are open or over, and the pairs."""
    if is_over:
        return Stage.OVER
    if not is_open:
        return Stage.PLANNED
    return Stage.SEALED if is_sealed else Stage(kept)


def may_move(now: Stage, to: Stage) -> bool:
    """To any of the three until the pairs are sealed; there is no way back from there."""
    return now in MOVED_TO and to in MOVED_TO and now != to
