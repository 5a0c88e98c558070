"""What stays in a record when a pair ends, somebody leaves a trio, or a cycle is closed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    AgreementYes,
    Cycle,
    GrowthTarget,
    Pair,
    PairMember,
    PlannedSession,
    Session,
)
from tests.cast import Northmere
from tests.cycles.made import NOW, go_to, make_cycle, pair_of
from tests.cycles.pages import signed_in, words
from tests.cycles.recorded import DAY, FIRST, HELENS, canaries, canary, data_of, write_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    made = make_cycle(northmere)
    write_everything(northmere, made, "Helen", "Priya")
    return made


def part(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime) -> Pair:
    with scope(organisation=cast.organisation.pk):
        pair = pair_of(cycle, cast.leader(name))
        Pair.objects.filter(pk=pair.pk).update(ended_at=at)
        PairMember.objects.filter(pair=pair).update(left_at=at)
    return pair


def test_of_a_pair_that_has_ended_one_keeps_what_was_then(northmere: Northmere, cycle: Cycle) -> None:
    """Own things go on; nothing that came later in the pair is in it, and both keep the same."""
    pair = part(northmere, cycle, "Helen", NOW + DAY)
    with scope(organisation=northmere.organisation.pk):
        assert PlannedSession.objects.get(pair=pair).starts_at > NOW + DAY
    (kept,) = data_of(northmere, "Priya")["cycles"][0]["pairs"]
    assert kept["until"] == "2026-11-21T14:05:00+00:00"
    assert canary("Helen", "pair-note") in json.dumps(kept)
    assert canary("Helen", "meeting") in json.dumps(kept)
    assert kept["planned_sessions"] == []
    assert "Partners until 21 November 2026" in words(
        signed_in(northmere, "Priya").get(f"{northmere.base}record/")
    )
    assert canary("Priya", "private-note") in json.dumps(kept)


def test_whoever_has_left_a_trio_keeps_nothing_that_came_later(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    write_everything(northmere, cycle, "Helen", "Priya")
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, northmere.leader("Helen"))
        PairMember.objects.filter(pair=pair, leader=northmere.leader("Idris")).update(left_at=FIRST + 3 * DAY)
        Pair.objects.filter(pk=pair.pk).update(is_trio=False)
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        here = {"organisation": northmere.organisation, "pair": pair}
        helen = northmere.leader("Helen")
        Session.objects.create(**here, held_on=D(2026, 11, 9), minutes=45, logged_by=helen)
        Agreement.objects.standing().update(replaced_at=FIRST + 5 * DAY)
        later = Agreement.objects.create(
            **here, meeting=canary("Helen", "later"), written_by=helen, written_at=FIRST + 5 * DAY
        )
        AgreementYes.objects.create(organisation=northmere.organisation, agreement=later, leader=helen)
    (kept,) = data_of(northmere, "Idris")["cycles"][0]["pairs"]
    assert (kept["partners"], kept["no_longer_in_it"]) == (["Helen Armitage", "Priya Nair"], [])
    assert [one["minutes"] for one in kept["sessions"]] == [80]
    assert [(one["meeting"], one["replaced_at"]) for one in kept["agreements"]] == [
        (canary("Helen", "meeting"), None)
    ]
    # What they noted together on it was changed after Idris had left.
    assert kept["sessions"][0]["pair_note"] is None
    assert kept["planned_sessions"] == []
    (goes_on,) = data_of(northmere, "Priya")["cycles"][0]["pairs"]
    assert goes_on["no_longer_in_it"] == ["Idris Kaya"]
    assert [one["minutes"] for one in goes_on["sessions"]] == [45, 80]


def test_past_cycles_stay_and_a_target_carried_on_says_where_from(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "closed", closed_at=NOW)
    second = make_cycle(
        northmere, number=2, starts_on=D(2027, 4, 1), pairs=[("Helen", "Joanna"), ("Amara", "Idris")]
    )
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        GrowthTarget.objects.create(
            organisation=northmere.organisation,
            cycle=second,
            leader=northmere.leader("Helen"),
            slot=1,
            carried_from=GrowthTarget.objects.get(cycle=cycle, leader=northmere.leader("Helen")),
        )
    later, earlier = data_of(northmere, "Helen")["cycles"]
    assert (later["number"], later["pairs"][0]["partners"]) == (2, ["Joanna Clarke"])
    assert later["targets"][0]["carried_from_cycle"] == 1
    assert canaries(json.dumps(earlier)) == HELENS
    assert "Carried on from Cycle 1" in words(signed_in(northmere, "Helen").get(f"{northmere.base}record/"))
