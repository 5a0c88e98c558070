"""What the database keeps of pairs that change in mid-cycle, written past the services."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cycles.models import Cycle, Pair, PairMember, Participant
from pairing.models import HelpSignal, KeptApart, Proposal, SuggestedLeader, Suggestion
from tests.cast import Northmere
from tests.pairing.mid_cycle import leave, pair_with, part, under_way
from tests.pairing.past_services import (
    agree,
    ask_past_services,
    insert_pair,
    join,
    pair_past_services,
    refused_by,
    settle,
)
from tests.pairing.room import AT, earlier_cycle


@pytest.fixture
def four_free(inside: Northmere) -> Cycle:
    """Helen, Priya, Amara and Joanna."""
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    return cycle


def end(pair: Pair) -> None:
    pair.members.filter(left_at=None).update(left_at=timezone.now())
    Pair.objects.filter(pk=pair.pk).update(ended_at=timezone.now())


def test_two_who_are_free_and_have_said_yes_are_a_pair(inside: Northmere, four_free: Cycle) -> None:
    pair = pair_past_services(inside, four_free, "Helen", "Amara")
    settle()
    assert pair.members.count() == 2


def test_a_pair_needs_a_yes_from_both_and_an_old_one_counts_no_longer(
    inside: Northmere, four_free: Cycle
) -> None:
    for one, other in (("Helen", "Amara"), ("Helen", "Priya")):
        with refused_by("pair_both_said_yes"):
            insert_pair(inside, four_free, one, other)


@pytest.mark.parametrize("stage", ["running", "wrapping_up"])
def test_whoever_has_a_partner_asks_nobody(inside: Northmere, stage: str) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen")
    Cycle.objects.filter(pk=cycle.pk).exclude(stage=stage).update(stage=stage)
    with refused_by("cycle_is_choosing"):
        ask_past_services(inside, cycle, "Helen", "Amara")
    with refused_by("cycle_is_choosing"):
        agree(inside, cycle, "Amara", "Siobhan")
    with refused_by("cycle_is_choosing"):
        HelpSignal.objects.create(
            organisation=inside.organisation, cycle=cycle, leader=inside.leader("Amara")
        )
    ask_past_services(inside, cycle, "Helen", "Priya")


def test_a_yes_counts_for_nothing_once_one_has_another_partner(inside: Northmere, four_free: Cycle) -> None:
    asked = ask_past_services(inside, four_free, "Helen", "Amara")
    pair_past_services(inside, four_free, "Amara", "Priya")
    with refused_by("cycle_is_choosing"):
        Proposal.objects.filter(pk=asked.pk).update(state="accepted", answered_at=AT)
    Proposal.objects.filter(pk=asked.pk).update(state="declined", answered_at=AT)


def test_nobody_is_in_two_pairs(inside: Northmere, four_free: Cycle) -> None:
    pair_past_services(inside, four_free, "Helen", "Amara")
    with refused_by("cycle_is_choosing"):
        pair_past_services(inside, four_free, "Helen", "Joanna")
    with pytest.raises(IntegrityError, match="member_of_one_pair"), transaction.atomic():
        insert_pair(inside, four_free, "Helen", "Joanna")


def test_functions_lines_earlier_partners_and_who_is_kept_apart(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Joanna"))
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara", "Maggie", "Siobhan")
    one, other = sorted((inside.leader("Priya"), inside.leader("Amara")), key=lambda leader: leader.pk)
    KeptApart.objects.create(organisation=inside.organisation, team=inside.team, one=one, other=other)
    for rule, two in (
        ("pair_no_reporting_line", ("Helen", "Maggie")),
        ("pair_not_again", ("Helen", "Joanna")),
        ("pair_kept_apart", ("Amara", "Priya")),
    ):
        with refused_by(rule):
            pair_past_services(inside, cycle, *two)
    with pytest.raises(IntegrityError, match="pair_different_functions"), transaction.atomic():
        pair_past_services(inside, cycle, "Helen", "Vikram")


@pytest.mark.parametrize("aside", ["absent", "sits_out"])
def test_whoever_is_put_aside_is_in_no_pair_and_whoever_is_in_one_not_put_aside(
    inside: Northmere, four_free: Cycle, aside: str
) -> None:
    agree(inside, four_free, "Helen", "Amara")
    rows = Participant.objects.filter(cycle=four_free)
    rows.filter(leader=inside.leader("Helen")).update(**{aside: True})
    with refused_by("member_is_there"):
        insert_pair(inside, four_free, "Helen", "Amara")
    with refused_by("member_is_there"):
        rows.filter(leader=inside.leader("Siobhan")).update(**{aside: True})


def test_a_pair_ends_for_all_of_its_members_and_once(inside: Northmere) -> None:
    cycle = under_way(inside)
    pair = pair_with(cycle, inside, "Helen")
    with refused_by("pair_size"):
        Pair.objects.filter(pk=pair.pk).update(ended_at=AT)
    with refused_by("pair_size"):
        PairMember.objects.filter(pair=pair).update(left_at=AT)
    with refused_by("pair_size"):
        PairMember.objects.filter(pair=pair, leader=inside.leader("Helen")).update(left_at=AT)
    end(pair)
    settle()
    for again in (None, AT):
        with refused_by("pair_ends_once"):
            Pair.objects.filter(pk=pair.pk).update(ended_at=again)
        with refused_by("pair_ends_once"):
            PairMember.objects.filter(pair=pair).update(left_at=again)


def test_nothing_ends_once_the_cycle_is_closed(inside: Northmere) -> None:
    cycle = under_way(inside)
    pair = pair_with(cycle, inside, "Helen")
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    with refused_by("pair_ends_while_under_way"):
        end(pair)


def test_a_pair_of_this_cycle_is_ended_and_never_deleted(inside: Northmere) -> None:
    cycle = under_way(inside)
    with refused_by("cycle_is_choosing"):
        pair_with(cycle, inside, "Helen").delete()


def test_nobody_joins_a_pair_that_has_begun(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave(inside, "Priya")
    with refused_by("trio_begins_anew"):
        join(inside, pair_with(cycle, inside, "Amara"), "Helen")


def test_a_trio_once_in_a_cycle(inside: Northmere, four_free: Cycle) -> None:
    pair_past_services(inside, four_free, "Helen", "Amara", "Joanna", trio=True)
    settle()
    leave(inside, "Siobhan")
    leave(inside, "Maggie")
    with pytest.raises(IntegrityError, match="pair_one_trio_per_cycle"), transaction.atomic():
        Pair.objects.create(organisation=inside.organisation, cycle=four_free, is_trio=True)


def test_once_under_way_a_suggestion_is_the_question_of_somebody_who_is_free(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave(inside, "Priya")

    def suggest(asked_by: str | None, *names: str) -> Suggestion:
        here = {"organisation": inside.organisation, "cycle": cycle}
        asking = inside.leader(asked_by) if asked_by else None
        made = Suggestion.objects.create(**here, asked_by=asking)
        SuggestedLeader.objects.bulk_create(
            SuggestedLeader(**here, suggestion=made, leader=inside.leader(name)) for name in names
        )
        return made

    for nobody_free in (None, "Siobhan"):
        with refused_by("cycle_is_choosing"):
            suggest(nobody_free, "Siobhan", "Amara", "Joanna")
    made = suggest("Helen", "Helen", "Amara", "Joanna")
    with refused_by("cycle_is_choosing"):
        Suggestion.objects.filter(pk=made.pk).update(asked_by=inside.leader("Siobhan"))
    made.leaders.update(answer="yes", answered_at=AT)
    settle()
