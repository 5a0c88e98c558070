"""/demo/ leads to the Awayday: who runs it, who joins, and its code while the doors are open."""

from __future__ import annotations

import re
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awayday.models import Arrival
from awayday.services.arrivals import record_arrival
from awayday.services.doors import close_doors
from coachingpairs.demo.cast import Character, companies
from coachingpairs.demo.crowd import Crowd, merrow_awayday
from pairing.services.choosing import accept, propose
from pairing.services.sealing import seal_cycle
from teams.models import Leader, Organisation
from tests.demo.held import Morning

Demo = dict[str, Organisation]
HOME = "/o/merrow-water/t/leadership-team/"
AWAYDAY = f"{HOME}cycles/2/awayday/"
TO_RUN = re.compile(r'<section[^>]*aria-labelledby="run">(.*?)</section>', re.DOTALL)
SIGN_IN = re.compile(
    r'(?:name="next" value="([^"]*)"><button|<button)[^>]*value="([0-9a-f-]{36})">'
    r'Sign in<span class="vh"> as ([^,<]+),'
)


@pytest.fixture
def morning(demo: Demo) -> Morning:
    return Morning(demo["merrow-water"])


def page() -> str:
    response = Client().get("/demo/")
    assert response.status_code == 200
    return str(response.content.decode())


def to_run() -> str:
    """The part of the page about the Awayday."""
    found = TO_RUN.search(page())
    assert found is not None
    return found[1]


def ways() -> dict[str, str]:
    """Name → where signing in leads to, as that part of the page offers it."""
    return {name: where for where, _person, name in SIGN_IN.findall(to_run())}


def character(name: str) -> Character:
    return next(one for company in companies() for one in company.leaders if one.name == name)


def can(name: str) -> str:
    return character(name).can


def pair_up(morning: Morning, one: str, other: str) -> None:
    asking, asked = morning.leader(one), morning.leader(other)
    cycle = morning.awayday.opens
    accept(proposal=propose(cycle=cycle, proposer=asking, addressee=asked, by=asking), by=asked)


def test_it_comes_first_and_says_what_to_do(morning: Morning) -> None:
    shown = page()
    assert shown.index("Run an Awayday") < shown.index("Helen Armitage")
    assert "Be Esther Boateng, who facilitates it." in to_run()
    assert "Opens the doors, takes the room from stage to stage, seals the pairs." in to_run()
    assert "python3 dev.py manage demo_crowd --leave 4" in to_run()
    assert ways() == {
        "Esther Boateng": AWAYDAY, "Anjali Deshpande": "", "Zoë Okonjo": "", "Siân Prothero": "",
        "Owen Trefusis": "",
    }  # fmt: skip
    assert "/join/" not in shown


def test_while_the_doors_are_open_it_shows_the_code_and_leads_in(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.opened()
    assert to_run().count(f'<span class="strong nums">{awayday.shown_code}</span>') == 1
    assert f'<a href="/join/{awayday.code}/">Join the room with it</a>' in to_run()
    assert f'<a href="{AWAYDAY}board/">look at the wall</a>' in to_run()
    assert ways() == {
        "Esther Boateng": AWAYDAY, "Anjali Deshpande": f"{AWAYDAY}phone/", "Zoë Okonjo": f"{AWAYDAY}phone/",
        "Siân Prothero": f"{AWAYDAY}phone/", "Owen Trefusis": f"{AWAYDAY}phone/",
    }  # fmt: skip
    guest = Client()
    assert guest.get(f"/join/{awayday.code}/").headers["Location"] == f"{AWAYDAY}phone/"
    assert "Anjali Deshpande" in guest.get(f"{AWAYDAY}names/").content.decode()


def test_once_the_doors_are_closed_again_there_is_no_code(morning: Morning) -> None:
    with morning.inside():
        code = morning.opened().code
        close_doors(awayday=morning.awayday, by=morning.facilitator)
    assert "This Awayday is over." in to_run()
    assert code not in page()
    assert "/join/" not in page()


def test_signing_in_leads_to_the_screen_that_was_chosen(morning: Morning) -> None:
    with morning.inside():
        morning.opened()
    people = {name: (where, person) for where, person, name in SIGN_IN.findall(to_run())}
    for name in ("Esther Boateng", "Anjali Deshpande"):
        where, person = people[name]
        response = Client().post("/demo/sign-in/", {"person": person, "next": where}, follow=True)
        assert (response.status_code, response.redirect_chain) == (200, [(where, 302)])


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", ""]
)
def test_signing_in_leads_to_no_other_site(morning: Morning, elsewhere: str) -> None:
    with morning.inside():
        anjali = morning.leader("Anjali Deshpande")
    response = Client().post("/demo/sign-in/", {"person": str(anjali.person_id), "next": elsewhere})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_before_the_doors_open_leaders_are_in_the_cycle_that_ends(morning: Morning) -> None:
    ahead = "Joins the Awayday once its doors are open."
    assert can("Anjali Deshpande") == f"Can log a session with Siân. {ahead}"
    assert can("Will Ashdown") == "Has not accepted the invitation, which is among the messages."


