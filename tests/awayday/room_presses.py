"""What happens at an Awayday besides choosing, pressed at random; what a rule forbids does nothing."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.stages import MOVED_TO, Stage
from awayday.services.arrivals import note_arrival, record_arrival, remove_arrival
from awayday.services.doors import renew_code
from awayday.services.stages import Turn, move_room, turn_lesson
from coachingpairs.errors import DomainError
from cycles.models import Lesson, Pair
from cycles.services.lessons import offer_lesson, take_lesson_back
from cycles.services.planned import plan_first_session
from teams.models import Leader
from tests.cast import Northmere


class RoomPresses:
    """``done`` is what has happened, by name, in its order."""

    def __init__(self, cast: Northmere, awayday: Awayday, seed: int) -> None:
        self.cast, self.awayday = cast, awayday
        self.chance = random.Random(seed)
        self.done: list[str] = []

    @property
    def by(self) -> Any:
        return self.cast.facilitator

    def press(self) -> None:
        what = self.chance.choice(
            [
                self.arrive,
                self.arrive,
                self.not_here,
                self.move,
                self.move,
                self.turn,
                self.offer,
                self.take_back,
                self.new_code,
            ]
        )
        self.attempt(what)

    def attempt(self, what: Callable[[], Any]) -> None:
        try:
            what()
        except DomainError:
            return
        self.done.append(what.__name__)

    def anybody(self) -> Leader:
        found = Leader.objects.active().filter(team=self.cast.team).select_related("function")
        return self.chance.choice(list(found.order_by("sort_name")))

    def arrive(self) -> None:
        if self.chance.random() < 0.3:
            note_arrival(awayday=self.awayday, leader=self.anybody(), by=self.by)
        else:
            how = self.chance.choice([Arrival.How.SIGNED_IN, Arrival.How.CARD])
            record_arrival(awayday=self.awayday, leader=self.anybody(), how=how)

    def not_here(self) -> None:
        remove_arrival(awayday=self.awayday, leader=self.anybody(), by=self.by)

    def move(self) -> None:
        to = self.chance.choice([*MOVED_TO, Stage.CHOOSING])
        move_room(awayday=self.awayday, to=to, by=self.by)

    def turn(self) -> None:
        turn_lesson(awayday=self.awayday, turn=self.chance.choice(list(Turn)), by=self.by)

    def offer(self) -> None:
        assert self.awayday.closes is not None
        text = f"I learnt <{self.chance.randint(1, 6)}> & more."
        offer_lesson(cycle=self.awayday.closes, leader=self.anybody(), text=text)

    def take_back(self) -> None:
        lessons = list(Lesson.objects.offered().filter(cycle=self.awayday.closes))
        if lessons:
            take_lesson_back(lesson=self.chance.choice(lessons))

    def new_code(self) -> None:
        renew_code(awayday=self.awayday, by=self.by)

    def plan(self) -> None:
        """A pair chooses its first hour, or another one."""
        pair = self.chance.choice(list(Pair.objects.filter(cycle=self.awayday.opens_id).order_by("pk")))
        member = pair.members.select_related("leader").order_by("leader__sort_name").first()
        assert member is not None
        now = timezone.now()
        plan_first_session(
            pair=pair,
            leader=member.leader,
            starts_at=(now + dt.timedelta(days=self.chance.randint(2, 9))).replace(
                minute=0, second=0, microsecond=0
            ),
            minutes=60,
            place=self.chance.choice(["", "Café", "https://calls.northmere.example/us"]),
            seen="",
            by=member.leader,
            at=now,
        )
