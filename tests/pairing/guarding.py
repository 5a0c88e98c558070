"""What must hold of every guard, whatever the room: asserted by the tests of the engine."""

from __future__ import annotations

from itertools import combinations

from pairing.rules.bits import bits_of
from pairing.rules.guard import (
    Group,
    Guard,
    Hall,
    Prospect,
    after_group,
    after_undoing,
    guard,
    keeps_whole,
    may_join,
)
from tests.pairing.graphs import edges_of
from tests.pairing.trying import Trying


def check_guard(hall: Hall) -> Guard:
    """Everything from the beginning is what trying everything finds."""
    found = guard(hall)
    tried = Trying(hall.graph, hall.formed, hall.trio, at_any_number=hall.at_any_number)
    assert found.prospect.placed == tried.placed(), hall
    assert list(found.offered) == tried.offered(), hall
    assert set(may_join(found.prospect)) == tried.joins(), hall
    check_prospect(found.prospect)
    return found


def check_prospect(prospect: Prospect) -> None:
    """The pairs are of people who may pair and still choose, and the third can sit with their pair."""
    graph, partner, third = prospect.hall.open_graph, prospect.partner, prospect.third
    for one, other in enumerate(partner):
        assert other == -1 or (partner[other] == one and graph[one] >> other & 1), prospect
    if third is not None:
        assert partner[third.place] == -1, prospect
        near = graph[third.place] if third.pair else prospect.hall.graph[third.place]
        pairs = [third.pair] if third.pair else [two for two in prospect.hall.formed if len(two) == 2]
        assert any(near >> one & 1 and near >> other & 1 for one, other in pairs), prospect
        assert third.pair is None or partner[third.pair[0]] == third.pair[1], prospect


def check_every_group(hall: Hall) -> None:
    """Each single question has the answer that trying everything finds: pairs, trios, thirds for a pair."""
    tried = Trying(hall.graph, hall.formed, hall.trio, at_any_number=hall.at_any_number)
    choosing = list(bits_of(hall.choosing))
    twos = [two for two in hall.formed if len(two) == 2]
    groups: list[Group] = [
        *(group for size in (2, 3) for group in combinations(choosing, size) if tried.may_meet(*group)),
        *((*two, place) for two in twos for place in choosing if tried.may_join(place, two)),
    ]
    for group in groups:
        assert keeps_whole(hall, group) == tried.keeps_whole(group), (hall, group)


def check_step(before: Guard, group: Group) -> Guard:
    """Going on from what was known is the same as beginning anew, there and back."""
    after = after_group(before, group)
    check_same(after, guard(before.hall.with_group(group)))
    undone = after_undoing(after, group)
    check_same(undone, guard(after.hall.without_group(group)))
    return after


def check_every_step(hall: Hall) -> None:
    """Whatever two become a pair, offered or not, and whichever pair comes undone."""
    now = guard(hall)
    for two in edges_of(hall.open_graph):
        check_step(now, two)
    for group in hall.formed:
        check_same(after_undoing(now, group), guard(hall.without_group(group)))


def check_same(one: Guard, other: Guard) -> None:
    """The same answers; which largest set of pairs is behind them may differ."""
    assert one.hall == other.hall
    assert one.prospect.placed == other.prospect.placed, one.hall
    assert one.offered == other.offered, one.hall
    check_prospect(one.prospect)