def test_in_the_lobby_leaders_join_and_offer_lessons(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.opened()
        record_arrival(awayday=awayday, leader=morning.leader("Zoë Okonjo"), how=Arrival.How.SIGNED_IN)
    assert can("Anjali Deshpande") == "Can join the room. Can offer a lesson."
    assert can("Zoë Okonjo") == "Is in the room. Can offer a lesson."
    assert can("Will Ashdown") == (
        "Has not accepted the invitation, and can join the room all the same, with the code."
    )


def test_while_the_room_chooses_leaders_ask_and_answer(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
        for name in ("Zoë Okonjo", "Owen Trefusis"):
            record_arrival(awayday=awayday, leader=morning.leader(name), how=Arrival.How.SIGNED_IN)
        zoe = morning.leader("Zoë Okonjo")
        propose(cycle=awayday.opens, proposer=zoe, addressee=morning.leader("Owen Trefusis"), by=zoe)
        pair_up(morning, "Håkon Sæther", "Farida Rahimi")
        pair_up(morning, "Will Ashdown", "Nadia Benali")
    assert can("Will Ashdown") == "Is paired with Nadia."
    assert can("Zoë Okonjo") == "Has asked Owen and waits for an answer."
    assert can("Owen Trefusis") == "Can answer Zoë, who would like to pair with them."
    assert can("Håkon Sæther") == "Is paired with Farida."
    assert can("Anjali Deshpande") == "Can join the room. Can ask somebody to be partners."


def test_once_sealed_everybody_has_yet_to_meet_somebody_new(morning: Morning) -> None:
    with morning.inside():
        cycle = morning.choosing().opens
        pair_up(morning, "Håkon Sæther", "Farida Rahimi")
        others = Leader.objects.exclude(name__in=["Håkon Sæther", "Farida Rahimi"])
        seal_cycle(cycle=cycle, sitting_out=list(others), by=morning.facilitator)
    assert can("Håkon Sæther") == "Has yet to meet Farida."
    assert can("Anjali Deshpande") == "Sits this cycle out."
    assert "The doors are open, and the pairs are sealed" in to_run()


def test_without_an_awayday_there_is_nothing_to_run(morning: Morning) -> None:
    with morning.inside():
        morning.awayday.delete()
    assert "Run an Awayday" not in page()
    assert can("Anjali Deshpande") == "Can log a session with Siân."


def test_the_number_of_queries_does_not_grow_with_those_who_have_come(morning: Morning) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            companies()
        return len(captured)

    with morning.inside():
        morning.opened()
    with_nobody = queries()
    awayday = merrow_awayday()
    assert awayday is not None
    crowd = Crowd(awayday, chance=Random(1))
    for _one in range(23):
        crowd.act()
    with morning.inside():
        assert Arrival.objects.count() == 23
    assert queries() == with_nobody
