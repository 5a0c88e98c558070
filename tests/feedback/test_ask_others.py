"""People outside the team: where it is allowed, with what it means said, and never a leader by accident."""

from __future__ import annotations

import re
from typing import Any

import pytest

from feedback.models import Asking, OthersByEmail, Request
from feedback.services.changing import close_asking, take_back
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW
from tests.cycles.pages import raw, signed_in as browser_of, words
from tests.cycles.past_services import add_target, signed_in
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import allow_others, ask as ask_past

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
MAREK = {"name_1": "Marek Nowak", "email_1": "marek@supplier.example"}


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    made = helens(northmere)
    allow_others(northmere)
    return made


def preview(hers: Helens, *names: str, **more: Any) -> Any:
    return hers.browser().post(f"{hers.base}ask/", hers.form(*names, **more))


def send(hers: Helens, *names: str, **more: Any) -> Any:
    return hers.browser().post(f"{hers.base}ask/", hers.form(*names, **{**more, "do": "send"}))


def givers(hers: Helens) -> set[tuple[str, str]]:
    with signed_in(hers.cast, "Helen"):
        asked = Request.objects.select_related("giver")
        return {(one.giver_name, one.email) for one in asked}


def test_whoever_is_outside_reads_a_page_that_does_not_name_the_partner(hers: Helens) -> None:
    page = preview(hers, "Amara", **MAREK)
    assert page.status_code == 200
    said = words(page)
    assert "To Marek Nowak, marek@supplier.example" in said
    inside, outside = (
        part.split("What Helen wants to work on")[0] for part in said.split("value your honest view")[1:]
    )
    assert "Priya Nair" in inside
    assert "Priya" not in outside
    assert "Amara, Helen would" in said
    assert "Marek, Helen would" in said


def test_they_are_asked_by_name_and_address(hers: Helens) -> None:
    assert send(hers, "Amara", **MAREK).status_code == 302
    assert givers(hers) == {("Amara Okafor", ""), ("Marek Nowak", "marek@supplier.example")}
    assert len(hers.letters()) == 2


def test_the_address_of_a_leader_is_that_leader_and_the_page_says_so(hers: Helens) -> None:
    row = {"name_1": "A. Okafor", "email_1": "AMARA.okafor@northmere.example"}
    assert "Amara Okafor is in your team, so Amara is asked as a colleague there." in words(
        preview(hers, "Joanna", **row)
    )
    send(hers, "Joanna", **row)
    assert givers(hers) == {("Amara Okafor", ""), ("Joanna Clarke", "")}


