"""The pages of growth targets: written down in a minute, read by two, nothing typed is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from cycles.models import Cycle, GrowthTarget
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words
from tests.cycles.targeted import (
    LISTEN,
    SPEAK,
    begin,
    reword,
    targets_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HTMX = {"HX-Request": "true"}
TODAY = NOW.date()
TYPED = {
    "direction": "down",
    "behaviour": "Answering before others have finished",
    "differently": "Ask two questions",
    "why": "They stop",
}


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def sent(**fields: str) -> dict[str, str]:
    return {**TYPED, "number": str(uuid.uuid4()), **fields}


def test_a_first_page_invites_and_the_form_says_who_reads(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    page = words(client.get(f"{northmere.base}targets/"))
    assert "One is enough to begin with, two is the most. Add a target" in page
    assert "What you are working on You and Priya None yet." in page
    assert "What Priya is working on Nothing written down yet." in page
    form = words(client.get(f"{northmere.base}targets/new/"))
    assert form.count("You and Priya") == 3
    assert "Which way? Dial up: more of it Dial down: less of it" in form
    assert "Instead of “Communication” Dial up: Say what I have decided, and why," in form


def test_written_down_it_stands_on_a_page_of_its_own(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    typed = {**sent(), **hidden(client.get(f"{northmere.base}targets/new/"))}
    answers = [client.post(f"{northmere.base}targets/new/", typed) for _ in range(2)]
    with as_(northmere, "Helen"):
        target = GrowthTarget.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{northmere.base}targets/{target.pk}/"}
    response = client.get(answers[0]["Location"])
    page = words(response)
    assert "Your growth targets Dial down Answering before others have finished You and Priya" in page
    assert "What I will do differently Ask two questions Why it matters They stop" in page
    assert "Where it stands An idea so far" in page
    assert "<title>Growth target – Coaching Pairs</title>" in raw(response)
    by_htmx = client.post(f"{northmere.base}targets/new/", sent(), headers=HTMX)
    assert by_htmx.status_code == 204
    assert by_htmx["HX-Redirect"].startswith(f"{northmere.base}targets/")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"direction": ""}, "Choose whether you dial it up or down."),
        ({"direction": "sideways"}, "Choose whether you dial it up or down."),
        ({"behaviour": "  "}, "Say in one sentence what you want to do more or less of."),
        ({"behaviour": "x y z " * 30}, "Make it 160 characters at most, so that one can keep it in mind."),
        ({"differently": "x" * 401}, "Make it 400 characters at most."),
        ({"why": "x" * 401}, "Make it 400 characters at most."),
    ],
)
def test_what_needs_putting_right_is_said_and_nothing_is_lost(
    northmere: Northmere, cycle: Cycle, fields: dict[str, str], error: str
) -> None:
    client = signed_in(northmere, "Helen")
    typed = sent(**fields)
    whole = client.post(f"{northmere.base}targets/new/", typed)
    part = client.post(f"{northmere.base}targets/new/", typed, headers=HTMX)
    assert (whole.status_code, part.status_code) == (422, 422)
    assert words(whole).count(error) == 2
    assert raw(part).startswith('<div id="target-form">')
    for name in ("behaviour", "differently", "why"):
        assert typed[name].strip() in raw(part)
    assert targets_of(northmere, "Helen") == []


def test_a_vague_one_is_asked_about_once_and_kept_when_it_is_meant(
    northmere: Northmere, cycle: Cycle
) -> None:
    client = signed_in(northmere, "Helen")
    typed = sent(behaviour="Delegate more")
    asked = client.post(f"{northmere.base}targets/new/", typed)
    assert asked.status_code == 422
    page = words(asked)
    assert "Not saved yet: is this what you mean?" in page
    assert "What would a colleague see or hear you do?" in page
    assert "instead of “Delegate more”: Hand over the whole task with its date" in page
    assert "Keep it as it is" in page
    assert "This is not saved yet. There is a question about the behaviour ." in page
    assert "Ask two questions" in raw(asked)
    assert targets_of(northmere, "Helen") == []
    again = client.post(f"{northmere.base}targets/new/", {**typed, **hidden(asked)})
    assert again.status_code == 302
    assert targets_of(northmere, "Helen") == [(1, "idea", "Delegate more")]


def test_the_hint_comes_while_one_types_and_then_saving_is_one_press(
    northmere: Northmere, cycle: Cycle
) -> None:
    client = signed_in(northmere, "Helen")
    hint = client.post(f"{northmere.base}targets/hint/", {"behaviour": "Delegate more"}, headers=HTMX)
    assert "A thought This names a topic rather than something you do." in words(hint)
    assert '<input type="hidden" name="kept" value="yes">' in raw(hint)
    fine = client.post(f"{northmere.base}targets/hint/", {"behaviour": LISTEN.behaviour}, headers=HTMX)
    assert words(fine) == ""
    assert client.get(f"{northmere.base}targets/hint/").status_code == 405
    assert targets_of(northmere, "Helen") == []


def test_two_are_the_most_and_what_was_typed_is_still_there(northmere: Northmere, cycle: Cycle) -> None:
    begin(northmere, "Helen", cycle)
    client = signed_in(northmere, "Helen")
    assert "One is enough. There is room for a second" in words(client.get(f"{northmere.base}targets/"))
    begin(northmere, "Helen", cycle, SPEAK)
    page = client.get(f"{northmere.base}targets/")
    assert "Two is the most." in words(page)
    assert "targets/new/" not in raw(page)
    none = client.get(f"{northmere.base}targets/new/")
    assert (none.status_code, "never on a third" in words(none)) == (200, True)
    third = client.post(f"{northmere.base}targets/new/", sent())
    assert third.status_code == 422
    assert "You are working on two already, and never on a third." in words(third)
    assert TYPED["behaviour"] in raw(third)
    assert len(targets_of(northmere, "Helen")) == 2


def test_without_a_cycle_or_a_place_in_it_there_is_nothing_to_begin(northmere: Northmere) -> None:
    client = signed_in(northmere, "Helen")
    gone = client.post(f"{northmere.base}targets/new/", sent())
    assert gone.status_code == 409
    assert "No cycle is under way." in words(gone)
    assert TYPED["behaviour"] in words(gone)
    make_cycle(northmere)
    maggie = signed_in(northmere, "Maggie")
    assert "You are not among those who take part in cycle 1" in words(
        maggie.get(f"{northmere.base}targets/new/")
    )
    assert "You are not among those who take part" in words(maggie.get(f"{northmere.base}targets/"))


def test_the_words_are_changed_and_what_they_were_is_kept_for_their_owner(
    northmere: Northmere, cycle: Cycle
) -> None:
    target = begin(northmere, "Helen", cycle)
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}targets/{target.pk}/wording/"
    form = client.get(address)
    assert LISTEN.behaviour in raw(form)
    answer = client.post(address, {**TYPED, **hidden(form), "behaviour": SPEAK.behaviour})
    assert answer["Location"] == f"{northmere.base}targets/{target.pk}/"
    page = words(client.get(answer["Location"]))
    assert f"Dial down {SPEAK.behaviour}" in page
    assert "What it said before Until 20 November 2026 Only you" in page
    assert LISTEN.behaviour in page
    partners = words(signed_in(northmere, "Priya").get(answer["Location"]))
    assert SPEAK.behaviour in partners
    assert LISTEN.behaviour not in partners
    assert "What it said before" not in partners


def test_reworded_elsewhere_meanwhile_it_shows_both(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}targets/{target.pk}/wording/"
    shown = hidden(client.get(address))
    reword(northmere, "Helen", target, SPEAK)
    mine = {**TYPED, **shown, "behaviour": "Wait two breaths before I answer"}
    clash = client.post(address, mine)
    assert clash.status_code == 422
    assert f"{SPEAK.behaviour}" in words(clash)
    assert "What you saved elsewhere meanwhile" in words(clash)
    assert "Wait two breaths before I answer" in raw(clash)
    saved = client.post(address, {**mine, **hidden(clash)})
    assert saved.status_code == 302
    assert targets_of(northmere, "Helen") == [(1, "idea", "Wait two breaths before I answer")]


def press(client: Any, cast: Northmere, target: GrowthTarget, to: str) -> str:
    answer = client.post(f"{cast.base}targets/{target.pk}/state/", {"to": to})
    assert answer["Location"] == f"{cast.base}targets/{target.pk}/"
    return words(client.get(answer["Location"]))


def test_where_it_stands_changes_by_one_press_and_back(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    client = signed_in(northmere, "Helen")
    assert "You are settled on it." in press(client, northmere, target, "settled")
    cracked = press(client, northmere, target, "cracked")
    assert "Where it stands Cracked It has become how you do things." in cracked
    assert "Add a try-out" not in cracked
    listed = words(client.get(f"{northmere.base}targets/"))
    assert f"Cracked or let go in this cycle {LISTEN.behaviour} Dial down Cracked" in listed
    assert "Where it stands Settled" in press(client, northmere, target, "settled")
    late = press(client, northmere, target, "asked")
    assert "This target has changed since you opened the page. It now says: settled." in late
    assert "Where it stands Settled" in press(client, northmere, target, "nonsense")
    assert targets_of(northmere, "Helen") == [(1, "settled", LISTEN.behaviour)]


def test_words_in_any_script_are_shown_as_they_are(northmere: Northmere, cycle: Cycle) -> None:
    odd = "Слушать <b>до конца</b> & 不打斷 \U0001f642 “כן”"
    client = signed_in(northmere, "Helen")
    answer = client.post(f"{northmere.base}targets/new/", sent(behaviour=odd))
    assert odd in raw(client.get(answer["Location"]))
    assert targets_of(northmere, "Helen") == [(1, "idea", odd)]
