"""The main job, as people do it: from an empty installation to a first session, in browsers."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from coachingpairs.mail.tasks import send_due_mail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, PrivateNote, Session
from cycles.rules.words import day_and_month
from teams.models import Organisation, Person
from tests.e2e.conftest import Opener
from tests.e2e.rosters import NEIGHBOURS, roster_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def messages_to(address: str) -> list[mail.EmailMessage]:
    return [message for message in mail.outbox if address.lower() in message.to[0].lower()]


def code_in_last_message_to(address: str) -> str:
    found = re.search(r"Your code is (.+)", str(messages_to(address)[-1].body))
    assert found
    return found.group(1).strip()


def sign_in(page: Page, address: str) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_in_last_message_to(address))
    page.get_by_role("button", name="Sign in", exact=True).click()


def accept_invitation(page: Page, address: str) -> None:
    link = re.search(r"https?://\S+(/invitation/\S+)", str(messages_to(address)[-1].body))
    assert link
    page.goto(link.group(1))
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("Code").fill(code_in_last_message_to(address))
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_team(page: Page) -> None:
    sign_in(page, "ada@roadworks.example")
    page.get_by_role("button", name="Take this on yourself").click()
    page.get_by_role("link", name="Make the first team").click()
    page.get_by_label("What is the team called?").fill("Executive and deputies")
    page.get_by_role("button", name="Make the team").click()


def import_roster(page: Page, organisation: Organisation) -> None:
    page.goto("/o/roadworks-agency/t/executive-and-deputies/roster/import/")
    page.get_by_label("Upload a file").set_input_files(
        {"name": "roadworks-2026.csv", "mimeType": "text/csv", "buffer": roster_file()}
    )
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the roster before it is saved")
    with scope(organisation=organisation.pk):
        assert PairMember.objects.count() == 0
        assert organisation_leaders(organisation) == 0
    put_right(page)
    page.get_by_role("button", name="Add all 27 as they stand").click()
    page.wait_for_url("**/roster/**")
    with scope(organisation=organisation.pk):
        assert organisation_leaders(organisation) == 27
    assert len(mail.outbox) == 1, "only the code that signed the administrator in"


def put_right(page: Page) -> None:
    """In the table itself, under the page's own strict policy: one row changed, one left as it stands."""
    row = page.get_by_role("row").filter(has_text="Wat Andrews")
    row.get_by_role("link", name="Change").click()
    page.locator("tr.is-open").get_by_label("Job title").fill("Director of Bridges")
    page.get_by_role("button", name=re.compile("^Put row")).click()
    expect(page.get_by_role("row").filter(has_text="Wat Andrews")).to_contain_text("Director of Bridges")
    tilda = page.get_by_role("row").filter(has_text="Tilda Eastwood")
    tilda.get_by_role("button", name="Right as it stands").click()
    expect(page.get_by_role("row").filter(has_text="Tilda Eastwood")).to_contain_text("Will be added")


def organisation_leaders(organisation: Organisation) -> int:
    from teams.models import Leader

    return Leader.objects.filter(organisation=organisation).count()


def open_choosing(page: Page) -> None:
    page.goto("/o/roadworks-agency/t/executive-and-deputies/cycles/new/")
    page.get_by_role("button", name="Make cycle 1").click()
    page.goto("/o/roadworks-agency/t/executive-and-deputies/cycles/1/pre-flight/")
    expect(page.locator("main")).to_contain_text("13")
    page.get_by_role("button", name="Open choosing").click()
    page.wait_for_url("**/room/")


def write_down(page: Page, one: str, other: str, count: int) -> None:
    page.goto("/o/roadworks-agency/t/executive-and-deputies/cycles/1/room/")
    page.get_by_label("One of the two").select_option(label=option_for(page, "One of the two", one))
    page.get_by_label("The other").select_option(label=option_for(page, "The other", other))
    page.get_by_label(re.compile("have said yes to me")).first.check()
    page.get_by_role("button", name="Write the pair down").click()
    expect(page.locator("#room-pairs .rows > li")).to_have_count(count)


