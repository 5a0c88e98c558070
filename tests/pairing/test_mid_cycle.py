"""New pairs once the cycle is under way, with the rules and the guard of choosing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from cycles.models import Cycle, Pair, Participant
from pairing.models import Proposal, Suggestion
from pairing.services.choosing import HELD_BACK, PARTED, accept, decline, propose, step_back, withdraw
from pairing.services.facilitating import undo_pair
from pairing.services.help_signals import ask_for_help, open_signals
from pairing.services.kept_apart import keep_apart
from pairing.services.own import own_view
from pairing.services.participants import (
    add_participant,
    choose_after_all,
    mark_absent,
    mark_back,
    sit_out,
)
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.suggesting import NOT_TO_JOIN, ask_to_join, leave, suggest_to_room, take
from tests.cast import Northmere, add_leader
from tests.pairing.mid_cycle import (
    GUARDED,
    history,
    join_now,
    leave as leave_team,
    pair_now,
    pair_with,
    part,
    under_way,
)
from tests.pairing.past_services import put_aside
from tests.pairing.room import ask, earlier_cycle, open_room, pair_up, paired, seal

Press = Callable[..., None]
SEALED = r"^The pairs are sealed, so nothing changes any more\.$"


def test_two_without_a_partner_are_a_pair_once_both_have_said_yes(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    OutgoingMail.objects.all().delete()
    pair = pair_now(inside, cycle, "Helen", "Amara")
    assert history(cycle) == [
        ("Amara and Joanna", "ended"),
        ("Helen and Priya", "ended"),
        ("Idris and Maggie", "pair"),
        ("Siobhan and Vikram", "pair"),
        ("Amara and Helen", "pair"),
    ]
    told = OutgoingMail.objects.filter(kind="sealed", subject_id=pair.pk)
    assert {mail.recipient_id for mail in told} == {inside.leader("Helen").pk, inside.leader("Amara").pk}
    assert [leader.called for leader in read_room(cycle).still_choosing] == ["Joanna", "Priya"]


def test_asking_each_other_is_a_yes_from_both(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    ask(inside, cycle, "Helen", "Joanna")
    assert ask(inside, cycle, "Joanna", "Helen").state == Proposal.State.ACCEPTED
    assert frozenset({"Helen", "Joanna"}) in paired(cycle)


def test_a_question_is_answered_or_taken_back_as_while_choosing(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    decline(proposal=ask(inside, cycle, "Helen", "Amara"), by=inside.person("Amara"))
    withdraw(proposal=ask(inside, cycle, "Helen", "Joanna"), by=inside.person("Helen"))
    pair = pair_now(inside, cycle, "Helen", "Amara")
    assert (
        accept(
            proposal=Proposal.objects.get(state="accepted", proposer=inside.leader("Helen")),
            by=inside.person("Amara"),
        )
        == pair
    )
    with pytest.raises(DomainError, match=r"^You have said yes to Helen Armitage, so you are a pair\.$"):
        decline(
            proposal=Proposal.objects.get(state="accepted", proposer=inside.leader("Helen")),
            by=inside.person("Amara"),
        )


def test_partners_who_parted_are_not_offered_each_other_and_may_tell_that_they_are_a_pair_again(
    inside: Northmere,
) -> None:
    cycle = under_way(inside)
    before = pair_with(cycle, inside, "Helen")
    part(inside, cycle, "Helen")
    with pytest.raises(DomainError) as refused:
        ask(inside, cycle, "Helen", "Priya")
    assert str(refused.value) == PARTED.format(name="Priya Nair")
    shown = {one.leader.called: one.why for one in own_view(cycle, inside.leader("Helen")).colleagues}
    assert shown["Priya"] == "Your partner in cycle 1"
    again = record_pair(
        cycle=cycle,
        one=inside.leader("Helen"),
        other=inside.leader("Priya"),
        both_said_yes=True,
        by=inside.facilitator,
    )
    assert again != before
    assert pair_with(cycle, inside, "Priya") == again


@pytest.mark.parametrize(
    ("ended", "one", "other", "said"),
    [
        (
            ("Amara", "Maggie"),
            "Amara",
            "Maggie",
            "Maggie Thornton cannot be your partner this cycle: same function as you.",
        ),
        (
            ("Helen", "Siobhan"),
            "Vikram",
            "Helen",
            "Helen Armitage cannot be your partner this cycle: same function as you.",
        ),
        (
            ("Helen", "Maggie"),
            "Helen",
            "Maggie",
            "Maggie Thornton cannot be your partner this cycle: your line manager.",
        ),
        (
            ("Helen", "Maggie"),
            "Maggie",
            "Helen",
            "Helen Armitage cannot be your partner this cycle: reports to you.",
        ),
    ],
)
def test_the_rules_of_pairing_hold(
    inside: Northmere, ended: tuple[str, ...], one: str, other: str, said: str
) -> None:
    cycle = under_way(inside)
    part(inside, cycle, *ended)
    with pytest.raises(DomainError) as refused:
        ask(inside, cycle, one, other)
    assert str(refused.value) == said


def test_a_partner_of_an_earlier_cycle_is_none_again(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Amara"))
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    with pytest.raises(DomainError, match=r"your partner in cycle 1\.$"):
        ask(inside, cycle, "Helen", "Amara")


def test_two_who_are_kept_apart_read_what_anybody_reads_who_is_held_back(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Amara"), by=inside.facilitator)
    with pytest.raises(DomainError) as refused:
        ask(inside, cycle, "Helen", "Amara")
    assert str(refused.value) == HELD_BACK.format(name="Amara Okafor")


def test_the_guard_looks_at_those_who_are_free(inside: Northmere) -> None:
    """Idris is the only one whom Maggie may be with."""
    cycle = under_way(inside, GUARDED)
    part(inside, cycle, "Maggie", "Idris")
    with pytest.raises(DomainError) as refused:
        ask(inside, cycle, "Idris", "Priya")
    assert str(refused.value) == HELD_BACK.format(name="Priya Nair")
    pair_now(inside, cycle, "Priya", "Helen")
    pair_now(inside, cycle, "Idris", "Maggie")
    assert read_room(cycle).still_choosing == []


def test_whoever_has_a_partner_neither_asks_nor_is_asked(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen")
    with pytest.raises(DomainError, match=r"^You are in a pair with Joanna Clarke already\.$"):
        ask(inside, cycle, "Amara", "Helen")
    with pytest.raises(DomainError, match=r"^Amara Okafor has just paired with Joanna Clarke\.$"):
        ask(inside, cycle, "Helen", "Amara")
    with pytest.raises(DomainError, match=SEALED):
        ask(inside, cycle, "Amara", "Siobhan")


def test_who_is_away_is_marked_back_before_they_choose(inside: Northmere) -> None:
    cycle = open_room(inside)
    mark_absent(cycle=cycle, leader=inside.leader("Maggie"), by=inside.facilitator)
    for one, other in (("Helen", "Priya"), ("Amara", "Joanna")):
        pair_up(inside, cycle, one, other)
    seal(inside, cycle)
    part(inside, cycle, "Helen")
    with pytest.raises(DomainError, match=r"^Maggie Thornton is away just now and chooses later\.$"):
        ask(inside, cycle, "Priya", "Maggie")
    mark_back(cycle=cycle, leader=inside.leader("Maggie"), by=inside.facilitator)
    pair_now(inside, cycle, "Priya", "Maggie")
    assert [leader.called for leader in read_room(cycle).still_choosing] == ["Helen"]


def test_who_sat_out_comes_in_by_their_own_wish_and_may_rest_again(inside: Northmere) -> None:
    cycle = under_way(inside, (("Amara", "Joanna"), ("Siobhan", "Vikram"), ("Maggie", "Idris")))
    for name in ("Helen", "Priya"):
        choose_after_all(cycle=cycle, leader=inside.leader(name), by=inside.person(name))
    assert own_view(cycle, inside.leader("Helen")).stands == "choosing"
    pair_now(inside, cycle, "Helen", "Priya")
    with pytest.raises(DomainError, match=r"That has to end first\.$"):
        sit_out(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    part(inside, cycle, "Helen")
    sit_out(cycle=cycle, leader=inside.leader("Helen"), by=inside.facilitator)
    assert Participant.objects.get(cycle=cycle, leader=inside.leader("Helen")).sits_out


def test_a_joiner_is_added_and_pairs_with_whoever_is_free(inside: Northmere) -> None:
    cycle = under_way(inside)
    add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    OutgoingMail.objects.all().delete()
    add_participant(cycle=cycle, leader=inside.leader("Tom"), by=inside.facilitator)
    (mail,) = OutgoingMail.objects.all()
    assert (mail.kind, mail.recipient_id) == ("choosing-late", inside.leader("Tom").pk)
    leave_team(inside, "Priya")
    pair_now(inside, cycle, "Tom", "Helen")
    assert frozenset({"Tom", "Helen"}) in paired(cycle)


def test_what_is_for_choosing_alone_stays_so(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    pair = pair_with(cycle, inside, "Siobhan")
    presses: list[Callable[[], object]] = [
        lambda: step_back(cycle=cycle, leader=inside.leader("Siobhan"), by=inside.person("Siobhan")),
        lambda: undo_pair(cycle=cycle, pair=pair, by=inside.facilitator),
        lambda: suggest_to_room(cycle=cycle, by=inside.facilitator),
    ]
    for press in presses:
        with pytest.raises(DomainError, match=SEALED):
            press()


def test_somebody_without_a_partner_may_ask_for_help(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen")
    ask_for_help(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    assert [signal.leader.called for signal in open_signals(cycle)] == ["Helen"]
    with pytest.raises(DomainError, match=SEALED):
        ask_for_help(cycle=cycle, leader=inside.leader("Amara"), by=inside.person("Amara"))


def test_one_without_a_partner_joins_a_pair_and_the_three_begin_anew(inside: Northmere) -> None:
    cycle = under_way(inside)
    before = pair_with(cycle, inside, "Amara")
    leave_team(inside, "Priya")
    joinable = own_view(cycle, inside.leader("Helen")).joinable
    assert [shown.first_names for shown in joinable] == ["Joanna and Amara"]
    trio = join_now(inside, cycle, "Helen", ("Amara", "Joanna"))
    assert trio is not None
    assert trio != before
    before.refresh_from_db()
    assert before.ended_at == trio.formed_at
    assert not before.members.filter(left_at=None).exists()
    assert history(cycle)[-1] == ("Amara, Helen and Joanna", "trio")
    told = OutgoingMail.objects.filter(kind="pair-ended", subject_id=before.pk)
    assert not told.exists()
    assert OutgoingMail.objects.filter(kind="sealed", subject_id=trio.pk).count() == 3


def test_a_third_needs_a_yes_from_both(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave_team(inside, "Priya")
    pair = pair_with(cycle, inside, "Amara")
    asked = ask_to_join(cycle=cycle, leader=inside.leader("Helen"), pair=pair, by=inside.person("Helen"))
    assert take(suggestion=asked, leader=inside.leader("Amara"), by=inside.person("Amara")) is None
    leave(suggestion=asked, leader=inside.leader("Joanna"), by=inside.person("Joanna"))
    assert pair_with(cycle, inside, "Amara") == pair
    assert own_view(cycle, inside.leader("Helen")).stands == "choosing"


def test_a_trio_is_for_those_who_cannot_all_be_in_pairs(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Siobhan")
    with pytest.raises(DomainError) as refused:
        ask_to_join(
            cycle=cycle,
            leader=inside.leader("Helen"),
            pair=pair_with(cycle, inside, "Amara"),
            by=inside.person("Helen"),
        )
    assert str(refused.value) == NOT_TO_JOIN


def test_two_who_have_parted_need_not_pair_again_and_one_of_them_may_join_a_pair(inside: Northmere) -> None:
    """Although the number is even."""
    cycle = under_way(inside)
    part(inside, cycle, "Helen")
    for name in ("Helen", "Priya"):
        assert own_view(cycle, inside.leader(name)).can_sit_out
    join_now(inside, cycle, "Helen", ("Amara", "Joanna"))
    assert [leader.called for leader in read_room(cycle).still_choosing] == ["Priya"]


def test_there_is_one_trio_at_most(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave_team(inside, "Priya")
    join_now(inside, cycle, "Helen", ("Amara", "Joanna"))
    leave_team(inside, "Siobhan")
    assert [leader.called for leader in read_room(cycle).still_choosing] == ["Vikram"]
    assert own_view(cycle, inside.leader("Vikram")).joinable == []


def test_closing_leaves_nothing_open(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    asked = ask(inside, cycle, "Helen", "Amara")
    ask_for_help(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    later = open_room(inside, cycle.ends_on)
    pair_up(inside, later, "Helen", "Joanna")
    seal(inside, later)
    asked.refresh_from_db()
    assert asked.state == Proposal.State.LAPSED
    assert not open_signals(cycle)
    with pytest.raises(DomainError, match=SEALED):
        accept(proposal=asked, by=inside.person("Amara"))


def test_a_trio_in_question_ends_with_the_cycle(inside: Northmere) -> None:
    cycle = under_way(inside)
    leave_team(inside, "Priya")
    pair = pair_with(cycle, inside, "Amara")
    ask_to_join(cycle=cycle, leader=inside.leader("Helen"), pair=pair, by=inside.person("Helen"))
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    assert not Suggestion.objects.open().exists()


def test_once_another_cycle_is_choosing_both_go_on_side_by_side(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    later = open_room(inside, cycle.ends_on)
    propose(
        cycle=later,
        proposer=inside.leader("Helen"),
        addressee=inside.leader("Amara"),
        by=inside.person("Helen"),
    )
    pair_now(inside, cycle, "Joanna", "Priya")
    assert Pair.objects.active().filter(cycle=later).count() == 0
    assert frozenset({"Joanna", "Priya"}) in paired(cycle)


def test_whoever_is_put_aside_is_asked_nothing(inside: Northmere) -> None:
    cycle = under_way(inside)
    part(inside, cycle, "Helen", "Amara")
    put_aside(inside, cycle, "Joanna")
    with pytest.raises(DomainError, match=r"^Joanna Clarke sits this cycle out\.$"):
        ask(inside, cycle, "Helen", "Joanna")


@pytest.mark.parametrize("press", [sit_out, choose_after_all])
def test_in_a_room_that_is_together_what_was_sealed_stands(inside: Northmere, press: Press) -> None:
    cycle = under_way(inside, (("Helen", "Priya"),))
    for name, by in (("Amara", inside.person("Amara")), ("Joanna", inside.leader("Joanna"))):
        with pytest.raises(DomainError, match=SEALED):
            press(cycle=cycle, leader=inside.leader(name), by=by, in_the_room=True)
    assert read_room(cycle).still_choosing == []
