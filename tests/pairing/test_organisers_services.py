"""What those who run the process see of the room: who is at risk, what is open, what was done knowingly."""

from __future__ import annotations

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.facilitating import undo_pair
from pairing.services.kept_apart import keep_apart
from pairing.services.organisers import (
    at_risk,
    could_be_together,
    open_suggestions,
    organisers_version,
    overrides_of,
)
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.suggesting import ask_to_join, suggest_to_room
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, earlier_cycle, open_room, pair_up
from tests.pairing.test_suggesting_services import press, wish


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Only Idris is left to Maggie once Amara has Vikram."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    return cycle


def against_the_guard(cast: Northmere, cycle: Cycle, one: str, other: str, why: str) -> None:
    record_pair(
        cycle=cycle,
        one=cast.leader(one),
        other=cast.leader(other),
        both_said_yes=True,
        although=why,
        by=cast.facilitator,
        at=AT,
    )


def test_nobody_is_at_risk_while_every_choice_keeps_the_room_whole(inside: Northmere, cycle: Cycle) -> None:
    assert at_risk(read_room(cycle)) is None


def test_two_who_are_kept_apart_look_like_a_choice_that_is_held_back(inside: Northmere, cycle: Cycle) -> None:
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Idris"), by=inside.facilitator)
    found = at_risk(read_room(cycle))
    assert found is not None
    assert (found.few, found.short, found.settle, found.undo) == ((), "", (), ())


def test_whoever_has_one_choice_left_is_named_with_the_pair_that_would_settle_it(
    inside: Northmere, tight: Cycle
) -> None:
    found = at_risk(read_room(tight))
    assert found is not None
    few = {leader.called: choices for leader, choices in found.few}
    assert (few["Maggie"], few["Idris"]) == (1, 1)
    assert found.short == "Maggie Thornton has only one person left to choose, who is needed there."
    assert "Idris Kaya and Maggie Thornton" in {one.names for one in found.settle}
    assert found.undo == ()


def test_when_somebody_is_stranded_the_pairs_that_would_mend_it_are_named(
    inside: Northmere, tight: Cycle
) -> None:
    against_the_guard(inside, tight, "Helen", "Idris", "They asked for it.")
    found = at_risk(read_room(tight))
    assert found is not None
    assert found.short == "Maggie Thornton has nobody left to choose."
    undoing = {frozenset(member.leader.called for member in shown.members) for shown in found.undo}
    assert undoing == {frozenset({"Amara", "Vikram"}), frozenset({"Helen", "Idris"})}


def test_where_only_the_third_is_at_stake_that_is_said(db: None) -> None:
    """Seven people, and Maggie has been with Priya: nobody is short, but not any two leave a third."""
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"))
        found = at_risk(read_room(open_room(cast)))
    assert found is not None
    assert found.short == (
        "The number is odd, and some choices would leave nobody who can be the third of a trio."
    )


def test_a_shortlist_changes_nothing_of_it(inside: Northmere, tight: Cycle) -> None:
    before = at_risk(read_room(tight))
    together = could_be_together(read_room(tight))
    version = organisers_version(tight)
    for who, whom in (("Helen", "Priya"), ("Priya", "Helen"), ("Siobhan", "Joanna"), ("Joanna", "Siobhan")):
        wish(inside, who, whom)
    assert at_risk(read_room(tight)) == before
    assert could_be_together(read_room(tight)) == together
    assert organisers_version(tight) == version


def test_the_one_left_by_an_odd_number_is_no_risk(db: None) -> None:
    odd = make_northmere(leaders=7)
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        for one, other in (("Maggie", "Priya"), ("Amara", "Siobhan"), ("Helen", "Joanna")):
            pair_up(odd, cycle, one, other)
        assert read_room(cycle).outlook.trio
        assert at_risk(read_room(cycle)) is None


def test_who_could_still_be_together_names_the_pair_that_takes_in_a_third(db: None) -> None:
    odd = make_northmere(leaders=7)
    with scope(organisation=odd.organisation.pk):
        Leader.objects.filter(pk=odd.leader("Vikram").pk).update(manager=odd.leader("Priya"))
        cycle = open_room(odd)
        pair_up(odd, cycle, "Maggie", "Priya")
        pair_up(odd, cycle, "Helen", "Joanna")
        pair = pair_up(odd, cycle, "Amara", "Siobhan")
        (one,) = could_be_together(read_room(cycle))
        assert one.joins is not None
        assert one.joins.pair == pair
        assert one.third == odd.leader("Vikram")
        assert one.names == "Siobhan Doyle, Amara Okafor and Vikram Sethi"


def test_two_who_are_left_and_may_not_pair_could_not_be_together(inside: Northmere, cycle: Cycle) -> None:
    cycle.participants.exclude(leader__in=[inside.leader("Helen"), inside.leader("Vikram")]).delete()
    assert could_be_together(read_room(cycle)) == ()


def test_open_suggestions_are_names_and_no_answers(inside: Northmere, cycle: Cycle) -> None:
    suggest_to_room(cycle=cycle, by=inside.facilitator, at=AT)
    before = [one.names for one in open_suggestions(cycle)]
    assert len(before) == 4
    version = organisers_version(cycle)
    assert press(inside, cycle, "Helen") is None
    assert [one.names for one in open_suggestions(cycle)] == before
    assert organisers_version(cycle) == version


def test_a_leaders_question_to_join_a_pair_is_theirs_alone(db: None) -> None:
    odd = make_northmere(leaders=7)
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair_up(odd, cycle, "Maggie", "Priya")
        pair_up(odd, cycle, "Helen", "Joanna")
        pair = pair_up(odd, cycle, "Amara", "Siobhan")
        version = organisers_version(cycle)
        ask_to_join(cycle=cycle, leader=odd.leader("Vikram"), pair=pair, by=odd.person("Vikram"), at=AT)
        assert open_suggestions(cycle) == []
        assert organisers_version(cycle) == version


def test_overrides_have_who_whom_and_why_newest_first(inside: Northmere, tight: Cycle) -> None:
    against_the_guard(inside, tight, "Helen", "Idris", "They asked for it.")
    pair = read_room(tight).pair_of[inside.leader("Helen").pk].pair
    against_the_guard(inside, tight, "Priya", "Joanna", "So did they.")
    found = overrides_of(tight, standing=[shown.pair.pk for shown in read_room(tight).pairs])
    assert [(one.by, one.who, one.reason, one.stands) for one in found] == [
        ("Esther Boateng", "Helen Armitage and Idris Kaya", "They asked for it.", True)
    ]
    undo_pair(cycle=tight, pair=pair, by=inside.facilitator)
    (one,) = overrides_of(tight, standing=[shown.pair.pk for shown in read_room(tight).pairs])
    assert not one.stands


def test_overrides_of_another_cycle_are_not_of_this_one(inside: Northmere, tight: Cycle) -> None:
    against_the_guard(inside, tight, "Helen", "Idris", "They asked for it.")
    assert overrides_of(tight.team.cycles.get(number=1), standing=[]) == []


def test_the_version_changes_with_the_room_with_suggestions_and_with_those_kept_apart(
    inside: Northmere, cycle: Cycle
) -> None:
    seen = [organisers_version(cycle)]
    suggest_to_room(cycle=cycle, by=inside.facilitator, at=AT)
    seen.append(organisers_version(cycle))
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Idris"), by=inside.facilitator)
    seen.append(organisers_version(cycle))
    pair_up(inside, cycle, "Helen", "Priya")
    seen.append(organisers_version(cycle))
    assert len(set(seen)) == 4
