"""What Helen and those she asks press, from the first tick to the last answer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from feedback.models import Request
from tests.cycles.hands import as_
from tests.e2e.focus import expect_focus
from tests.e2e.screens import DESK
from tests.e2e.the_colleagues import (
    AMARA,
    MAREK,
    NEWS,
    SILENCE,
    SIOBHAN,
    WHY,
    TheColleagues,
    autosave_says,
    letter,
    looked_around,
)
from tests.e2e.the_months import headed, press

ASKS = "Helen Armitage asks for your honest view"
PERSONAL = "You see me with the board, and others only hear of it"
ELSE = re.compile("If not, what else")
KEEP = re.compile("What should Helen keep")
SAVED = re.compile(r"^Draft saved \d{1,2}\.\d\d$")
AMARAS = "You answer before the chair has finished"
AMARAS_MORE = "You answer before the chair has finished, and it is the short answer"
JOANNAS = "The second one. I read it in the paper first"
MAREKS = "Your invoices come early, your doubts come late"
MAREKS_KEEP = "That you ring me yourself"


def allow_others(us: TheColleagues) -> None:
    facilitator = us.facilitator()
    facilitator.goto(f"{us.cast.base}feedback/others/")
    press(facilitator, "Allow it")


def ask(us: TheColleagues, helen: Page) -> None:
    us.feedback(helen).get_by_role("link", name="Ask a few colleagues").click()
    helen.get_by_label("Amara Okafor").check()
    press(helen, "See what they will read")
    expect_focus(helen.get_by_role("alert"))
    expect(helen.get_by_role("alert")).to_contain_text("Choose two to five colleagues.")
    for name in ("Siobhan Doyle", "Joanna Clarke"):
        helen.get_by_label(name).check()
    helen.get_by_text("Somebody outside your team, by email").click()
    outside = helen.get_by_role("group", name="Number one outside your team")
    outside.get_by_label("Name").fill(MAREK[0])
    outside.get_by_label("Email address").fill(MAREK[1])
    helen.get_by_label("A few words from you").fill(PERSONAL)
    press(helen, "See what they will read")
    look_at_what_they_will_read(us, helen)
    press(helen, re.compile("^Ask Joanna.* and Marek$"))
    expect(helen.get_by_text("Not answered yet")).to_have_count(4)


def look_at_what_they_will_read(us: TheColleagues, helen: Page) -> None:
    headed(helen, "What they will read")
    first = helen.locator(".letter").first
    expect(first).to_contain_text(ASKS)
    for secret in (PERSONAL, SILENCE, NEWS, "/f/"):
        expect(first).not_to_contain_text(secret)
    expect(helen.get_by_text(PERSONAL)).to_have_count(2)
    assert WHY not in helen.content()
    with as_(us.cast, "Helen"):
        assert Request.objects.count() == 0


def answer_from_a_phone(us: TheColleagues) -> Page:
    """Sent with the keyboard alone."""
    message = letter(AMARA, ASKS)
    assert not [one for one in (PERSONAL, SILENCE, NEWS, WHY) if one in str(message.body)]
    amara = us.with_nothing()
    us.follow(amara, AMARA, ASKS)
    headed(amara, "Amara, Helen would value your honest view")
    expect(amara.get_by_text(PERSONAL)).to_be_visible()
    assert WHY not in amara.content()
    type_and_come_back(amara)
    amara.get_by_label(ELSE).focus()
    amara.keyboard.press("Tab")
    expect_focus(amara.get_by_label(KEEP))
    amara.keyboard.press("Tab")
    expect_focus(amara.get_by_role("button", name="Send to Helen"))
    amara.keyboard.press("Enter")
    headed(amara, "Thank you, Amara")
    expect(amara.get_by_text(AMARAS)).to_be_visible()
    return amara


def type_and_come_back(amara: Page) -> None:
    amara.get_by_label("Mostly the first").check()
    amara.get_by_label(ELSE).press_sequentially(AMARAS)
    expect(autosave_says(amara)).to_have_text(SAVED)
    amara.reload()
    expect(amara.get_by_label(ELSE)).to_have_value(AMARAS)
    expect(amara.get_by_label("Mostly the first")).to_be_checked()


def change_it_on_two_devices(us: TheColleagues, phone: Page) -> None:
    us.screens.excuse("status of 409")
    desk = us.with_nothing(size=DESK)
    us.follow(desk, AMARA, ASKS)
    for page in (desk, phone):
        with looked_around(page):
            page.get_by_role("link", name="Change it").click()
        expect(page.get_by_label(ELSE)).to_have_value(AMARAS)
    phone.get_by_label(ELSE).fill(AMARAS_MORE)
    press(phone, "Send the change to Helen")
    headed(phone, "Thank you, Amara")
    desk.get_by_label(KEEP).fill("Your calm")
    press(desk, "Send the change to Helen")
    notice = desk.get_by_role("alert")
    expect(notice).to_contain_text(AMARAS_MORE)
    expect(desk.get_by_label(KEEP)).to_have_value("Your calm")
    desk.get_by_label(ELSE).fill(AMARAS_MORE)
    press(desk, "Send the change to Helen")
    expect(desk.locator("dd").filter(has_text=AMARAS_MORE)).to_be_visible()
    expect(desk.get_by_text("Your calm")).to_be_visible()


def answer_from_home(us: TheColleagues) -> None:
    joanna = us.on_phone("Joanna")
    asked = joanna.get_by_role("region", name="What you have been asked")
    expect(asked).to_contain_text("Helen Armitage")
    asked.get_by_role("link", name="Answer Helen").click()
    headed(joanna, "Joanna, Helen would value your honest view")
    joanna.get_by_label("Mostly the second").check()
    joanna.get_by_label(ELSE).fill(JOANNAS)
    press(joanna, "Send to Helen")
    headed(joanna, "Thank you, Joanna")
    joanna.get_by_role("link", name="Back to your home").click()
    expect(joanna.get_by_role("region", name="What you have been asked")).to_have_count(0)


def not_this_time_and_back(us: TheColleagues) -> None:
    siobhan = us.with_nothing()
    us.follow(siobhan, SIOBHAN, ASKS)
    siobhan.get_by_role("link", name="Not this time").click()
    headed(siobhan, "Not this time?")
    assert standing(us, "Siobhan") == (None, None)
    press(siobhan, "Not this time")
    headed(siobhan, "Not this time, then")
    helen = us.feedback(us.desk("Helen"))
    expect(helen.get_by_role("listitem").filter(has_text="Siobhan Doyle")).to_contain_text("Could not answer")
    press(siobhan, "Answer after all")
    headed(siobhan, "Siobhan, Helen would value your honest view")
    assert standing(us, "Siobhan") == (None, None)


def standing(us: TheColleagues, name: str) -> tuple[object, object]:
    with as_(us.cast, "Helen"):
        one = Request.objects.get(giver=us.cast.leader(name), asking__kind="first")
    return one.answered_at, one.declined_at


def answer_without_script(us: TheColleagues) -> None:
    marek = us.with_nothing(script=False)
    us.follow(marek, MAREK[1], ASKS)
    headed(marek, "Marek, Helen would value your honest view")
    expect(marek.get_by_text("Priya")).to_have_count(0)
    marek.get_by_role("button", name="Send to Helen").click()
    expect(marek.get_by_role("alert")).to_contain_text("need putting right")
    marek.get_by_label("I would suggest something else").check()
    marek.get_by_label(ELSE).fill(MAREKS)
    marek.get_by_label(KEEP).fill(MAREKS_KEEP)
    marek.get_by_role("button", name="Send to Helen").click()
    headed(marek, "Thank you, Marek")
