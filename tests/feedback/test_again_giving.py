"""The giver's form of looking again: what it asks, what it takes, and what it shows of what was written."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from cycles.models import GrowthTarget
from feedback.forms.again import AgainForm
from feedback.models import Answer, AskedTarget, Asking, Draft
from feedback.rules.again import own_in_words
from feedback.rules.answers import LONGEST, Again, OnTarget, Said, from_text, to_text
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import hidden, signed_in as browser_of, words
from tests.cycles.past_services import add_target, signed_in
from tests.feedback.looked_again import LATER, answer_again, asked_before, look, looked, two_targets
from tests.feedback.past_services import request_to

LISTEN = AskedTarget(position=1, direction="up", behaviour="Listening first")
INTERRUPT = AskedTarget(position=2, direction="down", behaviour="Interrupting")
NOTICED = {"change_1": "2", "noticed_1": "She asks first.", "next_1": "In the board too."}
SCALE = ["Much worse", "Worse", "A little worse", "No change", "A little better", "Better", "Much better"]
LEFT_OPEN = "I leave this open: I have not seen enough"


def form(data: dict[str, Any] | None = None, *targets: AskedTarget, **more: Any) -> AgainForm:
    return AgainForm(data, targets=targets or (LISTEN,), called="Helen", **more)


def chosen(form: AgainForm) -> list[str]:
    """What is ticked when it is shown."""
    return re.findall(r'value="([^"]+)"[^>]*checked', "".join(str(part.change) for part in form.parts))


def test_what_is_chosen_and_written_is_said() -> None:
    sent = form(NOTICED)
    assert sent.is_valid()
    assert sent.said == looked(2, "She asks first.", "In the board too.")


@pytest.mark.parametrize("change", range(-3, 4))
def test_every_place_of_the_scale(change: int) -> None:
    sent = form({"change_1": str(change), "noticed_1": "Something"})
    assert sent.is_valid()
    assert sent.said == looked(change, "Something")


def test_it_can_be_left_open() -> None:
    sent = form({"change_1": "open", "noticed_1": "We have not met since."})
    assert sent.is_valid()
    assert sent.said == looked(None, "We have not met since.")


def test_each_target_needs_a_choice_and_one_text_will_do() -> None:
    both = {"change_1": "1", "change_2": "open", "next_2": "Let others finish."}
    sent = form(both, LISTEN, INTERRUPT)
    assert sent.is_valid()
    assert sent.said == Again((OnTarget(1), OnTarget(None, "", "Let others finish.", open=True)))
    sent = form({**both, "change_2": ""}, LISTEN, INTERRUPT)
    assert sent.errors == {"change_2": ["Choose what comes nearest, or leave it open."]}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (
            {},
            {
                "change_1": ["Choose what comes nearest, or leave it open."],
                "noticed_1": ["Write a line or two: a choice alone says little."],
            },
        ),
        (
            {"change_1": "3", "noticed_1": " \n "},
            {"noticed_1": ["Write a line or two: a choice alone says little."]},
        ),
        ({"change_1": "4", "noticed_1": "Well"}, {"change_1": ["Choose one of those below."]}),
        (
            {"change_1": "1", "next_1": "a" * (LONGEST + 1)},
            {"next_1": ["This is longer than we can keep. Shorten it to 5,000 characters."]},
        ),
    ],
)
def test_what_is_missing_or_too_much_is_said(data: dict[str, Any], errors: dict[str, list[str]]) -> None:
    assert form(data).errors == errors


def test_a_draft_is_whatever_is_there() -> None:
    begun = form({"change_1": "7", "noticed_1": "Half a"}, LISTEN, INTERRUPT)
    assert not begun.is_valid()
    assert begun.draft == Again((OnTarget(None, "Half a"), OnTarget()))


@pytest.mark.parametrize(("left_open", "ticked"), [(False, ["-1"]), (True, ["-1", "open"])])
def test_what_was_written_stands_in_the_form_again(left_open: bool, ticked: list[str]) -> None:
    """What a draft says nothing of is still to be chosen; what was left open on purpose stays so."""
    said = Again((OnTarget(-1, "Once", "Less"), OnTarget(None, "Not seen", open=left_open)))
    again = form(None, LISTEN, INTERRUPT, said=said)
    assert chosen(again) == ticked
    assert [part.noticed.value() for part in again.parts] == ["Once", "Not seen"]
    assert [part.next.value() for part in again.parts] == ["Less", ""]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@given(st.sampled_from(["open", *map(str, range(-3, 4))]), TEXTS, TEXTS)
def test_words_in_any_script_are_kept_as_they_are_typed(change: str, noticed: str, after: str) -> None:
    sent = form({"change_1": change, "noticed_1": noticed, "next_1": after})
    sent.is_valid()
    kept = from_text(to_text(sent.draft))
    number = None if change == "open" else int(change)
    assert kept == from_text(to_text(looked(number, noticed, after)))


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def february(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is LATER wherever Django asks."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def asking(northmere: Northmere, target: GrowthTarget, february: None) -> Asking:
    """Of Amara and Joanna, about one target."""
    return look(northmere, asked_before(northmere, target), target, personal="Be frank.")


def come(cast: Northmere, asking: Asking, name: str = "Amara") -> tuple[Client, str]:
    """A colleague's browser, let in from their own home, and where the form is."""
    with signed_in(cast, "Helen"):
        request = request_to(cast, asking, name)
    browser = browser_of(cast, name)
    answer = browser.get(f"{cast.base}feedback/asked/{request.pk}/")
    return browser, answer["Location"]


