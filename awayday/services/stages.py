"""Taking the room from stage to stage, and one lesson after another onto the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage, may_move
from awayday.services.now import offered_lessons, stage_now
from coachingpairs.errors import DomainError, said_as
from coachingpairs.live.announcing import announce
from cycles.models import Cycle, Lesson
from pairing.services.facilitating import open_choosing, pause_choosing, resume_choosing
from teams.audit import record
from teams.models import Person

NOT_OPEN = "The doors are not open."
SEALED = "The pairs are sealed, so the room stays there."
NO_LESSONS = "Nobody has offered a lesson yet. Those who wish to can offer one on their phone."
SENTENCES = {"awayday_before_sealing": SEALED, "awayday_cycle_is_choosing": "Choosing has not opened."}


class Turn(StrEnum):
    """To which lesson."""

    NEXT = "next"
    PREVIOUS = "previous"


def move_room(*, awayday: Awayday, to: Stage, by: Person, at: dt.datetime | None = None) -> Awayday:
    """To the lobby, the lessons or choosing; moving where the room is already changes nothing.

    Choosing opens the cycle when it is still a draft, and goes on when it was paused; leaving it pauses it,
    so that nothing moves out of sight. DomainError when the doors are closed, the pairs are sealed, or the
    pre-flight finds something that has to be put right first.
    """
    at = at or timezone.now()
    with _moving(awayday) as now:
        if stage_now(now) == to:
            return now
        if not may_move(stage_now(now), to):
            raise DomainError(SEALED if now.is_sealed else NOT_OPEN)
        _open_or_pause(now, to, by, at)
        now.stage = to.value
        fields = ["stage"]
        if to is Stage.LESSONS:
            fields += _put_first_lesson_up(now, at)
        now.save(update_fields=fields)
        _record("awayday stage", now, by, stage=to.value)
        return now


def turn_lesson(*, awayday: Awayday, turn: Turn, by: Person, at: dt.datetime | None = None) -> Awayday:
    """The next lesson onto the board, or the one before; at either end it stays.

    DomainError when the room is elsewhere or nobody has offered anything.
    """
    at = at or timezone.now()
    with _moving(awayday) as now:
        if stage_now(now) is not Stage.LESSONS:
            raise DomainError("The room is not at the lessons now.")
        lessons = offered_lessons(now)
        if not lessons:
            raise DomainError(NO_LESSONS)
        places = [place for place, lesson in enumerate(lessons) if lesson.pk == now.lesson_id]
        step = 1 if turn is Turn.NEXT else -1
        place = max(0, min(len(lessons) - 1, places[0] + step)) if places else 0
        _put_up(now, lessons[place], at)
        now.save(update_fields=["lesson"])
        _record("awayday lesson", now, by, lesson=str(lessons[place].pk))
        return now


def after(stage: Stage, *, lessons: bool) -> Stage | None:
    """Where the room goes next; without anything to show it goes straight on to choosing."""
    if stage is Stage.LOBBY:
        return Stage.LESSONS if lessons else Stage.CHOOSING
    return Stage.CHOOSING if stage is Stage.LESSONS else None


@contextmanager
def _moving(awayday: Awayday) -> Iterator[Awayday]:
    """The Awayday as it is now, held. Pairing's own services take the cycle's lock for what they change."""
    with transaction.atomic(), said_as(SENTENCES):
        rows = Awayday.objects.select_for_update(of=("self",), no_key=True).select_related(
            "team", "opens__team"
        )
        now = rows.filter(pk=awayday.pk).first()
        if now is None or not now.is_open:
            raise DomainError(NOT_OPEN)
        yield now
        announce(now.organisation_id, now.opens_id)


def _open_or_pause(awayday: Awayday, to: Stage, by: Person, at: dt.datetime) -> None:
    if to is Stage.CHOOSING:
        if awayday.opens.stage == Cycle.Stage.DRAFT:
            arrived = Arrival.objects.filter(awayday=awayday).values_list("leader_id", flat=True)
            awayday.opens = open_choosing(cycle=awayday.opens, by=by, at=at, in_the_room=set(arrived))
        else:
            resume_choosing(cycle=awayday.opens, by=by)
    elif stage_now(awayday) is Stage.CHOOSING:
        pause_choosing(cycle=awayday.opens, by=by)


def _put_first_lesson_up(awayday: Awayday, at: dt.datetime) -> list[str]:
    """Unless one was there before; the fields that changed."""
    lessons = offered_lessons(awayday)
    if not lessons or awayday.lesson_id is not None:
        return []
    _put_up(awayday, lessons[0], at)
    return ["lesson"]


def _put_up(awayday: Awayday, lesson: Lesson, at: dt.datetime) -> None:
    awayday.lesson = lesson
    Lesson.objects.filter(pk=lesson.pk, shown_at=None).update(shown_at=at)


def _record(verb: str, awayday: Awayday, by: Person, **details: str) -> None:
    record(
        verb,
        organisation_id=awayday.organisation_id,
        by=by,
        team=awayday.team,
        subject_id=awayday.pk,
        **details,
    )
