"""Drafts under pressure: two people at once, thousands of rows, and what becomes of old ones."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from teams.models import Leader, RosterDraft
from teams.services.drafts import DraftChanged, DraftFinished
from teams.tasks import delete_old_drafts
from tests.cast import Northmere, make_northmere
from tests.teams.rostering import (
    add_draft,
    audited,
    base,
    draft_of,
    function_names,
    many,
    names,
    pilot_team,
    seen,
)

pytestmark = pytest.mark.django_db
FIVE_THOUSAND = 5_000
"""Measured at four; the machine may be busy with other tests."""


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_at_once_add_once() -> None:
    cast = make_northmere()
    team = pilot_team(cast)
    draft = draft_of(cast, team)
    mark = seen(cast, draft)
    start, done = threading.Barrier(4), []

    def press() -> None:
        try:
            start.wait()
            done.append(add_draft(cast, draft, everything=True, mark=mark)[0].added)
        except DraftFinished:
            done.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(done) == [0, 0, 0, 9]
    assert len(names(cast, team)) == 9
    assert len(audited(cast, "roster imported")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_file_at_once_add_nobody_twice() -> None:
    cast = make_northmere()
    team = pilot_team(cast)
    two = [draft_of(cast, team), draft_of(cast, team)]
    marks = [seen(cast, draft) for draft in two]
    start, refused = threading.Barrier(2), []

    def press(which: int) -> None:
        try:
            start.wait()
            add_draft(cast, two[which], everything=True, mark=marks[which])
        except DraftChanged as told:
            refused.append(str(told))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[which]) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert len(names(cast, team)) == 9


@pytest.mark.django_db(transaction=True)
def test_two_teams_adding_the_same_functions_at_once_share_them() -> None:
    cast = make_northmere()
    teams = [pilot_team(cast), pilot_team(cast)]
    two = [draft_of(cast, team) for team in teams]
    marks = [seen(cast, draft) for draft in two]
    start, refused = threading.Barrier(2), []

    def press(which: int) -> None:
        try:
            start.wait()
            add_draft(cast, two[which], everything=True, mark=marks[which])
        except DraftChanged:
            refused.append(which)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[which]) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    for which in refused:
        add_draft(cast, two[which], everything=True)
    assert function_names(cast) == ["Care", "Digital", "Finance", "Housing", "Housing Services", "People"]
    assert [len(names(cast, team)) for team in teams] == [9, 9]


def test_queries_do_not_grow_with_the_rows(northmere: Northmere) -> None:
    counts = []
    for size in (10, 500):
        team = pilot_team(northmere)
        draft = draft_of(northmere, team, many(size))
        mark = seen(northmere, draft)
        with CaptureQueriesContext(connection) as adding:
            add_draft(northmere, draft, everything=True, mark=mark)
        changed = [[*row[:3], row[3].replace("Head", "Director"), row[4]] for row in many(size)]
        again = draft_of(northmere, team, changed)
        mark = seen(northmere, again)
        with CaptureQueriesContext(connection) as updating:
            assert add_draft(northmere, again, everything=True, mark=mark)[0].updated == size
        counts.append((len(adding), len(updating)))
    creating_functions = 4  # looking for colours and inserting, in a savepoint
    assert counts[0][0] - creating_functions == counts[1][0]
    assert counts[0][1] == counts[1][1]
    assert counts[0][0] <= 25


def test_looking_at_a_draft_takes_as_many_queries_for_ten_rows_as_for_many(northmere: Northmere) -> None:
    client = Client()
    client.force_login(northmere.facilitator)
    counts = []
    for size in (10, 150):
        team = pilot_team(northmere)
        draft = draft_of(northmere, team, many(size))
        with CaptureQueriesContext(connection) as looking:
            response = client.get(f"{base(northmere, team)}import/{draft.pk}/")
        assert response.content.count(b'<tr role="row" id="row-') == size
        counts.append(len(looking))
    assert counts[0] == counts[1]


def test_five_thousand_rows_are_planned_and_added(northmere: Northmere) -> None:
    draft = draft_of(northmere, pilot_team(northmere), many(FIVE_THOUSAND))
    mark = seen(northmere, draft)
    assert add_draft(northmere, draft, everything=True, mark=mark)[0].added == FIVE_THOUSAND
    with scope(organisation=northmere.organisation.pk):
        assert Leader.objects.filter(team__name="Pilot").exclude(manager=None).count() == FIVE_THOUSAND - 1


def test_drafts_are_deleted_after_a_week(northmere: Northmere) -> None:
    old, young = draft_of(northmere, pilot_team(northmere)), draft_of(northmere, pilot_team(northmere))
    other = make_northmere("southmere")
    theirs = draft_of(other, other.team)
    created = timezone.now() - dt.timedelta(days=7, hours=1)
    for cast, draft in ((northmere, old), (other, theirs)):
        with scope(organisation=cast.organisation.pk):
            RosterDraft.objects.filter(pk=draft.pk).update(created_at=created)
    delete_old_drafts()
    with scope(organisation=northmere.organisation.pk):
        assert list(RosterDraft.objects.values_list("pk", flat=True)) == [young.pk]
    with scope(organisation=other.organisation.pk):
        assert not RosterDraft.objects.exists()
