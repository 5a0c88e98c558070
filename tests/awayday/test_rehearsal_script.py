"""The script of a rehearsal: everything in it may happen at its moment, and it ends as well as it can."""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from awayday.rules.rehearsal import Answer, Scene, Step, What, after, scene_after
from awayday.rules.rehearsal_script import script, telling_script
from awayday.rules.stages import Stage
from pairing.rules.bits import bits_of
from pairing.rules.guard import Hall, guard, keeps_whole, may_join
from tests.pairing.graphs import functions_apart, graph_of, random_room

MOST_STEPS = 80


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    """Even and odd, one function at times half of the room, with lines and partners of earlier cycles."""
    people = draw(st.integers(2, 26))
    return Hall(tuple(random_room(people, Random(draw(st.integers(0, 10_000))))))


@settings(max_examples=150, deadline=None)
@given(hall=halls(), seed=st.integers(0, 10_000))
def test_nothing_happens_that_the_guard_does_not_offer_at_that_moment(hall: Hall, seed: int) -> None:
    scene = Scene()
    for step in script(hall, seed):
        check_legal(hall, scene, step)
        scene = after(scene, step)
    check_end(hall, scene)


def check_legal(hall: Hall, scene: Scene, step: Step) -> None:
    """What a real room would let happen now; the rules of the room are asked from the beginning each time."""
    now = Hall(hall.graph, scene.groups)
    assert not scene.paused or step.what is What.GO_ON
    if step.what in (What.ARRIVE, What.LESSON, What.CHOOSE):
        return
    assert scene.stage is Stage.CHOOSING
    if step.what in (What.ASK, What.CROSS):
        check_asked(now, scene, step)
    if step.what in (What.YES, What.CROSS):
        for one, other in step.groups:
            assert guard(now).offers(one, other)
            assert keeps_whole(now, (min(one, other), max(one, other)))
            now = now.with_group((min(one, other), max(one, other)))
    if step.what is What.THIRD:
        third, *two = step.groups[0]
        assert (third, tuple(two)) in may_join(guard(now).prospect)
    if step.what is What.UNDO:
        assert tuple(sorted(step.groups[0])) in now.formed
    if step.what is What.HELP:
        assert now.choosing >> step.groups[0][0] & 1


def check_asked(now: Hall, scene: Scene, step: Step) -> None:
    """Only those who are offered, by people who wait for nobody; who crosses was asked by the same person."""
    waiting = {(one.who, one.whom) for one in scene.questions if one.answer is Answer.NONE}
    for who, whom in step.groups:
        assert guard(now).offers(who, whom)
        assert who not in {asking for asking, _asked in waiting}
        assert ((whom, who) in waiting) == (step.what is What.CROSS)


def check_end(hall: Hall, scene: Scene) -> None:
    """As many are placed as could be from the beginning: in a room that is whole, everybody."""
    before = guard(hall).prospect
    left = Hall(hall.graph, scene.groups).choosing
    assert left.bit_count() == before.left_over
    assert scene.stage is (Stage.SEALED if before.most_pairs else Stage.CHOOSING)
    assert all(one.answer is not Answer.NONE for one in scene.questions)
    assert sorted(place for place, _step in scene.arrived) == list(range(len(hall.graph)))
    assert not set(scene.helped) - set(bits_of(left))
    for formed in scene.formed:
        assert all(hall.graph[one] >> other & 1 for one, other in combinations(formed.group, 2))


