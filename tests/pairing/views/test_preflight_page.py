"""What is read before choosing opens, and opening."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.kept_apart import keep_apart
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, STARTS_ON, earlier_cycle
from tests.pairing.views.pages import actions, at, signed_in, title, words


def draft(cast: Northmere) -> Cycle:
    return create_cycle(team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=cast.facilitator)


def test_when_all_is_well(inside: Northmere, desk: Client) -> None:
    draft(inside)
    page = desk.get(at(inside, "pre-flight"))
    text = words(page)
    assert title(page) == "Before choosing opens – Coaching Pairs"
    assert "leaders taking part 8" in text
    assert "functions 4" in text
    assert "pairs at most 4" in text
    assert "Everyone can find a partner Four pairs can form" in text
    assert "Cycle 1, 1 December 2026 to 31 May 2027" in text
    assert actions(page) == {at(inside, "opening")}


def test_what_blocks_has_no_button_but_a_way_to_the_roster(inside: Northmere, desk: Client) -> None:
    draft(inside)
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(function=None)
    page = desk.get(at(inside, "pre-flight"))
    assert "One leader has no function yet" in words(page)
    assert "Idris Kaya" in words(page)
    assert "Something has to be put right before it can open" in words(page)
    assert f'href="{inside.base}roster/"' in page.content.decode()
    assert actions(page) == set()
    refused = desk.post(at(inside, "opening"), follow=True)
    assert "One leader has no function yet. Partners come from different functions." in words(refused)
    assert Cycle.objects.get().stage == "draft"


def test_findings_are_shown_with_names(inside: Northmere, desk: Client) -> None:
    draft(inside)
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(left_on=AT.date())
    Leader.objects.filter(pk=inside.leader("Amara").pk).update(person=None)
    Leader.objects.filter(pk=inside.leader("Vikram").pk).update(person=None, email="")
    text = words(desk.get(at(inside, "pre-flight")))
    assert "Everyone can find a partner Three pairs can form, one of them a trio, counting" in text
    assert "pairs at most, one a trio 3" in text
    assert "The number is odd: one pair takes in a third (7 people)" in text
    assert "One leader has no email address" in text
    assert "One leader has not accepted an invitation yet" in text
    assert "Vikram Sethi" in text
    assert "Amara Okafor" in text


def test_how_long_without_a_repeat_and_the_plan_that_shows_it(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    draft(inside)
    text = words(desk.get(at(inside, "pre-flight", number=2)))
    assert "Exactly 2 more cycles without a repeat, this one included" in text
    assert "Maggie Thornton has 2 new partners left." in text
    assert "A plan that lasts so long" in text
    assert "Cycle 2 " in text
    assert "Cycle 3 " in text
    assert "Cycle 4 " not in text


def test_when_not_everybody_can_be_paired_it_says_whom_that_concerns(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    draft(inside)
    Leader.objects.filter(pk__in=[inside.leader(name).pk for name in ("Vikram", "Idris")]).update(
        manager=inside.leader("Maggie")
    )
    page = desk.get(at(inside, "pre-flight", number=2))
    text = words(page)
    assert "Everyone can find a partner" not in text
    assert "Maggie Thornton cannot pair with anybody" in text
    assert "Of the others, 1 shares their function, 5 report to them and 1 was their partner before." in text
    assert "Partners of cycle 1 may pair again: 4 of 4 pairs, one repeat needed" in text


def test_those_kept_apart_are_counted_and_not_named_as_such(inside: Northmere, desk: Client) -> None:
    draft(inside)
    for name in ("Helen", "Vikram", "Joanna", "Idris", "Amara", "Maggie"):
        keep_apart(one=inside.leader("Priya"), other=inside.leader(name), by=inside.facilitator)
    page = desk.get(at(inside, "pre-flight"))
    said = "Of the others, 1 shares their function and 6 are not offered to them."
    assert said in words(page)
    assert f'href="{inside.base}kept-apart/"' in page.content.decode()
    sponsors = signed_in(inside.sponsor).get(at(inside, "pre-flight"))
    assert "kept-apart" not in sponsors.content.decode()
    assert "kept apart" not in words(sponsors)


@pytest.mark.parametrize("leaders", [8, 60])
def test_the_same_queries_and_a_light_page_with_many(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        draft(cast)
    desk = signed_in(cast.facilitator)
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(at(cast, "pre-flight"))
    assert len(queries) == 16
    assert len(page.content) < 70_000


def test_opening_leads_to_the_room(inside: Northmere, desk: Client) -> None:
    draft(inside)
    for _double_click in range(2):
        opened = desk.post(at(inside, "opening"))
        assert opened.headers["Location"] == at(inside, "room")
    assert words(desk.get(at(inside, "room"))).count("Choosing is open.") == 1
    assert Cycle.objects.get().stage == "choosing"
    assert desk.get(at(inside, "pre-flight")).headers["Location"] == at(inside, "room")


def test_before_it_opens_the_other_pages_lead_here(inside: Northmere, desk: Client) -> None:
    draft(inside)
    for where in ("room", "board", "sealing"):
        assert desk.get(at(inside, where)).headers["Location"] == at(inside, "pre-flight")


def test_a_cycle_that_is_not_there(inside: Northmere, desk: Client) -> None:
    for where in ("pre-flight", "room", "board", "sealing"):
        assert desk.get(at(inside, where, number=7)).status_code == 404
