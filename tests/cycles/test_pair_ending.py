"""A pair that ends in mid-cycle: for whom, who is told what, and what nobody can find out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.rendering import render_message
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, PlannedSession
from pairing.services.ending import NOT_YET, end_own_pair, end_pair_for_them
from pairing.services.room import read_room
from teams.models import AuditEntry, Leader
from teams.rules.roster.plan import RosterPlan
from teams.rules.selection import Selection
from teams.services.leaders import record_leaving, record_return
from teams.services.rosters import carry_out, hold_for_import
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of
from tests.cycles.parting import TRIO, end_pair_of, told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
NOTHING_ELSE = Selection(RosterPlan(rows=(), people=(), new_functions=(), leavers=(), notes=()))


def members(pair: Pair) -> dict[str, dt.datetime | None]:
    rows = PairMember.objects.filter(pair=pair).select_related("leader")
    return {member.leader.called: member.left_at for member in rows}


def plan(cast: Northmere, pair: Pair, name: str) -> PlannedSession:
    return PlannedSession.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        starts_at=NOW + dt.timedelta(days=7),
        minutes=60,
        planned_by=cast.leader(name),
    )


def test_by_the_wish_of_one_it_ends_for_both(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        planned = plan(northmere, pair_of(cycle, northmere.leader("Helen")), "Helen")
    pair = end_pair_of(northmere, cycle, "Helen", NOW)
    with scope(organisation=northmere.organisation.pk):
        pair.refresh_from_db()
        assert pair.ended_at == NOW
        assert members(pair) == {"Helen": NOW, "Priya": NOW}
        planned.refresh_from_db()
        assert planned.cancelled_at == NOW
        assert [one.called for one in read_room(cycle).still_choosing] == ["Helen", "Priya"]


def test_ending_it_again_changes_nothing_and_tells_nobody(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    pair = end_pair_of(northmere, cycle, "Helen", NOW)
    with scope(organisation=northmere.organisation.pk):
        again = Pair.objects.get(pk=pair.pk)
        for name in ("Helen", "Priya"):
            assert not end_own_pair(
                pair=again, leader=northmere.leader(name), by=northmere.person(name), at=LATER
            )
        assert not end_pair_for_them(pair=again, by=northmere.facilitator, at=LATER)
        assert members(pair) == {"Helen": NOW, "Priya": NOW}
        assert OutgoingMail.objects.filter(kind="pair-ended").count() == 2


def test_of_a_trio_one_leaves_and_two_go_on(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    with scope(organisation=northmere.organisation.pk):
        planned = plan(northmere, pair_of(cycle, northmere.leader("Helen")), "Joanna")
    pair = end_pair_of(northmere, cycle, "Joanna", NOW)
    with scope(organisation=northmere.organisation.pk):
        pair.refresh_from_db()
        assert (pair.is_trio, pair.ended_at) == (False, None)
        assert members(pair) == {"Helen": None, "Priya": None, "Joanna": NOW}
        planned.refresh_from_db()
        assert planned.cancelled_at is None
        forgets = OutgoingMail.objects.filter(kind="session-cancelled")
        assert [(one.recipient_id, one.subject_id) for one in forgets] == [
            (northmere.leader("Joanna").pk, planned.pk)
        ]
    assert [message.subject for message in told(northmere, "Helen")] == ["You and Priya go on as a pair"]
    assert [message.subject for message in told(northmere, "Joanna")] == [
        "You, Helen and Priya are no longer a trio for this cycle"
    ]
    end_pair_of(northmere, cycle, "Priya", LATER)
    with scope(organisation=northmere.organisation.pk):
        assert members(pair) == {"Helen": LATER, "Priya": LATER, "Joanna": NOW}
    assert told(northmere, "Helen")[-1].subject == "You and Priya are no longer a pair for this cycle"
    assert [message.subject for message in told(northmere, "Joanna")] == [
        "You, Helen and Priya are no longer a trio for this cycle"
    ]


def test_a_facilitator_ends_what_they_are_told(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    with scope(organisation=northmere.organisation.pk):
        trio = pair_of(cycle, northmere.leader("Helen"))
        with pytest.raises(DomainError, match=r"^Vikram Sethi is not in this pair any more\.$"):
            end_pair_for_them(pair=trio, leaving=northmere.leader("Vikram"), by=northmere.facilitator)
        with pytest.raises(DomainError, match=r"^Only a facilitator or sponsor can say that\.$"):
            end_pair_for_them(pair=trio, by=northmere.person("Amara"))
        assert end_pair_for_them(pair=trio, by=northmere.sponsor, at=NOW)
        assert members(trio) == {"Helen": NOW, "Priya": NOW, "Joanna": NOW}


def test_nobody_ends_the_pair_of_others(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, northmere.leader("Helen"))
        with pytest.raises(DomainError):
            end_own_pair(pair=pair, leader=northmere.leader("Helen"), by=northmere.person("Amara"))
        assert not end_own_pair(pair=pair, leader=northmere.leader("Amara"), by=northmere.person("Amara"))
        assert members(pair) == {"Helen": None, "Priya": None}


@pytest.mark.parametrize(
    ("stage", "said"),
    [("choosing", NOT_YET), ("closed", "The pairs are sealed, so nothing changes any more.")],
)
def test_only_while_the_cycle_is_under_way(northmere: Northmere, stage: str, said: str) -> None:
    cycle = make_cycle(northmere, stage=stage)
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, northmere.leader("Helen"))
        with pytest.raises(DomainError) as refused:
            end_own_pair(pair=pair, leader=northmere.leader("Helen"), by=northmere.person("Helen"))
    assert str(refused.value) == said


def leaves(cast: Northmere, cycle: Cycle) -> None:
    record_leaving(leader=cast.leader("Priya"), on=NOW.date(), by=cast.facilitator)


def is_imported(cast: Northmere, cycle: Cycle) -> None:
    hold_for_import(cast.team)
    carry_out(team=cast.team, selection=NOTHING_ELSE, left=[cast.leader("Priya").pk], by=None)


def wishes(cast: Northmere, cycle: Cycle) -> None:
    pair = pair_of(cycle, cast.leader("Priya"))
    end_own_pair(pair=pair, leader=cast.leader("Priya"), by=cast.person("Priya"))


def has_told(cast: Northmere, cycle: Cycle) -> None:
    end_pair_for_them(pair=pair_of(cycle, cast.leader("Priya")), by=cast.facilitator)


Cause = Callable[[Northmere, Cycle], None]
CAUSES: list[Cause] = [leaves, is_imported, wishes, has_told]


@pytest.mark.parametrize("cause", CAUSES)
def test_whatever_the_cause_the_partner_reads_the_same(northmere: Northmere, cause: Cause) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        cause(northmere, cycle)
        pair = Pair.objects.get(cycle=cycle, members__leader=northmere.leader("Helen"))
        assert pair.ended_at is not None
        assert set(members(pair).values()) == {pair.ended_at}
    (message,) = told(northmere, "Helen")
    text, html = render_message(message.template, message.context)
    assert (message.subject, message.group, message.to) == (
        "You and Priya are no longer a pair for this cycle",
        "",
        "helen.armitage@northmere.example",
    )
    assert text.startswith(
        "You and Priya are no longer a pair for this cycle\n\nDear Helen,\n\n"
        "you and Priya are no longer a pair for this cycle. Such things happen, and nobody has to say why."
        "\n\nYour notes stay yours."
    )
    for word in ("has left", "wished", "ended it", "asked"):
        assert word not in text + html


@pytest.mark.parametrize("cause", CAUSES)
def test_the_trail_says_that_a_pair_ended_and_not_by_whom(northmere: Northmere, cause: Cause) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        cause(northmere, cycle)
        (entry,) = AuditEntry.objects.filter(verb="pair ended")
        two = sorted(str(northmere.leader(name).pk) for name in ("Helen", "Priya"))
        assert (entry.by_id, entry.by_name, entry.details) == (None, "", {"cycle": 1, "leaders": two})


def test_a_leaver_of_a_trio_leaves_two(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    with scope(organisation=northmere.organisation.pk):
        record_leaving(leader=northmere.leader("Helen"), on=NOW.date(), by=northmere.facilitator)
        pair = pair_of(cycle, northmere.leader("Priya"))
        assert (pair.is_trio, pair.ended_at) == (False, None)
    assert [message.subject for message in told(northmere, "Joanna")] == ["You and Priya go on as a pair"]
    assert told(northmere, "Helen") == []


def test_two_leavers_of_a_trio_end_it(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    with scope(organisation=northmere.organisation.pk):
        hold_for_import(northmere.team)
        gone = [northmere.leader(name).pk for name in ("Helen", "Priya")]
        carry_out(team=northmere.team, selection=NOTHING_ELSE, left=gone, by=None)
        assert pair_of(cycle, northmere.leader("Joanna")).ended_at is not None
        assert [one.called for one in read_room(cycle).still_choosing] == ["Joanna"]
    assert [message.subject for message in told(northmere, "Joanna")] == [
        "You, Helen and Priya are no longer a trio for this cycle"
    ]


def test_whoever_comes_back_is_free_and_their_pair_stays_ended(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        record_leaving(leader=northmere.leader("Priya"), on=NOW.date(), by=northmere.facilitator)
        record_return(leader=northmere.leader("Priya"), by=northmere.facilitator)
        assert pair_of(cycle, northmere.leader("Priya")).ended_at is not None
        assert [one.called for one in read_room(cycle).still_choosing] == ["Helen", "Priya"]


def test_a_closed_cycle_stays_as_it_was(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, stage="closed")
    with scope(organisation=northmere.organisation.pk):
        record_leaving(leader=northmere.leader("Priya"), on=NOW.date(), by=northmere.facilitator)
        assert members(pair_of(cycle, northmere.leader("Helen"))) == {"Helen": None, "Priya": None}


def test_nobody_is_told_who_cannot_sign_in_or_once_the_cycle_is_over(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(person=None)
    end_pair_of(northmere, cycle, "Helen")
    with scope(organisation=northmere.organisation.pk):
        mails = OutgoingMail.objects.filter(kind="pair-ended")
        assert [mail.recipient_id for mail in mails] == [northmere.leader("Helen").pk]
        Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    assert told(northmere, "Helen") == []
