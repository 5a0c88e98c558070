"""The repeats that serve best: by example, and against trying every pairing in small rooms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

from hypothesis import given, settings, strategies as st

from pairing.rules.repeats import Option, Repeats, best_repeats
from tests.pairing.graphs import edges_of, functions_apart, graph_of

Two = tuple[int, int]
Together = dict[Two, int]
Groups = list[tuple[int, ...]]
untimed = settings(deadline=None)


def all_pairings(people: tuple[int, ...], allowed: set[Two], trio: bool) -> Iterator[Groups]:
    """Every way to put some of these into pairs and, with ``trio``, at most one trio."""
    if not people:
        yield []
        return
    yield from all_pairings(people[1:], allowed, trio)
    for others in [*combinations(people[1:], 1), *(combinations(people[1:], 2) if trio else ())]:
        group = (people[0], *others)
        if set(combinations(group, 2)) <= allowed:
            rest = tuple(place for place in people if place not in group)
            for groups in all_pairings(rest, allowed, trio and len(group) == 2):
                yield [group, *groups]


def by_trying_all(graph: list[int], together: Together, trio: bool) -> list[tuple[int, int, list[int]]]:
    """(through, placed, cycles of the repeats, most recent first) for no repeats and each cycle."""
    free = set(edges_of(graph))
    found = []
    for through in sorted({0, *together.values()}):
        allowed = free | {two for two, cycle in together.items() if cycle <= through}
        serve = []
        for groups in all_pairings(tuple(range(len(graph))), allowed, trio and len(graph) % 2 == 1):
            twos = [two for group in groups for two in combinations(group, 2) if two not in free]
            cycles = sorted((together[two] for two in twos), reverse=True)
            serve.append((-sum(map(len, groups)), len(cycles), cycles))
        placed, _, cycles = min(serve)
        found.append((through, -placed, cycles))
    return found


@st.composite
def rooms(draw: st.DrawFn, most: int) -> tuple[list[int], Together]:
    """Every two may pair, were partners in one of four cycles, or never may."""
    people = draw(st.integers(1, most))
    everybody = list(combinations(range(people), 2))
    states = draw(st.lists(st.integers(-2, 4), min_size=len(everybody), max_size=len(everybody)))
    free = [two for two, state in zip(everybody, states, strict=True) if state == 0]
    together = {two: state for two, state in zip(everybody, states, strict=True) if state > 0}
    return graph_of(people, free), together


def check(found: Repeats, graph: list[int], together: Together) -> None:
    """The pairing is one, and the numbers are its own."""
    again = {two: cycle for two, cycle in together.items() if not graph[two[0]] >> two[1] & 1}
    allowed = set(edges_of(graph)) | {two for two, cycle in again.items() if cycle <= found.through}
    twos = [two for group in found.groups for two in combinations(group, 2)]
    assert set(twos) <= allowed
    placed = [place for group in found.groups for place in group]
    assert sorted([*placed, *found.out]) == list(range(len(graph)))
    assert (len(placed), len(found.groups)) == (found.placed_after, found.pairs_after)
    used = {(one, other): cycle for one, other, cycle in found.repeats}
    assert used == {two: again[two] for two in twos if two in again}
    here = next(option for option in found.options if option.through == found.through)
    assert here == (found.through, found.pairs_after, found.placed_after, len(found.repeats))
    assert found.options[0] == (0, found.pairs_before, found.placed_before, 0)


def agrees_with_trying(graph: list[int], together: Together, trio: bool) -> bool:
    """Compares everything that is promised; whether repeats serve at all."""
    expected = by_trying_all(graph, together, trio)
    found = best_repeats(graph, together, trio=trio)
    most = expected[-1][1]
    if most == expected[0][1]:
        assert found is None
        return False
    assert found is not None
    check(found, graph, together)
    through, _, cycles = next(option for option in expected if option[1] == most)
    assert (found.through, [cycle for _, _, cycle in found.repeats]) == (through, cycles)
    numbers = [(option.through, option.placed, option.fewest_repeats) for option in found.options]
    assert numbers == [(through, placed, len(cycles)) for through, placed, cycles in expected]
    return True


@untimed
@given(rooms(7), st.booleans())
def test_as_good_as_trying_everything(room: tuple[list[int], Together], trio: bool) -> None:
    agrees_with_trying(*room, trio)


def test_eight_people_with_little_choice_left() -> None:
    rng = Random(8)
    served = 0
    for _ in range(150):
        everybody = list(combinations(range(8), 2))
        rng.shuffle(everybody)
        together = {two: rng.randint(1, 4) for two in everybody[8:18]}
        served += agrees_with_trying(graph_of(8, everybody[: rng.randint(2, 8)]), together, True)
    assert served > 50


@untimed
@given(rooms(12), st.booleans())
def test_same_room_same_answer(room: tuple[list[int], Together], trio: bool) -> None:
    graph, together = room
    other_way_round = dict(reversed(together.items()))
    assert best_repeats(graph, together, trio=trio) == best_repeats(graph, other_way_round, trio=trio)


@untimed
@given(rooms(13))
def test_more_cycles_never_place_fewer_or_need_more(room: tuple[list[int], Together]) -> None:
    found = best_repeats(*room, trio=True)
    for before, after in zip(found.options, found.options[1:], strict=False) if found else ():
        assert (before.most_pairs, before.placed) <= (after.most_pairs, after.placed)
        assert before.placed < after.placed or before.fewest_repeats >= after.fewest_repeats


# By example

MAGGIE, AMARA, SIOBHAN, PRIYA, HELEN, VIKRAM = range(6)


def test_nothing_is_allowed_while_everybody_can_pair() -> None:
    assert best_repeats(graph_of(4, [(0, 1), (2, 3)]), {(0, 2): 1, (1, 3): 1}, trio=True) is None


def test_longest_ago_comes_first() -> None:
    """Siobhan and Priya have nobody new; they were partners in cycle 2, and of the others in cycle 1."""
    graph = graph_of(4, [(MAGGIE, AMARA)])
    again = {(SIOBHAN, PRIYA): 2, (MAGGIE, SIOBHAN): 1, (AMARA, PRIYA): 1}
    assert best_repeats(graph, again, trio=True) == Repeats(
        through=1,
        pairs_before=1,
        pairs_after=2,
        placed_before=2,
        placed_after=4,
        repeats=((MAGGIE, SIOBHAN, 1), (AMARA, PRIYA, 1)),
        groups=((MAGGIE, SIOBHAN), (AMARA, PRIYA)),
        out=(),
        options=(Option(0, 1, 2, 0), Option(1, 2, 4, 2), Option(2, 2, 4, 1)),
    )


def test_of_equally_many_repeats_the_older() -> None:
    """All three pairs are repeats, Helen and Vikram's from cycle 3; of the others one can be from cycle 1."""
    again = {(HELEN, VIKRAM): 3, (MAGGIE, AMARA): 2, (SIOBHAN, PRIYA): 2, (MAGGIE, PRIYA): 1}
    found = best_repeats([0] * 6, {**again, (AMARA, SIOBHAN): 2}, trio=True)
    assert found is not None
    assert found.repeats == ((HELEN, VIKRAM, 3), (AMARA, SIOBHAN, 2), (MAGGIE, PRIYA, 1))


