"""The room as all its screens see it, read once per change: a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage, stage_of
from cycles.models import Cycle, Lesson, Participant
from pairing.services.preflight import active_leaders
from pairing.services.room import Room, read_room, terms_of
from teams.models import Leader


@dataclass(frozen=True)
class Now:
    """``room`` has everybody of the team while their cycle is a draft; ``lessons`` are those offered.

    ``arrived``: leader → their arrival.
    """

    awayday: Awayday
    room: Room
    arrived: dict[UUID, Arrival]
    lessons: tuple[Lesson, ...]

    @cached_property
    def stage(self) -> Stage:
        return stage_now(self.awayday)

    @property
    def cycle(self) -> Cycle:
        """The one that this Awayday opens."""
        return self.room.cycle

    @property
    def is_paused(self) -> bool:
        return self.stage is Stage.CHOOSING and self.cycle.paused

    @cached_property
    def expected(self) -> list[Leader]:
        """Everybody who takes part, by name; not those who are away."""
        return [entry.leader for entry in self.room.taking_part if not entry.absent]

    @cached_property
    def lesson_place(self) -> int | None:
        """Of the lesson on the board among those offered, from 0; None when nothing is offered."""
        places = {lesson.pk: place for place, lesson in enumerate(self.lessons)}
        if not places:
            return None
        return places.get(self.awayday.lesson_id, 0) if self.awayday.lesson_id else 0

    @property
    def has_next_lesson(self) -> bool:
        return self.lesson_place is not None and self.lesson_place + 1 < len(self.lessons)

    @cached_property
    def here(self) -> list[Leader]:
        """Those expected who have arrived."""
        return [leader for leader in self.expected if leader.pk in self.arrived]

    @property
    def lesson(self) -> Lesson | None:
        return None if self.lesson_place is None else self.lessons[self.lesson_place]


def stage_now(awayday: Awayday) -> Stage:
    """Needs ``opens``."""
    return stage_of(
        kept=awayday.stage,
        is_open=awayday.is_open,
        is_over=awayday.doors_opened_at is not None and not awayday.is_open,
        is_sealed=awayday.is_sealed,
    )


def read_now(awayday: Awayday) -> Now:
    """``awayday`` may be an old copy: its row is read again. Eight queries. DoesNotExist when it is gone."""
    fresh = read_again(awayday)
    return now_of(fresh, room_of(fresh.opens))


def read_again(awayday: Awayday) -> Awayday:
    return Awayday.objects.select_related("organisation", "team", "opens__team", "closes").get(pk=awayday.pk)


def now_of(awayday: Awayday, room: Room) -> Now:
    """Two queries beyond the room's."""
    return Now(
        awayday=awayday,
        room=room,
        arrived={arrival.leader_id: arrival for arrival in Arrival.objects.filter(awayday=awayday)},
        lessons=tuple(offered_lessons(awayday)),
    )


def room_of(cycle: Cycle) -> Room:
    """Before choosing opens nobody takes part yet: then it is everybody who will."""
    if cycle.stage != Cycle.Stage.DRAFT:
        return read_room(cycle)
    expected = tuple(
        Participant(organisation_id=cycle.organisation_id, cycle=cycle, leader=leader)
        for leader in active_leaders(cycle)
    )
    return Room(cycle=cycle, taking_part=expected, pairs=(), terms=terms_of(cycle))


def offered_lessons(awayday: Awayday) -> list[Lesson]:
    """In the order in which they were offered; none when no cycle closes."""
    if awayday.closes_id is None:
        return []
    offered = Lesson.objects.offered().filter(cycle_id=awayday.closes_id)
    return list(offered.select_related("leader__function"))
