"""What is read before choosing opens, and opening."""

from __future__ import annotations

from django.test import Client

from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from teams.models import Leader
from tests.cast import Northmere
from tests.pairing.room import AT, STARTS_ON
from tests.pairing.views.pages import actions, at, title, words


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
    assert "Everyone but one can find a partner" in text
    assert "The number is odd: 7 people" in text
    assert "One leader has no email address" in text
    assert "One leader has not accepted an invitation yet" in text
    assert "Vikram Sethi" in text
    assert "Amara Okafor" in text


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
