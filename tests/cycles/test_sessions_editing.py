"""The page of one session: both change it, nobody's words are lost, and it can be deleted and put back."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.cast import Northmere
from tests.cycles.made import NOW, go_to, log, make_cycle
from tests.cycles.pages import all_sessions, hidden, raw, signed_in, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
TODAY = D(2026, 11, 20)


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def test_a_session_is_shown_as_a_form_with_its_notes(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), 80, pair_note="For both", private_note="For me")
    page = signed_in(northmere, "Helen").get(f"{northmere.base}sessions/{session.pk}/")
    assert "Your session with Priya on 9 October" in words(page)
    source = raw(page)
    assert 'value="2026-10-09"' in source
    assert 'value="80"' in source
    assert re.search(r'name="day" value="other"[^>]*checked', source)
    assert re.search(r'name="length" value="longer"[^>]*checked', source)
    assert "For both" in source
    assert "For me" in source


def test_both_change_a_session(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), 80, pair_note="For both", private_note="For me")
    client = signed_in(northmere, "Priya")
    address = f"{northmere.base}sessions/{session.pk}/"
    page = client.get(address)
    answer = client.post(
        address,
        {
            **hidden(page),
            "day": "today",
            "length": "30",
            "pair_note": "For both of us",
            "private_note": "Hers",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{northmere.base}sessions/")
    assert [(one.held_on, one.minutes) for one in all_sessions(northmere)] == [(TODAY, 30)]
    assert texts(northmere, "Helen") == (["For both of us"], ["For me"])
    assert texts(northmere, "Priya") == (["For both of us"], ["Hers"])


def test_words_changed_by_both_are_shown_to_the_second_and_both_survive(
    northmere: Northmere, cycle: Cycle
) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), pair_note="First")
    address = f"{northmere.base}sessions/{session.pk}/"
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    seen = {**hidden(helen.get(address)), "day": "today", "length": "60", "private_note": ""}
    priya.post(address, {**seen, "pair_note": "Priya's <b>words</b>"})
    told = helen.post(address, {**seen, "pair_note": "Helen's words"})
    assert told.status_code == 422
    assert words(told).count("Priya changed this note meanwhile. Save again to keep your version.") == 2
    assert "Priya's <b>words</b> What Priya wrote meanwhile" in words(told)
    assert "Helen's words" in raw(told)
    assert texts(northmere, "Helen")[0] == ["Priya's <b>words</b>"]
    again = helen.post(address, {**seen, **hidden(told), "pair_note": "Helen's words, then Priya's"})
    assert again.status_code == 302
    assert texts(northmere, "Priya")[0] == ["Helen's words, then Priya's"]


def test_a_note_changed_on_another_device_is_ones_own(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), pair_note="First", private_note="Mine")
    address = f"{northmere.base}sessions/{session.pk}/"
    client = signed_in(northmere, "Helen")
    seen = {**hidden(client.get(address)), "day": "today", "length": "60"}
    client.post(address, {**seen, "pair_note": "From the laptop", "private_note": ""})
    told = words(client.post(address, {**seen, "pair_note": "From the phone", "private_note": "Mine too"}))
    assert told.count("You changed this note meanwhile. Save again to keep your version.") == 4
    assert "From the laptop What you saved elsewhere meanwhile" in told
    assert "Nothing: the note was taken out. What you saved elsewhere meanwhile" in told


def test_a_closed_cycles_session_is_to_read(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), 80, pair_note="For both", private_note="For me")
    address = f"{northmere.base}sessions/{session.pk}/"
    client = signed_in(northmere, "Helen")
    before = hidden(client.get(address))
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "closed", closed_at=NOW)
    page = words(client.get(address))
    assert "Friday 9 October 2026, 1 hour 20 minutes To read, not to change" in page
    assert "You and Priya For both Your note to yourself Only you For me" in page
    late = client.post(address, {**before, "day": "today", "length": "60", "pair_note": "Typed late"})
    assert late.status_code == 422
    assert "Cycle 3 is over, so this can be read but not changed." in words(late)
    assert "Typed late" in raw(late)
    assert texts(northmere, "Helen")[0] == ["For both"]


def test_deleting_takes_two_presses_and_can_be_undone_by_either(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), pair_note="For both")
    address = f"{northmere.base}sessions/{session.pk}/"
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    asks = words(helen.get(address))
    assert "Delete it for both of you? It goes from Priya’s list as well, with its notes." in asks
    assert "Then it is gone for good, with what each of you wrote to yourselves." in asks
    assert helen.get(f"{address}deletion/").status_code == 405
    gone = helen.post(f"{address}deletion/", follow=True)
    assert "The session on 9 October is deleted. You can put it back for 30 days." in words(gone)
    assert "Cycle 3, with Priya Nair None logged. Deleted Kept for 30 days, then gone for good" in words(gone)
    assert "This session is deleted" in words(priya.get(address))
    assert "None logged yet." in words(priya.get(northmere.base))
    back = priya.post(f"{address}return/", follow=True)
    assert "The session on 9 October is back, with its notes." in words(back)
    assert "Friday 9 October 1 hour Note" in words(helen.get(northmere.base))


def test_what_was_typed_into_a_session_deleted_meanwhile_is_not_lost(
    northmere: Northmere, cycle: Cycle
) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9))
    address = f"{northmere.base}sessions/{session.pk}/"
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    seen = {**hidden(helen.get(address)), "day": "today", "length": "60", "pair_note": "Typed late"}
    priya.post(f"{address}deletion/")
    told = helen.post(address, seen)
    assert (told.status_code, "Typed late" in raw(told)) == (422, True)
    assert "This session has been deleted meanwhile." in words(told)


def test_deleting_in_a_closed_cycle_is_refused_in_words(northmere: Northmere, cycle: Cycle) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9))
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "closed", closed_at=NOW)
    for verb in ("deletion", "return"):
        answer = signed_in(northmere, "Helen").post(
            f"{northmere.base}sessions/{session.pk}/{verb}/", follow=True
        )
        assert "Cycle 3 is over, so this can be read but not changed." in words(answer)
    assert len(all_sessions(northmere)) == 1
