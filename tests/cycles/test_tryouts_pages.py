"""The pages of try-outs, on a phone and in two places at once."""

from __future__ import annotations

import uuid

import pytest

from cycles.models import Cycle, GrowthTarget, TryOut
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words
from tests.cycles.targeted import TUESDAY, begin, look, move, try_at, try_outs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HTMX = {"HX-Request": "true"}
TODAY = NOW.date()
TYPED = {"occasion": "Budget review with Property", "on": "2026-11-24", "plan": "Ask Marek first"}


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    cycle: Cycle = make_cycle(northmere, number=3)
    return begin(northmere, "Helen", cycle)


def sent(**fields: str) -> dict[str, str]:
    return {**TYPED, "number": str(uuid.uuid4()), **fields}


def one(cast: Northmere) -> TryOut:
    with as_(cast, "Helen"):
        return TryOut.objects.get()


def test_an_occasion_and_a_day_are_enough(northmere: Northmere, target: GrowthTarget) -> None:
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}targets/{target.pk}/try-outs/new/"
    form = client.get(address)
    assert "Where will you try it? Answering before others have finished thinking" in words(form)
    assert words(form).count("You and Priya") == 2
    assert 'type="date"' in raw(form)
    typed = {**hidden(form), "occasion": "Budget review", "on": "2026-11-24"}
    answers = [client.post(address, typed) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{northmere.base}targets/{target.pk}/"}
    assert try_outs_of(northmere, "Helen") == [("Budget review", TUESDAY, "")]
    page = words(client.get(answers[0]["Location"]))
    assert "Your try-out is planned." in page
    assert "Next, Tuesday 24 November Budget review Change it : Budget review" in page


@pytest.mark.parametrize("typed", ["24 November", "24/11/2026", "24.11.", " 24  nov "])
def test_days_as_people_type_them(northmere: Northmere, target: GrowthTarget, typed: str) -> None:
    signed_in(northmere, "Helen").post(f"{northmere.base}targets/{target.pk}/try-outs/new/", sent(on=typed))
    assert one(northmere).on == TUESDAY


def test_a_day_without_its_year_is_the_next_such_day(northmere: Northmere, target: GrowthTarget) -> None:
    signed_in(northmere, "Helen").post(
        f"{northmere.base}targets/{target.pk}/try-outs/new/", sent(on="19 January")
    )
    assert one(northmere).on.isoformat() == "2027-01-19"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"occasion": " "}, "Say at which occasion you will try it, for example the budget review."),
        ({"occasion": "x" * 121}, "Make it 120 characters at most."),
        ({"on": ""}, "Enter the day, for example 20 November."),
        ({"on": "soon"}, "Enter the day, for example 20 November."),
        ({"on": "2026-11-19"}, "This day is over. Enter today, 20 November, or a day to come."),
        ({"on": "2027-04-01"}, "The cycle ends on 31 March 2027. Enter a day until then."),
        ({"plan": "x" * 401}, "Make it 400 characters at most."),
    ],
)
def test_what_needs_putting_right_is_said_and_nothing_is_lost(
    northmere: Northmere, target: GrowthTarget, fields: dict[str, str], error: str
) -> None:
    client, typed = signed_in(northmere, "Helen"), sent(**fields)
    address = f"{northmere.base}targets/{target.pk}/try-outs/new/"
    whole, part = client.post(address, typed), client.post(address, typed, headers=HTMX)
    assert (whole.status_code, part.status_code) == (422, 422)
    assert words(whole).count(error) == 2
    assert "<html" not in raw(part)
    for name in ("occasion", "plan"):
        assert typed[name].strip() in raw(part)
    assert try_outs_of(northmere, "Helen") == []


def test_looking_back_asks_how_big_a_step_it_was(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY, plan="Count to ten")
    client = signed_in(northmere, "Helen")
    here = f"{northmere.base}targets/{target.pk}/"
    assert "How did it go?" in words(client.get(here))
    address = f"{northmere.base}try-outs/{try_out.pk}/looking-back/"
    form = client.get(address)
    assert "How did it go? Budget review, Friday 20 November Count to ten" in words(form)
    assert "How big a step was it?" in words(form)
    assert "None yet Small Clear Big This wasn’t the one" in words(form)
    assert "“None yet” and “This wasn’t the one” are fine answers." in words(form)
    missing = client.post(address, {**hidden(form), "noticed": "They spoke first"})
    assert missing.status_code == 422
    assert "Choose how big a step it was. None yet is a fine answer." in words(missing)
    assert "They spoke first" in raw(missing)
    answer = client.post(address, {**hidden(form), "step": "not_the_one", "noticed": "Nobody came"})
    assert answer["Location"] == here
    page = words(client.get(here))
    assert "How big a step? This wasn’t the one Nobody came Look back again : Budget review" in page
    assert "How did it go?" not in page
    assert 'value="not_the_one"' in raw(client.get(address))
    assert "did it work" not in (page + words(form)).lower()