def said_by(cast: Northmere, name: str, model: type[Answer | Draft]) -> list[Said]:
    with signed_in(cast, name):
        return [from_text(one.said) for one in model.objects.filter(request__asking__kind="again")]


@pytest.mark.django_db
def test_the_page_asks_of_each_target(northmere: Northmere, target: GrowthTarget, february: None) -> None:
    first = asked_before(northmere, target)
    asking = look(northmere, first, target, targets=two_targets(northmere, target))
    browser, address = come(northmere, asking)
    page = browser.get(address)
    said = words(page)
    assert "Amara, Helen would value your honest view" in said
    assert "What Helen has been working on" in said
    assert said.count("How is this now, compared with a few months ago?") == 2
    assert "Better means that you see more of it." in said
    assert "Better means that you see less of it." in said
    labels = re.findall(r'<label class="choice[^>]*>.*?</label>', page.content.decode(), re.DOTALL)
    each = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in labels]
    signs = ["−3", "−2", "−1", "0", "+1", "+2", "+3"]
    scale = [f"{place}, {sign}" for place, sign in zip(SCALE, signs, strict=True)]
    assert each == [*scale, LEFT_OPEN] * 2
    assert "style=" not in page.content.decode()


@pytest.mark.django_db
def test_sent_changed_and_read_as_it_was_sent(northmere: Northmere, asking: Asking) -> None:
    browser, address = come(northmere, asking)
    sent = browser.post(address, {**NOTICED, **hidden(browser.get(address))}, follow=True)
    assert "How is this now, compared with a few months ago? Better (+2)" in words(sent)
    assert "She asks first." in words(sent)
    assert said_by(northmere, "Amara", Answer) == [looked(2, "She asks first.", "In the board too.")]
    changing = browser.get(f"{address}change/")
    assert re.search(r'value="2"[^>]*checked', changing.content.decode())
    browser.post(address, {**hidden(changing), "change_1": "open", "noticed_1": "Hm"})
    assert said_by(northmere, "Amara", Answer) == [looked(None, "Hm")]
    assert re.search(r'value="open"[^>]*checked', browser.get(f"{address}change/").content.decode())


@pytest.mark.django_db
def test_nothing_typed_is_lost_when_a_choice_is_missing(northmere: Northmere, asking: Asking) -> None:
    browser, address = come(northmere, asking)
    refused = browser.post(address, {"noticed_1": "She asks first.", **hidden(browser.get(address))})
    assert refused.status_code == 422
    assert "One thing needs putting right Choose what comes nearest, or leave it open." in words(refused)
    assert "She asks first." in words(refused)
    body = refused.content.decode()
    where = re.search(r'<a href="#([^"]+)">Choose what comes nearest', body)
    assert where
    assert f'id="{where.group(1)}"' in body
    assert said_by(northmere, "Amara", Answer) == []


@pytest.mark.django_db
def test_a_draft_is_kept_and_comes_back(northmere: Northmere, asking: Asking) -> None:
    browser, address = come(northmere, asking)
    data = {"change_1": "-1", "noticed_1": "Half a", **hidden(browser.get(address))}
    assert browser.post(f"{address}draft/", data).status_code == 302
    assert said_by(northmere, "Amara", Draft) == [looked(-1, "Half a")]
    page = browser.get(address).content.decode()
    assert re.search(r'value="-1"[^>]*checked', page)
    assert "Half a" in page


@pytest.mark.django_db
def test_left_open_in_a_draft_is_not_the_same_as_nothing_chosen(northmere: Northmere, asking: Asking) -> None:
    browser, address = come(northmere, asking)
    for choice, ticked, said in (({}, False, "Nothing chosen"), ({"change_1": "open"}, True, "Left open")):
        data = {**choice, "noticed_1": f"Half a sentence, {ticked}", **hidden(browser.get(address))}
        assert browser.post(f"{address}draft/", data).status_code == 302
        page = browser.get(address).content.decode()
        assert bool(re.search(r'value="open"[^>]*checked', page)) == ticked
        (draft,) = said_by(northmere, "Amara", Draft)
        assert isinstance(draft, Again)
        assert own_in_words(draft.targets[0]) == said


@pytest.mark.django_db
def test_what_is_typed_on_a_page_with_windows_line_ends_is_not_too_long(
    northmere: Northmere, asking: Asking
) -> None:
    browser, address = come(northmere, asking)
    assert b"maxlength" not in browser.get(address).content
    data = {"change_1": "1", "noticed_1": "ab\r\n" * (LONGEST // 3), **hidden(browser.get(address))}
    assert browser.post(address, data).status_code == 302
    nul = {"change_1": "1", "noticed_1": "One\x00two", **hidden(browser.get(f"{address}change/"))}
    assert "There is a character in it that cannot be kept." in words(browser.post(address, nul))


@pytest.mark.django_db
def test_a_press_of_everything_stores_nothing(northmere: Northmere, asking: Asking) -> None:
    browser, address = come(northmere, asking)
    for where in (address, f"{address}draft/"):
        browser.post(where, {"change_1": "3", **hidden(browser.get(address))})
    assert said_by(northmere, "Amara", Draft) == []
    assert said_by(northmere, "Amara", Answer) == []


@pytest.mark.django_db
def test_the_printed_copy_has_the_words_of_it(northmere: Northmere, asking: Asking) -> None:
    answer_again(northmere, asking, "Amara", looked(-2, "Slower"))
    browser, address = come(northmere, asking)
    copy = browser.get(f"{address}copy.pdf")
    assert copy.status_code == 200
    assert copy["Content-Type"] == "application/pdf"
