"""Making the demo, its messages, and making it anew: each on data of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from awayday.services.cards import print_cards
from awayday.services.claims import confirm_claim, make_claim
from awayday.services.doors import open_doors
from awayday.services.stages import move_room
from coachingpairs.demo.organisations import build, found_organisations
from coachingpairs.demo.people import HARBOUR_ARTS, NORTHMERE
from coachingpairs.demo.places import FACILITATOR_EMAIL
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from pairing.services.help_signals import ask_for_help
from teams.models import Function, Leader, Organisation, Person
from tests.cast import make_northmere
from tests.demo.command import demo_data


def try_the_awayday(organisation: Organisation) -> None:
    """Something in every table of it."""
    with scope(organisation=organisation.pk):
        facilitator = Person.objects.get(email=FACILITATOR_EMAIL)
        awayday = open_doors(awayday=Awayday.objects.get(), by=facilitator)
        anjali, will = (Leader.objects.get(name=name) for name in ("Anjali Deshpande", "Will Ashdown"))
        print_cards(awayday=awayday, leaders=[anjali], by=facilitator)
        record_arrival(awayday=awayday, leader=anjali, how=Arrival.How.CARD)
        confirm_claim(claim=make_claim(awayday=awayday, leader=will), by=facilitator)
        awayday = move_room(awayday=awayday, to=Stage.LESSONS, by=facilitator)
        awayday = move_room(awayday=awayday, to=Stage.CHOOSING, by=facilitator)
        ask_for_help(cycle=awayday.opens, leader=will, by=will)
        assert Arrival.objects.count() == 2
        assert awayday.lesson is not None


HOUR = "Your hour with "
NUDGES = ("This month’s hour with ", "Your first hour with ")
YET_TO_MEET = {"leila.haddad", "nia.bowen"}
QUIET_SINCE = {"joanna.clarke", "marek.zielinski", "kwame.mensah", "chidi.eze"}
IN_WORKING_HOURS = (
    "The Awayday is on ",
    "Helen Armitage would still like your view",
    "Helen Armitage has written you a few words",
)


@pytest.mark.django_db(transaction=True)
def test_the_messages_of_the_past_stay_unsent_and_those_of_now_go_out(
    mailoutbox: list[EmailMessage],
) -> None:
    demo_data()
    send_due()
    sent = sorted((message.to[0].split("@")[0], message.subject) for message in mailoutbox)
    nudged = {name for name, said in sent if said.startswith(NUDGES)}
    assert YET_TO_MEET <= nudged <= YET_TO_MEET | QUIET_SINCE  # by whether the second month has its nudge yet
    planned = {name for name, said in sent if said.startswith(HOUR)}
    assert planned == {"helen.armitage", "priya.nair"}  # how many hours depends on the day
    by_the_clock = (HOUR, *NUDGES, *IN_WORKING_HOURS)
    assert [(name, said) for name, said in sent if not said.startswith(by_the_clock)] == [
        ("bronagh.kelly", "Choosing is open: who would you like to pair with?"),
        ("dev.malhotra", "Choosing is open: who would you like to pair with?"),
        ("farah.siddiqui", "Callum Fraser asks for your honest view"),
        ("gareth.llewellyn", "Amara Okafor thanks you for your view"),
        ("helen.armitage", "Siobhan Doyle asks for your honest view"),
        ("helen.armitage", "Somebody you asked has answered"),
        ("imogen.hartley", "Bronagh Kelly would like to pair with you"),
        ("imogen.hartley", "Choosing is open: who would you like to pair with?"),
        ("ines.castellanos", "Siobhan Doyle asks for your honest view"),
        ("kwame.mensah", "Siobhan Doyle asks for your honest view"),
        ("tom.whitfield", "Helen Armitage asks for your honest view"),
        ("tunde.bakare", "Esther Boateng invites you to Coaching Pairs at Harbour Arts"),
        ("will.ashdown", "Esther Boateng invites you to Coaching Pairs at Merrow Water"),
        ("yasmin.rahman", "Amara Okafor thanks you for your view"),
    ]
    for organisation in found_organisations().values():
        with scope(organisation=organisation.pk):
            left = OutgoingMail.objects.filter(state__in=["queued", "retry", "failed"])
            assert set(left.values_list("kind", flat=True)) <= {"awayday-date", "feedback-nudge"}


@pytest.mark.django_db(transaction=True)
def test_reset_deletes_the_demos_organisations_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    elsewhere = make_northmere("westmere")
    demo_data()
    before = found_organisations()
    (tmp_path / "20260101-000000-1.log").write_text("Subject: Old\n\nOld")
    with scope(organisation=before["northmere"].pk):
        Function.objects.filter(code="CARE").update(name="Changed by a visitor")
    try_the_awayday(before["merrow-water"])
    assert demo_data("--reset") == "Made Northmere, Harbour Arts and Merrow Water.\n"
    assert not (tmp_path / "20260101-000000-1.log").exists()
    after = found_organisations()
    assert {row.pk for row in before.values()}.isdisjoint(row.pk for row in after.values())
    with scope(organisation=after["northmere"].pk):
        assert Function.objects.get(code="CARE").name == "Care and Support"
    with scope(organisation=after["merrow-water"].pk):
        assert Awayday.objects.get().stage == "planned"
        assert not Arrival.objects.exists()
    with scope(organisation=elsewhere.organisation.pk):
        assert Leader.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_a_demo_of_before_gets_what_it_lacks_and_keeps_what_it_has() -> None:
    build(places=(NORTHMERE, HARBOUR_ARTS))
    before = found_organisations()
    long_ago = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    with scope(organisation=before["northmere"].pk):
        Organisation.objects.filter(slug="northmere").update(created_at=long_ago)
        Leader.objects.filter(name="Priya Nair").update(title="Head of Everything")
    with pytest.raises(CommandError, match=r"The demo is there already\. Use --reset to make it anew"):
        demo_data()
    assert demo_data("--ensure") == (
        "Made Merrow Water.\n"
        "The demo was made on 5 January 2026, so its dates look old. "
        "To make it anew: python3 dev.py demo --reset\n"
    )
    after = found_organisations()
    assert after.keys() == {"northmere", "harbour-arts", "merrow-water"}
    assert after.items() >= before.items()
    with scope(organisation=after["northmere"].pk):
        assert Leader.objects.get(name="Priya Nair").title == "Head of Everything"
    with scope(organisation=after["merrow-water"].pk):
        assert Awayday.objects.get().stage == "planned"


@pytest.mark.django_db
def test_reset_needs_the_owner(settings: Any) -> None:
    settings.DATABASE_OWNER_URL = ""
    with pytest.raises(CommandError, match="Set DATABASE_OWNER_URL"):
        demo_data("--reset")


@pytest.mark.django_db
def test_without_a_demo_there_is_nothing_for_a_crowd_to_play() -> None:
    with pytest.raises(CommandError, match=r"There is no Awayday to play at\. To make the demo anew: "):
        call_command("demo_crowd")
