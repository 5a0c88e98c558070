"""Kill -9 in the middle of choosing: nothing is lost, and phones come back by themselves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.views.live_reader import read_room
from coachingpairs.encryption.keys import forget_keys
from coachingpairs.live.protocol import RoomKey
from coachingpairs.live.tickets import Viewer
from coachingpairs.tenancy.scope import scope
from cycles.services.lessons import offer_lesson
from tests.awayday.at_the_door import base_of, card_of
from tests.awayday.held import choosing, moved, opened
from tests.awayday.listening_phones import Caller, Crowd, Phone, pressing
from tests.awayday.own_valkey import own_valkey
from tests.cast import Northmere, make_northmere
from tests.e2e.live_site import Site, served
from tests.pairing.room import earlier_cycle, paired

pytestmark = pytest.mark.django_db(transaction=True)

LEADERS = 20
PAIRS = LEADERS // 2
SWEEP = 20 * 1.2
"""Rooms that somebody looks at are read again so often, whatever was heard."""
SLOW = 15
"""More than it takes, for machines that do other things too."""


@pytest.fixture
def cast() -> Northmere:
    return make_northmere(leaders=LEADERS)


@pytest.fixture
def awayday(cast: Northmere) -> Awayday:
    with scope(organisation=cast.organisation.pk):
        return choosing(cast)


@contextmanager
def everybody(site: Site, cast: Northmere, awayday: Awayday) -> Iterator[Crowd]:
    address = f"{base_of(cast, awayday)}phone/"
    phones = {name.split()[0]: Phone(site, cast.person(name), address) for name in cast.leaders}
    crowd = Crowd(phones)
    try:
        yield crowd
    finally:
        for phone in phones.values():
            phone.close()


def all_of_it(cast: Northmere, awayday: Awayday) -> set[frozenset[str]]:
    with scope(organisation=cast.organisation.pk):
        return paired(awayday.opens)


def test_a_process_that_has_served_no_page_can_show_lessons() -> None:
    """One that has just started, or that serves streams alone: no page has asked for the key yet."""
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        closes = earlier_cycle(cast, ("Helen", "Priya"))
        awayday = opened(cast)
        for name in ("Helen", "Priya"):
            offer_lesson(cycle=closes, leader=cast.leader(name), text=f"What {name} learnt.")
        awayday = moved(cast, awayday, Stage.LESSONS)
    forget_keys()
    room = str(awayday.opens_id)
    phone = Viewer(cast.organisation.pk, room, "phone", cast.leader("Priya").pk)
    snapshot = read_room(RoomKey(cast.organisation.pk, room), None, {})
    assert snapshot
    snapshot.work(phone, None)
    events, _shown = snapshot.events(phone, None)
    sent = "".join(event.data for event in events)
    assert "What Helen learnt." in sent
    assert "What Priya learnt." in sent


def test_the_server_is_killed_and_started_again(cast: Northmere, awayday: Awayday, tmp_path: Path) -> None:
    with served(tmp_path / "log") as site, everybody(site, cast, awayday) as crowd:
        with pressing(crowd, PAIRS):
            crowd.wait_for(3)
            site.kill()
            time.sleep(1)
            site.start()
        crowd.catch_up(within=SLOW)
        assert crowd.cut_off > 0
        assert set(crowd.statuses) == {200}
        assert set(crowd.formed) == all_of_it(cast, awayday)
        assert len(crowd.formed) == PAIRS
        assert min(phone.connections for phone in crowd.phones.values()) >= 2
        assert "Traceback" not in site.said()


def test_valkey_is_killed_and_started_again(cast: Northmere, awayday: Awayday, tmp_path: Path) -> None:
    card = card_of(cast, awayday, "Helen")
    with (
        own_valkey() as valkey,
        served(tmp_path / "log", redis_url=valkey.url) as site,
        everybody(site, cast, awayday) as crowd,
    ):
        with pressing(crowd, 6):
            crowd.wait_for(3)
            valkey.kill()
        # Nothing is heard of changes now; each room is looked at again all the same.
        by_sweep = crowd.catch_up(within=SWEEP + SLOW)

        # The doors need it as little: a card and the code on the wall still lead in.
        for way in (card, f"/join/{awayday.code}/"):
            guest = Caller(site)
            guest.get(way)
            assert set(guest.statuses) == {303}

        with pressing(crowd, 8):
            crowd.wait_for(7)
            valkey.start()
        after_start = crowd.catch_up(within=SLOW)
        crowd.form(PAIRS)
        heard_again = crowd.catch_up(within=SLOW)
        print(f"{by_sweep=:.1f} {after_start=:.1f} {heard_again=:.1f}")
        assert set(crowd.statuses) == {200}
        assert set(crowd.formed) == all_of_it(cast, awayday)
        assert {phone.connections for phone in crowd.phones.values()} == {1}
        assert "Traceback" not in site.said()