def test_when_not_even_repeats_place_everybody() -> None:
    """Helen and Vikram may pair with nobody, ever."""
    found = best_repeats(graph_of(6, [(MAGGIE, AMARA)]), {(SIOBHAN, PRIYA): 4}, trio=True)
    assert found is not None
    assert (found.through, found.placed_before, found.placed_after) == (4, 2, 4)
    assert found.out == (HELEN, VIKRAM)


def test_repeats_that_place_nobody_more_are_not_offered() -> None:
    assert best_repeats(graph_of(4, [(MAGGIE, AMARA)]), {(AMARA, SIOBHAN): 1}, trio=True) is None


def test_a_trio_of_old_partners_counts_three() -> None:
    again = {(MAGGIE, AMARA): 1, (MAGGIE, SIOBHAN): 2, (AMARA, SIOBHAN): 2}
    found = best_repeats([0, 0, 0], again, trio=True)
    assert found is not None
    assert found.groups == ((MAGGIE, AMARA, SIOBHAN),)
    assert found.repeats == ((MAGGIE, SIOBHAN, 2), (AMARA, SIOBHAN, 2), (MAGGIE, AMARA, 1))
    assert found.options == (Option(0, 0, 0, 0), Option(1, 1, 2, 1), Option(2, 1, 3, 3))


def test_without_a_trio_one_stays_out() -> None:
    again = {(MAGGIE, AMARA): 1, (MAGGIE, SIOBHAN): 2, (AMARA, SIOBHAN): 2}
    found = best_repeats([0, 0, 0], again, trio=False)
    assert found is not None
    assert (found.through, found.groups, found.out) == (1, ((MAGGIE, AMARA),), (SIOBHAN,))


def test_who_may_pair_anyway_is_no_repeat() -> None:
    found = best_repeats(graph_of(4, [(MAGGIE, AMARA)]), {(MAGGIE, AMARA): 2, (SIOBHAN, PRIYA): 1}, trio=True)
    assert found is not None
    assert found.repeats == ((SIOBHAN, PRIYA, 1),)
    assert [option.through for option in found.options] == [0, 1]


def test_a_team_that_has_been_through_everybody() -> None:
    """Two functions of five, and all five cycles there are behind them: cycle 1 again, for everybody."""
    again = {(one, 5 + (one + cycle) % 5): cycle for cycle in range(1, 6) for one in range(5)}
    found = best_repeats([0] * 10, again, trio=True)
    assert found is not None
    assert (found.through, found.placed_before, found.placed_after) == (1, 0, 10)
    assert found.repeats == tuple((one, 5 + (one + 1) % 5, 1) for one in range(5))
    assert [option.fewest_repeats for option in found.options] == [0, 5, 5, 5, 5, 5]


def test_an_odd_team_of_twenty_one_after_many_cycles() -> None:
    """Eight, seven and six: one pairing in thirteen is still new, the others come from cycles 1 to 12."""
    graph = functions_apart([0] * 8 + [1] * 7 + [2] * 6)
    again = {(one, other): (one + other) % 13 + 1 for one, other in edges_of(graph)}
    kept = [two for two in edges_of(graph) if sum(two) % 13 == 12]
    found = best_repeats(graph_of(21, kept), again, trio=True)
    assert found is not None
    check(found, graph_of(21, kept), again)
    assert (found.placed_after, found.out) == (21, ())
