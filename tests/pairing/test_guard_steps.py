"""The guard going on from what it knew, when a pair forms or comes undone: as if it had begun anew."""

from __future__ import annotations

from random import Random

import pytest

from pairing.rules.guard import Hall, after_group, after_undoing, guard, may_join
from tests.pairing.graphs import atlas, functions_apart, graph_of, random_circles, random_graph, random_hall
from tests.pairing.guarding import check_every_step, check_same, check_step

MAGGIE, AMARA, SIOBHAN, PRIYA, JOANNA, IDRIS = range(6)


def test_what_is_held_back_is_offered_again_when_a_pair_comes_undone() -> None:
    row = Hall(tuple(graph_of(4, [(MAGGIE, AMARA), (AMARA, SIOBHAN), (SIOBHAN, PRIYA)])))
    before = guard(row)
    after = after_group(before, (MAGGIE, AMARA))
    assert after.hall.formed == ((MAGGIE, AMARA),)
    assert after.offers(SIOBHAN, PRIYA)
    assert not after.offers(MAGGIE, AMARA)
    assert after_undoing(after, (MAGGIE, AMARA)) == before


def test_whoever_was_stranded_is_not_any_more_when_the_pair_comes_undone() -> None:
    row = Hall(tuple(graph_of(4, [(MAGGIE, AMARA), (AMARA, SIOBHAN), (SIOBHAN, PRIYA)])))
    stranded = after_group(guard(row), (AMARA, SIOBHAN))
    assert stranded.prospect.left_over == 2
    assert after_undoing(stranded, (AMARA, SIOBHAN)) == guard(row)


def test_two_who_may_not_pair_any_more_come_undone() -> None:
    """Idris and Joanna have come to be kept apart; without them four are in a row, and choose as four do."""
    lines = [(MAGGIE, AMARA), (AMARA, SIOBHAN), (SIOBHAN, IDRIS)]
    together = guard(Hall(tuple(graph_of(6, lines)), ((JOANNA, IDRIS),)))
    assert together.offers(AMARA, SIOBHAN)
    apart = after_undoing(together, (JOANNA, IDRIS))
    assert not apart.offers(AMARA, SIOBHAN)
    check_same(apart, guard(Hall(tuple(graph_of(6, lines)))))


def test_a_pair_that_is_not_there_cannot_come_undone() -> None:
    with pytest.raises(ValueError, match=r"not in tuple"):
        after_undoing(guard(Hall(tuple(functions_apart(range(4))))), (MAGGIE, AMARA))


@pytest.mark.parametrize("seed", range(2))
def test_every_step_in_every_room_of_an_even_number_up_to_six(seed: int) -> None:
    for graph in atlas(Random(seed), odd=False):
        check_every_step(Hall(tuple(graph)))


def test_every_step_in_every_room_of_an_odd_number_up_to_seven() -> None:
    for graph in atlas(Random(2), odd=True):
        check_every_step(Hall(tuple(graph)))


def test_steps_in_rooms_with_pairs_formed() -> None:
    rng = Random(3)
    for room in range(500):
        people = rng.choice([8, 9])
        graph = random_graph(people, 0.3, rng) if room % 2 else random_circles(people, rng)
        check_every_step(random_hall(graph, rng, trio=rng.random() < 0.8))


def test_steps_in_large_rooms() -> None:
    """Function against function, one of them half of the room; and sparse ones, where searches go deep."""
    rng = Random(4)
    for people in (24, 25, 40, 41):
        half = functions_apart([0 if place < people // 2 else 1 + place % 3 for place in range(people)])
        for graph in (half, random_circles(people, rng), random_graph(people, 2.6 / people, rng)):
            now = guard(random_hall(graph, rng))
            for _step in range(4):
                rows = [place for place, row in enumerate(now.hall.open_graph) if row]
                if rows:
                    one = rng.choice(rows)
                    others = [place for place in rows if now.hall.open_graph[one] >> place & 1]
                    now = check_step(now, (one, rng.choice(others)))


def test_a_third_joins_a_pair_and_the_trio_comes_undone() -> None:
    rng = Random(5)
    joined = 0
    for _room in range(800):
        now = guard(random_hall(random_graph(9, 0.5, rng), rng))
        for place, two in may_join(now.prospect):
            after = check_step_of_trio(now.hall, (*two, place))
            assert after == now.prospect.left_over
            joined += 1
    assert joined > 200


def check_step_of_trio(hall: Hall, trio: tuple[int, ...]) -> int:
    """How many are left over once the trio is formed. When it comes undone all three choose again."""
    after = after_group(guard(hall), trio)
    check_same(after, guard(hall.with_group(trio)))
    check_same(after_undoing(after, trio), guard(after.hall.without_group(trio)))
    return after.prospect.left_over
