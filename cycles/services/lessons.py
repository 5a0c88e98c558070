"""Lessons: what somebody learnt, theirs alone until they offer it to the team.

Whoever is known at an Awayday by a card alone offers lessons there, and keeps none: the database shows a
lesson that is not offered to nobody but its author, signed in.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from cycles.models import Cycle, Lesson, Participant
from cycles.models.lessons import LONGEST_LESSON
from cycles.services.own_text import is_to_write
from teams.models import Leader

MOST_OFFERED = 3
"""By one leader in a cycle: everybody should get round."""
MOST_WRITTEN = 12
TOOK_NO_PART = "You did not take part in that cycle, so there is no lesson of it to share."
ENOUGH = "You have offered three lessons. Take one back before you offer another."
ENOUGH_WRITTEN = "You have written twelve lessons in this cycle. Change or delete one of them."
SHOWN = "This lesson has been on the board, so it cannot be taken back any more."
CLOSED = "Cycle {} is closed, so its lessons can be read but not changed."
OFFERED = "This lesson is offered to your team. Take it back before you change it."
WRITTEN_BEFORE = "You had written this one before the Awayday. Sign in to take it back."
GONE = "This lesson has been deleted meanwhile."
CHANGED = "You have changed this lesson elsewhere since you opened this page."


@transaction.atomic
def offer_lesson(*, cycle: Cycle, leader: Leader, text: str, at: dt.datetime | None = None) -> Lesson:
    """Write a lesson and offer it to the team at once. The same words again change nothing.

    DomainError when the leader took no part in the cycle, has offered enough, the cycle is closed, or the
    text is empty or too long.
    """
    words = _sensible(text)
    _hold(cycle, leader)
    offered = list(Lesson.objects.offered().filter(cycle=cycle, leader=leader))
    same = next((lesson for lesson in offered if lesson.text == words), None)
    if same is not None:
        return same
    if len(offered) >= MOST_OFFERED:
        raise DomainError(ENOUGH)
    at = at or timezone.now()
    return Lesson.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        leader=leader,
        text=words,
        created_at=at,
        offered_at=at,
    )


@transaction.atomic
def keep_lesson(*, cycle: Cycle, leader: Leader, text: str, at: dt.datetime) -> Lesson:
    """Write a lesson down for oneself. The same words again change nothing. DomainError as above."""
    words = _sensible(text)
    _hold(cycle, leader)
    written = list(Lesson.objects.filter(cycle=cycle, leader=leader))
    same = next((lesson for lesson in written if lesson.text == words), None)
    if same is not None:
        return same
    if len(written) >= MOST_WRITTEN:
        raise DomainError(ENOUGH_WRITTEN)
    return Lesson.objects.create(
        organisation_id=cycle.organisation_id, cycle=cycle, leader=leader, text=words, created_at=at
    )


@transaction.atomic
def change_lesson(*, lesson: Lesson, text: str, seen: str) -> None:
    """Reword a lesson that is not offered; ``seen`` is the fingerprint of the words the page had shown.

    ChangedMeanwhile when both have changed; DomainError for words that are none, and once it is offered.
    """
    words = _sensible(text)
    held = _held(lesson)
    if held.offered_at is not None:
        raise DomainError(OFFERED)
    if is_to_write(words, seen=seen, current=held.text, clash=CHANGED):
        held.text = words
        held.save(update_fields=["text", "changed_at"])


@transaction.atomic
def offer_kept(*, lesson: Lesson, at: dt.datetime) -> None:
    """Show a lesson to the team. Offering twice offers once. DomainError when enough are offered."""
    held = _held(lesson)
    if held.offered_at is not None:
        return
    offered = Lesson.objects.offered().filter(cycle=held.cycle_id, leader=held.leader_id).count()
    if offered >= MOST_OFFERED:
        raise DomainError(ENOUGH)
    held.offered_at = at
    held.save(update_fields=["offered_at", "changed_at"])
    _tell_rooms(held.cycle)


@transaction.atomic
def take_lesson_back(*, lesson: Lesson, keeps: bool = False) -> None:
    """It is offered no more; its author's page alone calls it. DomainError once it was on the board.

    ``keeps`` leaves it with its author, who is signed in; otherwise it is gone, as if it had not been
    offered, unless its author had kept it before.
    """
    held = Lesson.objects.select_for_update(of=("self",)).select_related("cycle").filter(pk=lesson.pk).first()
    if held is None or held.offered_at is None:
        return
    if held.shown_at is not None:
        raise DomainError(SHOWN)
    if not keeps and held.created_at < held.offered_at:
        raise DomainError(WRITTEN_BEFORE)
    if keeps:
        held.offered_at = None
        held.save(update_fields=["offered_at", "changed_at"])
    else:
        held.delete()
    _tell_rooms(held.cycle)


@transaction.atomic
def delete_lesson(*, lesson: Lesson) -> None:
    """One that is not offered. Deleting twice deletes once."""
    held = Lesson.objects.select_for_update(of=("self",)).select_related("cycle").filter(pk=lesson.pk).first()
    if held is None:
        return
    _require_under_way(held.cycle)
    if held.offered_at is not None:
        raise DomainError(OFFERED)
    held.delete()


def _sensible(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise DomainError("Write down what you learnt, in a sentence or two.")
    if len(words) > LONGEST_LESSON:
        raise DomainError(f"Make it {LONGEST_LESSON} characters at most, so that it can be read on the wall.")
    return words


def _hold(cycle: Cycle, leader: Leader) -> None:
    """One writer of a leader's lessons at a time."""
    place = Participant.objects.select_for_update(no_key=True).filter(cycle=cycle, leader=leader)
    if not place.exists():
        raise DomainError(TOOK_NO_PART)
    _require_under_way(Cycle.objects.get(pk=cycle.pk))


def _held(lesson: Lesson) -> Lesson:
    """The lesson as it is now, held together with all of its author's."""
    _hold(lesson.cycle, lesson.leader)
    held = Lesson.objects.select_related("cycle").filter(pk=lesson.pk).first()
    if held is None:
        raise DomainError(GONE)
    return held


def _require_under_way(cycle: Cycle) -> None:
    if not cycle.is_under_way:
        raise DomainError(CLOSED.format(cycle.number))


def _tell_rooms(cycle: Cycle) -> None:
    """An Awayday that shows these lessons opens the cycle after theirs."""
    for ahead in Cycle.objects.ahead().filter(team=cycle.team_id):
        announce(cycle.organisation_id, ahead.pk)
