from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Participant
from cycles.services.cycles import create_cycle
from pairing.services.room import read_room, version_of
from pairing.services.sealing import seal_cycle
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import (
    AT,
    STARTS_ON,
    ask,
    earlier_cycle,
    names,
    open_room,
    pair_up,
    paired,
    seal,
    states,
)


def test_sealing_starts_the_cycle_closes_the_one_before_and_tells_partners(inside: Northmere) -> None:
    before = earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    for one, other in (("Helen", "Priya"), ("Amara", "Joanna")):
        pair_up(inside, cycle, one, other)
    ask(inside, cycle, "Siobhan", "Vikram")
    seal(inside, cycle)
    cycle.refresh_from_db()
    before.refresh_from_db()
    assert (cycle.stage, cycle.sealed_at) == ("running", AT)
    assert (before.stage, before.closed_at) == ("closed", AT)
    assert states(cycle)["Siobhan", "Vikram"] == "lapsed"
    resting = Participant.objects.filter(cycle=cycle, sits_out=True).select_related("leader")
    assert {entry.leader.called for entry in resting} == {"Siobhan", "Vikram", "Idris", "Maggie"}
    told = OutgoingMail.objects.filter(kind="sealed", cycle_id=cycle.pk).values_list(
        "recipient_id", flat=True
    )
    assert set(told) == {inside.leader(name).pk for name in ("Helen", "Priya", "Amara", "Joanna")}
    entry = AuditEntry.objects.get(verb="pairs sealed", subject_id=cycle.pk)
    assert entry.by == inside.facilitator
    assert (entry.details["pairs"], len(entry.details["sitting_out"])) == (2, 4)


def test_sealing_twice_seals_once(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    again = seal_cycle(cycle=cycle, by=inside.facilitator)
    assert again.sealed_at == AT
    assert AuditEntry.objects.filter(verb="pairs sealed").count() == 1
    assert OutgoingMail.objects.filter(kind="sealed").count() == 2


def test_without_a_pair_nothing_is_sealed(inside: Northmere, cycle: Cycle) -> None:
    with pytest.raises(DomainError, match="There is no pair yet"):
        seal(inside, cycle)
    draft = Cycle.objects.get(pk=cycle.pk)
    assert draft.stage == "choosing"


def test_a_draft_cannot_be_sealed(inside: Northmere) -> None:
    cycle = create_cycle(
        team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator
    )
    with pytest.raises(DomainError, match="Choosing has not opened yet"):
        seal_cycle(cycle=cycle, by=inside.facilitator)


def test_those_left_over_are_exactly_those_who_were_shown(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    shown = read_room(cycle).still_choosing
    assert names(shown) == ["Joanna", "Siobhan", "Idris", "Amara", "Vikram", "Maggie"]
    for wrong in ([], shown[1:], [*shown, inside.leader("Helen")]):
        with pytest.raises(DomainError, match="The room has moved on"):
            seal_cycle(cycle=cycle, sitting_out=wrong, by=inside.facilitator)
    cycle.refresh_from_db()
    assert cycle.stage == "choosing"


def test_what_was_seen_is_what_is_sealed(inside: Northmere, cycle: Cycle) -> None:
    """The same people are left, but in other pairs: the page that was looked at is not true any more."""
    pair_up(inside, cycle, "Helen", "Priya")
    pair_up(inside, cycle, "Amara", "Joanna")
    seen, left = version_of(cycle), read_room(cycle).still_choosing
    for shown in read_room(cycle).pairs:
        shown.pair.delete()
    pair_up(inside, cycle, "Helen", "Joanna")
    pair_up(inside, cycle, "Amara", "Priya")
    with pytest.raises(DomainError, match="The room has moved on"):
        seal_cycle(cycle=cycle, sitting_out=left, seen=seen, by=inside.facilitator)
    seal_cycle(cycle=cycle, sitting_out=left, seen=version_of(cycle), by=inside.facilitator)
    assert paired(cycle) == {frozenset({"Helen", "Joanna"}), frozenset({"Amara", "Priya"})}


def test_a_pair_with_somebody_who_has_left_is_named(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(left_on=AT.date())
    said = "Priya Nair has left the team. Undo the pair of Helen Armitage and Priya Nair first."
    with pytest.raises(DomainError) as caught:
        seal(inside, cycle)
    assert str(caught.value) == said


def test_somebody_who_left_while_choosing_does_not_sit_out(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Vikram").pk).update(left_on=AT.date())
    seal(inside, cycle)
    assert not Participant.objects.get(cycle=cycle, leader=inside.leader("Vikram")).sits_out


@pytest.mark.parametrize("leaders", [8, 40])
def test_sealing_takes_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        pair_up(cast, cycle, "Helen", "Priya")
        if leaders > 8:
            for number in range(0, 30, 2):
                pair_up(cast, cycle, f"Leader{number:03}", f"Leader{number + 1:03}")
        left = read_room(cycle).still_choosing
        with CaptureQueriesContext(connection) as queries:
            seal_cycle(cycle=cycle, sitting_out=left, seen=version_of(cycle), by=cast.facilitator)
    assert len(queries) == 28
