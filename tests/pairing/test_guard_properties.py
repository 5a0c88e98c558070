"""What holds of the guard in any room at all."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings, strategies as st

from pairing.rules.bits import bits_of
from pairing.rules.guard import Group, Guard, Hall, after_group, guard, look_ahead, may_join
from tests.pairing.graphs import edges_of, graph_of, renamed

ANY = st.data()
untimed = settings(deadline=None, max_examples=200)


@st.composite
def halls(draw: st.DrawFn, most: int = 12, formed: bool = True) -> Hall:
    """A room of any lines, in which some may be in pairs already."""
    people = draw(st.integers(0, most))
    everybody = [(one, other) for other in range(people) for one in range(other)]
    drawn = draw(st.lists(st.integers(0, 3), min_size=len(everybody), max_size=len(everybody)))
    density = draw(st.integers(1, 3))
    lines = [two for two, number in zip(everybody, drawn, strict=True) if number < density]
    order = draw(st.permutations(range(people)))
    pairs = draw(st.integers(0, min(2, people // 2))) if formed else 0
    groups = tuple((order[2 * number], order[2 * number + 1]) for number in range(pairs))
    return Hall(tuple(graph_of(people, lines)), groups, draw(st.booleans()))


def choices(now: Guard) -> list[Group]:
    """Everything that can be chosen: two who are offered each other, and thirds with the pair they join."""
    return [*edges_of(now.offered), *((*two, place) for place, two in may_join(now.prospect))]


@untimed
@given(halls(), ANY)
def test_whatever_is_chosen_of_what_is_offered_nobody_more_is_left_over(
    hall: Hall, data: st.DataObject
) -> None:
    now = start = guard(hall)
    while possible := choices(now):
        now = after_group(now, data.draw(st.sampled_from(possible)))
    assert now.hall.choosing.bit_count() == start.prospect.left_over


@untimed
@given(halls())
def test_every_choice_that_is_held_back_would_leave_somebody_more_without_a_partner(hall: Hall) -> None:
    found = guard(hall)
    for two in edges_of(hall.open_graph):
        assert (look_ahead(hall.with_group(two)).left_over > found.prospect.left_over) != found.offers(*two)


@untimed
@given(halls(), ANY)
def test_two_more_who_may_pair_never_lower_what_is_possible(hall: Hall, data: st.DataObject) -> None:
    people = len(hall.graph)
    choosing = list(bits_of(hall.choosing))
    apart = [two for two in combinations(choosing, 2) if not hall.graph[two[0]] >> two[1] & 1]
    if not apart:
        return
    line = data.draw(st.sampled_from(apart))
    more = Hall(tuple(graph_of(people, [*edges_of(hall.graph), line])), hall.formed, hall.trio)
    before, after = guard(hall), guard(more)
    assert after.prospect.most_pairs >= before.prospect.most_pairs
    assert after.prospect.placed >= before.prospect.placed
    if after.prospect.placed > before.prospect.placed:
        assert after.offers(*line)


@untimed
@given(halls(), ANY)
def test_other_names_change_nothing_but_names(hall: Hall, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(hall.graph))))
    groups = tuple(tuple(order[place] for place in group) for group in hall.formed)
    before, after = guard(hall), guard(Hall(tuple(renamed(hall.graph, order)), groups, hall.trio))
    assert after.prospect.placed == before.prospect.placed
    assert after.prospect.most_pairs == before.prospect.most_pairs
    assert list(after.offered) == renamed(before.offered, order)
    joining = {(order[place], tuple(order[one] for one in two)) for place, two in may_join(before.prospect)}
    assert set(may_join(after.prospect)) == joining


@untimed
@given(halls())
def test_same_room_same_answer(hall: Hall) -> None:
    again = Hall(tuple(hall.graph), tuple(hall.formed), hall.trio)
    assert guard(again) == guard(hall)
    assert may_join(look_ahead(again)) == may_join(look_ahead(hall))


@untimed
@given(halls())
def test_only_those_who_may_pair_and_still_choose_are_offered_and_both_ways(hall: Hall) -> None:
    found = guard(hall)
    assert len(found.offered) == len(hall.graph)
    for one, row in enumerate(found.offered):
        assert row & ~hall.open_graph[one] == 0
        assert all(found.offered[other] >> one & 1 for other in bits_of(row))


@untimed
@given(halls(formed=False))
def test_as_long_as_somebody_can_be_placed_something_is_offered(hall: Hall) -> None:
    found = guard(hall)
    assert bool(edges_of(found.offered)) == (found.prospect.placed > 0)
    assert found.prospect.is_whole == (found.prospect.left_over == 0)
