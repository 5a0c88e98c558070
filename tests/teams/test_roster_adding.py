"""Adding a draft: all or part of it, once, in one transaction, whoever presses when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from teams.models import Function, Invitation, Leader, RosterDraft, Team
from teams.services import drafts
from teams.services.drafts import DraftChanged, DraftFinished
from teams.services.rosters import Imported
from tests.cast import Northmere
from tests.teams.inviting import invited_leader
from tests.teams.rostering import (
    ROWS,
    add_draft,
    audited,
    draft_of,
    manager_of,
    names,
    one,
    pilot_team,
    seen,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(northmere: Northmere) -> Team:
    return pilot_team(northmere)


def test_those_without_a_question_are_added_and_the_others_stay(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    assert add_draft(northmere, draft) == (Imported(added=5, updated=0, left=0, functions=2), 4)
    assert names(northmere, pilot) == [
        "Amara Okafor",
        "Maggie Thornton",
        "Marek Zieliński",
        "Tom Whitfield",
        "Vikram Sethi",
    ]
    amara = one(northmere, pilot, "Amara Okafor")
    assert (amara.email, amara.title, amara.sort_name) == (
        "amara@pilot.example",
        "Director of Housing",
        "Okafor, Amara",
    )
    assert amara.manager == one(northmere, pilot, "Maggie Thornton")
    assert one(northmere, pilot, "Maggie Thornton").manager is None
    with scope(organisation=northmere.organisation.pk):
        assert RosterDraft.objects.filter(pk=draft.pk).exclude(table={}).exists()
        assert not Invitation.objects.exists()


def test_functions_there_already_are_used_and_new_ones_get_codes_and_the_next_colours(
    northmere: Northmere, pilot: Team
) -> None:
    add_draft(northmere, draft_of(northmere, pilot), everything=True)
    with scope(organisation=northmere.organisation.pk):
        new = list(
            Function.objects.exclude(name__in=["Care", "Finance", "Housing", "People"])
            .order_by("colour")
            .values_list("name", "colour")
        )
        codes = list(Function.objects.values_list("code", flat=True))
    assert new == [("Housing Services", 5), ("Digital", 6)]
    assert len(set(codes)) == 6
    assert one(northmere, pilot, "Marek Zieliński").function == northmere.functions["FIN"]
    assert one(northmere, pilot, "Nia Bowen").function == northmere.functions["FIN"]


def test_what_stays_becomes_what_its_rows_said(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    add_draft(northmere, draft)
    assert add_draft(northmere, draft, everything=True) == (
        Imported(added=4, updated=0, left=0, functions=0),
        0,
    )
    assert one(northmere, pilot, "Gareth Llewellyn").email == ""
    assert one(northmere, pilot, "Chidi Eze").manager == one(northmere, pilot, "Mei-Ling Chan")
    assert one(northmere, pilot, "Mei-Ling Chan").manager is None
    assert len(names(northmere, pilot)) == 9


def test_the_line_manager_follows_when_they_are_added_later(northmere: Northmere, pilot: Team) -> None:
    rows = [ROWS[6], ["Chidi Eze", "chidi@pilot.example", "Digital", "Head of Technology", "Mei-Ling Chan"]]
    draft = draft_of(northmere, pilot, rows)
    assert add_draft(northmere, draft)[0] == Imported(added=1, updated=0, left=0, functions=1)
    assert one(northmere, pilot, "Chidi Eze").manager is None
    assert add_draft(northmere, draft)[0] == Imported(added=0, updated=0, left=0, functions=0)
    assert add_draft(northmere, draft, everything=True)[0] == Imported(
        added=1, updated=1, left=0, functions=0
    )
    assert one(northmere, pilot, "Chidi Eze").manager == one(northmere, pilot, "Mei-Ling Chan")


def test_a_draft_that_was_all_added_keeps_nothing_of_the_file(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    with scope(organisation=northmere.organisation.pk):
        drafts.correct_row(draft=draft, number=4, include=True)
    add_draft(northmere, draft, everything=True)
    with scope(organisation=northmere.organisation.pk):
        left = RosterDraft.objects.get(pk=draft.pk)
    assert (left.table, left.columns, left.corrections, left.filename) == ({}, {}, {}, "")
    assert left.is_finished
    with pytest.raises(DraftFinished, match="added already"):
        add_draft(northmere, draft, everything=True, mark="pressed twice")
    assert len(names(northmere, pilot)) == 9


def test_the_same_file_again_changes_nothing(northmere: Northmere, pilot: Team) -> None:
    add_draft(northmere, draft_of(northmere, pilot), everything=True)
    with scope(organisation=northmere.organisation.pk):
        before = list(Leader.objects.filter(team=pilot).order_by("pk").values())
    assert add_draft(northmere, draft_of(northmere, pilot), everything=True)[0] == Imported(0, 0, 0, 0)
    with scope(organisation=northmere.organisation.pk):
        assert list(Leader.objects.filter(team=pilot).order_by("pk").values()) == before
    assert audited(northmere, "roster imported") == [{"added": 9, "updated": 0, "left": 0, "functions": 2}]


def test_a_newer_file_brings_leaders_up_to_date_and_ends_invitations_to_old_addresses(
    northmere: Northmere,
) -> None:
    invitation = invited_leader(northmere, "Priya")
    rows = [
        ["Priya Nair", "p.nair@northmere.example", "Care", "Head of Wellbeing", "Helen Armitage"],
        ["Idris Kaya", "idris.kaya@northmere.example", "Finance", "Director of People", "Helen Armitage"],
    ]
    assert add_draft(northmere, draft_of(northmere, northmere.team, rows), everything=True)[0].updated == 2
    priya = one(northmere, northmere.team, "Priya Nair")
    assert priya.pk == northmere.leader("Priya").pk
    assert (priya.email, priya.title) == ("p.nair@northmere.example", "Head of Wellbeing")
    assert one(northmere, northmere.team, "Idris Kaya").function == northmere.functions["FIN"]
    assert manager_of(northmere, "Priya") == "Helen"
    with scope(organisation=northmere.organisation.pk):
        assert not Invitation.objects.open().filter(pk=invitation.pk).exists()
    assert len(names(northmere, northmere.team)) == 8


def test_somebody_who_has_joined_keeps_their_place(northmere: Northmere) -> None:
    rows = [["Helen Armitage", "helen.armitage@northmere.example", "Finance", "Chief Finance Officer", ""]]
    add_draft(northmere, draft_of(northmere, northmere.team, rows), everything=True)
    helen = one(northmere, northmere.team, "Helen Armitage")
    assert helen.title == "Chief Finance Officer"
    assert helen.person_id == northmere.person("Helen").pk
    assert helen.joined_at == northmere.leader("Helen").joined_at


def test_leavers_are_proposed_and_only_those_ticked_leave(northmere: Northmere) -> None:
    rows = [["Maggie Thornton", "maggie.thornton@northmere.example", "Housing", "Director of Housing", ""]]
    draft = draft_of(northmere, northmere.team, rows)
    siobhan = northmere.leader("Siobhan").pk
    assert add_draft(northmere, draft, everything=True, left=frozenset({siobhan}))[0].left == 1
    today = timezone.now().astimezone(northmere.organisation.zone).date()
    assert one(northmere, northmere.team, "Siobhan Doyle").left_on == today
    assert manager_of(northmere, "Priya") == "Maggie"
    assert len(names(northmere, northmere.team)) == 7
    assert audited(northmere, "roster imported") == [{"added": 0, "updated": 0, "left": 1, "functions": 0}]


def test_nobody_can_be_ticked_who_was_not_proposed(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    with pytest.raises(DraftChanged):
        add_draft(northmere, draft, left=frozenset({northmere.leader("Helen").pk}))
    assert names(northmere, pilot) == []
    assert one(northmere, northmere.team, "Helen Armitage").is_active


def test_somebody_in_the_file_who_had_left_is_back(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Vikram").pk).update(left_on=dt.date(2026, 10, 3))
    rows = [
        ["Vikram Sethi", "vikram.sethi@northmere.example", "Finance", "Director of Finance", "Helen Armitage"]
    ]
    assert add_draft(northmere, draft_of(northmere, northmere.team, rows), everything=True)[0].updated == 1
    assert one(northmere, northmere.team, "Vikram Sethi").is_active


def test_when_the_roster_changed_since_nothing_is_added(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    mark = seen(northmere, draft)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.create(
            organisation=northmere.organisation,
            team=pilot,
            name="Tom Whitfield",
            sort_name="Whitfield, Tom",
            email="tom.whitfield@pilot.example",
        )
    with pytest.raises(DraftChanged, match="The roster has changed since you opened this page"):
        add_draft(northmere, draft, mark=mark)
    assert names(northmere, pilot) == ["Tom Whitfield"]
    assert add_draft(northmere, draft)[0] == Imported(added=4, updated=1, left=0, functions=2)


def test_part_of_a_plan_never_closes_a_circle(northmere: Northmere) -> None:
    """Helen is to report to somebody held back, so she stays under Maggie, who was to report to her."""
    rows = [
        [
            "Maggie Thornton",
            "maggie.thornton@northmere.example",
            "Housing",
            "Director of Housing",
            "Helen Armitage",
        ],
        [
            "Helen Armitage",
            "helen.armitage@northmere.example",
            "Finance",
            "Chief Financial Officer",
            "Nora Quist",
        ],
        ["Nora Quist", "", "Finance", "Chair", "J Clark"],
    ]
    draft = draft_of(northmere, northmere.team, rows)
    imported, waiting = add_draft(northmere, draft)
    assert waiting == 1
    assert imported == Imported(added=0, updated=2, left=0, functions=0)
    assert (manager_of(northmere, "Maggie"), manager_of(northmere, "Helen")) == (None, "Maggie")
    add_draft(northmere, draft, everything=True)
    assert (manager_of(northmere, "Maggie"), manager_of(northmere, "Helen")) == ("Helen", "Nora")


def test_a_file_of_another_team_touches_nobody_here(northmere: Northmere, pilot: Team) -> None:
    rows = [["Helen Armitage", "helen.armitage@northmere.example", "Finance", "Pilot lead", ""]]
    assert add_draft(northmere, draft_of(northmere, pilot, rows), everything=True)[0].added == 1
    assert one(northmere, northmere.team, "Helen Armitage").title == "Director of Finance"