def option_for(page: Page, label: str, name: str) -> str:
    options: list[str] = page.get_by_label(label).locator("option").all_text_contents()
    return next(option for option in options if option.startswith(name))


def test_from_an_empty_installation_to_a_first_session(open_as: Opener) -> None:
    call_command(
        "create_organisation", "Roadworks Agency", "--administrator", "ada@roadworks.example", verbosity=0
    )
    with scope(person=Person.objects.get(email="ada@roadworks.example").pk):
        organisation = Organisation.objects.get()
    desk = open_as()
    set_up_team(desk)
    import_roster(desk, organisation)

    # Two directors have addresses of their own: they accept their invitations, each on a phone.
    desk.goto("/o/roadworks-agency/t/executive-and-deputies/roster/")
    desk.locator("summary", has_text="Invite all 6").click()
    desk.get_by_role("button", name="Send them").click()
    expect(desk.get_by_role("status").first).to_contain_text("6 invitations")
    send_due_mail()
    assert len(mail.outbox) == 7, [message.to for message in mail.outbox]
    dora, stefan = open_as(phone=True), open_as(phone=True)
    accept_invitation(dora, "Dora.Turnbull@roadworks.example")
    accept_invitation(stefan, "Stefan.Downie@roadworks.example")

    open_choosing(desk)

    # They choose each other; the facilitator writes down what the others tell her.
    choosing = "/o/roadworks-agency/t/executive-and-deputies/choosing/"
    dora.goto(choosing)
    expect(dora.get_by_text("Your line manager")).to_be_visible()
    dora.get_by_role("button", name="Ask Stefan Downie").click()
    expect(dora.get_by_role("heading", level=1)).to_have_text("You have asked Stefan Downie")
    stefan.goto(choosing)
    stefan.get_by_role("button", name="Yes, pair with Dora").click()
    expect(stefan.get_by_role("heading", level=1)).to_have_text("You and Dora are a pair")
    expect(dora.get_by_role("heading", level=1)).to_have_text("You and Stefan are a pair")
    assert NEIGHBOURS[0] == ("Dora Turnbull", "Stefan Downie")
    for count, (one, other) in enumerate(NEIGHBOURS[1:], start=2):
        write_down(desk, one, other, count)

    desk.get_by_role("link", name="Seal the pairs").click()
    expect(desk.locator("main")).to_contain_text("Gwen Dallimore")
    desk.get_by_role("button", name="Seal the pairs").click()
    expect(desk.get_by_text("Tick this once each of them wishes to sit out")).to_be_visible()
    desk.get_by_label(re.compile("sits? this cycle out")).check()
    desk.get_by_role("button", name="Seal the pairs").click()
    expect(desk.get_by_text("The pairs are sealed.")).to_be_visible()
    with scope(organisation=organisation.pk):
        cycle = Cycle.objects.get()
        assert (cycle.stage, Pair.objects.count(), PairMember.objects.count()) == ("running", 13, 26)

    # Ten seconds on a phone: open, write a word, press.
    dora.goto("/o/roadworks-agency/t/executive-and-deputies/sessions/new/")
    dora.get_by_label("What you and Stefan want to remember").fill("Five seconds of silence.")
    dora.get_by_label("A note to yourself").fill("I talk too soon.")
    dora.get_by_role("button", name="Log this session").click()
    dora.wait_for_url("**/t/executive-and-deputies/")
    expect(dora.locator(".months .session")).to_have_count(1)
    person = Person.objects.get(email="dora.turnbull@roadworks.example")
    with scope(organisation=organisation.pk, person=person.pk):
        session = Session.objects.get()
        assert session.minutes == 60
        assert session.held_on == session.created_at.astimezone(cycle.zone).date()
        assert PrivateNote.objects.get().text == "I talk too soon."

    # The partner sees that they met and what they keep together, and nothing else.
    stefan.goto("/o/roadworks-agency/t/executive-and-deputies/sessions/")
    stefan.locator("main").get_by_role("link", name=re.compile(day_and_month(session.held_on))).first.click()
    expect(stefan.locator("main")).to_contain_text("Five seconds of silence.")
    assert "I talk too soon" not in stefan.content()
