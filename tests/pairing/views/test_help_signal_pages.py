"""Asking for help on one's own page, and who sees it: facilitators and nobody else."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from coachingpairs.mail.models import OutgoingMail
from cycles.models import Cycle
from pairing.models import HelpSignal
from pairing.services.facilitating import pause_choosing
from teams.models import Person, Role
from teams.services.organisations import grant_role
from tests.cast import Northmere
from tests.pairing.room import pair_up, seal
from tests.pairing.views.bare import bare
from tests.pairing.views.pages import HTMX, actions, at, seen, signed_in, words
from tests.pairing.views.phone import Phone

TELL = "Tell your facilitator I’d like some help"
KNOWS = "Your facilitator knows, and nobody else."


def test_told_without_script_and_taken_back(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    assert TELL in words(helen.page())
    posted = helen.press("help-signal/")
    assert (posted.status_code, posted.headers["Location"]) == (302, helen.address)
    text = words(helen.page())
    assert KNOWS in text
    assert TELL not in text
    helen.press("help-signal/withdrawal/")
    assert TELL in words(helen.page())
    assert not HelpSignal.objects.open().exists()


def test_with_script_the_answer_is_the_fresh_page(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    assert KNOWS in words(helen.press("help-signal/", htmx=True))
    assert TELL in words(helen.press("help-signal/withdrawal/", htmx=True))


def test_it_stands_on_the_page_of_ideas_too(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    page = helen.client.get(f"{helen.address}help/")
    assert TELL in words(page)
    assert f"{helen.address}help-signal/" in actions(page)
    assert "hx-post" not in page.content.decode()
    helen.press("help-signal/")
    assert KNOWS in words(helen.client.get(f"{helen.address}help/"))


def test_it_can_be_told_while_choosing_is_paused(inside: Northmere, cycle: Cycle) -> None:
    pause_choosing(cycle=cycle, by=inside.facilitator)
    helen = Phone(inside, "Helen")
    assert KNOWS in words(helen.press("help-signal/", htmx=True))


def test_whoever_has_a_partner_is_not_asked_and_not_heard(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    helen = Phone(inside, "Helen")
    assert TELL not in words(helen.page())
    assert "You have a partner already." in words(helen.press("help-signal/", htmx=True))


def test_before_and_after_choosing_it_is_said_that_it_is_not_the_time(northmere: Northmere) -> None:
    helen = Phone(northmere, "Helen")
    for where in ("help-signal/", "help-signal/withdrawal/"):
        assert "Choosing has not opened yet." in words(helen.press(where, htmx=True))


def test_once_sealed_nobody_asks_any_more(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    told = Phone(inside, "Idris").press("help-signal/", htmx=True)
    assert "The pairs are sealed, so nothing changes any more." in words(told)


def test_a_facilitator_sees_who_and_has_seen_to_it(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    room = at(inside, "room")
    before = desk.get(room)
    assert "Would like some help" not in words(before)
    Phone(inside, "Helen").press("help-signal/")
    changed = desk.get(room, {"seen": seen(before)}, **HTMX)
    assert "Would like some help Only facilitators see this FIN Helen Armitage Seen to" in words(changed)
    page = desk.get(room)
    assert "Would like some help" in words(page)
    signal = HelpSignal.objects.get()
    where = f"{room}help-signals/{signal.pk}/seen/"
    assert where in actions(page)
    assert desk.post(where).headers["Location"] == room
    assert "Would like some help" not in words(desk.get(room))
    assert TELL in words(Phone(inside, "Helen").page())


def test_another_cycles_signal_is_not_there(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    room = at(inside, "room")
    assert desk.post(f"{room}help-signals/{uuid.uuid4()}/seen/").status_code == 404
    assert desk.get(f"{room}help-signals/{uuid.uuid4()}/seen/").status_code == 405


def everything(cast: Northmere, client: Client) -> list[bytes]:
    """All that those who run it, but for facilitators, can open while people choose."""
    pages = (
        "cycles/1/room/",
        "cycles/1/board/",
        "cycles/1/sealing/",
        "cycles/1/suggestions/",
        "cycles/1/what-if/",
        "pairs/",
        "overview/",
    )
    answers = [client.get(f"{cast.base}{page}") for page in pages]
    return [bare(answer) for answer in answers if answer.status_code == 200]


def test_a_sponsor_learns_nothing_of_it(inside: Northmere, cycle: Cycle) -> None:
    sponsor = signed_in(inside.sponsor)
    room = at(inside, "room")
    before, version = everything(inside, sponsor), seen(sponsor.get(room))
    Phone(inside, "Helen").press("help-signal/")
    assert everything(inside, sponsor) == before
    assert len(before) > 3
    assert sponsor.get(room, {"seen": version}, **HTMX).status_code == 204
    signal = HelpSignal.objects.get()
    assert sponsor.post(f"{room}help-signals/{signal.pk}/seen/").status_code == 403
    assert HelpSignal.objects.open().exists()


@pytest.mark.parametrize("who", ["Priya", "Idris"])
def test_no_other_leader_learns_of_it(inside: Northmere, cycle: Cycle, who: str) -> None:
    phone = Phone(inside, who)
    before, version = bare(phone.page()), seen(phone.page())
    Phone(inside, "Helen").press("help-signal/")
    assert bare(phone.page()) == before
    assert phone.fragment(seen=version).status_code == 204


def test_the_wall_is_as_it_was(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    before = bare(desk.get(at(inside, "board")))
    Phone(inside, "Helen").press("help-signal/")
    assert bare(desk.get(at(inside, "board"))) == before


def test_no_message_goes_out(inside: Northmere, cycle: Cycle) -> None:
    before = OutgoingMail.objects.count()
    Phone(inside, "Helen").press("help-signal/")
    assert OutgoingMail.objects.count() == before


def facilitating(cast: Northmere, person: Person) -> Any:
    grant_role(organisation=cast.organisation, person=person, role=Role.FACILITATOR, by=None)
    return signed_in(person)


def test_a_facilitator_who_takes_part_sees_it_as_a_facilitator(inside: Northmere, cycle: Cycle) -> None:
    client = facilitating(inside, inside.person("Idris"))
    Phone(inside, "Helen").press("help-signal/")
    assert "Would like some help" in words(client.get(at(inside, "room")))
    assert "Would like some help" not in words(client.get(f"{inside.base}choosing/"))
