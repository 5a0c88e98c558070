"""A leader's page of choosing, with script and without: asking, answering, waiting, stepping back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.models import Proposal
from tests.cast import Northmere
from tests.pairing.room import STARTS_ON, ask, earlier_cycle, open_room, pair_up, paired, states
from tests.pairing.views.pages import actions, hidden, seen, signed_in, title, words
from tests.pairing.views.phone import Phone


def test_before_it_opens(northmere: Northmere) -> None:
    page = Phone(northmere, "Helen").page()
    assert title(page) == "Choosing is not open yet – Coaching Pairs"
    assert "When it opens, you get a message" in words(page)
    assert actions(page) == set()


def test_a_draft_is_nobodys_business_yet(inside: Northmere) -> None:
    create_cycle(team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator)
    assert "Choosing is not open yet" in words(Phone(inside, "Helen").page())
    assert "Choosing has not opened yet" in words(Phone(inside, "Helen").ask("Priya", htmx=True))


def test_who_can_be_asked_and_who_cannot_and_why(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Joanna")
    page = Phone(inside, "Helen").page()
    text = words(page)
    assert "Who would you like to pair with?" in text
    assert "outside Finance" in text
    assert "You can ask 2 people" in text
    assert "Ask Siobhan Doyle" in text
    assert "Ask Priya Nair" in text
    for line in (
        "Vikram Sethi Same function as you",
        "Maggie Thornton Your line manager",
        "Idris Kaya Your partner in cycle 1",
        "Amara Okafor Already in a pair",
        "Joanna Clarke Already in a pair",
    ):
        assert line in text
    assert sorted(hidden(page, "leader")) == sorted(
        str(inside.leader(name).pk) for name in ("Siobhan", "Priya")
    )
    assert "Reports to you" in words(Phone(inside, "Maggie").page())
    assert "Everyone can still find a partner." in text


def test_without_script_from_asking_to_a_pair_and_back(inside: Northmere, cycle: Cycle) -> None:
    helen, priya = Phone(inside, "Helen"), Phone(inside, "Priya")
    posted = helen.ask("Priya")
    assert (posted.status_code, posted.headers["Location"]) == (302, helen.address)
    waiting = helen.page()
    assert title(waiting) == "You have asked Priya Nair – Coaching Pairs"
    assert "Waiting for Priya to answer" in words(waiting)
    proposal = Proposal.objects.get()
    assert f"{helen.address}proposals/{proposal.pk}/withdrawal/" in actions(waiting)
    invited = priya.page()
    assert title(invited) == "Helen Armitage would like to pair with you – Coaching Pairs"
    assert "until 31 May 2027, as equals" in words(invited)
    assert "If it is not this time, Helen is simply told you are both free to ask others." in words(invited)
    assert priya.answer(proposal, "acceptance").headers["Location"] == priya.address
    for phone, partner in ((helen, "Priya Nair"), (priya, "Helen Armitage")):
        text = words(phone.page())
        assert f"You and {partner.split()[0]} are a pair" in text
        assert f"Your partner {partner}" in text
        assert "Until 31 May 2027" in text
    assert "priya.nair@northmere.example" in words(helen.page())
    assert helen.press("stepping-back/").status_code == 302
    assert paired(cycle) == set()
    assert "You and Helen Armitage are both free to ask others again." in words(priya.page())


def test_the_other_phone_notices(inside: Northmere, cycle: Cycle) -> None:
    helen, priya = Phone(inside, "Helen"), Phone(inside, "Priya")
    version = seen(helen.page())
    assert helen.fragment(seen=version).status_code == 204
    ask(inside, cycle, "Amara", "Idris")
    assert helen.fragment(seen=version).status_code == 204
    ask(inside, cycle, "Priya", "Helen")
    changed = helen.fragment(seen=version, was="choosing")
    assert changed.status_code == 200
    assert "Priya Nair would like to pair with you" in words(changed)
    assert "<html" not in changed.content.decode()
    asked = priya.fragment(seen="old")
    helen.answer(Proposal.objects.get(proposer=inside.leader("Priya")), "acceptance", htmx=True)
    met = priya.fragment(seen=seen(asked), was="waiting")
    assert "You and Helen are a pair" in words(met)
    assert "tall-clasp--meet" in met.content.decode()
    assert "data-focus" not in met.content.decode()
    again = priya.fragment(seen="old", was="paired")
    assert "tall-clasp--meet" not in again.content.decode()


def test_with_script_each_press_answers_with_the_fresh_page(inside: Northmere, cycle: Cycle) -> None:
    helen, priya = Phone(inside, "Helen"), Phone(inside, "Priya")
    asked = helen.ask("Priya", htmx=True)
    assert asked.status_code == 200
    assert title(asked) == "You have asked Priya Nair – Coaching Pairs"
    content = asked.content.decode()
    assert content.count('id="choosing"') == content.count('id="choosing-foot"') == 1
    assert "data-focus" in content
    assert "<html" not in content
    proposal = Proposal.objects.get()
    assert "You and Helen are a pair" in words(priya.answer(proposal, "acceptance", htmx=True))
    assert "You and Helen are a pair" in words(priya.answer(proposal, "acceptance", htmx=True))
    back = words(helen.press("stepping-back/", htmx=True))
    assert "Who would you like to pair with?" in back
    assert paired(cycle) == set()


def test_not_this_time_is_told_to_the_two_alone(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    text = words(Phone(inside, "Priya").answer(proposal, "not-this-time", htmx=True))
    assert "Who would you like to pair with?" in text
    assert states(cycle) == {("Helen", "Priya"): "declined"}
    assert "Priya Nair said not this time. You are both free to ask others." in words(
        Phone(inside, "Helen").page()
    )
    for name in ("Priya", "Idris", "Vikram"):
        assert "not this time" not in words(Phone(inside, name).page())
    organiser = signed_in(inside.facilitator)
    pair_up(inside, cycle, "Amara", "Idris")
    for place in ("room", "board", "sealing"):
        shown = words(organiser.get(f"{inside.base}cycles/1/{place}/"))
        assert "Helen Armitage" in shown
        assert "not this time" not in shown.lower()


def test_somebody_elses_question_is_as_missing_as_a_missing_one(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    idris, helen, priya = (Phone(inside, name) for name in ("Idris", "Helen", "Priya"))
    missing = idris.press(f"proposals/{uuid.uuid4()}/acceptance/")
    for phone, answer in (
        (idris, "acceptance"),
        (idris, "not-this-time"),
        (idris, "withdrawal"),
        (helen, "acceptance"),
        (helen, "not-this-time"),
        (priya, "withdrawal"),
    ):
        assert phone.answer(proposal, answer).status_code == 404
    assert idris.answer(proposal, "acceptance").content == missing.content
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_several_invitations_newest_first(inside: Northmere, cycle: Cycle) -> None:
    for minute, name in enumerate(("Amara", "Priya", "Idris")):
        ask(inside, cycle, name, "Helen", at=dt.datetime(2026, 11, 20, 14, minute, tzinfo=dt.UTC))
    page = Phone(inside, "Helen").page()
    text = words(page)
    assert "Three people would like to pair with you" in text
    assert (
        text.index("Yes, pair with Idris")
        < text.index("Yes, pair with Priya")
        < text.index("Yes, pair with Amara")
    )
    assert len([action for action in actions(page) if action.endswith("/acceptance/")]) == 3


def test_waiting_and_invited_at_once(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Idris")
    ask(inside, cycle, "Priya", "Helen")
    page = Phone(inside, "Helen").page()
    text = words(page)
    assert "Priya Nair would like to pair with you" in text
    assert "You have asked Idris Kaya" in text
    ends = {action.rstrip("/").rsplit("/", 1)[1] for action in actions(page)}
    assert ends == {"acceptance", "not-this-time", "withdrawal", "proposals", "help-signal"}


def test_asking_while_waiting_offers_to_withdraw_first(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    first = ask(inside, cycle, "Helen", "Priya")
    offered = helen.ask("Idris")
    assert offered.headers["Location"] == f"{helen.address}?instead={inside.leader('Idris').pk}"
    page = helen.client.get(offered.headers["Location"])
    assert "Ask Idris Kaya instead?" in words(page)
    assert "Withdraw and ask Idris" in words(page)
    assert hidden(page, "instead_of") == [str(first.pk)]
    assert "Ask Idris Kaya instead?" in words(helen.ask("Idris", htmx=True))
    assert states(cycle) == {("Helen", "Priya"): "open"}
    helen.ask("Idris", instead_of=str(first.pk))
    assert states(cycle) == {("Helen", "Priya"): "withdrawn", ("Helen", "Idris"): "open"}
    text = words(helen.page())
    assert "Asking somebody here withdraws your invitation to Idris Kaya." in text
    assert "Ask Siobhan Doyle" in text


def test_an_odd_address_shows_the_plain_page(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    for query in ({"instead": "nobody"}, {"instead": str(uuid.uuid4())}, {"was": "x" * 500}, {"seen": "'"}):
        assert "Who would you like to pair with?" in words(helen.page(**query))


def test_too_late_is_said_beside_the_room_as_it_is(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pair_up(inside, cycle, "Idris", "Helen")
    priya = Phone(inside, "Priya")
    late = priya.answer(proposal, "acceptance", htmx=True)
    assert late.status_code == 200
    assert "Helen Armitage has just paired with Idris Kaya." in words(late)
    assert "Helen Armitage Already in a pair" in words(late)
    plain = priya.client.post(f"{priya.address}proposals/{proposal.pk}/acceptance/", follow=True)
    assert "Helen Armitage has just paired with Idris Kaya." in words(plain)


@pytest.mark.parametrize("leader", ["", "nonsense", "0b0c6a3e-8a3b-4a57-9d5e-0f6d3b1f7c11"])
def test_asking_nobody_in_particular(inside: Northmere, cycle: Cycle, leader: str) -> None:
    helen = Phone(inside, "Helen")
    for htmx in (False, True):
        answer = helen.press("proposals/", htmx=htmx, leader=leader)
        assert answer.status_code == 422
        assert ("Choose somebody from the list." in words(answer)) == (len(leader) < 36)
        assert "who would you like to pair with?" in words(answer).lower()
