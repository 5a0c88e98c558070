"""Reading what those say who looked again: words first, then dots, and an average from three on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.models import GrowthTarget
from feedback.models import Asking, Request
from feedback.rules.answers import Again, OnTarget
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import signed_in as browser_of, source_of, words
from tests.cycles.past_services import DAY, add_target, signed_in
from tests.feedback.looked_again import LATER, answer_again, asked_before, look, looked, two_targets
from tests.feedback.past_services import allow_others, answer, ask, by_link, close, close_cycle

pytestmark = pytest.mark.django_db
FIVE = ("Amara", "Siobhan", "Joanna", "Idris", "Vikram")
DOT = 'class="dots__dot"'
NO_AVERAGE = "There is no average of fewer than three answers: what each of them says is worth more."


@pytest.fixture(autouse=True)
def february(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is LATER wherever Django asks."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def asking(northmere: Northmere, target: GrowthTarget) -> Asking:
    """Of five."""
    first = asked_before(northmere, target, *FIVE)
    return look(northmere, first, target, *FIVE, personal="Be frank.")


def page_of(cast: Northmere, asking: Asking, name: str = "Helen") -> Any:
    return browser_of(cast, name).get(f"{cast.base}feedback/{asking.pk}/")


def read(cast: Northmere, asking: Asking) -> str:
    return words(page_of(cast, asking))


def answered(cast: Northmere, asking: Asking, changes: Sequence[int | None]) -> None:
    """By so many of the five, in their order."""
    for name, change in zip(FIVE, changes, strict=False):
        answer_again(cast, asking, name, looked(change, f"Seen by {name}", f"{name} says go on"))


def test_each_says_it_in_words_with_their_name(northmere: Northmere, asking: Asking) -> None:
    answer_again(northmere, asking, "Amara", looked(2, "She asks\nfirst.", "In the board too."))
    later = LATER + dt.timedelta(minutes=1)
    answer_again(northmere, asking, "Joanna", looked(None, "", "Let us meet more."), later)
    page = read(northmere, asking)
    assert "What they have noticed" in page
    assert (
        "Dial up Listening first Amara Okafor New Better (+2) She asks first. What next: In the board too."
        in page
    )
    assert "Joanna Clarke New Left open What next: Let us meet more. 1 at +2." in page


def test_words_stand_before_dots(northmere: Northmere, asking: Asking) -> None:
    answered(northmere, asking, [1, 2, 2])
    body = page_of(northmere, asking).content.decode()
    assert max(body.index(f"Seen by {name}") for name in FIVE[:3]) < body.index("<svg viewBox")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([2], f"1 at +2. {NO_AVERAGE}"),
        ([2, -1], f"1 at −1 and 1 at +2. {NO_AVERAGE}"),
        ([2, -1, None], f"1 at −1 and 1 at +2. {NO_AVERAGE}"),
        ([2, 1, 2], "1 at +1 and 2 at +2. On average +1.7, better, from 3 answers."),
        (
            [2, -1, 2, 2],
            "1 at −1 and 3 at +2. On average +1.3, a little better, from 4 answers. "
            "They see it differently: from −1 to +2.",
        ),
    ],
)
def test_an_average_from_three_answers_on(
    northmere: Northmere, asking: Asking, changes: list[int | None], said: str
) -> None:
    answered(northmere, asking, changes)
    page = read(northmere, asking)
    assert said in page
    assert page.count("average") == 1


def test_a_dot_for_each_who_chose_and_words_for_who_cannot_see_them(
    northmere: Northmere, asking: Asking
) -> None:
    answered(northmere, asking, [2, -1, None, 2])
    body = page_of(northmere, asking).content.decode()
    assert body.count(DOT) == 3
    assert "1 at −1 and 2 at +2, on a scale from −3, much worse, to +3, much better</title>" in body
    assert "style=" not in body


def test_nobody_has_seen_enough(northmere: Northmere, asking: Asking) -> None:
    answered(northmere, asking, [None, None, None])
    body = page_of(northmere, asking).content.decode()
    assert DOT not in body
    assert "average" not in body


def test_two_targets_one_after_the_other(northmere: Northmere, target: GrowthTarget) -> None:
    first = asked_before(northmere, target)
    asking = look(northmere, first, target, targets=two_targets(northmere, target))
    said = Again((OnTarget(3, "Far better"), OnTarget(-1, "", "Count to ten")))
    answer_again(northmere, asking, "Amara", said)
    page = read(northmere, asking)
    assert "Listening first Amara Okafor New Much better (+3) Far better 1 at +3." in page
    assert "Dial down Interrupting Amara Okafor A little worse (−1) What next: Count to ten 1 at −1." in page
    body = page_of(northmere, asking).content.decode()
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))


def test_all_at_once_after_the_date(northmere: Northmere, target: GrowthTarget) -> None:
    first = asked_before(northmere, target)
    asking = look(northmere, first, target, reveal="after")
    answer_again(northmere, asking, "Amara", looked(2, "Seen by Amara"))
    page = read(northmere, asking)
    assert "Seen by Amara" not in page
    assert "+2" not in page
    with signed_in(northmere, "Helen"):
        close(asking, LATER + DAY)
    assert "Better (+2) Seen by Amara" in read(northmere, asking)


def test_a_closed_cycle_can_still_be_read(northmere: Northmere, asking: Asking, target: GrowthTarget) -> None:
    answered(northmere, asking, [1, 1, 1])
    close_cycle(target.cycle)
    page = read(northmere, asking)
    assert "To read, not to change" in page
    assert "On average +1.0, a little better, from 3 answers." in page


def test_words_are_shown_as_they_were_typed(northmere: Northmere, asking: Asking) -> None:
    answer_again(northmere, asking, "Amara", looked(0, "<b>Ὦ ξεῖν’</b> & “יש”", "</textarea>{{ 7 }}"))
    body = page_of(northmere, asking).content.decode()
    assert "&lt;b&gt;Ὦ ξεῖν’&lt;/b&gt; &amp; “יש”" in body
    assert "&lt;/textarea&gt;{{ 7 }}" in body


def test_nobody_else_reads_any_of_it(northmere: Northmere, target: GrowthTarget) -> None:
    """Canaries in every field, on the pages of this app that others could try."""
    first = asked_before(northmere, target)
    asking = look(northmere, first, target, personal="Canary Personal")
    answer_again(northmere, asking, "Amara", looked(2, "Canary Noticed", "Canary Next"))
    assert "Canary Noticed" in read(northmere, asking)
    for name in ("Priya", "Amara", "Joanna", "Vikram", "facilitator", "sponsor", "administrator"):
        browser = browser_of(northmere, name)
        for address in (f"{asking.pk}/", f"{first.pk}/again/", "", "shared/"):
            answer_ = browser.get(f"{northmere.base}feedback/{address}", follow=True)
            assert answer_.status_code in (200, 403, 404)
            assert "Canary" not in source_of(answer_)


def test_another_organisation_finds_nothing(northmere: Northmere, asking: Asking) -> None:
    other = make_northmere("southmere")
    assert browser_of(other, "Helen").get(f"{northmere.base}feedback/{asking.pk}/").status_code == 404


def test_somebody_outside_answers_by_their_link(northmere: Northmere, target: GrowthTarget) -> None:
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, "Amara", emails=[("Anne Outside", "anne@elsewhere.example")])
        close(first)
        to_anne = Request.objects.get(asking=first, name="Anne Outside").pk
    asking = look(northmere, first, target, requests=[to_anne])
    with signed_in(northmere, "Helen"):
        request = Request.objects.get(asking=asking)
    with by_link(northmere, request):
        answer(request, looked(1, "From outside"), LATER)
    assert "Anne Outside New A little better (+1) From outside" in read(northmere, asking)


def test_as_many_queries_for_five_answers_as_for_one(northmere: Northmere, asking: Asking) -> None:
    browser = browser_of(northmere, "Helen")

    def queries() -> int:
        with CaptureQueriesContext(connection) as ran:
            assert browser.get(f"{northmere.base}feedback/{asking.pk}/").status_code == 200
        return len(ran)

    answered(northmere, asking, [1])
    queries()
    few = queries()
    for name in FIVE[1:]:
        answer_again(northmere, asking, name, looked(2, f"Seen by {name}"))
    assert queries() == few
