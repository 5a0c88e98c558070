"""One asking from the first tick to month five, as everybody in it presses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from feedback.models import Answer
from tests.cycles.hands import as_
from tests.e2e.asking_and_answering import (
    AMARAS,
    AMARAS_MORE,
    ASKS,
    ELSE,
    JOANNAS,
    MAREKS,
    MAREKS_KEEP,
    PERSONAL,
    SAVED,
    allow_others,
    answer_from_a_phone,
    answer_from_home,
    answer_without_script,
    ask,
    change_it_on_two_devices,
    not_this_time_and_back,
)
from tests.e2e.screens import DESK, Screens
from tests.e2e.the_colleagues import (
    AMARA,
    HELEN,
    MAREK,
    NEWS,
    SILENCE,
    TheColleagues,
    autosave_says,
    dead,
    letter,
    link_to,
)
from tests.e2e.the_months import headed, pages_from, press, says_done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

THANKS = "Helen Armitage thanks you for your view"
NOTE = "Ask Amara which meeting they mean"
NEW_WORDS = "Ring the person before the paper goes out"
THANK_YOU = "Thank you. I keep the first and have made the second smaller"
NOTICED = "You let the auditor finish twice in June"
PRIVATE = (
    *(PERSONAL, AMARAS, JOANNAS, MAREKS, MAREKS_KEEP),
    *(NOTE, NEW_WORDS, THANK_YOU, NOTICED, SILENCE, NEWS, MAREK[1]),
)


def test_one_asking_from_beginning_to_end(screens: Screens) -> None:
    all_of_them = TheColleagues(screens)
    helen = all_of_them.at_desk("Helen")
    allow_others(all_of_them)
    ask(all_of_them, helen)
    old_link = link_to(AMARA, ASKS)
    amara = answer_from_a_phone(all_of_them)
    change_it_on_two_devices(all_of_them, amara)
    answer_from_home(all_of_them)
    not_this_time_and_back(all_of_them)
    answer_without_script(all_of_them)
    read(all_of_them, helen)
    share_one_and_take_it_back(all_of_them, helen)
    decide(all_of_them, helen)
    close_and_thank(all_of_them, helen)
    read_the_thanks(all_of_them)
    the_old_link_is_like_any_other(all_of_them, old_link)
    look_again(all_of_them, helen)
    nothing_of_it_reaches_those_who_run_it(all_of_them)


def read(us: TheColleagues, helen: Page) -> None:
    told = letter(HELEN, "Somebody you asked has answered")
    assert not [one for one in (AMARAS, JOANNAS, MAREKS, "Amara", "Joanna", "Marek") if one in str(told.body)]
    us.feedback(helen)
    expect(helen.get_by_text("Has answered")).to_have_count(3)
    expect(helen.get_by_text("Not answered yet")).to_have_count(1)
    us.answers(helen)
    others = helen.get_by_role("region", name="If not, what else?")
    expect(others.locator("blockquote")).to_have_count(3)
    for words in (AMARAS_MORE, JOANNAS, MAREKS):
        expect(others).to_contain_text(words)
    expect(helen.get_by_text("You have read everything so far.")).to_have_count(0)
    press(helen, "I have read them")
    expect(helen.get_by_text("You have read everything so far.")).to_be_visible()
    helen.get_by_label("A note to yourself").fill(NOTE)
    press(helen, "Save the note")
    expect(helen.get_by_label("A note to yourself")).to_have_value(NOTE)


def share_one_and_take_it_back(us: TheColleagues, helen: Page) -> None:
    priya = us.desk("Priya")
    new_session = f"{us.cast.base}sessions/new/"
    priya.goto(new_session)
    expect(priya.get_by_text("To talk over")).to_have_count(0)
    with as_(us.cast, "Helen"):
        joannas = Answer.objects.get(request__giver=us.cast.leader("Joanna")).pk
    row = helen.locator(f"#share-{joannas}")
    row.get_by_role("button", name="Share with Priya").click()
    expect(row).to_contain_text("You and Priya")
    priya.reload()
    priya.get_by_text("What Joanna said to Helen’s question").click()
    expect(priya.get_by_text(JOANNAS)).to_be_visible()
    seen = priya.content()
    us.feedback(priya).get_by_role("link", name=re.compile("^Read")).click()
    headed(priya, "What is shared with you")
    expect(priya.get_by_text(JOANNAS)).to_be_visible()
    seen += priya.content()
    assert not [one for one in (AMARAS, MAREKS, MAREKS_KEEP, NOTE, PERSONAL) if one in seen]
    row.get_by_role("button", name="Take it back").click()
    expect(row).to_contain_text("Only you")
    priya.reload()
    expect(priya.get_by_role("heading", name="Nothing at the moment")).to_be_visible()
    assert not [page for page in pages_from(us.feedback(priya)) if JOANNAS in page]
    priya.goto(new_session)
    expect(priya.get_by_text("To talk over")).to_have_count(0)


def decide(us: TheColleagues, helen: Page) -> None:
    us.answers(helen).get_by_role("link", name="Decide").click()
    headed(helen, "What will you work on?")
    expect(helen.get_by_text(SILENCE).first).to_be_visible()
    press(helen, re.compile(f"^Keep it.*{SILENCE}"))
    helen.get_by_role("link", name=re.compile(f"^Put it differently.*{NEWS}")).click()
    asked = helen.get_by_role("region", name="What you asked")
    expect(asked).to_contain_text(NEWS)
    helen.get_by_text("What they said").click()
    expect(helen.get_by_text(JOANNAS)).to_be_visible()
    helen.get_by_label("The behaviour").fill(NEW_WORDS)
    press(helen, "Save and settle")
    says_done(helen, "You are settled on it, in its new words.")
    assert us.settled() == [(SILENCE, "settled"), (NEW_WORDS, "settled")]
    expect(helen.get_by_text(NEWS, exact=True)).to_be_visible()


def close_and_thank(us: TheColleagues, helen: Page) -> None:
    us.feedback(helen).get_by_role("link", name="Close it now").click()
    expect(helen.get_by_text("One has not answered yet.")).to_be_visible()
    press(helen, "Close it now")
    us.answers(helen).get_by_role("link", name="Say thank you").click()
    helen.get_by_label(re.compile("^Your words|thank", re.IGNORECASE)).fill(THANK_YOU)
    press(helen, "Look at what goes")
    expect(helen.get_by_text(THANK_YOU)).to_be_visible()
    press(helen, "Send it")
    headed(helen, "You have thanked them")


def read_the_thanks(us: TheColleagues) -> None:
    message = letter(AMARA, THANKS)
    assert THANK_YOU not in str(message.body)
    amara = us.with_nothing()
    us.follow(amara, AMARA, THANKS)
    headed(amara, "Thank you, Amara")
    expect(amara.get_by_text(THANK_YOU)).to_be_visible()
    assert not [one for one in (AMARAS, JOANNAS, MAREKS) if one in amara.content()]


def the_old_link_is_like_any_other(us: TheColleagues, old: str) -> None:
    us.screens.excuse("status of 404")
    unknown = f"/f/{us.cast.organisation.pk.hex}.{'x' * 43}/"
    assert dead(us.with_nothing(), old) == dead(us.with_nothing(), unknown)
    page = us.with_nothing()
    page.goto(old)
    headed(page, "This link does not open anything any more")


def look_again(us: TheColleagues, helen: Page) -> None:
    us.go_to_month_five()
    us.feedback(helen).get_by_role("link", name="Ask them to look again").click()
    for name in ("Amara Okafor", "Joanna Clarke", "Marek Nowak"):
        expect(helen.get_by_label(name)).to_be_checked()
    expect(helen.get_by_label("Siobhan Doyle")).not_to_be_checked()
    press(helen, "See what they will read")
    press(helen, re.compile("^Ask Joanna.* and Marek$"))
    for address, places in ((AMARA, ("Better", "No change")), (MAREK[1], ("Much better", "A little worse"))):
        giver = us.with_nothing()
        us.follow(giver, address, ASKS)
        look(giver, *places)
    joanna = us.on_phone("Joanna")
    joanna.get_by_role("link", name="Answer Helen").click()
    look(joanna, "A little better", "I leave this open")
    us.feedback(helen).get_by_role("link", name="Read the answers").click()
    headed(helen, "What they have noticed")
    first = helen.get_by_role("region", name=SILENCE)
    expect(first.locator("circle")).to_have_count(3)
    expect(first.locator("figcaption")).to_contain_text("+2")
    second = helen.get_by_role("region", name=NEW_WORDS)
    expect(second.locator("circle")).to_have_count(2)
    expect(second.locator("figcaption")).not_to_contain_text(re.compile(r"average[^.]*\d", re.IGNORECASE))


def look(giver: Page, first: str, second: str) -> None:
    for number, place in ((0, first), (1, second)):
        scale = giver.locator(".scale").nth(number)
        scale.locator("label").filter(has_text=re.compile(f"^{place}(, |[+−:\\s\\d]|$)")).first.click()
    giver.get_by_label("What have you noticed?").first.fill(NOTICED)
    press(giver, "Send to Helen")
    headed(giver, re.compile("^Thank you, "))


def nothing_of_it_reaches_those_who_run_it(us: TheColleagues) -> None:
    for page in (us.facilitator(), us.at_desk("Maggie"), us.screens(us.cast.administrator, size=DESK)):
        page.goto("/" if page.url == "about:blank" else us.cast.base)
        read = list(pages_from(page))
        assert len(read) > 2
        assert [word for word in PRIVATE for source in read if word in source] == []


def test_typing_in_a_tunnel(screens: Screens) -> None:
    us = TheColleagues(screens)
    helen = us.at_desk("Helen")
    us.feedback(helen).get_by_role("link", name="Ask a few colleagues").click()
    for name in ("Amara Okafor", "Joanna Clarke"):
        helen.get_by_label(name).check()
    press(helen, "See what they will read")
    press(helen, "Ask Joanna and Amara")
    amara = us.with_nothing()
    us.follow(amara, AMARA, ASKS)
    screens.excuse("ERR_INTERNET_DISCONNECTED")
    amara.context.set_offline(True)
    amara.get_by_label(ELSE).fill(AMARAS)
    expect(autosave_says(amara)).to_have_text("Not saved; you are offline. It is still here.")
    expect(amara.get_by_label(ELSE)).to_have_value(AMARAS)
    amara.context.set_offline(False)
    expect(autosave_says(amara)).to_have_text(SAVED)
    amara.reload()
    expect(amara.get_by_label(ELSE)).to_have_value(AMARAS)
