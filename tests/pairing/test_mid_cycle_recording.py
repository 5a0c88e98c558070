"""In mid-cycle: what people have told a facilitator, and how somebody without a partner stands."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.services.choosing import propose
from pairing.services.participants import sit_out
from pairing.services.recording import WouldStrand, record_pair, record_third
from pairing.services.suggesting import ask_to_join
from pairing.services.without_partner import (
    Alone,
    Can,
    last_partners,
    standing_without_partner,
    who_would_join,
)
from tests.cast import Northmere, make_northmere
from tests.pairing.mid_cycle import GUARDED, history, leave, pair_now, pair_with, part, under_way
from tests.pairing.room import ask


def write_down(cast: Northmere, cycle: Cycle, *names: str, although: str = "") -> Pair:
    one, other, *third = (cast.leader(name) for name in names)
    return record_pair(
        cycle=cycle,
        one=one,
        other=other,
        third=third[0] if third else None,
        both_said_yes=True,
        by=cast.facilitator,
        although=although,
    )


def write_down_third(cast: Northmere, pair: Pair, name: str) -> Pair:
    return record_third(
        cycle=pair.cycle, pair=pair, third=cast.leader(name), all_said_yes=True, by=cast.facilitator
    )


def test_two_who_have_told_the_facilitator_are_a_pair_and_twice_is_once(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    pair = write_down(inside, cycle, "Helen", "Amara")
    assert write_down(inside, cycle, "Amara", "Helen") == pair
    with pytest.raises(DomainError, match=r"^Helen Armitage is in a pair with Amara Okafor already\.$"):
        write_down(inside, cycle, "Helen", "Priya")
    with pytest.raises(DomainError, match=r"^The pairs are sealed"):
        write_down(inside, cycle, "Siobhan", "Idris")


def test_against_the_guard_only_with_a_reason(inside: Northmere) -> None:
    cycle = under_way(inside, GUARDED)
    part(inside, cycle, "Maggie", "Idris")
    with pytest.raises(WouldStrand, match="This would leave somebody without a partner"):
        write_down(inside, cycle, "Idris", "Priya")
    assert write_down(inside, cycle, "Idris", "Priya", although="Maggie is away from May").is_trio is False


def test_a_third_who_has_told_the_facilitator_and_twice_is_once(inside: Northmere) -> None:
    cycle = under_way(inside)
    two = pair_with(cycle, inside, "Amara")
    leave(inside, "Priya")
    trio = write_down_third(inside, two, "Helen")
    assert (trio != two, trio.is_trio) == (True, True)
    assert write_down_third(inside, two, "Helen") == trio
    assert history(cycle)[-1] == ("Amara, Helen and Joanna", "trio")
    with pytest.raises(DomainError, match=r"^That pair has come undone meanwhile"):
        write_down_third(inside, two, "Siobhan")


def stands(cast: Northmere, cycle: Cycle, name: str) -> Alone | None:
    return standing_without_partner(cast.leader(name), cycle)


def test_how_somebody_stands_who_has_no_partner(inside: Northmere) -> None:
    cycle = under_way(inside)
    assert stands(inside, cycle, "Helen") is None
    part(inside, cycle, "Helen", "Siobhan")
    assert stands(inside, cycle, "Helen") == Alone(Can.ASK, ("Priya",))
    ask(inside, cycle, "Helen", "Siobhan")
    assert stands(inside, cycle, "Helen") == Alone(Can.WAIT, ("Priya",))
    assert stands(inside, cycle, "Siobhan") == Alone(Can.ANSWER, ("Vikram",))
    pair_now(inside, cycle, "Priya", "Vikram")
    leave(inside, "Siobhan")
    assert stands(inside, cycle, "Helen") == Alone(Can.JOIN, ("Priya",))
    ask_to_join(
        cycle=cycle,
        leader=inside.leader("Helen"),
        pair=pair_with(cycle, inside, "Amara"),
        by=inside.person("Helen"),
    )
    assert stands(inside, cycle, "Helen") == Alone(Can.WAIT, ("Priya",))
    assert who_would_join(inside.leader("Amara"), cycle) == inside.leader("Helen")
    assert who_would_join(inside.leader("Maggie"), cycle) is None
    sit_out(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    assert stands(inside, cycle, "Helen") == Alone(Can.COME_BACK, ("Priya",))
    assert who_would_join(inside.leader("Amara"), cycle) is None


def test_nobody_is_free_and_no_pair_may_take_in_a_third(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave(inside, "Idris")
    assert stands(inside, cycle, "Maggie") == Alone(Can.NOTHING, ("Idris",))


def test_the_last_partners_are_those_of_the_pair_that_was_left_last(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    pair_now(inside, cycle, "Helen", "Joanna")
    part(inside, cycle, "Helen")
    assert last_partners(inside.leader("Helen"), cycle) == ("Joanna",)
    assert last_partners(inside.leader("Amara"), cycle) == ("Joanna",)
    assert last_partners(inside.leader("Siobhan"), cycle) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_in_a_large_team(leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = under_way(cast)
        part(cast, cycle, "Helen", "Siobhan")
        propose(
            cycle=cycle,
            proposer=cast.leader("Siobhan"),
            addressee=cast.leader("Helen"),
            by=cast.person("Siobhan"),
        )
        with CaptureQueriesContext(connection) as with_partner:
            assert stands(cast, cycle, "Amara") is None
        with CaptureQueriesContext(connection) as without:
            assert stands(cast, cycle, "Helen") == Alone(Can.ANSWER, ("Priya",))
    assert (len(with_partner), len(without)) == (1, 11)
