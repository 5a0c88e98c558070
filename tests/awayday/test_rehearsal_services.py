"""What is kept of a rehearsal, for how long, and that it leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from awayday.models import Awayday
from awayday.rules.rehearsal import What
from awayday.services.doors import close_doors, open_doors
from awayday.services.invented import now_in_rehearsal, read_cast
from awayday.services.rehearsal import (
    DOORS,
    NOBODY,
    OVER,
    SEALED,
    UNKEPT,
    Press,
    Rehearsal,
    end_rehearsal,
    kept_rehearsal,
    press_rehearsal,
    start_rehearsal,
)
from awayday.services.wall import wall_of
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from pairing.services.facilitating import open_choosing
from pairing.services.participants import mark_absent
from teams.models import Leader
from tests.awayday.held import draft, planned
from tests.awayday.rehearsed import everything_stored
from tests.cast import Northmere, add_leader
from tests.pairing.room import earlier_cycle, pair_up, seal

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


@pytest.fixture
def awayday(inside: Northmere) -> Awayday:
    """Planned for the second cycle, with one behind it."""
    earlier_cycle(inside, ("Helen", "Priya"), ("Amara", "Vikram"))
    return planned(inside, draft(inside))


def started(awayday: Awayday, seed: int = 1, at: dt.datetime = AT) -> Rehearsal:
    return start_rehearsal(awayday=awayday, cast=read_cast(awayday), seed=seed, at=at)


def press(awayday: Awayday, what: Press, seen: int, at: dt.datetime = AT) -> Rehearsal:
    return press_rehearsal(awayday=awayday, press=what, seen=seen, at=at)


def test_a_whole_rehearsal_writes_no_row_anywhere(awayday: Awayday) -> None:
    before = everything_stored()
    assert before["awayday_awayday"]
    assert before["teams_auditentry"]
    now = started(awayday)
    for step in range(len(now.steps)):
        now = press(awayday, Press.NEXT, step)
        room = now_in_rehearsal(awayday, read_cast(awayday), now.steps, now.step, started_at=now.started_at)
        assert wall_of(room.now, site="https://pairs.northmere.example").version
        for leader in room.choosers.leaders.values():
            assert room.choosers.view_of(leader).me == leader
    assert room.now.awayday.is_sealed
    assert len(room.now.room.pairs) == 4
    end_rehearsal(awayday=awayday)
    assert everything_stored() == before


def test_what_is_kept_names_nobody(awayday: Awayday) -> None:
    now = started(awayday)
    kept = repr(cache.get(f"rehearsal:{awayday.organisation_id}:{awayday.pk}"))
    assert now.room in kept
    for leader in Leader.objects.all():
        assert str(leader.pk) not in kept
        assert leader.name not in kept
        assert leader.email not in kept


def test_when_the_cache_is_emptied_it_is_over_and_nothing_else(awayday: Awayday) -> None:
    started(awayday)
    before = everything_stored()
    cache.clear()
    assert kept_rehearsal(awayday) is None
    with pytest.raises(DomainError, match=f"^{OVER}$"):
        press(awayday, Press.NEXT, 0)
    assert kept_rehearsal(awayday) is None
    assert everything_stored() == before
    assert started(awayday).step == 0


def test_it_is_kept_for_an_hour_after_the_last_press(awayday: Awayday) -> None:
    started(awayday)
    assert 3590 < left_to_live(awayday) <= 3600
    cache.touch(f"rehearsal:{awayday.organisation_id}:{awayday.pk}", 60)
    press(awayday, Press.NEXT, 0)
    assert 3590 < left_to_live(awayday) <= 3600


def left_to_live(awayday: Awayday) -> int:
    """Seconds."""
    key = cache.make_key(f"rehearsal:{awayday.organisation_id}:{awayday.pk}")
    return int(cache._cache.get_client().ttl(key))  # type: ignore[attr-defined]


def test_step_by_step_there_and_back(awayday: Awayday) -> None:
    last = len(started(awayday).steps)
    assert press(awayday, Press.NEXT, 0).step == 1
    assert press(awayday, Press.NEXT, 0).step == 1  # pressed twice
    assert press(awayday, Press.NEXT, 1).step == 2
    assert press(awayday, Press.BACK, 2).step == 1
    assert press(awayday, Press.BACK, 0).step == 0
    assert press(awayday, Press.NEXT, last).step == last
    assert press(awayday, Press.NEXT, 1000).step == last
    assert kept_rehearsal(awayday) == press(awayday, Press.NEXT, 1000)


def test_it_plays_by_itself_a_step_every_two_seconds(awayday: Awayday) -> None:
    started(awayday)
    playing = press(awayday, Press.PLAY, 0)
    assert [playing.step_at(AT + seconds * SECOND) for seconds in (-5, 0, 1.9, 2, 5, 6)] == [0, 0, 0, 1, 2, 3]
    assert playing.is_playing_at(AT + 5 * SECOND)
    paused = press(awayday, Press.PAUSE, 2, AT + 5 * SECOND)
    assert [paused.step_at(AT + seconds * SECOND) for seconds in (5, 600)] == [2, 2]
    assert not paused.is_playing_at(AT + 5 * SECOND)
    again = press(awayday, Press.PLAY, 2, AT + 100 * SECOND)
    assert again.step_at(AT + 103 * SECOND) == 3
    assert press(awayday, Press.NEXT, 3, AT + 103 * SECOND).step_at(AT + 600 * SECOND) == 4


def test_it_plays_to_the_end_and_stays_there(awayday: Awayday) -> None:
    started(awayday)
    playing = press(awayday, Press.PLAY, 0)
    later = AT + dt.timedelta(minutes=30)
    assert playing.step_at(later) == len(playing.steps)
    assert not playing.is_playing_at(later)


def test_starting_again_begins_anew(awayday: Awayday) -> None:
    first = started(awayday, seed=1)
    press(awayday, Press.NEXT, 4)
    second = started(awayday, seed=20, at=AT + SECOND)
    assert second.step == 0
    assert second.steps != first.steps
    assert kept_rehearsal(awayday) == second
    assert second.run != first.run
    assert second.step_seen(first.mark(4)) is None
    assert second.step_seen(second.mark(4)) == 4


@pytest.mark.parametrize(
    "mark", ["", "x", "-3", "{run}-", "{run}-x", "{run}--1", "{run}-²", "{run}-99999999"]
)
def test_a_mark_that_nobody_was_given_is_none(awayday: Awayday, mark: str) -> None:
    now = started(awayday)
    assert now.step_seen(mark.format(run=now.run)) is None


def test_without_a_seed_every_rehearsal_is_another(awayday: Awayday) -> None:
    cast = read_cast(awayday)
    scripts = {start_rehearsal(awayday=awayday, cast=cast).steps for _time in range(5)}
    assert len(scripts) == 5


def test_ending_twice_ends_once(awayday: Awayday) -> None:
    started(awayday)
    end_rehearsal(awayday=awayday)
    end_rehearsal(awayday=awayday)
    assert kept_rehearsal(awayday) is None


def test_once_the_doors_have_opened_there_is_none_even_when_they_are_closed_again(
    inside: Northmere, awayday: Awayday
) -> None:
    started(awayday)
    refused(open_doors(awayday=awayday, by=inside.facilitator))
    refused(close_doors(awayday=awayday, by=inside.facilitator))


def refused(awayday: Awayday) -> None:
    for attempt in (started, kept_rehearsal, press_next):
        with pytest.raises(DomainError, match=f"^{DOORS}$"):
            attempt(awayday)


def press_next(awayday: Awayday) -> Rehearsal:
    return press(awayday, Press.NEXT, 0)


def test_once_the_pairs_are_sealed_there_is_nothing_to_rehearse(inside: Northmere) -> None:
    cycle = draft(inside)
    planned(inside, cycle)
    cycle = open_choosing(cycle=cycle, by=inside.facilitator)
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    with pytest.raises(DomainError, match=f"^{SEALED}$"):
        started(Awayday.objects.select_related("opens").get())


def test_a_team_in_which_nobody_may_pair_has_nothing_to_rehearse(inside: Northmere) -> None:
    Leader.objects.exclude(function=inside.functions["HOU"]).update(left_on=dt.date(2026, 11, 1))
    awayday = planned(inside, draft(inside))
    with pytest.raises(DomainError, match=f"^{NOBODY}$"):
        started(awayday)


def test_without_a_cache_it_is_said_in_words(awayday: Awayday, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    for attempt in (started, kept_rehearsal):
        with pytest.raises(DomainError, match=f"^{UNKEPT}$"):
            attempt(awayday)


def test_everybody_in_the_team_plays_before_choosing_has_opened(inside: Northmere, awayday: Awayday) -> None:
    cast = read_cast(awayday)
    assert {leader.name for leader in cast.leaders} == set(inside.leaders)
    assert cast.lessons == 3
    # Partners of the cycle before are no choice in the invented room either.
    assert not cast.room.seating.offers(inside.leader("Helen"), inside.leader("Priya"))


def test_when_people_choose_already_it_plays_as_if_nobody_had_yet(inside: Northmere) -> None:
    cycle = draft(inside)
    awayday = planned(inside, cycle)
    cycle = open_choosing(cycle=cycle, by=inside.facilitator)
    pair_up(inside, cycle, "Helen", "Priya")
    mark_absent(cycle=cycle, leader=inside.leader("Idris"), by=inside.facilitator)
    awayday = Awayday.objects.select_related("opens", "closes", "team", "organisation").get(pk=awayday.pk)
    cast = read_cast(awayday)
    assert cast.room.pairs == ()
    assert cast.lessons == 0
    assert {leader.called for leader in cast.leaders} == {name.split()[0] for name in inside.leaders} - {
        "Idris"
    }
    now = started(awayday)
    room = now_in_rehearsal(awayday, cast, now.steps, len(now.steps), started_at=AT).now
    assert [leader.called for leader in room.room.absent] == ["Idris"]
    assert sorted(len(pair.members) for pair in room.room.pairs) == [2, 2, 3]
    assert not room.room.sitting_out


def test_an_odd_team_ends_with_a_trio(inside: Northmere) -> None:
    add_leader(inside, "Nia Bowen", "FIN", None, "northmere.example")
    awayday = planned(inside, draft(inside))
    now = started(awayday)
    assert [step.what for step in now.steps[-2:]] == [What.THIRD, What.SEAL]


def test_the_number_of_queries_does_not_grow_with_the_people(
    inside: Northmere, awayday: Awayday, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        assert len(read_cast(awayday).leaders) == 8
    for number in range(30):
        add_leader(
            inside, f"Leader{number} Invented", "HOU" if number % 2 else "FIN", None, "northmere.example"
        )
    with django_assert_num_queries(3):
        assert len(read_cast(awayday).leaders) == 38