@settings(max_examples=40, deadline=None)
@given(hall=halls(), seed=st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_script(hall: Hall, seed: int) -> None:
    assert script(hall, seed) == script(hall, seed)
    assert telling_script(hall, [seed]) == script(hall, seed)


def test_another_seed_gives_another_script() -> None:
    hall = room_of(12)
    assert len({script(hall, seed) for seed in range(20)}) == 20


def room_of(people: int, functions: int = 4) -> Hall:
    return Hall(tuple(functions_apart([place % functions for place in range(people)])))


def counted(steps: tuple[Step, ...], what: What) -> int:
    return sum(step.what is what for step in steps)


@pytest.mark.parametrize("people", [12, 24, 60])
def test_whatever_can_happen_in_an_even_room_happens(people: int) -> None:
    steps = script(room_of(people), seed=7)
    assert [counted(steps, what) for what in What if what not in (What.ARRIVE, What.ASK, What.YES)] == [
        3,  # lessons
        1,  # choosing opens
        1,  # not this time
        1,  # crossing
        0,  # nobody joins a pair
        1,  # undone
        1,  # help
        1,  # paused
        1,  # and on again
        1,  # sealed
    ]
    assert [step.what for step in steps[-1:]] == [What.SEAL]


def test_an_odd_room_ends_with_its_trio() -> None:
    steps = script(room_of(13), seed=7)
    assert [step.what for step in steps[-2:]] == [What.THIRD, What.SEAL]
    assert sorted(len(group) for group in scene_after(steps).groups) == [2, 2, 2, 2, 2, 3]


def test_a_pair_that_comes_undone_forms_anew_at_once() -> None:
    steps = script(room_of(12), seed=7)
    at = next(number for number, step in enumerate(steps) if step.what is What.UNDO)
    ((one, other),) = steps[at].groups
    assert steps[at + 1 : at + 3] == (Step(What.ASK, ((other, one),)), Step(What.YES, ((other, one),)))


def test_the_lobby_fills_in_small_groups_and_one_is_late() -> None:
    steps = script(room_of(24), seed=7)
    sizes = [len(step.groups[0]) for step in steps if step.what is What.ARRIVE]
    assert len(sizes) == 9
    assert sum(sizes) == 24
    assert sizes[-1] == 1
    choosing_at = steps.index(Step(What.CHOOSE))
    assert [step.what for step in steps[choosing_at - 3 : choosing_at + 2]] == [
        What.LESSON,
        What.LESSON,
        What.LESSON,
        What.CHOOSE,
        What.ARRIVE,
    ]


def test_without_a_cycle_behind_them_there_are_no_lessons() -> None:
    steps = script(room_of(8), seed=7, lessons=0)
    assert counted(steps, What.LESSON) == 0
    assert scene_after(steps).stage is Stage.SEALED


@pytest.mark.parametrize("people", [2, 3, 7, 24, 47, 48, 60, 61, 299, 300])
def test_a_script_stays_short_in_rooms_of_every_size(people: int) -> None:
    steps = script(room_of(people, functions=min(people, 6)), seed=3)
    assert len(steps) <= MOST_STEPS
    assert scene_after(steps).stage is Stage.SEALED


def test_in_a_small_room_each_step_is_one_persons_press() -> None:
    steps = script(room_of(40), seed=3)
    pressed = [step for step in steps if step.what in (What.ASK, What.YES, What.CROSS)]
    assert {len(step.groups) for step in pressed} == {1}
    several = [step for step in script(room_of(60), seed=3) if step.what is What.YES]
    assert max(len(step.groups) for step in several) == 2


def test_nobody_to_pair_means_nothing_to_seal() -> None:
    steps = script(Hall(tuple(graph_of(4, []))), seed=1)
    assert scene_after(steps).stage is Stage.CHOOSING
    assert counted(steps, What.ASK) == counted(steps, What.SEAL) == 0


def test_a_script_is_preferred_in_which_the_warning_comes_up_once() -> None:
    """Four functions of three: at times the last ones may not choose freely, at times they may."""
    hall = room_of(12)
    seeds = range(3, 20)
    calm = [seed for seed in seeds if warnings(hall, script(hall, seed)) == 0]
    once = [seed for seed in seeds if warnings(hall, script(hall, seed)) == 1]
    assert calm
    assert once
    assert telling_script(hall, seeds) == script(hall, once[0])
    assert warnings(hall, telling_script(hall, calm)) == 0


def warnings(hall: Hall, steps: tuple[Step, ...]) -> int:
    """How often choices begin to be held back, looked up at every step."""
    held = [guard(Hall(hall.graph, scene_after(steps[:end]).groups)).refuses for end in range(len(steps))]
    return sum(now and not before for before, now in pairwise(held))
