"""The invented room at every step: as a real one would stand, drawn from rows that nothing has saved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings, strategies as st

from awayday.rules.rehearsal import What
from awayday.rules.rehearsal_script import script
from awayday.rules.stages import Stage
from awayday.services.invented import NO_CODE, Cast, InventedNow
from awayday.services.rehearsal import Rehearsal
from awayday.services.wall import wall_of
from cycles.models import Cycle
from pairing.models import Proposal
from pairing.services.own import Stands
from pairing.services.room import Room
from tests.awayday.rehearsing import STARTED_AT, played, unsaved_awayday, unsaved_cast

SITE = "https://pairs.northmere.example"


def rehearsal_of(cast: Cast, seed: int = 1) -> Rehearsal:
    steps = script(cast.hall, seed, lessons=cast.lessons)
    return Rehearsal(seed, cast.fingerprint, steps, STARTED_AT)


@settings(max_examples=40, deadline=None)
@given(people=st.integers(2, 24), room=st.integers(0, 5_000), seed=st.integers(0, 5_000))
def test_a_room_of_any_team_stays_whole_at_every_step_and_ends_whole(
    people: int, room: int, seed: int
) -> None:
    """No database is there: a single query would fail this test."""
    awayday = unsaved_awayday()
    cast = unsaved_cast(awayday, people, room)
    before = cast.room.outlook
    assume(before.is_whole)
    rehearsal = rehearsal_of(cast, seed)
    for step in range(len(rehearsal.steps) + 1):
        now = played(awayday, cast, rehearsal, step).now
        assert now.room.outlook.is_whole
        assert {entry.leader_id for entry in now.room.taking_part} == {one.pk for one in cast.leaders}
    assert now.stage is Stage.SEALED
    assert now.cycle.stage == Cycle.Stage.RUNNING
    assert len(now.room.pair_of) == people
    assert not now.room.sitting_out
    assert max(len(pair.members) for pair in now.room.pairs) == 2 + people % 2


def test_those_whom_nobody_could_be_found_for_sit_out_once_sealed() -> None:
    awayday = unsaved_awayday()
    cast = next(
        cast
        for cast in (unsaved_cast(awayday, 9, seed) for seed in range(200))
        if cast.room.outlook.left_over == 1 and cast.room.outlook.pairs == 4
    )
    rehearsal = rehearsal_of(cast)
    last = len(rehearsal.steps)
    assert not played(awayday, cast, rehearsal, last - 1).now.room.sitting_out
    sealed = played(awayday, cast, rehearsal, last).now
    assert sealed.stage is Stage.SEALED
    assert len(sealed.room.sitting_out) == 1
    assert len(sealed.room.pairs) == 4


def room_of_twelve() -> tuple[Rehearsal, list[InventedNow]]:
    """Every step of one rehearsal, before the first and after the last included."""
    awayday = unsaved_awayday()
    cast = unsaved_cast(awayday, 12, seed=4)
    rehearsal = rehearsal_of(cast)
    return rehearsal, [played(awayday, cast, rehearsal, step) for step in range(len(rehearsal.steps) + 1)]


def at(rehearsal: Rehearsal, what: What) -> int:
    """How many steps have happened once this has, for the first time."""
    return next(number for number, step in enumerate(rehearsal.steps, 1) if step.what is what)


def test_the_stages_come_in_their_order() -> None:
    _rehearsal, rooms = room_of_twelve()
    stages = [room.now.stage for room in rooms]
    assert list(dict.fromkeys(stages)) == [Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING, Stage.SEALED]
    assert stages == sorted(stages, key=list(Stage).index)


def test_the_lobby_fills() -> None:
    _rehearsal, rooms = room_of_twelve()
    here = [len(room.now.here) for room in rooms if room.now.stage is Stage.LOBBY]
    assert here[0] == 0
    assert here == sorted(set(here))
    assert here[-1] == 11  # one is late
    assert len(rooms[-1].now.here) == 12


def test_three_lessons_that_say_they_are_invented() -> None:
    _rehearsal, rooms = room_of_twelve()
    shown = [room.now.lesson for room in rooms if room.now.stage is Stage.LESSONS]
    texts = [lesson.text for lesson in shown if lesson]
    assert len(set(texts)) == len(texts) == 3
    assert all("nvented" in text for text in texts)
    first = rooms[0].now
    assert [lesson.text for lesson in first.lessons] == texts
    assert len({lesson.leader_id for lesson in first.lessons}) == 3


def test_no_lessons_where_no_cycle_closes() -> None:
    awayday = unsaved_awayday(closes=False)
    cast = unsaved_cast(awayday, 8, seed=4)
    rehearsal = rehearsal_of(cast)
    stages = {played(awayday, cast, rehearsal, step).now.stage for step in range(len(rehearsal.steps) + 1)}
    assert stages == {Stage.LOBBY, Stage.CHOOSING, Stage.SEALED}
    assert played(awayday, cast, rehearsal, 3).now.lessons == ()


def test_a_question_is_seen_by_the_two_alone() -> None:
    rehearsal, rooms = room_of_twelve()
    step = at(rehearsal, What.ASK)
    ((who, whom),) = rehearsal.steps[step - 1].groups
    room = rooms[step]
    leaders = list(room.choosers.leaders.values())
    stands = {leader.pk: room.choosers.view_of(leader).stands for leader in leaders}
    assert stands.pop(leaders[who].pk) == Stands.WAITING
    assert stands.pop(leaders[whom].pk) == Stands.INVITED
    assert set(stands.values()) == {Stands.CHOOSING}
    before, after = (wall_of(rooms[number].now, site=SITE) for number in (step - 1, step))
    assert before.version == after.version


def test_not_this_time_is_told_to_the_one_who_asked_and_to_nobody_else() -> None:
    rehearsal, rooms = room_of_twelve()
    step = at(rehearsal, What.NOT_THIS_TIME)
    ((who, _whom),) = rehearsal.steps[step - 1].groups
    room = rooms[step]
    leaders = list(room.choosers.leaders.values())
    told = {leader.pk: room.choosers.view_of(leader).news for leader in leaders}
    assert told.pop(leaders[who].pk).endswith("said not this time. You are both free to ask others.")
    assert set(told.values()) == {""}
    before, after = (wall_of(rooms[number].now, site=SITE) for number in (step - 1, step))
    assert before.version == after.version


def test_help_is_on_that_phone_and_never_on_the_wall() -> None:
    rehearsal, rooms = room_of_twelve()
    step = at(rehearsal, What.HELP)
    ((who,),) = rehearsal.steps[step - 1].groups
    room = rooms[step]
    leaders = list(room.choosers.leaders.values())
    assert [leader.pk for leader in leaders if room.choosers.view_of(leader).helped] == [leaders[who].pk]
    assert room.would_like_help == [leaders[who]]
    assert rooms[-1].would_like_help == []
    before, after = (wall_of(rooms[number].now, site=SITE) for number in (step - 1, step))
    assert before.version == after.version


def test_paused_is_on_every_screen() -> None:
    rehearsal, rooms = room_of_twelve()
    step = at(rehearsal, What.PAUSE)
    assert [rooms[number].now.is_paused for number in (step - 1, step, step + 1)] == [False, True, False]
    assert wall_of(rooms[step].now, site=SITE).is_paused


def test_a_pair_keeps_its_key_as_long_as_it_stands() -> None:
    """Nothing that stands is drawn coming together anew; a pair that has come undone and forms again is."""
    rehearsal, rooms = room_of_twelve()
    seen: dict[str, frozenset[str]] = {}
    for room in rooms:
        for pair in wall_of(room.now, site=SITE).pairs:
            members = frozenset(person.name for person in pair.members)
            assert seen.setdefault(pair.key, members) == members
    assert len(seen) == 6 + 1
    assert at(rehearsal, What.UNDO)


def test_the_questions_are_answered_as_the_database_would_have_it() -> None:
    _rehearsal, rooms = room_of_twelve()
    for room in rooms:
        open_ones = [one for one in room.choosers.proposals if one.state == Proposal.State.OPEN]
        assert len({one.proposer_id for one in open_ones}) == len(open_ones)
        for one in room.choosers.proposals:
            assert (one.answered_at is None) == (one.state == Proposal.State.OPEN)
            assert one.answered_at is None or one.made_at < one.answered_at < STARTED_AT
    states = [str(one.state) for one in rooms[-1].choosers.proposals]
    # Six pairs; one said not this time, and the yes of the pair that came undone has lapsed.
    assert {state: states.count(state) for state in sorted(set(states))} == {
        "accepted": 6,
        "declined": 1,
        "lapsed": 1,
    }


def test_the_code_on_the_wall_is_the_one_that_opens_nothing() -> None:
    _rehearsal, rooms = room_of_twelve()
    join = wall_of(rooms[0].now, site=SITE).join
    assert join is not None
    assert (join.code, NO_CODE) == ("000 000", "000000")


@pytest.mark.parametrize("step", [0, 20])
def test_the_real_awayday_and_cycle_are_left_as_they_are(step: int) -> None:
    awayday = unsaved_awayday()
    cast = unsaved_cast(awayday, 12, seed=4)
    before = {**awayday.__dict__}, {**awayday.opens.__dict__}
    played(awayday, cast, rehearsal_of(cast), step)
    del before[0]["_state"], before[1]["_state"]
    now = {**awayday.__dict__}, {**awayday.opens.__dict__}
    del now[0]["_state"], now[1]["_state"]
    assert now == before
    assert awayday.opens.stage == Cycle.Stage.DRAFT


def test_the_fingerprint_changes_with_the_people_and_with_what_counts_between_them() -> None:
    awayday = unsaved_awayday()
    cast = unsaved_cast(awayday, 12, seed=4)
    everybody, terms = cast.room.taking_part, cast.room.terms
    two = next(
        (one, other) for one in cast.leaders for other in cast.leaders if cast.room.seating.offers(one, other)
    )
    apart = replace(terms, apart=frozenset({frozenset(leader.pk for leader in two)}))
    same, fewer, held_apart = (
        Cast(Room(awayday.opens, people, (), counts), lessons=3)
        for people, counts in ((everybody, terms), (everybody[1:], terms), (everybody, apart))
    )
    assert same.fingerprint == cast.fingerprint
    assert len({one.fingerprint for one in (cast, fewer, held_apart, replace(cast, lessons=0))}) == 4