def test_somebody_ticked_and_typed_is_one_person(hers: Helens) -> None:
    row = {"name_1": "Amara", "email_1": "amara.okafor@northmere.example"}
    page = preview(hers, "Amara", **row)
    assert page.status_code == 422
    assert "One voice alone is hard to weigh." in words(page)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"name_1": "Marek", "email_1": ""}, "Enter the address at which Marek is written to."),
        (
            {"name_1": "", "email_1": "marek@supplier.example"},
            "Say who that is: they read their name above the questions.",
        ),
        ({"name_1": "Marek", "email_1": "marek@"}, "Enter a whole address, for example sam.lee@example.org."),
        ({"name_1": "x" * 121, "email_1": "m@supplier.example"}, "Make it 120 characters at most."),
        (
            {**MAREK, "name_2": "Mara", "email_2": "MAREK@supplier.example"},
            "You have that address twice. Each needs their own.",
        ),
        ({"name_1": "Me", "email_1": "helen.armitage@northmere.example"}, "That is your own address."),
        (
            {"name_1": "P", "email_1": "priya.nair@northmere.example"},
            "Your partner is somebody you ask in person, when you meet.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it(row: dict[str, str], says: str, hers: Helens) -> None:
    page = preview(hers, "Amara", "Joanna", **row)
    assert page.status_code == 422
    assert words(page).count(says) == 2, "in the summary, and beside the field"
    for value in filter(None, row.values()):
        assert f'value="{value}"' in raw(page)
    assert re.search(r"<details class=\"fold\" open>", raw(page))


def test_where_the_team_does_not_allow_it_what_is_sent_past_the_page_is_not_read(
    northmere: Northmere,
) -> None:
    hers = helens(northmere)
    assert send(hers, "Amara", "Joanna", **MAREK).status_code == 302
    assert givers(hers) == {("Amara Okafor", ""), ("Joanna Clarke", "")}


def test_asking_somebody_else_whom_many_ask_has_a_word_before_it(northmere: Northmere) -> None:
    hers = helens(northmere, pairs=[("Helen", "Priya"), ("Amara", "Vikram"), ("Maggie", "Idris")])
    asking = hers.ask("Amara", "Vikram")
    for asker in ("Amara", "Vikram", "Maggie"):
        with signed_in(northmere, asker):
            ask_past(northmere, add_target(northmere, hers.cycle, asker), "Joanna", "Siobhan")
    address = f"{hers.base}{asking.pk}/colleagues/"
    joanna, siobhan = (str(northmere.leader(name).pk) for name in ("Joanna", "Siobhan"))
    page = hers.browser().post(address, {"colleagues": joanna})
    assert page.status_code == 422
    said = words(page)
    assert "Joanna is asked by several colleagues already You can ask all the same." in said
    assert "Ask Joanna all the same" in said
    assert len(givers(hers)) == 2
    # The word is about one of them: whoever is chosen instead has their own.
    assert "Siobhan is asked by several" in words(
        hers.browser().post(address, {"colleagues": siobhan, "anyway": joanna})
    )
    done = hers.browser().post(address, {"colleagues": joanna, "anyway": joanna}, follow=True)
    assert "You have asked Joanna too." in words(done)
    done = hers.browser().post(address, {"colleagues": str(northmere.leader("Idris").pk)}, follow=True)
    assert "You have asked Idris too." in words(done)


def test_asking_somebody_else(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna")
    address = f"{hers.base}{asking.pk}/colleagues/"
    page = hers.browser().get(address)
    names = re.findall(r'<span class="person__name">([^<]+)</span>', page.content.decode())
    assert names == ["Siobhan Doyle", "Vikram Sethi", "Maggie Thornton", "Idris Kaya"]
    siobhan = str(hers.cast.leader("Siobhan").pk)
    page = hers.browser().post(address, {"colleagues": siobhan}, follow=True)
    assert "You have asked Siobhan too. An email with a link goes out now." in words(page)
    page = hers.browser().post(address, {"colleagues": "", **MAREK}, follow=True)
    assert "You have asked Marek too." in words(page)
    assert {name for name, _email in givers(hers)} == {
        "Amara Okafor",
        "Joanna Clarke",
        "Siobhan Doyle",
        "Marek Nowak",
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Choose whom you want to ask."),
        (
            {"colleagues": "Amara"},
            "They are being asked already, or are not in your team any more. Look again.",
        ),
        (
            {"colleagues": "Siobhan", **MAREK},
            "Choose one colleague, or somebody outside your team, not both.",
        ),
        ({"name_1": "Marek"}, "Enter the address at which Marek is written to."),
    ],
)
def test_one_at_a_time_and_nobody_twice(data: dict[str, str], says: str, hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna")
    sent = dict(data)
    if "colleagues" in sent:
        sent["colleagues"] = str(hers.cast.leader(sent["colleagues"]).pk)
    page = hers.browser().post(f"{hers.base}{asking.pk}/colleagues/", sent)
    assert page.status_code == 422
    assert words(page).count(says) == 2, "in the summary, and beside the field"
    assert len(givers(hers)) == 2


def test_five_are_the_most_and_the_page_says_what_helps(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna", "Siobhan", "Vikram", "Idris")
    address = f"{hers.base}{asking.pk}/colleagues/"
    says = "You are asking five already, and that is the most. Take one back, then there is room."
    assert says in words(hers.browser().get(address))
    page = hers.browser().post(address, {"colleagues": str(hers.cast.leader("Maggie").pk)})
    assert (page.status_code, says in words(page)) == (422, True)
    hers.do(take_back, request=hers.request(asking, "Idris"))
    page = hers.browser().post(address, {"colleagues": str(hers.cast.leader("Maggie").pk)}, follow=True)
    assert "You have asked Maggie too." in words(page)


def standing(cast: Northmere) -> bool:
    with signed_in(cast, None):
        return OthersByEmail.objects.filter(team=cast.team).exists()


@pytest.mark.parametrize("name", ["facilitator", "sponsor"])
def test_whoever_sets_up_allows_it_knowing_what_it_means(name: str, northmere: Northmere) -> None:
    address = f"{northmere.base}feedback/others/"
    browser = browser_of(northmere, name)
    said = words(browser.get(address))
    assert "So far only people in the team are asked." in said
    assert "Names and addresses of people who never signed up are stored with the question" in said
    assert "You see neither whom somebody asks nor what is said." in said
    assert browser.post(address, {}).status_code == 422
    assert not standing(northmere)
    for _twice in range(2):
        page = browser.post(address, {"allow": "yes"}, follow=True)
        assert "Leaders of this team can ask people outside it now." in words(page)
    assert standing(northmere)
    assert "Stop it" in words(page)
    browser.post(address, {"allow": "no"})
    assert not standing(northmere)
    with signed_in(northmere, None):
        trail = AuditEntry.objects.filter(verb__startswith="others_by_email")
        assert {(one.verb, one.by_name, str(one.details)) for one in trail} == {
            ("others_by_email.allowed", str(getattr(northmere, name)), "{}"),
            ("others_by_email.stopped", str(getattr(northmere, name)), "{}"),
        }
        assert trail.count() == 2


def test_the_cycle_page_leads_there_for_those_who_set_up(hers: Helens) -> None:
    address = f"{hers.cast.base}feedback/others/"
    assert address in raw(hers.browser("facilitator").get(f"{hers.cast.base}cycle/"))
    assert address not in raw(hers.browser("administrator").get(f"{hers.cast.base}cycle/"))


def test_whoever_was_asked_before_it_was_stopped_can_still_answer(hers: Helens) -> None:
    asking: Asking = hers.ask("Amara", others=[("Marek Nowak", "marek@supplier.example")])
    hers.browser("facilitator").post(f"{hers.base}others/", {"allow": "no"})
    assert ("Marek Nowak", "Not answered yet") in hers.states(asking)
    assert "Somebody outside your team" not in words(
        hers.browser().get(f"{hers.base}{asking.pk}/colleagues/")
    )


def test_leaders_administrators_and_strangers_do_not_set_it(northmere: Northmere) -> None:
    address = f"{northmere.base}feedback/others/"
    for name in ("Helen", "administrator"):
        assert browser_of(northmere, name).post(address, {"allow": "yes"}).status_code == 403
    theirs = make_northmere("southmere")
    assert browser_of(theirs, "facilitator").post(address, {"allow": "yes"}).status_code == 404
    assert not standing(northmere)


def test_a_word_of_warning_for_somebody_outside_whom_many_ask(northmere: Northmere) -> None:
    hers = helens(northmere, pairs=[("Helen", "Priya"), ("Amara", "Vikram"), ("Maggie", "Idris")])
    allow_others(northmere)
    asking = hers.ask("Amara", "Vikram")
    for asker in ("Amara", "Vikram", "Maggie"):
        with signed_in(northmere, asker):
            target = add_target(northmere, hers.cycle, asker)
            ask_past(northmere, target, "Joanna", emails=[("Marek Nowak", MAREK["email_1"].upper())])
    says = "Marek is asked by several colleagues already"
    address = f"{hers.base}{asking.pk}/colleagues/"
    page = hers.browser().post(address, MAREK)
    assert (page.status_code, says in words(page), len(givers(hers))) == (422, True, 2)
    done = hers.browser().post(address, {**MAREK, "anyway": MAREK["email_1"]})
    assert (done.status_code, len(givers(hers))) == (302, 3)
    hers.do(close_asking, asking=asking)
    assert says in words(preview(hers, "Amara", **MAREK))


def test_asking_after_all_whom_many_ask_by_now_has_a_word_before_it(northmere: Northmere) -> None:
    hers = helens(northmere, pairs=[("Helen", "Priya"), ("Amara", "Vikram"), ("Maggie", "Idris")])
    asking = hers.ask("Amara", "Joanna")
    joanna = hers.request(asking, "Joanna")
    hers.do(take_back, request=joanna)
    address = f"{hers.base}requests/{joanna.pk}/return/"
    for asker in ("Amara", "Vikram", "Maggie"):
        with signed_in(northmere, asker):
            ask_past(northmere, add_target(northmere, hers.cycle, asker), "Joanna", "Siobhan")
    page = hers.browser().post(address, {"back": "overview"})
    assert page.status_code == 422
    assert "Joanna is asked by several colleagues already You can ask all the same." in words(page)
    assert hers.request(asking, "Joanna").withdrawn_at == NOW
    for _twice in range(2):
        page = hers.browser().post(address, {"back": "overview", "anyway": "yes"}, follow=True)
        assert page.redirect_chain == [(hers.base, 302)]
        assert "Joanna is asked again, and their link opens your question." in words(page)
        assert hers.request(asking, "Joanna").withdrawn_at is None
