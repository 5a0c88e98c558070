from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import KeptApart
from pairing.services.kept_apart import keep_apart, lift
from pairing.services.room import read_room, terms_of
from teams.models import AuditEntry, Leader, Team
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import ask_past_services, pair_past_services, refused_by, settle
from tests.pairing.room import ask, open_room, states


def apart(cast: Northmere, one: str, other: str) -> KeptApart:
    return keep_apart(one=cast.leader(one), other=cast.leader(other), by=cast.facilitator)


def test_two_are_kept_apart_whichever_is_named_first_and_once(inside: Northmere, cycle: Cycle) -> None:
    row = apart(inside, "Helen", "Priya")
    assert apart(inside, "Priya", "Helen") == row
    two = frozenset((inside.leader("Helen").pk, inside.leader("Priya").pk))
    assert terms_of(cycle).apart == frozenset({two})
    assert terms_of(cycle, among=two).apart == frozenset({two})
    assert terms_of(cycle, among=[inside.leader("Helen").pk]).apart == frozenset()
    assert (row.team, row.created_by) == (inside.team, inside.facilitator)


def test_the_trail_tells_that_it_was_done_and_not_about_whom(inside: Northmere, cycle: Cycle) -> None:
    row = apart(inside, "Helen", "Priya")
    lift(kept_apart=row, by=inside.sponsor)
    lift(kept_apart=row, by=inside.sponsor)
    assert not KeptApart.objects.exists()
    entries = AuditEntry.objects.filter(verb__startswith="kept apart").order_by("at")
    assert [(one.verb, one.by, one.subject_id, one.details) for one in entries] == [
        ("kept apart", inside.facilitator, row.pk, {}),
        ("kept apart lifted", inside.sponsor, row.pk, {}),
    ]


def test_no_reason_can_be_kept_anywhere() -> None:
    assert {field.name for field in KeptApart._meta.get_fields()} == {
        "id",
        "organisation",
        "team",
        "one",
        "other",
        "created_at",
        "created_by",
    }


def test_what_they_have_asked_each_other_lapses_and_nothing_else(inside: Northmere, cycle: Cycle) -> None:
    ask_past_services(inside, cycle, "Priya", "Helen")
    ask_past_services(inside, cycle, "Helen", "Joanna")
    ask_past_services(inside, cycle, "Idris", "Priya")
    apart(inside, "Helen", "Priya")
    assert states(cycle) == {
        ("Priya", "Helen"): "lapsed",
        ("Helen", "Joanna"): "open",
        ("Idris", "Priya"): "open",
    }


def test_asking_is_refused_without_a_word_of_it(inside: Northmere, cycle: Cycle) -> None:
    apart(inside, "Helen", "Priya")
    with pytest.raises(DomainError) as caught:
        ask(inside, cycle, "Helen", "Priya")
    assert "apart" not in str(caught.value)
    assert states(cycle) == {}


def test_a_pair_is_undone_first(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    with pytest.raises(DomainError) as caught:
        apart(inside, "Priya", "Helen")
    assert str(caught.value) == "Priya Nair and Helen Armitage are a pair in this cycle. Undo it first."
    pair.delete()
    apart(inside, "Priya", "Helen")
    with refused_by("pair_kept_apart"):
        pair_past_services(inside, cycle, "Helen", "Priya")


def test_before_a_cycle_and_while_one_runs_it_concerns_the_next(inside: Northmere) -> None:
    apart(inside, "Helen", "Priya")
    settle()
    assert KeptApart.objects.count() == 1


def test_two_of_one_team(inside: Northmere) -> None:
    other = Team.objects.create(organisation=inside.organisation, name="Pilot", slug="pilot")
    otto = Leader.objects.create(
        organisation=inside.organisation, team=other, name="Otto Lindqvist", sort_name="Lindqvist Otto"
    )
    helen = inside.leader("Helen")
    for someone in (otto, helen):
        with pytest.raises(DomainError, match=r"^Choose two people of this team\.$"):
            keep_apart(one=helen, other=someone, by=inside.facilitator)


@pytest.mark.parametrize(("leaders", "apart_from"), [(8, 1), (40, 30)])
def test_a_room_is_read_in_the_same_queries_however_many_are_kept_apart(
    db: None, leaders: int, apart_from: int
) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        pair_past_services(cast, cycle, "Amara", "Joanna")
        helen = cast.leader("Helen")
        for other in [leader for leader in cast.leaders.values() if leader != helen][:apart_from]:
            keep_apart(one=helen, other=other, by=cast.facilitator)
        with CaptureQueriesContext(connection) as queries:
            room = read_room(cycle)
    assert len(room.terms.apart) == apart_from
    assert len(queries) == 5
