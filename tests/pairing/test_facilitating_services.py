"""Opening, writing down a pair, undoing one, adding somebody who joined late."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from cycles.services.cycles import create_cycle
from pairing.models import Proposal
from pairing.services.facilitating import open_choosing, undo_pair
from pairing.services.participants import add_participant
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.room import AT, STARTS_ON, ask, earlier_cycle, open_room, pair_up, paired, seal, states


def draft(cast: Northmere) -> Cycle:
    return create_cycle(team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=cast.facilitator)


def record(cast: Northmere, cycle: Cycle, one: str, other: str, *, yes: bool = True) -> Pair:
    return record_pair(
        cycle=cycle,
        one=cast.leader(one),
        other=cast.leader(other),
        both_said_yes=yes,
        by=cast.facilitator,
        at=AT,
    )


def test_opening_lets_every_active_leader_take_part_and_tells_those_who_can_read_it(
    inside: Northmere,
) -> None:
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(person=None)
    Leader.objects.filter(pk=inside.leader("Vikram").pk).update(left_on=AT.date())
    cycle = open_choosing(cycle=draft(inside), by=inside.facilitator, at=AT)
    assert (cycle.stage, cycle.choosing_opened_at) == ("choosing", AT)
    taking_part = {entry.leader.called for entry in read_room(cycle).taking_part}
    assert taking_part == {"Maggie", "Amara", "Siobhan", "Priya", "Helen", "Joanna", "Idris"}
    told = set(OutgoingMail.objects.filter(kind="choosing-open").values_list("recipient_id", flat=True))
    assert told == {leader.pk for leader in Leader.objects.active().exclude(person=None)}
    assert len(told) == 6
    entry = AuditEntry.objects.get(verb="choosing opened")
    assert (entry.by, entry.details) == (inside.facilitator, {"number": 1, "participants": 7})


def test_opening_twice_opens_once(inside: Northmere) -> None:
    cycle = draft(inside)
    open_choosing(cycle=cycle, by=inside.facilitator, at=AT)
    assert open_choosing(cycle=cycle, by=inside.facilitator).choosing_opened_at == AT
    assert OutgoingMail.objects.filter(kind="choosing-open").count() == 8
    assert AuditEntry.objects.filter(verb="choosing opened").count() == 1


def test_opening_waits_until_what_blocks_is_put_right(inside: Northmere) -> None:
    cycle = draft(inside)
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(function=None)
    with pytest.raises(
        DomainError, match=r"One leader has no function yet\. Partners come from different functions"
    ):
        open_choosing(cycle=cycle, by=inside.facilitator)
    cycle.refresh_from_db()
    assert (cycle.stage, cycle.participants.count()) == ("draft", 0)


@pytest.mark.parametrize("leaders", [8, 40])
def test_opening_takes_the_same_queries_for_a_large_team(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = draft(cast)
        with CaptureQueriesContext(connection) as queries:
            open_choosing(cycle=cycle, by=cast.facilitator)
    assert len(queries) == 14


def test_a_pair_is_written_down_when_both_have_said_yes(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Priya")
    ask(inside, cycle, "Idris", "Helen")
    pair = record(inside, cycle, "Helen", "Priya")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["accepted", "lapsed", "lapsed"]
    agreed = Proposal.objects.get(state="accepted")
    assert agreed.recorded_by == inside.facilitator
    entry = AuditEntry.objects.get(verb="pair formed")
    assert (entry.by, entry.subject_id) == (inside.facilitator, pair.pk)


def test_writing_a_pair_down_twice_writes_it_once(inside: Northmere, cycle: Cycle) -> None:
    assert record(inside, cycle, "Helen", "Priya") == record(inside, cycle, "Priya", "Helen")
    assert Pair.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Helen", "Vikram", "Helen Armitage and Vikram Sethi are in the same function."),
        ("Helen", "Maggie", "Maggie Thornton is the line manager of Helen Armitage."),
        ("Maggie", "Helen", "Maggie Thornton is the line manager of Helen Armitage."),
        ("Helen", "Idris", "Helen Armitage and Idris Kaya were partners in cycle 1."),
        ("Helen", "Amara", "Amara Okafor is in a pair with Joanna Clarke already."),
        ("Helen", "Helen", "Choose different people."),
    ],
)
def test_what_cannot_be_written_down(inside: Northmere, one: str, other: str, said: str) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Joanna")
    with pytest.raises(DomainError) as caught:
        record(inside, cycle, one, other)
    assert str(caught.value) == said
    assert paired(cycle) == {frozenset({"Amara", "Joanna"})}


def test_nothing_is_written_down_without_a_yes_from_both(inside: Northmere, cycle: Cycle) -> None:
    with pytest.raises(DomainError, match="A pair needs a yes from both"):
        record(inside, cycle, "Helen", "Priya", yes=False)
    assert paired(cycle) == set()


def test_undoing_a_pair_frees_both_and_says_who_did_it(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    assert undo_pair(cycle=cycle, pair=pair, by=inside.facilitator)
    assert not undo_pair(cycle=cycle, pair=pair, by=inside.facilitator)
    assert paired(cycle) == set()
    assert states(cycle) == {("Helen", "Priya"): "lapsed"}
    assert AuditEntry.objects.get(verb="pair undone").by == inside.facilitator


def test_a_pair_with_somebody_who_has_left_can_be_undone(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(left_on=AT.date())
    assert undo_pair(cycle=cycle, pair=pair, by=inside.facilitator)
    assert "Helen" in [leader.called for leader in read_room(cycle).still_choosing]
    assert "Priya" not in [leader.called for leader in read_room(cycle).still_choosing]


def test_no_pair_is_undone_or_written_down_once_sealed(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    with pytest.raises(DomainError, match="The pairs are sealed"):
        undo_pair(cycle=cycle, pair=pair, by=inside.facilitator)
    with pytest.raises(DomainError, match="The pairs are sealed"):
        record(inside, cycle, "Amara", "Joanna")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}


def test_somebody_who_joined_late_takes_part_and_is_told_once(inside: Northmere, cycle: Cycle) -> None:
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    for _twice in range(2):
        add_participant(cycle=cycle, leader=tom, by=inside.facilitator)
    assert OutgoingMail.objects.filter(kind="choosing-open", recipient_id=tom.pk).count() == 1
    assert AuditEntry.objects.filter(verb="participant added", subject_id=tom.pk).count() == 1
    ask(inside, cycle, "Helen", "Tom")
    assert states(cycle) == {("Helen", "Tom"): "open"}


def test_who_cannot_be_added(inside: Northmere, cycle: Cycle) -> None:
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    Leader.objects.filter(pk=tom.pk).update(function=None)
    with pytest.raises(DomainError, match="Tom Whitfield has no function yet"):
        add_participant(cycle=cycle, leader=tom, by=inside.facilitator)
    Leader.objects.filter(pk=tom.pk).update(left_on=AT.date())
    with pytest.raises(DomainError, match="Tom Whitfield is not in this team any more"):
        add_participant(cycle=cycle, leader=tom, by=inside.facilitator)
