"""Sharing an answer by a press, the partner's page of what is shared, and the pages of sessions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import PlannedSession
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, log, make_pair
from tests.cycles.pages import signed_in as browser, words
from tests.cycles.past_services import part, signed_in
from tests.feedback.answers_in import SAID, AnswersIn, answers_in, share_past_services
from tests.feedback.past_services import answer, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
TITLE = "What Joanna said to Helen’s question"
SECRET = "Deadlines, before that one"


@pytest.fixture
def world(northmere: Northmere) -> AnswersIn:
    return answers_in(northmere)


@pytest.fixture
def helen(northmere: Northmere) -> Client:
    return browser(northmere, "Helen")


@pytest.fixture
def priya(northmere: Northmere) -> Client:
    return browser(northmere, "Priya")


def press(world: AnswersIn, client: Client, name: str, share: str, **more: str) -> str:
    response = client.post(world.share_page(name), {"share": share, **more})
    assert response.status_code == 302
    return str(response.headers["Location"])


def where_it_is_read(world: AnswersIn, client: Client) -> list[str]:
    """Under the team's address, the pages on which Joanna's words stand."""
    pages = ["feedback/shared/", "sessions/", "sessions/new/", "sessions/plan/", "", "targets/", "feedback/"]
    return [page for page in pages if SECRET in words(client.get(f"{world.cast.base}{page}"))]


def test_one_press_shares_and_one_takes_it_back(world: AnswersIn, helen: Client, priya: Client) -> None:
    back = press(world, helen, "Joanna", "yes")
    assert back == f"{world.page()}#share-{world.answer_id('Joanna')}"
    page = words(helen.get(world.page()))
    assert "Your partner can read what Joanna said." in page
    assert "Joanna Clarke You and Priya Take it back" in page
    assert "Amara Okafor Only you Share with Priya" in page
    read = words(priya.get(world.shared_page()))
    assert "Shared by Helen Armitage in cycle 1 What Helen asked about Dial up Listening first" in read
    assert (
        "Joanna Clarke Are these the right two? The first one is If not, what else? "
        "Deadlines, before that one What to keep exactly as it is How you thank people" in read
    )
    assert "Amara" not in read
    press(world, helen, "Joanna", "no")
    assert "Only you can read what Joanna said." in words(helen.get(world.page()))
    assert "Nothing at the moment" in words(priya.get(world.shared_page()))


def test_without_a_page_load_the_row_changes(world: AnswersIn, helen: Client) -> None:
    response = helen.post(world.share_page("Joanna"), {"share": "yes"}, headers={"HX-Request": "true"})
    assert words(response).startswith("Joanna Clarke You and Priya Take it back")
    assert world.shared("Priya") == [world.answer_id("Joanna")]


def test_pressed_twice_it_is_shared_once_and_sorted_as_before(world: AnswersIn, helen: Client) -> None:
    for _time in range(2):
        back = press(world, helen, "Joanna", "yes", by="colleague")
        assert back.startswith(f"{world.page()}?by=colleague#share-")
    assert world.shared("Priya") == [world.answer_id("Joanna")]


@pytest.mark.parametrize("sent", ["", "maybe"])
def test_neither_yes_nor_no_is_refused(world: AnswersIn, helen: Client, sent: str) -> None:
    assert helen.post(world.share_page("Joanna"), {"share": sent}).status_code == 400
    assert world.shared("Helen") == []


@pytest.mark.parametrize("name", ["Priya", "Joanna", "Vikram", "Maggie"])
def test_nobody_else_shares_or_takes_back(world: AnswersIn, name: str) -> None:
    share_past_services(world, "Joanna")
    client = browser(world.cast, name)
    for sent in ("yes", "no"):
        for of in ("Joanna", "Amara"):
            assert client.post(world.share_page(of), {"share": sent}).status_code == 404
    assert world.shared("Helen") == [world.answer_id("Joanna")]


def test_reading_by_get_changes_nothing(world: AnswersIn, helen: Client) -> None:
    assert helen.get(world.share_page("Joanna"), {"share": "yes"}).status_code == 405
    assert world.shared("Helen") == []


def test_in_another_organisation_it_is_not_there(world: AnswersIn) -> None:
    other = browser(make_northmere("southmere"), "Helen")
    for page in (world.share_page("Joanna"), world.share_page("Joanna").replace("northmere", "southmere")):
        assert other.post(page, {"share": "yes"}).status_code == 404


def test_it_waits_on_the_pages_of_the_next_session_for_both(
    world: AnswersIn, helen: Client, priya: Client
) -> None:
    everywhere = ["sessions/", "sessions/new/", "sessions/plan/"]
    assert where_it_is_read(world, priya) == []
    press(world, helen, "Joanna", "yes")
    assert where_it_is_read(world, priya) == ["feedback/shared/", *everywhere]
    assert where_it_is_read(world, helen) == everywhere
    talk = words(priya.get(f"{world.cast.base}sessions/new/"))
    assert f"To talk over You and Helen {TITLE} The first one is Are these the right two?" in talk
    assert "To talk over You and Priya What Joanna said to your question" in words(
        helen.get(f"{world.cast.base}sessions/")
    )
    log(world.cast, world.asked.cycle, "Priya", NOW.date(), at=NOW + dt.timedelta(hours=1))
    assert where_it_is_read(world, priya) == ["feedback/shared/"]
    assert where_it_is_read(world, helen) == []


def test_unshared_or_parted_the_partner_reads_it_nowhere(
    world: AnswersIn, helen: Client, priya: Client
) -> None:
    press(world, helen, "Joanna", "yes")
    press(world, helen, "Joanna", "no")
    assert where_it_is_read(world, priya) == []
    press(world, helen, "Joanna", "yes")
    part(world.cast, world.asked.cycle, "Helen", NOW)
    assert where_it_is_read(world, priya) == []
    page = words(helen.get(world.page()))
    assert "You have no partner in this cycle, so only you read this." in page
    assert "Take it back" not in page
    press(world, helen, "Amara", "yes")
    assert "You have no partner in this cycle whom you could share it with." in words(helen.get(world.page()))


def test_in_a_trio_both_partners_read_it(northmere: Northmere, helen: Client) -> None:
    world = answers_in(northmere)
    part(northmere, world.asked.cycle, "Helen", NOW - dt.timedelta(days=1))
    three = [northmere.leader(name) for name in ("Helen", "Siobhan", "Idris")]
    with scope(organisation=northmere.organisation.pk):
        world.asked.cycle.participants.filter(leader__in=three).update(sits_out=False)
        make_pair(world.asked.cycle, three, NOW)
    press(world, helen, "Joanna", "yes")
    assert "Joanna Clarke You, Siobhan and Idris Take it back" in words(helen.get(world.page()))
    for name in ("Siobhan", "Idris"):
        assert "feedback/shared/" in where_it_is_read(world, browser(northmere, name))
    assert where_it_is_read(world, browser(northmere, "Priya")) == []


def test_a_closed_cycle_is_still_read_and_can_still_be_taken_back(
    world: AnswersIn, helen: Client, priya: Client
) -> None:
    press(world, helen, "Joanna", "yes")
    close_cycle(world.asked.cycle)
    assert where_it_is_read(world, priya) == ["feedback/shared/"]
    page = words(helen.get(world.page()))
    assert "What you shared stays shared until you take it back." in page
    assert "Share with Priya" not in page
    press(world, helen, "Amara", "yes")
    assert "Cycle 1 is over, so nothing more can be shared in it." in words(helen.get(world.page()))
    press(world, helen, "Joanna", "no")
    assert where_it_is_read(world, priya) == []


def test_no_message_and_no_calendar_file_says_any_of_it(world: AnswersIn, helen: Client) -> None:
    with signed_in(world.cast, "Helen"):
        PlannedSession.objects.create(
            organisation=world.cast.organisation,
            pair=world.pair(),
            starts_at=NOW + dt.timedelta(days=3),
            minutes=60,
            planned_by=world.cast.leader("Helen"),
        )
        before = OutgoingMail.objects.count()
    press(world, helen, "Joanna", "yes")
    with signed_in(world.cast, "Helen"):
        assert OutgoingMail.objects.count() == before
    assert mail.outbox == []
    file = helen.get(f"{world.cast.base}sessions/plan.ics").content.decode()
    assert "BEGIN:VEVENT" in file
    assert "Joanna" not in file
    assert "Deadlines" not in file


def test_as_many_queries_for_three_shared_answers_as_for_one(world: AnswersIn, priya: Client) -> None:
    share_past_services(world, "Joanna")

    def count(page: str) -> int:
        priya.get(page)
        with CaptureQueriesContext(connection) as counted:
            priya.get(page)
        return len(counted)

    pages = [world.shared_page(), f"{world.cast.base}sessions/", f"{world.cast.base}sessions/new/"]
    one = [count(page) for page in pages]
    with by_link(world.cast, world.asked.requests["Marek"]):
        answer(world.asked.requests["Marek"], SAID["Marek"], at=timezone.now())
    for name in ("Amara", "Marek"):
        share_past_services(world, name)
    assert [count(page) for page in pages] == one


def test_the_partner_finds_it_from_feedback(world: AnswersIn, priya: Client) -> None:
    feedback = f"{world.cast.base}feedback/"
    assert "What is shared with you" not in words(priya.get(feedback))
    share_past_services(world, "Joanna")
    assert "Helen Armitage lets you read what one colleague said" in words(priya.get(feedback))
    share_past_services(world, "Amara")
    page = priya.get(feedback)
    assert "Helen Armitage lets you read what two colleagues said" in words(page)
    assert world.shared_page().encode() in page.content
    assert SECRET not in words(page)


def test_in_a_closed_cycle_it_says_whether_anything_is_shared(world: AnswersIn, helen: Client) -> None:
    share_past_services(world, "Joanna")
    close_cycle(world.asked.cycle)
    assert "You and Priya, as far as you share it" in words(helen.get(world.page()))
    press(world, helen, "Joanna", "no")
    page = words(helen.get(world.page()))
    assert "You have shared none of it, so only you read this." in page
    assert "until you share an answer" not in page
