"""The demo's organisations obey the rules like any other, and are made once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone

from coachingpairs.demo.mailbox import ZONE
from coachingpairs.demo.organisations import standing
from coachingpairs.demo.people import NORTHMERE_PAIRS
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairMember, Session
from pairing.models import Proposal
from pairing.services.room import read_room
from teams.models import Leader, Organisation, OrganisationRole, Role
from tests.demo.command import demo_data


def pairs_of(cycle: Cycle) -> list[set[Leader]]:
    members: dict[Any, set[Leader]] = {}
    for member in PairMember.objects.filter(cycle=cycle).select_related("leader"):
        members.setdefault(member.pair_id, set()).add(member.leader)
    return list(members.values())


def test_northmere_keeps_the_rules_of_pairing_over_three_cycles(demo: dict[str, Organisation]) -> None:
    with scope(organisation=demo["northmere"].pk):
        everybody = set(Leader.objects.active())
        assert len(everybody) == 22
        assert dict(Counter(Leader.objects.values_list("function__code", flat=True))) == {
            "HOU": 4, "CARE": 3, "PROP": 4, "FIN": 3, "PPL": 3, "DIGI": 3, "STR": 2,
        }  # fmt: skip
        cycles = list(Cycle.objects.order_by("number"))
        assert [(cycle.number, cycle.stage) for cycle in cycles] == [
            (1, "closed"), (2, "closed"), (3, "running"),
        ]  # fmt: skip
        met: list[frozenset[Leader]] = []
        for cycle in cycles:
            pairs = pairs_of(cycle)
            assert sorted(sorted(leader.called for leader in pair) for pair in pairs) == sorted(
                sorted(names) for names in NORTHMERE_PAIRS[cycle.number]
            )
            assert set.union(*pairs) == everybody
            for one, other in pairs:
                assert one.function_id != other.function_id
                assert other.pk != one.manager_id
                assert one.pk != other.manager_id
            met += [frozenset(pair) for pair in pairs]
        assert len(set(met)) == 33


def test_northmere_has_met_and_written_notes(demo: dict[str, Organisation]) -> None:
    with scope(organisation=demo["northmere"].pk):
        running = Cycle.objects.get(number=3)
        sessions = Counter(Session.objects.values_list("pair__cycle__number", flat=True))
        assert sessions[1] >= 50
        assert sessions[2] >= 50
        pairs_that_met = Session.objects.filter(pair__cycle=running).values("pair").distinct()
        assert pairs_that_met.count() == 10
        assert not Session.objects.filter(held_on__gt=timezone.localdate(timezone=ZONE)).exists()
        helen = Leader.objects.get(name="Helen Armitage")
    with scope(organisation=demo["northmere"].pk, person=helen.person_id):
        own = Session.objects.filter(pair__cycle=running, pair__members__leader=helen).order_by("held_on")
        first = own.first()
        assert first is not None
        assert first.pair_note.text.startswith("We meet for an hour, away from our desks")
        assert "five seconds longer" in first.private_notes.get(leader=helen).text


def test_harbour_arts_is_choosing_and_everybody_can_still_find_a_partner(
    demo: dict[str, Organisation],
) -> None:
    with scope(organisation=demo["harbour-arts"].pk):
        cycle = Cycle.objects.get()
        assert (cycle.number, cycle.stage) == (1, "choosing")
        assert cycle.starts_on > timezone.localdate(timezone=ZONE)
        proposals = Proposal.objects.exclude(state="accepted").order_by("made_at")
        assert [(row.proposer.called, row.addressee.called, row.state) for row in proposals] == [
            ("Dev", "Imogen", "declined"), ("Bronagh", "Imogen", "open"),
        ]  # fmt: skip
        room = read_room(cycle)
        assert [leader.called for leader in room.still_choosing] == ["Tunde", "Imogen", "Bronagh", "Dev"]
        assert (room.outlook.choosing, room.outlook.pairs) == (4, 2)
        assert Leader.objects.get(person=None).name == "Tunde Bakare"


def test_the_facilitator_serves_all_of_them_and_the_roles_are_filled(demo: dict[str, Organisation]) -> None:
    found = {}
    for slug, organisation in demo.items():
        with scope(organisation=organisation.pk):
            rows = OrganisationRole.objects.select_related("person")
            found[slug] = {row.role: row.person.name for row in rows}
    assert found == {
        "northmere": {
            Role.ADMINISTRATOR: "Ada Mirza",
            Role.FACILITATOR: "Esther Boateng",
            Role.SPONSOR: "Maggie Thornton",
        },
        "harbour-arts": {
            Role.ADMINISTRATOR: "Kit Lawson",
            Role.FACILITATOR: "Esther Boateng",
            Role.SPONSOR: "Lowri Pritchard",
        },
        "merrow-water": {
            Role.ADMINISTRATOR: "Marion Teague",
            Role.FACILITATOR: "Esther Boateng",
            Role.SPONSOR: "Catrin Hughes-Vaughan",
        },
    }


def test_making_it_again_changes_nothing_and_says_so(demo: dict[str, Organisation]) -> None:
    with scope(organisation=demo["northmere"].pk):
        Leader.objects.filter(name="Priya Nair").update(title="Head of Everything")
    assert demo_data("--ensure") == ""
    with pytest.raises(CommandError, match=r"The demo is there already\. Use --reset to make it anew"):
        demo_data()
    with scope(organisation=demo["northmere"].pk):
        assert Leader.objects.get(name="Priya Nair").title == "Head of Everything"


def test_an_old_demo_says_how_to_renew_it(demo: dict[str, Organisation]) -> None:
    long_ago = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    for organisation in demo.values():
        with scope(organisation=organisation.pk):
            Organisation.objects.filter(pk=organisation.pk).update(created_at=long_ago)
    assert standing().is_stale(long_ago + dt.timedelta(days=21))
    assert not standing().is_stale(long_ago + dt.timedelta(days=20))
    assert demo_data("--ensure") == (
        "The demo was made on 5 January 2026, so its dates look old. "
        "To make it anew: python3 dev.py demo --reset\n"
    )
