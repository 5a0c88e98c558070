"""Whatever happens, from the lobby to the end: a screen that is sent changes shows what a reload shows.

Runs as many rooms of each size as LIVE_RUNS says, 1 by default.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from awayday.services.stages import move_room
from awayday.views.live_reader import RoomSnapshot
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.facilitating import resume_choosing
from pairing.services.participants import add_participant
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from teams.models import Leader
from teams.services.leaders import record_leaving
from tests.awayday.at_the_door import base_of, by_card, facilitator, signed_in
from tests.awayday.held import opened
from tests.awayday.live_screens import Screen, snapshot_of
from tests.awayday.room_presses import RoomPresses
from tests.cast import add_leader, make_northmere
from tests.pairing.presses import Presses
from tests.pairing.room import earlier_cycle

RUNS = int(os.environ.get("LIVE_RUNS", "1"))
STEPS = 20
LOOKED_AT = 4
"""Screens that are compared with a reload after each step."""


class Room:
    def __init__(self, leaders: int, seed: int) -> None:
        self.cast = make_northmere(leaders=leaders)
        with scope(organisation=self.cast.organisation.pk):
            earlier_cycle(self.cast, ("Maggie", "Priya"))
            self.awayday = opened(self.cast)
        self.awayday = self.read()
        self.around = RoomPresses(self.cast, self.awayday, seed)
        self.chance = self.around.chance
        self.snapshot: RoomSnapshot | None = None
        self.screens = self._screens()

    def read(self) -> Awayday:
        with scope(organisation=self.cast.organisation.pk):
            found = Awayday.objects.select_related("organisation", "team", "opens__team", "closes")
            return found.get(pk=self.awayday.pk)

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.select_related("team").get(pk=self.awayday.opens_id)

    def _screens(self) -> list[Screen]:
        """Every other phone by place card."""
        base, names = base_of(self.cast, self.awayday), [one.called for one in self.cast.leaders.values()]
        phones = [
            by_card(self.cast, self.awayday, name) if place % 2 else signed_in(self.cast, name)
            for place, name in enumerate(names)
        ]
        walls = {
            "wall of a guest": by_card(self.cast, self.awayday, "Helen"),
            "wall of an organiser": facilitator(self.cast),
        }
        return [
            *(Screen(name, phone, f"{base}phone/") for name, phone in zip(names, phones, strict=True)),
            *(Screen(name, wall, f"{base}board/") for name, wall in walls.items()),
        ]

    def check(self, screens: Sequence[Screen] = ()) -> None:
        """Some are slow and get the next version from an older one; some lose their stream and come back."""
        with scope(organisation=self.cast.organisation.pk):
            self.snapshot = snapshot_of(self.awayday, self.snapshot, timezone.now())
        for screen in screens or self.chance.sample(self.screens, LOOKED_AT):
            if self.chance.random() < 0.15:
                screen.connect_anew()
            screen.catch_up(self.snapshot)
            assert not screen.is_over, (screen.whose, self.around.done)
            differs = screen.differs_from_reload()
            assert not differs, "\n".join([screen.whose, *self.around.done, *differs])


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.parametrize("leaders", [7, 8])
def test_live_is_what_a_reload_shows(db: None, leaders: int, seed: int) -> None:
    room = Room(leaders, seed)
    for _step in range(4):
        with scope(organisation=room.cast.organisation.pk):
            room.around.press()
        room.check()
    with scope(organisation=room.cast.organisation.pk):
        move_room(awayday=room.awayday, to=Stage.CHOOSING, by=room.cast.facilitator)
        presses = Presses(room.cast, room.cycle, seed)
        presses.done = room.around.done
    often = [presses.press, presses.ask_offered, presses.ask_offered, presses.say_yes, room.around.press]
    for _step in range(STEPS):
        with scope(organisation=room.cast.organisation.pk):
            for press in room.chance.choices(often, k=room.chance.randint(1, 3)):
                room.around.attempt(press)
        room.check()
    seal(room, presses)
    room.check(room.screens)
    for _step in range(3):
        with scope(organisation=room.cast.organisation.pk):
            room.around.attempt(room.around.plan)
        room.check()
    assert sum(screen.sent for screen in room.screens) > STEPS


def seal(room: Room, presses: Presses) -> None:
    """Once there is a pair."""
    with scope(organisation=room.cast.organisation.pk):
        resume_choosing(cycle=room.cycle, by=room.cast.facilitator)
        while not room.cycle.pairs.exists():
            room.around.attempt(presses.ask_offered)
            room.around.attempt(presses.say_yes)
        seal_cycle(
            cycle=room.cycle, sitting_out=read_room(room.cycle).still_choosing, by=room.cast.facilitator
        )


def test_somebody_who_comes_late_is_kept_up_to_date(db: None) -> None:
    room = Room(7, seed=0)
    with scope(organisation=room.cast.organisation.pk):
        move_room(awayday=room.awayday, to=Stage.CHOOSING, by=room.cast.facilitator)
        late = add_leader(room.cast, "Tom Whitfield", "HOU", None, "northmere.example")
    base = base_of(room.cast, room.awayday)
    screens = [
        Screen("Tom", signed_in(room.cast, "Tom"), f"{base}phone/"),
        Screen("Tom by card", by_card(room.cast, room.awayday, "Tom"), f"{base}phone/"),
    ]
    room.check([*screens, *room.screens])
    with scope(organisation=room.cast.organisation.pk):
        record_arrival(awayday=room.awayday, leader=late, how=Arrival.How.SIGNED_IN)
    room.check([*screens, *room.screens])
    with scope(organisation=room.cast.organisation.pk):
        add_participant(cycle=room.cycle, leader=late, by=room.cast.facilitator)
    room.check([*screens, *room.screens])
    assert [screen.page.by_id("can-count").text() for screen in screens] == ["4 people", "4 people"]


def test_somebody_who_signs_in_for_the_first_time_can_answer_on_every_phone(db: None) -> None:
    room = Room(7, seed=0)
    helen = room.cast.leader("Helen")
    with scope(organisation=room.cast.organisation.pk):
        move_room(awayday=room.awayday, to=Stage.CHOOSING, by=room.cast.facilitator)
        Leader.objects.filter(pk=helen.pk).update(person=None)
    screens = [screen for screen in room.screens if screen.whose != "Helen"]
    room.check(screens)
    with scope(organisation=room.cast.organisation.pk):
        Leader.objects.filter(pk=helen.pk).update(person=helen.person)
    room.check(screens)


def test_whoever_leaves_the_team_is_told_that_it_is_over(db: None) -> None:
    room = Room(8, seed=0)
    with scope(organisation=room.cast.organisation.pk):
        move_room(awayday=room.awayday, to=Stage.CHOOSING, by=room.cast.facilitator)
    room.check(room.screens)
    today = timezone.now().date()
    with scope(organisation=room.cast.organisation.pk):
        record_leaving(leader=room.cast.leader("Idris"), on=today, by=room.cast.facilitator)
    (theirs,) = [screen for screen in room.screens if screen.whose == "Idris"]
    room.check([screen for screen in room.screens if screen is not theirs])
    assert room.snapshot is not None
    theirs.catch_up(room.snapshot)
    assert theirs.is_over
