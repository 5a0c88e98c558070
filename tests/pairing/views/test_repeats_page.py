"""Letting earlier partners pair again: offered when needed, said everywhere, taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import pair_past_services, put_aside
from tests.pairing.room import open_room, seal
from tests.pairing.test_repeats_offer import FOUR, before, draft, only
from tests.pairing.views.pages import actions, at, signed_in, words


@pytest.fixture
def short(inside: Northmere) -> Cycle:
    """A draft of cycle 3 in which Helen has nobody left but her partners of cycles 1 and 2."""
    before(inside, (("Helen", "Priya"),), (("Helen", "Joanna"),))
    cycle = draft(inside)
    only(inside, *FOUR)
    return cycle


def test_the_pre_flight_offers_them_with_the_numbers(inside: Northmere, short: Cycle, desk: Client) -> None:
    page = desk.get(at(inside, "pre-flight", number=3))
    text = words(page)
    assert "Not everybody can be paired without a repeat any more You can let earlier partners" in text
    assert "The fewest that would do: Helen Armitage and Priya Nair (cycle 1)." in text
    assert "Partners of cycle 1 may pair again: 2 of 2 pairs, one repeat needed" in text
    assert at(inside, "repeats", number=3) in actions(page)
    assert "No complete cycle without a repeat any more" in text


@pytest.mark.parametrize("stage", ["draft", "choosing"])
def test_allowing_and_taking_back(inside: Northmere, short: Cycle, desk: Client, stage: str) -> None:
    home = "pre-flight" if stage == "draft" else "room"
    if stage == "choosing":
        desk.post(at(inside, "opening", number=3))
    shown = words(desk.get(at(inside, "repeats", number=3)))
    assert "without a repeat any more Helen Armitage has nobody left to choose. You can let" in shown
    allowed = desk.post(at(inside, "repeats", number=3), {"through": "1"})
    assert allowed.headers["Location"] == at(inside, home, number=3)
    page = desk.get(at(inside, home, number=3))
    assert words(page).count("Partners of cycle 1 may pair again in this cycle") == 2
    short.refresh_from_db()
    assert short.repeats_through == 1
    where = desk.get(at(inside, "repeats", number=3))
    assert "Take it back" in words(where)
    back = desk.post(at(inside, "repeats", number=3), {"through": "0"}, follow=True)
    assert "Nobody may pair with an earlier partner in this cycle." in words(back)
    short.refresh_from_db()
    assert short.repeats_through == 0


def test_with_the_repeats_that_are_allowed_everybody_can_be_paired(
    inside: Northmere, short: Cycle, desk: Client
) -> None:
    desk.post(at(inside, "repeats", number=3), {"through": "1"})
    text = words(desk.get(at(inside, "pre-flight", number=3)))
    assert "Everyone can find a partner Two pairs can form" in text
    assert "with the repeats that are allowed." in text


def test_what_was_not_offered_is_not_allowed(inside: Northmere, short: Cycle, desk: Client) -> None:
    for wrong in ("2", "9", "nonsense"):
        refused = desk.post(at(inside, "repeats", number=3), {"through": wrong})
        assert refused.status_code == 422
        assert "The room has moved on. Look again which repeats would help." in words(refused)
    missing = desk.post(at(inside, "repeats", number=3))
    assert "Choose who may pair again." in words(missing)
    short.refresh_from_db()
    assert short.repeats_through == 0


def test_it_cannot_be_taken_back_once_a_pair_stands_on_it(
    inside: Northmere, short: Cycle, desk: Client
) -> None:
    desk.post(at(inside, "opening", number=3))
    desk.post(at(inside, "repeats", number=3), {"through": "1"})
    short.refresh_from_db()
    pair_past_services(inside, short, "Helen", "Priya")
    refused = desk.post(at(inside, "repeats", number=3), {"through": "0"})
    assert refused.status_code == 422
    assert "Undo that pair first." in words(refused)


def test_where_none_is_needed_there_is_none_to_allow(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    page = desk.get(at(inside, "repeats"))
    assert "Everybody can be paired without a repeat, so there is none to allow." in words(page)
    assert actions(page) == set()
    assert desk.post(at(inside, "repeats"), {"through": "1"}).status_code == 422


def test_where_none_would_help_it_says_so(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    put_aside(inside, cycle, "Maggie", "Amara", "Siobhan", "Priya", "Joanna", "Idris")
    text = words(desk.get(at(inside, "repeats")))
    assert "Helen Armitage has nobody left to choose. No repeat would place anybody more." in text


def test_once_sealed_it_is_settled(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_past_services(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    assert desk.get(at(inside, "repeats")).headers["Location"] == at(inside, "room")
    late = desk.post(at(inside, "repeats"), {"through": "0"}, follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(late)


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_with_many(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        put_aside(cast, cycle, *(["Helen"] if leaders == 8 else ["Helen", "Leader001", "Leader002"]))
    desk = signed_in(cast.facilitator)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(at(cast, "repeats")).status_code == 200
    assert len(queries) == 17
