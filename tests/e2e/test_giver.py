"""A giver's page in a real browser: drafts that keep themselves, programs that press everything."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from feedback.models import Link
from feedback.rules.answers import First
from tests.cast import make_northmere
from tests.cycles.hands import as_
from tests.e2e.conftest import PHONE, Opener
from tests.e2e.focus import expect_focus
from tests.e2e.live_site import wait_until_idle
from tests.e2e.screens import PATIENCE
from tests.e2e.test_every_page import complaints_about
from tests.e2e.the_colleagues import looked_around
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
ELSE = re.compile("If not, what else")
KEEP = re.compile("What should Helen keep")


@pytest.fixture
def asked(transactional_db: None) -> Iterator[Asked]:
    """What a page sends while it is closed is answered before the tables are emptied."""
    cache.clear()
    closes_at = timezone.now() + dt.timedelta(days=10)
    yield asked_by_helen(
        make_northmere(),
        targets=2,
        closes_at=closes_at,
        personal="I would rather hear it from you than guess.",
    )
    wait_until_idle()


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """One in which the network may fail and forms be refused."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def says(page: Page) -> Any:
    return page.locator("[data-autosave-says]")


def test_what_is_typed_keeps_itself(asked: Asked, open_as: Opener) -> None:
    page = open_as(phone=True)
    page.goto(asked.link("Amara"))
    assert page.url.endswith(asked.page("Amara"))
    page.get_by_label("Mostly the second").check()
    page.get_by_label(ELSE).fill("You answer before others have finished.")
    expect(says(page)).to_have_text(re.compile(r"^Draft saved \d{1,2}\.\d\d$"))
    assert asked.draft("Amara") == First("second", "You answer before others have finished.", "")
    page.get_by_label(ELSE).press_sequentially(" Often.")
    page.reload()
    expect(page.get_by_label(ELSE)).to_have_value("You answer before others have finished. Often.")
    expect(page.get_by_label("Mostly the second")).to_be_checked()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "<" not in kept
    assert "answer" not in kept
    page.get_by_label(KEEP).fill("Your calm")
    page.get_by_role("button", name="Send to Helen").click()
    expect(page.get_by_role("heading", name="Thank you, Amara")).to_be_visible()
    assert asked.answer("Amara") == First(
        "second", "You answer before others have finished. Often.", "Your calm"
    )
    assert asked.draft("Amara") is None


def test_leaving_the_page_keeps_it(asked: Asked, open_as: Opener) -> None:
    page = open_as(phone=True)
    page.goto(asked.link("Amara"))
    page.get_by_label(ELSE).fill("Half a thought")
    page.get_by_role("link", name="Not this time").click()
    expect(page.get_by_role("heading", name="Not this time?")).to_be_visible()
    page.get_by_role("link", name="Back to the questions").click()
    expect(page.get_by_label(ELSE)).to_have_value("Half a thought")
    assert asked.now("Amara").declined_at is None


