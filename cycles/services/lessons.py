"""Lessons: what somebody learnt, theirs alone until they offer it to the team."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Lesson, Participant
from cycles.models.lessons import LONGEST_LESSON
from teams.models import Leader

MOST_OFFERED = 3
"""By one leader in a cycle: everybody should get round."""
TOOK_NO_PART = "You did not take part in that cycle, so there is no lesson of it to share."
ENOUGH = "You have offered three lessons. Take one back before you offer another."
SHOWN = "This lesson has been on the board, so it cannot be taken back any more."


@transaction.atomic
def offer_lesson(*, cycle: Cycle, leader: Leader, text: str, at: dt.datetime | None = None) -> Lesson:
    """Write a lesson and offer it to the team at once. The same words again change nothing.

    DomainError when the leader took no part in the cycle, has offered enough, or the text is empty or too
    long.
    """
    words = " ".join(text.split())
    if not words:
        raise DomainError("Write down what you learnt, in a sentence or two.")
    if len(words) > LONGEST_LESSON:
        raise DomainError(f"Make it {LONGEST_LESSON} characters at most, so that it can be read on the wall.")
    place = Participant.objects.select_for_update(no_key=True).filter(cycle=cycle, leader=leader)
    if not place.exists():
        raise DomainError(TOOK_NO_PART)
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
def take_lesson_back(*, lesson: Lesson) -> None:
    """Gone, as if it had not been offered; its author's page alone calls it. DomainError once shown."""
    held = Lesson.objects.select_for_update(of=("self",)).filter(pk=lesson.pk).first()
    if held is None:
        return
    if held.shown_at is not None:
        raise DomainError(SHOWN)
    held.delete()