def test_before_its_day_there_is_nothing_to_look_back_on(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    client = signed_in(northmere, "Helen")
    here = f"{northmere.base}targets/{target.pk}/"
    assert "How did it go?" not in words(client.get(here))
    assert client.get(f"{northmere.base}try-outs/{try_out.pk}/looking-back/")["Location"] == here
    assert "This is still to come." in words(client.get(here))
    early = client.post(f"{northmere.base}try-outs/{try_out.pk}/looking-back/", {"step": "big"})
    assert (early.status_code, one(northmere).step) == (422, "")


def test_looked_back_on_elsewhere_meanwhile_it_shows_both(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}try-outs/{try_out.pk}/looking-back/"
    shown = hidden(client.get(address))
    look(northmere, "Helen", try_out, "small", "On the phone")
    mine = {**shown, "step": "clear", "noticed": "At the desk"}
    clash = client.post(address, mine)
    assert clash.status_code == 422
    assert "Small On the phone What you saved elsewhere meanwhile" in words(clash)
    assert "At the desk" in raw(clash)
    assert client.post(address, {**mine, **hidden(clash)}).status_code == 302
    assert (one(northmere).step, one(northmere).noticed) == ("clear", "At the desk")


def test_changed_elsewhere_meanwhile_it_shows_both(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}try-outs/{try_out.pk}/"
    shown = hidden(client.get(address))
    other = signed_in(northmere, "Helen")
    other.post(address, {**hidden(other.get(address)), "occasion": "Rent setting", "on": "2026-11-25"})
    mine = {**shown, "occasion": "Audit committee", "on": "2026-11-24"}
    clash = client.post(address, mine)
    assert clash.status_code == 422
    assert "Rent setting, Wednesday 25 November What you saved elsewhere meanwhile" in words(clash)
    assert "Audit committee" in raw(clash)
    assert client.post(address, {**mine, **hidden(clash)}).status_code == 302
    assert try_outs_of(northmere, "Helen") == [("Audit committee", TUESDAY, "")]


def test_looked_back_on_its_words_can_change_and_its_day_cannot(
    northmere: Northmere, target: GrowthTarget
) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    look(northmere, "Helen", try_out, "small")
    client = signed_in(northmere, "Helen")
    form = client.get(f"{northmere.base}try-outs/{try_out.pk}/")
    assert 'name="on"' not in raw(form)
    client.post(
        f"{northmere.base}try-outs/{try_out.pk}/",
        {**hidden(form), "occasion": "Rent setting", "on": "2026-12-01"},
    )
    assert try_outs_of(northmere, "Helen") == [("Rent setting", TODAY, "small")]


def test_deleting_asks_first_and_twice_is_no_harm(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    client = signed_in(northmere, "Helen")
    assert "Delete it for good?" in words(client.get(f"{northmere.base}try-outs/{try_out.pk}/"))
    address = f"{northmere.base}try-outs/{try_out.pk}/deletion/"
    assert client.get(address).status_code == 405
    here = f"{northmere.base}targets/{target.pk}/"
    assert client.post(address)["Location"] == here
    assert "The try-out is deleted." in words(client.get(here))
    assert client.post(address).status_code == 404
    assert try_outs_of(northmere, "Helen") == []


def test_a_target_that_rests_takes_no_new_ones(northmere: Northmere, target: GrowthTarget) -> None:
    move(northmere, "Helen", target, "let_go")
    client = signed_in(northmere, "Helen")
    here = f"{northmere.base}targets/{target.pk}/"
    assert client.get(f"{here}try-outs/new/")["Location"] == here
    refused = client.post(f"{here}try-outs/new/", sent())
    assert refused.status_code == 422
    assert "Take it up again to plan a try-out." in words(refused)
    assert TYPED["plan"] in raw(refused)
