"""The list of colleagues in a real browser: pressing, looking for a name, and what is pushed meanwhile."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import Proposal
from pairing.services.choosers import read_choosers
from pairing.services.choosing import step_back
from pairing.services.facilitating import pause_choosing, resume_choosing
from pairing.views.choosing_links import links_for
from pairing.views.choosing_live import Shown, live_page, shown_on, update
from tests.cast import Northmere, make_northmere
from tests.e2e.conftest import Opener
from tests.e2e.focus import expect_focus
from tests.pairing.room import open_room, pair_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
APPLY = "html => htmx.swap(document.createElement('div'), html, {swapStyle: 'none'})"


class Stream:
    """What a stream would send to Helen's phone, handed to the page as live.js does."""

    def __init__(self, cast: Northmere, cycle: Cycle, page: Page) -> None:
        self.cast, self.cycle_id, self.page = cast, cycle.pk, page
        self.had: Shown | None = None

    def push(self) -> str:
        with scope(organisation=self.cast.organisation.pk):
            choosers = read_choosers(Cycle.objects.select_related("team").get(pk=self.cycle_id))
        view = choosers.view_of(choosers.leaders[self.cast.leader("Helen").pk])
        links = links_for(self.cast.organisation.slug, self.cast.team.slug)
        page = live_page(view, links=links, now=timezone.now(), is_guest=False)
        html = update(page, self.had)
        self.page.evaluate(APPLY, html)
        self.had = shown_on(page)
        return html


def open_phone(open_as: Opener, leaders: int) -> tuple[Northmere, Cycle, Page]:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
    page = open_as(cast.person("Helen"), phone=True)
    page.goto(f"{cast.base}choosing/")
    return cast, cycle, page


def asked(cast: Northmere) -> list[tuple[str, str, str]]:
    with scope(organisation=cast.organisation.pk):
        found = Proposal.objects.select_related("proposer", "addressee").order_by("made_at")
        return [(one.proposer.called, one.addressee.called, str(one.state)) for one in found]


def test_the_button_of_a_row_asks_the_one_in_that_row(open_as: Opener) -> None:
    cast, _cycle, page = open_phone(open_as, 8)
    page.get_by_role("button", name="Ask Idris Kaya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have asked Idris Kaya")
    expect_focus(page.get_by_role("heading", level=1))
    assert asked(cast) == [("Helen", "Idris", "open")]
    page.get_by_text("Ask somebody else instead").click()
    page.get_by_role("button", name="Ask Priya Nair").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have asked Priya Nair")
    assert asked(cast) == [("Helen", "Idris", "withdrawn"), ("Helen", "Priya", "open")]


def test_rows_that_were_pushed_can_be_pressed(open_as: Opener) -> None:
    """Siobhan goes and comes back; whoever stands on the page has been exchanged by then."""
    cast, cycle, page = open_phone(open_as, 8)
    stream = Stream(cast, cycle, page)
    stream.push()
    ask = page.get_by_role("button", name="Ask Siobhan Doyle")
    expect(ask).to_be_visible()
    with scope(organisation=cast.organisation.pk):
        pair_up(cast, cycle, "Amara", "Siobhan")
    assert 'id="choosing"' not in stream.push()
    expect(ask).to_have_count(0)
    expect(page.locator("#can-list > .person--off", has_text="Siobhan Doyle")).to_have_text(
        "CARESiobhan DoyleAlready in a pair"
    )
    with scope(organisation=cast.organisation.pk):
        step_back(cycle=cycle, leader=cast.leader("Siobhan"), by=cast.leader("Siobhan"))
    assert 'id="choosing"' not in stream.push()
    assert stream.had
    expect(page.locator("#live-seen")).to_have_attribute("data-live-seen", stream.had.seen)
    expect(page.locator("#can-list > .person").nth(-2)).to_contain_text("Siobhan Doyle")
    ask.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have asked Siobhan Doyle")
    assert asked(cast)[-1] == ("Helen", "Siobhan", "open")


def test_looking_for_a_name_goes_on_while_the_room_changes(open_as: Opener) -> None:
    cast, cycle, page = open_phone(open_as, 24)
    stream = Stream(cast, cycle, page)
    stream.push()
    people = page.locator("#people .person:visible")
    expect(people).to_have_count(23)
    field = page.get_by_label("Find a colleague")
    field.press_sequentially("PRIYA nai")
    expect(people).to_have_count(1)
    field.press("Enter")
    expect(people).to_have_text(["CAREPriya NairDirector of CareAsk Priya Nair"])
    assert "?" not in page.url, "nothing was sent"
    with scope(organisation=cast.organisation.pk):
        pair_up(cast, cycle, "Amara", "Priya")
        pair_up(cast, cycle, "Leader000", "Leader001")
    stream.push()
    expect(people).to_have_count(1)
    expect(people).to_contain_text("Already in a pair")
    expect(page.get_by_text("Nobody you can ask is called that.")).to_be_visible()
    expect_focus(field)
    field.fill("finance")
    expect(people).to_have_count(5)
    field.fill("")
    expect(people).to_have_count(23)


def test_the_whole_page_takes_no_focus_and_no_word_away(open_as: Opener) -> None:
    cast, cycle, page = open_phone(open_as, 24)
    stream = Stream(cast, cycle, page)
    stream.push()
    field = page.get_by_label("Find a colleague")
    field.press_sequentially("priya")
    with scope(organisation=cast.organisation.pk):
        pause_choosing(cycle=cycle, by=cast.facilitator)
        resume_choosing(cycle=cycle, by=cast.facilitator)
        cycle.participants.filter(leader=cast.leader("Idris")).update(absent=True)
    stream.had = None
    assert 'id="choosing"' in stream.push()
    expect_focus(field)
    expect(field).to_have_value("priya")
    expect(page.locator("#people .person:visible")).to_have_count(1)
    expect(page.locator("#choosing-said")).to_have_text("Who would you like to pair with?")
