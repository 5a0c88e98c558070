"""Logging, changing and deleting sessions, on the real database."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.db import IntegrityError, transaction

from cycles.models import Cycle, PairNote, PrivateNote, Session
from cycles.services.notes import ChangedMeanwhile, Notes
from cycles.services.pair_words import ReadOnly
from cycles.services.sessions import (
    AlreadyLogged,
    WrongDay,
    WrongLength,
    delete_session,
    log_session,
)
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.hands import as_, change, notes_for
from tests.cycles.made import NOW, log, make_cycle, pair_of

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = NOW.date()


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere)


def test_a_session_with_both_notes(northmere: Northmere, cycle: Cycle) -> None:
    session = log(
        northmere, cycle, "Helen", TODAY, 45, pair_note="Every other\r\nThursday ", private_note="Wait"
    )
    assert notes_for(northmere, "Helen", session) == Notes("Every other\nThursday", "Wait")
    assert notes_for(northmere, "Priya", session) == Notes("Every other\nThursday", "")
    with as_(northmere, "Priya"):
        assert Session.objects.values_list("held_on", "minutes", "logged_by__name").get() == (
            TODAY,
            45,
            "Helen Armitage",
        )


def test_without_words_there_is_no_note(northmere: Northmere, cycle: Cycle) -> None:
    log(northmere, cycle, "Helen", TODAY, pair_note=" \n", private_note="")
    with as_(northmere, "Helen"):
        assert (PairNote.objects.count(), PrivateNote.objects.count()) == (0, 0)


def test_the_audit_trail_does_not_say_that_a_pair_met(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"):
        before = AuditEntry.objects.count()
    session = log(northmere, cycle, "Helen", TODAY, pair_note="one", private_note="two")
    change(northmere, "Helen", session, minutes=30)
    with as_(northmere, "Helen"):
        delete_session(
            session=session, leader=northmere.leader("Helen"), by=northmere.person("Helen"), at=NOW
        )
        assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("day", "minutes", "error", "sentence"),
    [
        (D(2026, 11, 21), 60, WrongDay, "This day is still to come"),
        (D(2026, 9, 27), 60, WrongDay, "You became partners later. Enter a day from 28 September 2026 on."),
        (TODAY, 4, WrongLength, "Enter at least 5 minutes."),
        (TODAY, 481, WrongLength, "Enter at most 480 minutes, which is 8 hours."),
    ],
)
def test_days_and_lengths_that_cannot_be(
    northmere: Northmere,
    cycle: Cycle,
    day: dt.date,
    minutes: int,
    error: type[Exception],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        log(northmere, cycle, "Helen", day, minutes)


def test_today_is_the_day_where_the_cycle_is(northmere: Northmere) -> None:
    auckland = make_cycle(northmere, time_zone="Pacific/Auckland")
    assert log(northmere, auckland, "Helen", D(2026, 11, 21)).held_on == D(2026, 11, 21)


def test_a_form_sent_twice_makes_one_session(northmere: Northmere, cycle: Cycle) -> None:
    form = uuid.uuid4()
    first = log(northmere, cycle, "Helen", TODAY, pair_note="Both", sent_as=form)
    assert log(northmere, cycle, "Helen", TODAY, pair_note="Both", sent_as=form) == first
    with as_(northmere, "Helen"):
        assert Session.objects.count() == 1


def test_a_form_changed_and_sent_again_is_another_session(northmere: Northmere, cycle: Cycle) -> None:
    form = uuid.uuid4()
    log(northmere, cycle, "Helen", TODAY, sent_as=form)
    with pytest.raises(AlreadyLogged, match="You have already logged a session on this day"):
        log(northmere, cycle, "Helen", TODAY, pair_note="More", sent_as=form)
    log(northmere, cycle, "Helen", D(2026, 11, 19), sent_as=form)
    with as_(northmere, "Helen"):
        assert Session.objects.count() == 2


def test_the_database_takes_a_form_once(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY)
    session.pk, session._state.adding = uuid.uuid4(), True
    with (
        as_(northmere, "Helen"),
        pytest.raises(IntegrityError, match="session_sent_once"),
        transaction.atomic(),
    ):
        session.save(force_insert=True)


def test_a_day_the_partner_has_logged_is_told_and_can_be_logged_again(
    northmere: Northmere, cycle: Cycle
) -> None:
    hers = log(northmere, cycle, "Priya", TODAY)
    with pytest.raises(AlreadyLogged, match="Priya has already logged a session on this day") as told:
        log(northmere, cycle, "Helen", TODAY)
    assert told.value.session == hers
    assert log(northmere, cycle, "Helen", TODAY, another=True) != hers


def test_another_pairs_session_on_that_day_does_not_matter(northmere: Northmere, cycle: Cycle) -> None:
    log(northmere, cycle, "Amara", TODAY)
    assert log(northmere, cycle, "Helen", TODAY).held_on == TODAY


@pytest.mark.parametrize(
    ("stage", "why"),
    [
        ("choosing", "Cycle 1 has not begun yet."),
        ("closed", "Cycle 1 is over, so this can be read but not changed."),
    ],
)
def test_sessions_are_logged_only_while_the_cycle_is_under_way(
    northmere: Northmere, stage: str, why: str
) -> None:
    cycle = make_cycle(northmere, stage=stage)
    with pytest.raises(ReadOnly, match=f"^{re.escape(why)}$"):
        log(northmere, cycle, "Helen", TODAY)
    with (
        as_(northmere, "Helen"),
        pytest.raises(IntegrityError, match="The cycle is not under way"),
        transaction.atomic(),
    ):
        Session.objects.create(
            organisation=northmere.organisation,
            pair=pair_of(cycle, northmere.leader("Helen")),
            held_on=TODAY,
            minutes=60,
            logged_by=northmere.leader("Helen"),
        )


def test_while_wrapping_up_sessions_are_still_logged(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, stage="wrapping_up")
    assert log(northmere, cycle, "Helen", TODAY).minutes == 60


def test_only_the_leader_themself_logs(northmere: Northmere, cycle: Cycle) -> None:
    helen = northmere.leader("Helen")
    with (
        as_(northmere, "Helen"),
        pytest.raises(ReadOnly, match="Only the two of a pair write here"),
    ):
        log_session(
            pair=pair_of(cycle, helen),
            leader=helen,
            held_on=TODAY,
            minutes=60,
            by=northmere.facilitator,
            at=NOW,
        )


def test_nobody_logs_for_another_pair(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Amara"), pytest.raises(ReadOnly, match="This pair has ended"):
        log_session(
            pair=pair_of(cycle, northmere.leader("Helen")),
            leader=northmere.leader("Amara"),
            held_on=TODAY,
            minutes=60,
            by=northmere.person("Amara"),
            at=NOW,
        )


def test_after_a_pair_has_ended_its_sessions_are_to_read(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY, private_note="mine")
    with as_(northmere, "Helen"):
        pair_of(cycle, northmere.leader("Helen")).members.update(left_at=NOW)
        session.pair.ended_at = NOW
        session.pair.save()
    with pytest.raises(ReadOnly, match="This pair has ended"):
        change(northmere, "Helen", session, minutes=30)
    assert notes_for(northmere, "Helen", session).private_note == "mine"


def test_both_partners_change_day_length_and_pair_note(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY, pair_note="Hers")
    change(northmere, "Priya", session, held_on=D(2026, 11, 18), minutes=90, pair_note=("Hers", "Ours"))
    with as_(northmere, "Helen"):
        changed = Session.objects.get()
        assert (changed.held_on, changed.minutes, changed.logged_by.name) == (
            D(2026, 11, 18),
            90,
            "Helen Armitage",
        )
        assert PairNote.objects.get().changed_by.name == "Priya Nair"
    assert notes_for(northmere, "Helen", session) == Notes("Ours", "")


def test_each_has_a_private_note_of_their_own(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY, private_note="Helen's own")
    change(northmere, "Priya", session, private_note=("", "Priya's own"))
    assert notes_for(northmere, "Helen", session).private_note == "Helen's own"
    assert notes_for(northmere, "Priya", session).private_note == "Priya's own"


def test_a_note_without_words_is_deleted(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY, pair_note="Ours", private_note="Mine")
    change(northmere, "Helen", session, pair_note=("Ours", ""), private_note=("Mine", " "))
    with as_(northmere, "Helen"):
        assert (PairNote.objects.count(), PrivateNote.objects.count()) == (0, 0)


def test_a_note_changed_by_both_is_asked_about_and_nothing_is_saved(
    northmere: Northmere, cycle: Cycle
) -> None:
    session = log(northmere, cycle, "Helen", TODAY, 60, pair_note="First", private_note="Mine")
    change(northmere, "Priya", session, pair_note=("First", "Priya's words"))
    with pytest.raises(ChangedMeanwhile) as asked:
        change(
            northmere,
            "Helen",
            session,
            minutes=30,
            pair_note=("First", "Helen's words"),
            private_note=("Mine", "Mine, longer"),
        )
    assert (asked.value.pair_note, asked.value.private_note, asked.value.by) == (
        "Priya's words",
        None,
        northmere.leader("Priya"),
    )
    assert "words" not in str(asked.value)
    assert notes_for(northmere, "Helen", session) == Notes("Priya's words", "Mine")
    with as_(northmere, "Helen"):
        assert Session.objects.get().minutes == 60


def test_a_note_one_has_not_touched_keeps_the_partners_words(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", TODAY, pair_note="First")
    change(northmere, "Priya", session, pair_note=("First", "Priya's words"))
    change(northmere, "Helen", session, minutes=30, pair_note=("First", "First"))
    assert notes_for(northmere, "Helen", session).pair_note == "Priya's words"


def test_a_day_left_as_it_is_may_lie_outside_what_can_be_logged_now(
    northmere: Northmere, cycle: Cycle
) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 11, 30), at=NOW + dt.timedelta(days=20))
    assert change(northmere, "Helen", session, pair_note=("", "New")).held_on == D(2026, 11, 30)
    with pytest.raises(WrongDay):
        change(northmere, "Helen", session, minutes=30)
