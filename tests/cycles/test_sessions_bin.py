"""Deleted sessions wait in a bin, and go for good with the notes of both."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from cycles.models import Cycle, PrivateNote, Session
from cycles.services.notes import Notes
from cycles.services.pair_words import ReadOnly
from cycles.services.sessions import empty_bin, restore_session
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_, bin_, change, notes_for
from tests.cycles.made import NOW, go_to, log, make_cycle, pair_of

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = NOW.date()


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere)


def test_a_deleted_session_counts_nowhere_and_comes_back_with_every_note(
    northmere: Northmere, cycle: Cycle
) -> None:
    session = log(northmere, cycle, "Helen", TODAY, pair_note="Ours", private_note="Helen's")
    change(northmere, "Priya", session, pair_note=("Ours", "Ours"), private_note=("", "Priya's"))
    bin_(northmere, "Helen", session)
    with as_(northmere, "Priya"):
        assert Session.objects.count() == 0
        assert pair_of(cycle, northmere.leader("Priya")).sessions.count() == 0
    with pytest.raises(ReadOnly, match="This session has been deleted meanwhile"):
        change(northmere, "Priya", session, minutes=30)
    with as_(northmere, "Priya"):
        restore_session(session=session, leader=northmere.leader("Priya"), by=northmere.person("Priya"))
    assert notes_for(northmere, "Priya", session) == Notes("Ours", "Priya's")
    assert notes_for(northmere, "Helen", session) == Notes("Ours", "Helen's")


def test_deleting_twice_keeps_the_first_time(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY)
    bin_(northmere, "Helen", session)
    bin_(northmere, "Priya", session, NOW + dt.timedelta(days=3))
    with as_(northmere, "Helen"):
        assert Session.with_the_bin.get().deleted_at == NOW


def test_nothing_is_deleted_or_put_back_once_the_cycle_is_closed(northmere: Northmere, cycle: Cycle) -> None:
    session, gone = log(northmere, cycle, "Helen", TODAY), log(northmere, cycle, "Helen", D(2026, 11, 19))
    bin_(northmere, "Helen", gone)
    with as_(northmere, "Helen"):
        go_to(cycle, "closed", closed_at=NOW)
    with pytest.raises(ReadOnly):
        bin_(northmere, "Helen", session)
    with as_(northmere, "Helen"), pytest.raises(ReadOnly):
        restore_session(session=gone, leader=northmere.leader("Helen"), by=northmere.person("Helen"))
    with (
        as_(northmere, "Helen"),
        pytest.raises(IntegrityError, match="The cycle is not under way"),
        transaction.atomic(),
    ):
        Session.objects.filter(pk=session.pk).update(deleted_at=NOW)


def test_the_bin_is_emptied_after_a_month_with_the_notes_of_both(northmere: Northmere, cycle: Cycle) -> None:
    other = make_northmere("southmere")
    elsewhere = log(other, make_cycle(other), "Helen", TODAY, private_note="elsewhere")
    old, young, kept = (
        log(northmere, cycle, "Helen", D(2026, 11, day), private_note="x") for day in (3, 4, 5)
    )
    change(northmere, "Priya", old, private_note=("", "Priya's"))
    bin_(northmere, "Helen", old, NOW)
    bin_(northmere, "Helen", young, NOW + dt.timedelta(hours=1))
    bin_(other, "Helen", elsewhere, NOW)
    assert empty_bin(at=NOW + dt.timedelta(days=30, minutes=30)) == 2
    with as_(northmere, "Helen"):
        assert set(Session.with_the_bin.values_list("pk", flat=True)) == {young.pk, kept.pk}
        assert PrivateNote.objects.count() == 2
    with as_(northmere, "Priya"):
        assert PrivateNote.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
