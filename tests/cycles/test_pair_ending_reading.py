"""What those who have parted go on reading, and what they are not shown any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from cycles.models import Agreement, Cycle, GrowthTarget, PairNote, PrivateNote, Session
from cycles.services.notes import Notes, keep_notes
from cycles.services.pair_words import ReadOnly
from cycles.services.pairs import sessions_by_pair
from cycles.services.sessions import delete_session, log_session
from pairing.services.choosing import accept, propose
from teams.services.leaders import record_leaving
from tests.cast import Northmere
from tests.cycles.hands import as_, change, notes_for
from tests.cycles.made import NOW, log, make_cycle
from tests.cycles.pages import raw, signed_in, texts, words
from tests.cycles.parting import TRIO, end_pair_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 10)


@pytest.fixture
def trio(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, pairs=TRIO)


def logged(cast: Northmere, cycle: Cycle, name: str = "Helen", **notes: Any) -> Session:
    return log(cast, cycle, name, DAY, at=timezone.now(), **notes)


def days_read(cast: Northmere, name: str) -> list[dt.date]:
    with as_(cast, name):
        return [session.held_on for _pair, found in sessions_by_pair(cast.leader(name)) for session in found]


def test_what_was_written_together_stays_for_both_and_own_notes_for_each(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    session = logged(northmere, cycle, pair_note="canary-both", private_note="canary-own")
    end_pair_of(northmere, cycle, "Priya")
    assert texts(northmere, "Helen") == (["canary-both"], ["canary-own"])
    assert texts(northmere, "Priya") == (["canary-both"], [])
    others = (northmere.person("Amara"), northmere.facilitator, northmere.sponsor, northmere.administrator)
    for other in others:
        with scope(organisation=northmere.organisation.pk, person=other.pk):
            assert not PairNote.objects.exists()
            assert not PrivateNote.objects.exists()
    page = raw(signed_in(northmere, "Priya").get(f"{northmere.base}sessions/{session.pk}/"))
    assert "canary-both" in page
    assert "This pair has ended. What was written stays here for you to read." in page
    assert "canary-own" not in page


def test_nothing_is_logged_or_changed_any_more(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    session = logged(northmere, cycle, pair_note="canary-both")
    pair = end_pair_of(northmere, cycle, "Priya")
    with pytest.raises(ReadOnly, match="This pair has ended"):
        logged(northmere, cycle)
    with pytest.raises(ReadOnly, match="This pair has ended"):
        change(northmere, "Helen", session, pair_note=("canary-both", "canary-later"))
    with as_(northmere, "Helen"):
        with pytest.raises(ReadOnly, match="This pair has ended"):
            delete_session(
                session=session, leader=northmere.leader("Helen"), by=northmere.person("Helen"), at=NOW
            )
        with pytest.raises(DatabaseError, match="The pair has ended"), transaction.atomic():
            Session.objects.create(
                organisation=northmere.organisation,
                pair=pair,
                held_on=DAY,
                minutes=60,
                logged_by=northmere.leader("Helen"),
            )
        assert PairNote.objects.filter(session=session).update(changed_at=NOW) == 0
        PairNote.objects.filter(session=session).delete()
    assert texts(northmere, "Priya")[0] == ["canary-both"]


def test_whoever_has_left_a_trio_reads_its_sessions_and_notes_as_they_stood(
    northmere: Northmere, trio: Cycle
) -> None:
    changed = logged(northmere, trio, pair_note="canary-then")
    with as_(northmere, "Helen"):
        kept = log_session(
            pair=changed.pair,
            leader=northmere.leader("Helen"),
            held_on=DAY + dt.timedelta(days=1),
            minutes=60,
            pair_note="canary-kept",
            by=northmere.person("Helen"),
            at=timezone.now(),
        )
    end_pair_of(northmere, trio, "Joanna")
    later = log(
        northmere, trio, "Helen", DAY + dt.timedelta(days=2), at=timezone.now(), pair_note="canary-new"
    )
    change(northmere, "Priya", changed, pair_note=("canary-then", "canary-changed"))
    assert days_read(northmere, "Joanna") == [kept.held_on, changed.held_on]
    assert texts(northmere, "Joanna")[0] == ["canary-kept"]
    assert len(days_read(northmere, "Priya")) == 3
    assert sorted(texts(northmere, "Priya")[0]) == ["canary-changed", "canary-kept", "canary-new"]
    client = signed_in(northmere, "Joanna")
    assert client.get(f"{northmere.base}sessions/{later.pk}/").status_code == 404
    page = raw(client.get(f"{northmere.base}sessions/{changed.pk}/"))
    assert "canary" not in page
    assert "canary-kept" in raw(client.get(f"{northmere.base}sessions/{kept.pk}/"))


def test_a_session_names_those_who_were_there(northmere: Northmere, trio: Cycle) -> None:
    before = logged(northmere, trio)
    end_pair_of(northmere, trio, "Joanna")
    after = log(northmere, trio, "Helen", DAY + dt.timedelta(days=1), at=timezone.now())
    client = signed_in(northmere, "Helen")
    for session, partners, both in (
        (before, "Joanna and Priya", "you, Joanna and Priya"),
        (after, "Priya", "you and Priya"),
    ):
        page = words(client.get(f"{northmere.base}sessions/{session.pk}/"))
        assert f"Your session with {partners} on" in page
        assert f"What {both} want to remember" in page


def test_whoever_has_left_writes_into_nothing_of_the_pair(northmere: Northmere, trio: Cycle) -> None:
    session = logged(northmere, trio)
    end_pair_of(northmere, trio, "Joanna")
    with as_(northmere, "Joanna"):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            keep_notes(session, northmere.leader("Joanna"), Notes("canary-late", ""))
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Agreement.objects.create(
                organisation=northmere.organisation,
                pair=session.pair,
                meeting="canary-late",
                written_by=northmere.leader("Joanna"),
            )
    assert texts(northmere, "Helen") == ([], [])


def test_the_two_who_go_on_neither_change_nor_delete_what_the_third_reads(
    northmere: Northmere, trio: Cycle
) -> None:
    session = logged(northmere, trio)
    with as_(northmere, "Joanna"):
        keep_notes(session, northmere.leader("Joanna"), Notes("", "canary-own"))
    end_pair_of(northmere, trio, "Joanna")
    said = r"^Joanna was in the pair then, so this session stays as it is\.$"
    with pytest.raises(ReadOnly, match=said):
        change(northmere, "Helen", session, minutes=30)
    with as_(northmere, "Helen"), pytest.raises(ReadOnly, match=said):
        delete_session(
            session=session, leader=northmere.leader("Helen"), by=northmere.person("Helen"), at=NOW
        )
    change(northmere, "Helen", session, pair_note=("", "canary-two"))
    assert notes_for(northmere, "Joanna", session) == Notes("", "canary-own")
    assert notes_for(northmere, "Helen", session) == Notes("canary-two", "")


def test_a_new_pair_begins_anew_and_neither_reads_what_was_before(northmere: Northmere) -> None:
    """Helen and Priya, then Helen and Amara; each pair's record is its own."""
    cycle = make_cycle(northmere, pairs=(("Helen", "Priya"), ("Amara", "Joanna")))
    first = logged(northmere, cycle, pair_note="canary-first", private_note="canary-helen")
    end_pair_of(northmere, cycle, "Amara")
    with scope(organisation=northmere.organisation.pk):
        record_leaving(leader=northmere.leader("Priya"), on=NOW.date(), by=northmere.facilitator)
        asked = propose(
            cycle=cycle,
            proposer=northmere.leader("Helen"),
            addressee=northmere.leader("Amara"),
            by=northmere.person("Helen"),
        )
        pair = accept(proposal=asked, by=northmere.person("Amara"))
    with as_(northmere, "Amara"):
        second = log_session(
            pair=pair,
            leader=northmere.leader("Amara"),
            held_on=timezone.now().date(),
            minutes=60,
            pair_note="canary-second",
            by=northmere.person("Amara"),
            at=timezone.now(),
        )
    assert sorted(texts(northmere, "Helen")[0]) == ["canary-first", "canary-second"]
    assert texts(northmere, "Amara") == (["canary-second"], [])
    assert texts(northmere, "Priya") == (["canary-first"], [])
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}sessions/"))
    assert page.index("Cycle 1, with Amara Okafor") < page.index("Cycle 1, with Priya Nair")
    assert signed_in(northmere, "Amara").get(f"{northmere.base}sessions/{first.pk}/").status_code == 404
    assert signed_in(northmere, "Priya").get(f"{northmere.base}sessions/{second.pk}/").status_code == 404