def test_without_a_network_it_says_so_and_keeps_trying(asked: Asked, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(asked.link("Amara"))
    phone.set_offline(True)
    page.get_by_label(ELSE).fill("In a tunnel")
    expect(says(page)).to_have_text("Not saved; you are offline. It is still here.")
    phone.set_offline(False)
    expect(says(page)).to_have_text(re.compile("^Draft saved"))
    assert asked.draft("Amara") == First("", "In a tunnel", "")


def test_a_save_that_was_lost_on_the_way_does_not_look_like_somebody_else(
    asked: Asked, phone: BrowserContext
) -> None:
    """The server has it and the page never heard so: the page says the same again before it says more."""
    page = phone.new_page()
    with looked_around(page):
        page.goto(asked.link("Amara"))

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/draft/", swallow, times=1)
    page.get_by_label(ELSE).fill("One")
    expect(says(page)).to_have_text("Not saved just now. It is still here, and we try again.")
    assert asked.draft("Amara") == First("", "One", "")
    page.get_by_label(ELSE).press_sequentially(", two")
    expect(says(page)).to_have_text(re.compile("^Draft saved"))
    page.get_by_label("Yes, both").check()
    page.get_by_role("button", name="Send to Helen").click()
    expect(page.get_by_role("heading", name="Thank you, Amara")).to_be_visible()
    assert asked.answer("Amara") == First("both", "One, two", "")


def test_two_windows_lose_nothing(asked: Asked, phone: BrowserContext) -> None:
    one, other = phone.new_page(), phone.new_page()
    one.goto(asked.link("Amara"))
    with looked_around(other):
        other.goto(asked.page("Amara"))
    one.get_by_label(ELSE).fill("From one")
    expect(says(one)).to_have_text(re.compile("^Draft saved"))
    other.get_by_label(ELSE).fill("From the other")
    expect(says(other)).to_have_text(
        "Not saved. You have written something else in another window or on another device. "
        "Press “Keep as a draft” to go on."
    )
    assert asked.draft("Amara") == First("", "From one", "")
    other.get_by_role("button", name="Keep as a draft").click()
    notice = other.get_by_role("alert")
    expect(notice).to_contain_text("From one")
    expect_focus(notice)
    expect(other.get_by_label(ELSE)).to_have_value("From the other")
    other.get_by_label(ELSE).fill("From both")
    other.get_by_role("button", name="Keep as a draft").click()
    expect(other.get_by_text("Kept as a draft. Only you can read it until you send it.")).to_be_visible()
    assert asked.draft("Amara") == First("", "From both", "")


def test_whoever_goes_elsewhere_is_not_called_back_by_what_is_newer(
    asked: Asked, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(asked.link("Amara"))

    def slowly(route: Any) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route("**/not-this-time/", slowly)
    page.evaluate(
        """() => {
          const newer = new Response("{}", { status: 409 });
          window.fetch = () => new Promise((done) => {
            document.documentElement.dataset.asked = "newer?";
            window.addEventListener("beforeunload", () => setTimeout(done, 300, newer));
          });
          window.dispatchEvent(new Event("pageshow"));
        }"""
    )
    expect(page.locator("html[data-asked]")).to_have_count(1)
    page.get_by_role("link", name="Not this time").click()
    expect(page.get_by_role("heading", name="Not this time?")).to_be_visible()


def test_words_to_a_link_that_opens_nothing_any_more_can_be_copied(
    asked: Asked, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(asked.link("Amara"))
    page.get_by_label("Yes, both").check()
    page.get_by_label(ELSE).fill("First half")
    expect(says(page)).to_have_text(re.compile("^Draft saved"))
    with as_(asked.cast, "Helen"):
        Link.objects.filter(request=asked.requests["Amara"]).update(revoked_at=timezone.now())
    page.get_by_label(ELSE).fill("First half, second half")
    expect(says(page)).to_have_text(re.compile("^Not saved: this page does not open for you here any more."))
    page.get_by_role("button", name="Send to Helen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not open anything any more")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("First half, second half")
    expect_focus(notice)
    assert complaints_about(page, "words that come back") == []
    page.goto(asked.link("Amara"))
    expect(page.get_by_label(ELSE)).to_have_value("First half")


def press_everything(page: Page, link: str) -> None:
    """Each link and button and choice of the page that the link opens, one after the other, then its form."""
    for selector in ("input[type=radio]", "summary", "a[href]:not([href='#main'])", "button"):
        for number in range(page.locator(selector).count()):
            page.goto(link)
            found = page.locator(selector)
            if found.nth(number).is_visible():
                found.nth(number).click()
                page.wait_for_load_state()
    page.goto(link)
    for radio in page.locator("input[type=radio]").all():
        radio.check()
    page.wait_for_timeout(2_000)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("form.giving").evaluate("form => form.requestSubmit()")


def test_a_program_that_presses_everything_changes_nothing(asked: Asked, phone: BrowserContext) -> None:
    link = asked.link("Amara")
    page = phone.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Amara, Helen would value your honest view")).to_be_visible()
    press_everything(page, link)
    request = asked.now("Amara")
    assert (asked.answer("Amara"), asked.draft("Amara")) == (None, None)
    assert (request.answered_at, request.declined_at) == (None, None)
    asked.come("Amara")


def test_the_token_goes_nowhere(asked: Asked, open_as: Opener) -> None:
    link = asked.link("Amara")
    secret = link.split(".")[1].strip("/")
    page = open_as(phone=True)
    told: list[str] = []
    page.on("request", lambda request: told.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.goto(link)
    page.get_by_label(ELSE).fill("Hello")
    expect(says(page)).to_have_text(re.compile("^Draft saved"))
    page.get_by_role("link", name="Not this time").click()
    assert [one for one in told if secret in one] == [f"{page.url.split('/feedback')[0]}{link} "]
    page.go_back()
    page.go_back()
    assert secret not in page.url


def test_with_the_keyboard_alone(asked: Asked, open_as: Opener) -> None:
    page = open_as()
    page.goto(asked.link("Amara"))
    page.keyboard.press("Tab")
    expect_focus(page.get_by_role("link", name="Skip to the main content"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect_focus(page.get_by_role("button", name="Not you?"))
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Mostly the first")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect_focus(page.get_by_role("button", name="Send to Helen"))
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("One thing needs putting right")
    expect_focus(summary)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_focus(page.get_by_label(ELSE))
    page.keyboard.type("You answer before others have finished.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you, Amara")).to_be_visible()
    assert asked.answer("Amara") == First("first", "You answer before others have finished.", "")


def test_without_script(asked: Asked, open_as: Opener) -> None:
    page = open_as(phone=True, script=False)
    page.goto(asked.link("Marek"))
    page.get_by_label(ELSE).fill("Begun")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    page.get_by_label("Yes, both").check()
    page.get_by_role("button", name="Send to Helen").click()
    expect(page.get_by_role("heading", name="Thank you, Marek")).to_be_visible()
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label(ELSE)).to_have_value("Begun")
    page.get_by_role("link", name="Not this time").click()
    page.get_by_role("button", name="Not this time").click()
    expect(page.get_by_role("heading", name="Not this time, then")).to_be_visible()
    page.get_by_role("button", name="Answer after all").click()
    expect(page.get_by_label(ELSE)).to_have_value("Begun")


def every_state(asked: Asked, page: Page) -> Iterator[str]:
    """The pages of a giver, one after the other, as they come about."""
    page.goto(asked.link("Amara"))
    yield "asked"
    page.get_by_role("button", name="Send to Helen").click()
    yield "refused"
    page.get_by_role("link", name="Not this time").click()
    yield "not this time?"
    page.get_by_role("button", name="Not this time").click()
    yield "not this time"
    page.get_by_role("button", name="Answer after all").click()
    page.get_by_label("Yes, both").check()
    page.get_by_label(ELSE).fill("You answer before others have finished. " * 4)
    page.get_by_role("button", name="Send to Helen").click()
    yield "sent"
    page.get_by_role("link", name="Take it back").click()
    yield "take it back?"
    page.goto(asked.page("Amara", "give_change"))
    yield "changing"
    asked.close(timezone.now())
    page.goto(asked.page("Amara"))
    yield "closed"
    page.get_by_role("button", name="Not you?").click()
    yield "not you"
    page.goto("/feedback/lost-link/")
    yield "lost link"
    page.get_by_label("Your email address").fill("amara.okafor@northmere.example")
    page.get_by_role("button", name="Send it again").click()
    yield "sent again"


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1280, False), (1920, True)])
def test_every_page_is_accessible_and_fits(asked: Asked, open_as: Opener, width: int, dark: bool) -> None:
    page = open_as(dark=dark)
    page.set_viewport_size({"width": width, "height": 900})
    complaints = []
    for state in every_state(asked, page):
        page.wait_for_load_state()
        complaints += complaints_about(page, state)
    assert complaints == []
