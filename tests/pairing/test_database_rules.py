"""Every hard rule of pairing once more, past the services: the database keeps it by itself."""

from __future__ import annotations

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, Participant
from pairing.models import Proposal
from teams.models import Leader, Team
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import (
    agree,
    ask_past_services,
    insert_pair,
    put_aside,
    refused_by,
    settle,
)
from tests.pairing.room import AT, ask, earlier_cycle, open_room, pair_up, seal


def test_rows_that_keep_all_rules_are_accepted(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Priya")
    insert_pair(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Maggie")
    agree(inside, cycle, "Amara", "Siobhan", "Joanna")
    insert_pair(inside, cycle, "Amara", "Siobhan", "Joanna", trio=True)
    settle()
    assert Pair.objects.count() == 2


def test_both_say_yes(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Priya")
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")
    Proposal.objects.update(state="declined", answered_at=AT)
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")


def test_a_yes_to_one_is_no_yes_to_another(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Priya")
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Joanna")


def test_a_trio_needs_a_yes_between_every_two(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    agree(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Joanna", "Helen")
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True)
    agree(inside, cycle, "Joanna", "Priya")
    insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True)
    settle()


def test_a_yes_counts_for_one_pair_only_once_it_was_undone(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    Proposal.objects.update(state="lapsed", answered_at=AT)
    pair.delete()
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")


def test_a_yes_of_an_earlier_cycle_does_not_count(inside: Northmere) -> None:
    earlier = open_room(inside)
    agree(inside, earlier, "Helen", "Priya")
    pair_up(inside, earlier, "Amara", "Joanna")
    seal(inside, earlier)
    cycle = open_room(inside, AT.date().replace(year=2027))
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")


def test_a_proposal_begins_open_is_answered_once_and_only_organisers_write_one_down(
    inside: Northmere, cycle: Cycle
) -> None:
    two = {"proposer": inside.leader("Helen"), "addressee": inside.leader("Priya")}
    row = {"organisation": inside.organisation, "cycle": cycle, **two}
    with refused_by("proposal_begins_open"):
        Proposal.objects.create(**row, state="accepted", answered_at=AT)
    with refused_by("proposal_recorded_by_organiser"):
        Proposal.objects.create(**row, state="accepted", answered_at=AT, recorded_by=inside.person("Idris"))
    proposal = Proposal.objects.create(**row)
    Proposal.objects.update(state="declined", answered_at=AT)
    with refused_by("proposal_answered_once"):
        Proposal.objects.filter(pk=proposal.pk).update(state="accepted")
    with refused_by("proposal_answered_when_not_open"):
        Proposal.objects.create(**{**row, "answered_at": AT})


def test_never_the_same_function(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Vikram")
    with refused_by("pair_different_functions"):
        insert_pair(inside, cycle, "Helen", "Vikram")


def test_nobody_pretends_to_be_of_another_function(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Vikram")
    with refused_by("member_function_is_theirs"):
        pair = Pair.objects.create(organisation=inside.organisation, cycle=cycle)
        for name, code in (("Helen", "FIN"), ("Vikram", "CARE")):
            PairMember.objects.create(
                organisation=inside.organisation,
                pair=pair,
                cycle=cycle,
                leader=inside.leader(name),
                function=inside.functions[code],
            )


@pytest.mark.parametrize("names", [("Maggie", "Helen"), ("Helen", "Maggie")])
def test_never_a_line_manager_and_their_report(
    inside: Northmere, cycle: Cycle, names: tuple[str, str]
) -> None:
    agree(inside, cycle, *names)
    with refused_by("pair_no_reporting_line"):
        insert_pair(inside, cycle, *names)


def test_never_a_partner_of_an_earlier_cycle(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    agree(inside, cycle, "Idris", "Helen")
    with refused_by("pair_not_again"):
        insert_pair(inside, cycle, "Idris", "Helen")


def test_nobody_in_two_pairs(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Helen", "Joanna")
    with refused_by("member_of_one_pair"):
        insert_pair(inside, cycle, "Helen", "Joanna")


@pytest.mark.parametrize(
    ("names", "trio"),
    [(("Helen",), False), (("Helen", "Priya", "Joanna"), False), (("Helen", "Priya"), True), ((), False)],
)
def test_a_pair_has_two_members_and_a_trio_three(
    inside: Northmere, cycle: Cycle, names: tuple[str, ...], trio: bool
) -> None:
    agree(inside, cycle, *names)
    with refused_by("pair_size"):
        insert_pair(inside, cycle, *names, trio=trio)


def test_a_member_cannot_be_taken_out_of_a_standing_pair(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    with refused_by("pair_size"):
        PairMember.objects.filter(leader=inside.leader("Helen")).delete()
    with refused_by("pair_ends_while_under_way"):
        PairMember.objects.filter(leader=inside.leader("Helen")).update(left_at=AT)


def test_one_trio_in_a_cycle(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    agree(inside, cycle, "Helen", "Priya", "Joanna")
    insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True)
    agree(inside, cycle, "Vikram", "Siobhan", "Idris")
    with refused_by("pair_one_trio_per_cycle"):
        insert_pair(inside, cycle, "Vikram", "Siobhan", "Idris", trio=True)


def test_all_three_of_a_trio_may_pair_with_one_another(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Amara")
    agree(inside, cycle, "Priya", "Helen", "Maggie")
    with refused_by("pair_no_reporting_line"):
        insert_pair(inside, cycle, "Priya", "Helen", "Maggie", trio=True)


def test_somebody_who_has_left_joins_no_pair(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(left_on=AT.date())
    with refused_by("member_function_is_theirs"):
        insert_pair(inside, cycle, "Helen", "Priya")


def test_only_those_who_take_part_are_paired_or_ask(inside: Northmere, cycle: Cycle) -> None:
    agree(inside, cycle, "Helen", "Priya")
    settle()
    with refused_by("member_takes_part"):
        Proposal.objects.all().delete()
        Participant.objects.filter(leader=inside.leader("Priya")).delete()
        insert_pair(inside, cycle, "Helen", "Priya")
    with refused_by("addressee_takes_part"):
        Participant.objects.filter(leader=inside.leader("Idris")).delete()
        ask_past_services(inside, cycle, "Helen", "Idris")
    with refused_by("proposer_takes_part"):
        Participant.objects.filter(leader=inside.leader("Idris")).delete()
        ask_past_services(inside, cycle, "Idris", "Siobhan")


def test_one_open_question_per_leader_and_one_between_two(inside: Northmere, cycle: Cycle) -> None:
    ask_past_services(inside, cycle, "Helen", "Priya")
    with refused_by("proposal_open_once_per_proposer"):
        ask_past_services(inside, cycle, "Helen", "Idris")
    with refused_by("proposal_open_once_between_two"):
        ask_past_services(inside, cycle, "Priya", "Helen")
    with refused_by("proposal_to_another"):
        ask_past_services(inside, cycle, "Idris", "Idris")


def test_nobody_of_another_team_takes_part(inside: Northmere, cycle: Cycle) -> None:
    other = Team.objects.create(organisation=inside.organisation, name="Pilot", slug="pilot")
    otto = Leader.objects.create(
        organisation=inside.organisation, team=other, name="Otto Lindqvist", sort_name="Lindqvist Otto"
    )
    with refused_by("participant_of_team"):
        Participant.objects.create(organisation=inside.organisation, cycle=cycle, leader=otto)


def test_nobody_of_another_organisation_is_asked_or_paired(db: None) -> None:
    here, there = make_northmere(), make_northmere("southmere")
    with scope(organisation=here.organisation.pk):
        cycle = open_room(here)
        row = {"organisation": here.organisation, "cycle": cycle, "proposer": here.leader("Helen")}
        with refused_by("pairing_proposal_addressee_id_tenant_fk"):
            Proposal.objects.create(**row, addressee=there.leader("Priya"))
        with refused_by("member_function_is_theirs"):
            pair = Pair.objects.create(organisation=here.organisation, cycle=cycle)
            stranger = there.leader("Priya")
            PairMember.objects.create(
                organisation=here.organisation,
                pair=pair,
                cycle=cycle,
                leader=stranger,
                function=there.functions["CARE"],
            )
