"""Choose, see what they will read, send: nothing is written before that, nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest

from feedback.models import Link
from feedback.services.changing import close_asking
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import hidden, raw, signed_in as browser_of, words
from tests.cycles.past_services import add_target, signed_in, word
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import ask as ask_past, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
PERSONAL = "You see me in <all> meetings & I’d rather hear it from you. Ω 你好"


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere, "Listening first", "Saying it early")


def post(hers: Helens, *names: str, **more: Any) -> Any:
    return hers.browser().post(f"{hers.base}ask/", hers.form(*names, **more))


def sent_again(page: Any, do: str) -> dict[str, list[str]]:
    """What the preview's buttons send."""
    found: dict[str, list[str]] = {"do": [do]}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', raw(page)):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def ticked(page: Any) -> set[str]:
    return set(re.findall(r'name="colleagues" value="([^"]+)" checked', page.content.decode()))


def test_the_form_offers_everybody_but_oneself_and_the_partner_by_function(hers: Helens) -> None:
    page = hers.browser().get(f"{hers.base}ask/")
    assert page.status_code == 200
    said = words(page)
    names = re.findall(r'<span class="person__name">([^<]+)</span>', page.content.decode())
    assert names == [
        "Siobhan Doyle",
        "Vikram Sethi",
        "Amara Okafor",
        "Maggie Thornton",
        "Joanna Clarke",
        "Idris Kaya",
    ]
    assert "Priya is not on the list: you ask your partner in person." in said
    assert said.index("Listening first") < said.index("Saying it early")
    assert page.content.count(b'name="targets"') == page.content.count(b'" checked><span class="break">') == 2
    assert b'value="2026-12-04"' in page.content
    assert "Nothing is sent yet." in said
    assert "They stop thinking" not in said
    assert "Somebody outside your team" not in said


def test_the_preview_shows_what_each_will_read_and_writes_nothing(hers: Helens) -> None:
    page = post(hers, "Amara", "Joanna", personal=PERSONAL)
    assert page.status_code == 200
    said = words(page)
    for name in ("Amara", "Joanna"):
        assert f"Dear {name}, Helen would like your honest view" in said
        assert f"(here stands a link that is made for {name} alone)" in said
    assert "Helen Armitage asks for your honest view" in said
    assert "Joanna, Helen would value your honest view" in said or "Amara, Helen would value" in said
    assert "They may talk them over with Priya Nair, their coaching partner" in said
    assert PERSONAL in said
    assert "Two questions first" in said
    assert "They stop thinking" not in said
    assert "Is this the right one?" in said
    assert "Nothing is sent yet." in said
    assert hers.askings() == []
    assert hers.letters() == []
    with signed_in(hers.cast, "Helen"):
        assert not Link.objects.exists()
        assert [one.state for one in hers.targets] == ["idea", "idea"]


def test_the_personal_words_and_the_target_are_in_no_email(hers: Helens) -> None:
    page = post(hers, "Amara", "Joanna", personal=PERSONAL)
    mail = raw(page).split('id="mail-h"')[1].split('id="page-h"')[0]
    assert "Listening first" not in mail
    assert "hear it from you" not in mail


def test_sending_asks_and_says_so(hers: Helens) -> None:
    preview = post(hers, "Amara", "Joanna", personal=PERSONAL, reveal="after", closes_on="2026-12-09")
    browser = hers.browser()
    answer = browser.post(f"{hers.base}ask/", sent_again(preview, "send"), follow=True)
    assert answer.redirect_chain == [(hers.base, 302)]
    said = words(answer)
    assert "You have asked Joanna and Amara." in said
    (asking,) = hers.askings()
    assert (asking.personal, asking.reveal) == (PERSONAL, "after")
    assert asking.closes_at == dt.datetime(2026, 12, 10, tzinfo=dt.UTC)
    assert [name for name, _state in hers.states(asking)] == ["Joanna Clarke", "Amara Okafor"]
    assert len(hers.letters()) == 2


def test_sent_twice_it_is_asked_once(hers: Helens) -> None:
    preview = sent_again(post(hers, "Amara", "Joanna"), "send")
    browser = hers.browser()
    for _press in range(2):
        assert browser.post(f"{hers.base}ask/", preview).headers["Location"] == hers.base
    assert len(hers.askings()) == 1
    assert len(hers.letters()) == 2


def test_going_back_loses_nothing(hers: Helens) -> None:
    preview = post(hers, "Amara", "Joanna", personal=PERSONAL, reveal="after", closes_on="2026-12-09")
    page = hers.browser().post(f"{hers.base}ask/", sent_again(preview, "change"))
    assert page.status_code == 200
    assert ticked(page) == {str(hers.cast.leader(name).pk) for name in ("Amara", "Joanna")}
    assert PERSONAL in raw(page)
    assert 'value="2026-12-09"' in raw(page)
    assert re.search(r'name="reveal" value="after"[^>]*checked', raw(page))
    assert page.content.count(b'" checked><span class="break">') == 1
    assert hidden(page)["number"] == sent_again(preview, "change")["number"][0]
    assert "notice--stop" not in raw(page)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"targets": []}, "Choose the target or the two targets to ask about."),
        ({"targets": [str(uuid.uuid4())]}, "Choose the target or the two targets to ask about."),
        ({"colleagues": []}, "Choose two to five colleagues. One voice alone is hard to weigh."),
        ({"colleagues": ["nobody"]}, "Somebody you had chosen is not in your team any more. Look again."),
        ({"closes_on": ""}, "Enter the last day on which they can answer."),
        ({"closes_on": "some day"}, "Enter the day, for example 20 November."),
        ({"closes_on": "2026-11-20"}, "Give them until tomorrow at least."),
        ({"closes_on": "2027-04-01"}, "Choose a day up to Wednesday 31 March, when the cycle ends."),
        ({"personal": "x" * 601}, "Make it 600 characters at most."),
        ({"reveal": ""}, "Choose how you want to read the answers."),
        ({"reveal": "never"}, "Choose one of the two."),
    ],
)
@pytest.mark.parametrize("do", ["preview", "send"])
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    do: str, more: dict[str, Any], says: str, hers: Helens
) -> None:
    page = post(hers, "Amara", "Joanna", **{"personal": PERSONAL, **more, "do": do})
    assert page.status_code == 422
    assert words(page).count(says) == 2, "in the summary, and beside the field"
    assert more.get("personal", PERSONAL) in raw(page)
    if "colleagues" not in more:
        assert len(ticked(page)) == 2
    assert hers.askings() == []


