"""Feedback in one place: whom I ask, what I am asked, and what can be done about it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.models import Asking, Request, Thanks
from feedback.services.changing import close_asking, take_back
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import hidden, raw, signed_in as browser_of, words
from tests.cycles.past_services import add_target, part, signed_in
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import allow_others, answer, ask, by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
LATER = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere, "CANARY behaviour")


@pytest.fixture
def asking(hers: Helens) -> Asking:
    return hers.ask("Amara", "Siobhan", "Joanna", personal="CANARY words")


def overview(hers: Helens, name: str = "Helen") -> Any:
    return hers.browser(name).get(hers.base)


def answered(hers: Helens, asking: Asking, name: str) -> None:
    request = hers.request(asking, name)
    with by_link(hers.cast, request):
        answer(request, "CANARY answer", NOW)


def press(hers: Helens, page: str, name: str = "Helen", **data: str) -> Any:
    return hers.browser(name).post(f"{hers.base}{page}", data, follow=True)


def test_before_anything_it_says_how_to_begin(hers: Helens) -> None:
    said = words(overview(hers))
    assert "Nobody yet. Talk your targets over with Priya first." in said
    assert "Ask a few colleagues" in said
    assert "Nothing at the moment. When a colleague asks for your view it stands here" in said
    assert "What you asked before" not in said


@pytest.mark.parametrize("stage", ["none", "resting", "no target"])
def test_whoever_cannot_ask_reads_why(stage: str, northmere: Northmere) -> None:
    if stage == "resting":
        make_cycle(northmere, pairs=[("Amara", "Vikram")])
    elif stage == "no target":
        make_cycle(northmere)
    page = browser_of(northmere, "Helen").get(f"{northmere.base}feedback/")
    title = {
        "none": "No cycle is under way",
        "resting": "You take no part in this cycle",
        "no target": "First a target, then the question",
    }[stage]
    assert (page.status_code, title in words(page)) == (200, True)
    assert f"{northmere.base}feedback/ask/" not in raw(page)
    assert (f"{northmere.base}targets/new/" in raw(page)) is (stage == "no target")


def test_somebody_whose_pair_has_ended_can_ask_all_the_same(hers: Helens) -> None:
    part(hers.cast, hers.cycle, "Helen", NOW - dt.timedelta(days=1))
    assert "You have no partner at present, and can ask all the same." in words(overview(hers))


def test_each_is_shown_with_where_they_stand(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Joanna")
    declining = hers.request(asking, "Amara")
    with by_link(hers.cast, declining):
        Request.objects.filter(pk=declining.pk).update(declined_at=NOW)
    siobhan = hers.request(asking, "Siobhan")
    with signed_in(hers.cast, "Helen"):
        Request.objects.filter(pk=siobhan.pk).update(reminders=1, last_reminded_at=NOW)
    page = overview(hers)
    said = words(page)
    assert "You are asking, until Friday 4 December" in said
    assert "3 asked, 1 answer in. You read the answers as they come." in said
    assert re.search("Joanna Clarke.*?Has answered", said)
    assert re.search("Siobhan Doyle.*?Not answered yet.*?Last reminded on 20 November", said)
    assert re.search("Amara Okafor.*?Could not answer", said)
    assert said.count("Last reminded") == 1
    assert page.content.count(b"/reminder/") == 1
    assert "CANARY answer" not in raw(page)
    assert "Read the answers" in said


def test_what_is_to_be_read_all_at_once_is_not_offered_before(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna", reveal="after")
    answered(hers, asking, "Joanna")
    said = words(overview(hers))
    assert "You read the answers all at once, after the date." in said
    assert "Read the answers" not in said


def test_an_email_that_could_not_be_delivered_is_said(hers: Helens) -> None:
    allow_others(hers.cast)
    asking = hers.ask("Amara", others=[("Marek Nowak", "marek@supplier.example")])
    assert "could not be delivered" not in words(overview(hers))
    with scope(organisation=hers.cast.organisation.pk):
        marek = OutgoingMail.objects.filter(subject_id=hers.request(asking, "Marek").pk)
        marek.update(state=OutgoingMail.State.FAILED)
    said = words(overview(hers))
    assert "The email could not be delivered. Take it back, and ask with the right address." in said
    assert "marek@supplier.example, outside your team" in said


def test_taken_back_and_asked_after_all(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    page = press(hers, f"requests/{amara.pk}/taking-back/", back="overview")
    assert page.redirect_chain == [(hers.base, 302)]
    assert "Amara is not asked any more; their link opens nothing." in words(page)
    assert ("Amara Okafor", "Taken back") in hers.states(asking)
    page = press(hers, f"requests/{amara.pk}/return/")
    assert page.redirect_chain == [(f"{hers.base}{asking.pk}/", 302)]
    assert ("Amara Okafor", "Not answered yet") in hers.states(asking)


def test_an_answer_that_came_meanwhile_is_not_taken_back(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Amara")
    page = press(hers, f"requests/{hers.request(asking, 'Amara').pk}/taking-back/", back="overview")
    assert "Amara has answered, so there is nothing to take back." in words(page)


def test_closing_says_what_happens_and_happens_once(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Joanna")
    page = hers.browser().get(f"{hers.base}{asking.pk}/closing/")
    said = words(page)
    assert "3 asked, 1 answer in. Two have not answered yet." in said
    assert "What somebody has begun and not sent stays theirs. You never see it." in said
    assert [one.closed_at for one in hers.askings()] == [None]
    for _twice in range(2):
        assert press(hers, f"{asking.pk}/closing/").redirect_chain == [(f"{hers.base}{asking.pk}/", 302)]
    assert [one.closed_at for one in hers.askings()] == [NOW]
    said = words(overview(hers))
    assert "You asked Joanna, Siobhan and Amara" in said
    assert "Cycle 1, asked on 20 November 2026" in said


def test_once_its_date_is_over_it_is_closed_and_read(
    hers: Helens, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(hers, asking, "Joanna")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    said = words(overview(hers))
    assert "It was open until Friday 4 December 3 asked, 1 answer in. Nobody can answer any more." in said
    assert "Close and read" in said
    assert "Ask a few colleagues" in said
    assert "Take back" not in said
    press(hers, f"{asking.pk}/closing/")
    assert [one.closed_at for one in hers.askings()] == [LATER]


def test_giving_them_longer(hers: Helens, asking: Asking) -> None:
    address = f"{hers.base}{asking.pk}/date/"
    page = hers.browser().get(address)
    assert "They can answer until Friday 4 December so far." in words(page)
    assert 'value="2026-12-11"' in raw(page)
    for day, says in (
        ("2026-12-01", "Those you asked have been told 4 December, so the date can only move on."),
        ("2027-04-01", "Choose a day up to Wednesday 31 March, when the cycle ends."),
        ("", "Enter the last day on which they can answer."),
    ):
        page = hers.browser().post(address, {"closes_on": day})
        assert (page.status_code, words(page).count(says)) == (422, 2)
    page = hers.browser().post(address, {"closes_on": "2026-12-11"}, follow=True)
    assert "They can answer until Friday 11 December now." in words(page)
    assert [one.last_day(one.cycle) for one in hers.askings()] == [dt.date(2026, 12, 11)]


def test_a_new_link_is_explained_and_sent_once(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    address = f"{hers.base}requests/{amara.pk}/link/"
    page = hers.browser().get(address)
    assert "Every link that Amara has to this question opens nothing any more" in words(page)
    number = hidden(page)["number"]
    for _twice in range(2):
        page = hers.browser().post(address, {"number": number}, follow=True)
        assert "A new link goes out to Amara now." in words(page)
    assert len(hers.letters(subject_id=amara.pk)) == 2
    assert hers.browser().post(address, {}).status_code == 422


def test_what_i_am_asked_stands_there_soonest_first(hers: Helens, asking: Asking) -> None:
    with signed_in(hers.cast, "Vikram"):
        ask(
            hers.cast,
            add_target(hers.cast, hers.cycle, "Vikram"),
            "Joanna",
            "Siobhan",
            at=NOW,
            closes_at=LATER,
        )
    answered(hers, asking, "Siobhan")
    joanna = words(overview(hers, "Joanna"))
    asked = joanna.split("What you have been asked")[1]
    assert asked.index("Helen Armitage") < asked.index("Vikram Sethi")
    assert "asks for your honest view, until Friday 4 December" in asked
    assert asked.count("Not answered yet") == 2
    assert f"{hers.base}asked/{hers.request(asking, 'Joanna').pk}/" in raw(overview(hers, "Joanna"))
    siobhan = words(overview(hers, "Siobhan"))
    assert "You have answered; you can change it" in siobhan
    assert siobhan.index("Vikram Sethi") < siobhan.index("Helen Armitage")
    hers.do(take_back, request=hers.request(asking, "Joanna"))
    assert "Helen Armitage" not in words(overview(hers, "Joanna"))


def test_what_is_over_is_folded_below_what_waits(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Siobhan")
    assert "What you were asked before" not in words(overview(hers, "Siobhan"))
    hers.do(close_asking, asking=asking)
    page = overview(hers, "Siobhan")
    folded = re.findall("<details.*?</details>", raw(page).split('id="asked-h"')[1], re.DOTALL)
    assert "Helen Armitage" in folded[0]
    assert (
        "What you have been asked Nothing at the moment. When a colleague asks for your view it stands here "
        "and on your home, and you get an email with a link. What you were asked before (1)"
    ) in words(page)
    assert "Helen Armitage asked for your honest view in cycle 1 You have answered" in words(page)
    assert "Helen’s thanks" not in words(page)
    with signed_in(hers.cast, "Helen"):
        Thanks.objects.create(organisation=hers.cast.organisation, asking=asking, words="Thank you")
    assert f"{hers.base}asked/{hers.request(asking, 'Siobhan').pk}/thanks/" in raw(overview(hers, "Siobhan"))
    assert "Helen’s thanks" not in words(overview(hers, "Joanna"))


def test_as_many_queries_for_five_as_for_two_and_for_many_rounds(hers: Helens) -> None:
    browser = hers.browser()

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(hers.base).status_code == 200
        return len(queries)

    def round_of(*names: str) -> Asking:
        return hers.ask(*names)

    def asked_by(*askers: str) -> None:
        for asker in askers:
            with signed_in(hers.cast, asker):
                ask(
                    hers.cast,
                    add_target(hers.cast, hers.cycle, asker),
                    "Helen",
                    "Idris",
                    at=NOW,
                    closes_at=LATER,
                )

    hers.do(close_asking, asking=round_of("Amara", "Joanna"))
    second = round_of("Amara", "Joanna")
    asked_by("Amara")
    few = counted()
    hers.do(close_asking, asking=second)
    hers.do(close_asking, asking=round_of("Amara", "Siobhan"))
    round_of("Amara", "Joanna", "Siobhan", "Vikram", "Idris")
    asked_by("Vikram")
    assert counted() == few
