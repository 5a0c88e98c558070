"""Whatever happens in a room: a phone that is pushed what has changed shows what a reload would show.

Runs as many rooms of each size as LIVE_RUNS says, 2 by default.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.choosers import read_choosers
from pairing.services.facilitating import resume_choosing
from pairing.services.participants import add_participant
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.presses import Presses
from tests.pairing.room import earlier_cycle, open_room, seal
from tests.pairing.views.live_phones import LivePhone, fresh_page, what_stands_on, whole, without_rows

RUNS = int(os.environ.get("LIVE_RUNS", "2"))
STEPS = 12


def check(cast: Northmere, cycle: Cycle, phones: list[LivePhone], happened: list[str]) -> set[str]:
    """Brings every phone up to date and compares it; which kinds of push there were.

    Whenever somebody's own state is one that it was before, so is all of their page but the rows.
    """
    choosers = read_choosers(cycle)
    with CaptureQueriesContext(connection) as queries:
        pushed = [phone.catch_up(choosers) for phone in phones]
    assert len(queries) == 0
    for phone in phones:
        reload = fresh_page(cast, cycle, phone.leader)
        assert phone.shown.seen == reload.seen, (phone.leader.name, happened)
        assert phone.stands() == what_stands_on(whole(reload)), (phone.leader.name, happened)
        rest = without_rows(whole(reload))
        assert phone.known.setdefault(phone.shown.own, rest) == rest, (phone.leader.name, happened)
    return {"own" if 'id="choosing"' in html else "rows" if html else "" for html in pushed}


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.parametrize("leaders", [7, 8])
def test_live_is_what_a_reload_shows(db: None, leaders: int, seed: int) -> None:
    cast = make_northmere(leaders=leaders)
    kinds: set[str] = set()
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"))
        cycle = open_room(cast)
        choosers = read_choosers(cycle)
        phones = [LivePhone(cast, choosers, leader) for leader in choosers.leaders.values()]
        presses = Presses(cast, cycle, seed)
        for _step in range(STEPS):
            presses.press()
            presses.press()
            kinds |= check(cast, cycle, phones, presses.done)
        assert len(presses.done) > STEPS / 2
        assert "own" in kinds


def test_somebody_who_comes_late_and_the_end(inside: Northmere, cycle: Cycle) -> None:
    choosers = read_choosers(cycle)
    phones = [LivePhone(inside, choosers, leader) for leader in inside.leaders.values()]
    late = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    phones.append(LivePhone(inside, choosers, late))
    check(inside, cycle, phones, ["nobody knows them"])
    add_participant(cycle=cycle, leader=late, by=inside.facilitator)
    check(inside, cycle, phones, ["late"])
    presses = Presses(inside, cycle, seed=11)
    while not cycle.pairs.exists():
        presses.press()
    cycle = resume_choosing(cycle=cycle, by=inside.facilitator)
    check(inside, cycle, phones, presses.done)
    check(inside, seal(inside, cycle), phones, ["sealed"])