def test_neither_the_partner_nor_strangers_can_be_sent_past_the_list(hers: Helens) -> None:
    theirs = make_northmere("southmere")
    for stranger in (hers.cast.leader("Priya"), hers.cast.leader("Helen"), theirs.leader("Amara")):
        page = post(hers, "Joanna", colleagues=[str(stranger.pk), str(hers.cast.leader("Amara").pk)])
        assert page.status_code == 422
        assert "Somebody you had chosen is not in your team any more." in words(page)


def test_a_target_reworded_since_the_preview_is_shown_anew(hers: Helens) -> None:
    preview = sent_again(post(hers, "Amara", "Joanna"), "send")
    with signed_in(hers.cast, "Helen"):
        word(hers.targets[0], "Listening last", NOW)
    page = hers.browser().post(f"{hers.base}ask/", preview)
    assert page.status_code == 409
    assert "You have reworded a target since you saw the preview." in words(page)
    assert "Listening last" in words(page)
    assert hers.askings() == []
    again = hers.browser().post(f"{hers.base}ask/", sent_again(page, "send"))
    assert again.status_code == 302
    assert len(hers.askings()) == 1


def test_a_gentle_word_about_one_function_and_never_a_block(hers: Helens) -> None:
    says = "All of them are from Housing."
    assert says in words(post(hers, "Amara", "Maggie"))
    assert says not in words(post(hers, "Amara", "Joanna"))


def asked_by(cast: Northmere, cycle: Any, *askers: str) -> None:
    for asker in askers:
        with signed_in(cast, asker):
            ask_past(cast, add_target(cast, cycle, asker), "Joanna", "Siobhan")


def test_a_word_of_warning_for_those_much_asked_without_names(northmere: Northmere) -> None:
    pairs = [("Helen", "Priya"), ("Amara", "Vikram"), ("Maggie", "Idris")]
    hers = helens(northmere, pairs=pairs)
    asked_by(northmere, hers.cycle, "Amara", "Vikram")
    assert "several colleagues" not in words(post(hers, "Joanna", "Amara"))
    asked_by(northmere, hers.cycle, "Maggie")
    said = words(post(hers, "Joanna", "Vikram"))
    assert "Joanna is asked by several colleagues already" in said
    for name in ("Amara", "Maggie", "Siobhan", "Idris"):
        assert name not in said
    assert "several colleagues" not in words(post(hers, "Amara", "Idris"))
    both = words(post(hers, "Joanna", "Siobhan"))
    assert re.search("(Joanna and Siobhan|Siobhan and Joanna) are asked by several colleagues already", both)


def test_somebody_without_a_mailbox_is_named_before_anything_is_sent(hers: Helens) -> None:
    with signed_in(hers.cast, None):
        Leader.objects.filter(pk=hers.cast.leader("Amara").pk).update(person=None, email="")
    assert "There is no email address for Amara." in words(post(hers, "Amara", "Joanna"))


@pytest.mark.parametrize(
    ("stage", "title"),
    [
        ("none", "No cycle is under way"),
        ("resting", "You take no part in this cycle"),
        ("no target", "First a target, then the question"),
        ("asking", "You are asking already"),
    ],
)
def test_whoever_cannot_ask_reads_why_and_keeps_what_they_typed(
    stage: str, title: str, northmere: Northmere
) -> None:
    if stage == "resting":
        make_cycle(northmere, pairs=[("Amara", "Vikram")])
    elif stage == "no target":
        make_cycle(northmere)
    elif stage == "asking":
        helens(northmere).ask("Amara", "Joanna")
    address = f"{northmere.base}feedback/ask/"
    page = browser_of(northmere, "Helen").get(address)
    assert (page.status_code, title in words(page)) == (200, True)
    page = browser_of(northmere, "Helen").post(address, {"personal": PERSONAL, "do": "preview"})
    assert page.status_code == 409
    assert PERSONAL in raw(page)


def test_after_a_round_is_closed_another_can_begin(hers: Helens) -> None:
    hers.do(close_asking, asking=hers.ask("Amara", "Joanna"))
    assert post(hers, "Amara", "Siobhan").status_code == 200


def test_a_closed_cycle_takes_no_question(hers: Helens) -> None:
    preview = sent_again(post(hers, "Amara", "Joanna"), "send")
    close_cycle(hers.cycle)
    assert hers.browser().post(f"{hers.base}ask/", preview).status_code == 409
    assert hers.askings() == []
