"""A whole room that presses at the same moment, on real pages and real connections (SECURITY 39, 40, 41)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from cycles.locks import hold_cycle
from cycles.models import Cycle
from pairing.services.changes import BUSY
from pairing.services.room import version_of
from tests.awayday.at_the_door import base_of, by_card, facilitator, signed_in
from tests.awayday.crowd import HTMX, Chooser, Crowd, Phone
from tests.awayday.held import choosing
from tests.awayday.machine_facts import OUT_OF_BOUNDS, check_room
from tests.awayday.machine_rows import Rows, Tables
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db(transaction=True)

LEADERS = 40
PHONES, CHOOSERS = 10, 6
BRISK = 2
"""Attempts to seal a room that nobody has paused."""
MEANWHILE = {"proposals", "suggestions", "suggested", "signals", "arrivals"}
"""What may change while choosing is paused."""


@dataclass
class Room:
    cast: Northmere
    awayday: Awayday
    tables: Tables

    @property
    def base(self) -> str:
        return base_of(self.cast, self.awayday)

    def rows(self) -> Rows:
        """While nobody changes anything, with every rule looked after."""
        with scope(organisation=self.cast.organisation.pk):
            hold_cycle(self.awayday.opens_id)
            rows = self.tables.read()
            check_room(self.tables, rows)
            return rows


def made(leaders: int) -> Room:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        awayday = choosing(cast)
        return Room(cast, awayday, Tables(awayday))


def crowd_of(room: Room) -> Crowd:
    """Sixteen: half of the phones signed in and half by place card, and some who go past the pages."""
    names = [leader.name for leader in room.cast.leaders.values()]
    everybody: list[Phone | Chooser] = []
    for number in range(PHONES):
        name = names[number * 4 % LEADERS]
        client = by_card(room.cast, room.awayday, name) if number % 2 else signed_in(room.cast, name)
        everybody.append(Phone(client, room.base, seed=number))
    return Crowd([*everybody, *(Chooser(room.cast, room.awayday, seed) for seed in range(CHOOSERS))])


class Facilitator:
    """Runs the room from their own screen."""

    def __init__(self, room: Room, crowd: Crowd) -> None:
        self.room, self.crowd, self.client = room, crowd, facilitator(room.cast)

    def press(self, what: str, **fields: str) -> None:
        response = self.client.post(f"{self.room.base}{what}/", fields, **HTMX)
        assert response.status_code == 200
        assert BUSY not in response.content.decode()

    def pause_and_go_on(self, *presses: tuple[str, dict[str, str]]) -> None:
        """Nothing moves but what may, however long it is."""
        stop_at, *go_on_at = presses
        self.press(stop_at[0], **stop_at[1])
        before = self.room.rows()
        self.crowd.go_on(12)
        after = self.room.rows()
        assert before.changed(after) <= MEANWHILE
        states = {(row.state, after.proposals[key].state) for key, row in before.proposals.items()}
        assert {now for was, now in states if was != now} <= {"withdrawn"}
        assert after.proposals.keys() == before.proposals.keys()
        for what, fields_of in go_on_at:
            self.press(what, **fields_of)

    def seal(self) -> Rows:
        """From the page that says what would be sealed; the room as it was on that page.

        Where it moves on each time before they have read it, they pause it.
        """
        address = self.room.base.replace("awayday/", "sealing/")
        for attempt in range(40):
            if attempt == BRISK:
                self.press("pause")
            page = self.client.get(address).content.decode()
            seen = re.search(r'name="seen" value="(\w+)"', page)
            if seen is None:
                continue
            with scope(organisation=self.room.cast.organisation.pk):
                cycle = Cycle.objects.get(pk=self.room.awayday.opens_id)
                version, rows = version_of(cycle), self.room.tables.read()
            answer = self.client.post(address, {"seen": seen[1], "sit_out": "on"})
            if answer.status_code == 302 and version == seen[1]:
                return rows
            assert answer.status_code == 422, answer.status_code
        raise AssertionError("The room never stood still.")


def test_sixteen_press_while_the_room_is_paused_moved_and_sealed() -> None:
    room = made(LEADERS)
    deadlocks, crowd = deadlocks_so_far(), crowd_of(room)
    with crowd.pressing():
        runs = Facilitator(room, crowd)
        crowd.go_on(40)
        runs.pause_and_go_on(("pause", {}), ("resumption", {}))
        crowd.go_on(20)
        runs.pause_and_go_on(("stage", {"stage": "lessons"}), ("stage", {"stage": "choosing"}))
        crowd.go_on(20)
        back = ("stage", {"stage": "lobby"}), ("stage", {"stage": "lessons"})
        runs.pause_and_go_on(*back, ("stage", {"stage": "choosing"}))
        for _look in range(20):
            if room.rows().pairs:
                break
            crowd.go_on(20)
        saw = runs.seal()
        sealed = room.rows()
        crowd.go_on(40)
    assert sealed.groups == saw.groups
    assert resting(sealed) == resting(saw) | saw.still_choosing
    assert not sealed.changed(room.rows()) & OUT_OF_BOUNDS
    assert set(crowd.statuses) <= {200, 204, 404}
    assert crowd.statuses[200] > 20
    assert deadlocks_so_far() == deadlocks


def resting(rows: Rows) -> set[UUID]:
    return {one for one, row in rows.participants.items() if row.sits_out}


def deadlocks_so_far() -> int:
    """In this database; what a connection has met is known once it has been closed."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