def test_a_target_goes_on_and_the_partner_of_before_reads_nothing_later(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=(("Helen", "Priya"),))
    with as_(northmere, "Helen"):
        GrowthTarget.objects.create(
            organisation=northmere.organisation, cycle=cycle, leader=northmere.leader("Helen"), slot=1
        )
    end_pair_of(northmere, cycle, "Helen")
    with as_(northmere, "Helen"):
        GrowthTarget.objects.create(
            organisation=northmere.organisation, cycle=cycle, leader=northmere.leader("Helen"), slot=2
        )
        assert GrowthTarget.objects.count() == 2
    with as_(northmere, "Priya"):
        assert [target.slot for target in GrowthTarget.objects.all()] == [1]


def test_a_leaver_is_out_with_the_next_press(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    session = logged(northmere, cycle, pair_note="canary-both")
    client = signed_in(northmere, "Priya")
    pages = ["", "sessions/", f"sessions/{session.pk}/", "choosing/", "pair/ending/", "pairs/"]
    assert [client.get(northmere.base + page).status_code for page in pages[:3]] == [200, 200, 200]
    with scope(organisation=northmere.organisation.pk):
        record_leaving(leader=northmere.leader("Priya"), on=NOW.date(), by=northmere.facilitator)
    assert {client.get(northmere.base + page).status_code for page in pages} == {404}
    address = f"{northmere.base}sessions/{session.pk}/"
    assert client.post(address, {"pair_note": "canary-late"}).status_code == 404


def test_somebody_is_free_for_the_private_notes_of_their_own_for_ever(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    logged(northmere, cycle, "Priya", private_note="canary-own")
    end_pair_of(northmere, cycle, "Helen")
    with as_(northmere, "Priya"):
        assert [note.text for note in PrivateNote.objects.all()] == ["canary-own"]
    with as_(northmere, "Helen"):
        assert not PrivateNote.objects.exists()
