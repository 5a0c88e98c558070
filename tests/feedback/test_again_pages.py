"""The page on which the same people are asked to look again: form, what they will read, sending."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail
from cycles.models import GrowthTarget
from feedback.emails.kinds import REQUEST
from feedback.models import Asking
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import hidden, raw, signed_in as browser_of, source_of, words
from tests.cycles.past_services import DAY, add_target, signed_in, word
from tests.cycles.under_way import leave_team
from tests.feedback.looked_again import LATER, asked_before, givers_of, look, two_targets
from tests.feedback.past_services import ask, close_cycle, request_to

pytestmark = pytest.mark.django_db
FIVE = ("Amara", "Siobhan", "Joanna", "Idris", "Vikram")
Happens = Callable[[Northmere, GrowthTarget, Asking], None]


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
def first(northmere: Northmere, target: GrowthTarget) -> Asking:
    return asked_before(northmere, target)


def where(cast: Northmere, first: Asking) -> str:
    return f"{cast.base}feedback/{first.pk}/again/"


def helen(cast: Northmere) -> Client:
    return browser_of(cast, "Helen")


def filled(cast: Northmere, first: Asking, target: GrowthTarget, *names: str, **also: Any) -> dict[str, Any]:
    """What the form sends when Amara and Joanna, or those named, are ticked."""
    with signed_in(cast, "Helen"):
        people = [str(request_to(cast, first, name).pk) for name in names or ("Joanna", "Amara")]
    return {
        **hidden(helen(cast).get(where(cast, first))),
        "targets": [str(target.pk)],
        "people": people,
        "personal": "Canary words",
        "closes_on": "2027-02-24",
        "reveal": "come",
        **also,
    }


def sent(cast: Northmere, first: Asking, data: dict[str, Any]) -> Any:
    """By the button below the preview of it."""
    preview = helen(cast).post(where(cast, first), data)
    assert preview.status_code == 200
    return helen(cast).post(where(cast, first), {**data, **wordings_of(preview), "do": "send"}, follow=True)


def wordings_of(preview: Any) -> dict[str, str]:
    return {"wordings": hidden(preview)["wordings"]}


def agains(cast: Northmere) -> list[Asking]:
    with signed_in(cast, "Helen"):
        return list(Asking.objects.filter(kind="again"))


def test_the_form_offers_those_asked_before(northmere: Northmere, first: Asking) -> None:
    page = helen(northmere).get(where(northmere, first))
    said = words(page)
    assert "Ask them to look again" in said
    assert "Dial up Listening first" in said
    assert "Joanna Clarke People, answered you before Amara Okafor Housing, answered you before" in said
    assert "Siobhan Doyle Care, did not answer before" in said
    assert "Idris" not in said
    boxes = re.findall(r'<input type="checkbox" name="(\w+)"[^>]*?( checked)?>', page.content.decode())
    assert boxes == [("targets", " checked"), ("people", " checked"), ("people", " checked"), ("people", "")]
    assert 'value="2027-02-24"' in raw(page)


def test_what_they_will_read_before_anything_is_sent(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    preview = helen(northmere).post(where(northmere, first), filled(northmere, first, target))
    said = words(preview)
    assert preview.status_code == 200
    assert "Nothing is sent yet." in said
    assert "Joanna, Helen would value your honest view" in said
    assert "Canary words" in said
    assert "What Helen has been working on" in said
    assert "How is this now, compared with a few months ago?" in said
    assert "Amara reads the same, with their own name." in said
    assert "Ask Joanna and Amara" in said
    assert "They stop thinking" not in said
    assert agains(northmere) == []
    with signed_in(northmere, "Helen"):
        assert not OutgoingMail.objects.filter(kind=REQUEST).exists()


def test_no_two_things_on_the_preview_have_one_id(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    both = [str(one) for one in two_targets(northmere, target)]
    data = filled(northmere, first, target, targets=both)
    body = helen(northmere).post(where(northmere, first), data).content.decode()
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))


def test_sent_from_the_preview(northmere: Northmere, first: Asking, target: GrowthTarget) -> None:
    answer = sent(northmere, first, filled(northmere, first, target))
    (asking,) = agains(northmere)
    assert answer.redirect_chain == [(f"{northmere.base}feedback/{asking.pk}/", 302)]
    assert "You have asked Joanna and Amara. Each of them gets an email with a link now." in words(answer)
    assert givers_of(northmere, asking) == ["Amara Okafor", "Joanna Clarke"]
    assert asking.personal == "Canary words"


def test_sent_twice_it_asks_once(northmere: Northmere, first: Asking, target: GrowthTarget) -> None:
    data = filled(northmere, first, target)
    preview = helen(northmere).post(where(northmere, first), data)
    for _time in range(2):
        answer = helen(northmere).post(
            where(northmere, first), {**data, **wordings_of(preview), "do": "send"}
        )
        assert answer.status_code == 302
    assert len(agains(northmere)) == 1


def test_another_tab_is_told_and_loses_nothing(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    one, other = (filled(northmere, first, target) for _tab in range(2))
    sent(northmere, first, one)
    refused = helen(northmere).post(where(northmere, first), other)
    assert refused.status_code == 422
    assert "You have asked them to look again already." in words(refused)
    assert "Canary words" in raw(refused)


def test_back_from_the_preview_everything_is_as_it_was(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    data = filled(northmere, first, target, "Siobhan", closes_on="", do="change")
    page = helen(northmere).post(where(northmere, first), data)
    assert page.status_code == 200
    assert "Canary words" in raw(page)
    assert "need" not in words(page).split("Ask them to look again")[1].split("See what")[0]
    ticked = re.findall(r'value="([^"]+)"[^>]* checked', raw(page))
    assert ticked == [*data["targets"], *data["people"], "come"]


def test_a_target_reworded_meanwhile_is_shown_anew(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    data = filled(northmere, first, target)
    preview = helen(northmere).post(where(northmere, first), data)
    with signed_in(northmere, "Helen"):
        word(target, "Asking before I answer", LATER)
    old = helen(northmere).post(where(northmere, first), {**data, **wordings_of(preview), "do": "send"})
    assert old.status_code == 409
    assert "You have reworded a target since you saw the preview." in words(old)
    assert "Asking before I answer" in words(old)
    assert agains(northmere) == []


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"targets": []}, "Choose what they are to look at: one growth target, or two."),
        ({"people": []}, "Choose at least one of those you asked before."),
        ({"people": ["rubbish"]}, "Somebody you chose cannot be asked any more. Choose again."),
        ({"closes_on": "yesterday"}, "Enter the day, for example 10 February."),
        ({"closes_on": "2027-02-10"}, "Give them until tomorrow at least."),
        ({"closes_on": "2027-04-01"}, "Choose a day up to Wednesday 31 March, when the cycle ends."),
        ({"reveal": "never"}, "Choose one of the two."),
        ({"personal": "a" * 601}, "Make it 600 characters at most."),
    ],
)
def test_what_has_to_be_put_right(
    northmere: Northmere, first: Asking, target: GrowthTarget, also: dict[str, Any], said: str
) -> None:
    refused = helen(northmere).post(where(northmere, first), filled(northmere, first, target, **also))
    assert refused.status_code == 422
    assert f"One thing needs putting right {said}" in words(refused)
    body = refused.content.decode()
    leads_to = re.search(r'<li><a href="#([^"]+)">', body)
    assert leads_to
    assert f'id="{leads_to.group(1)}"' in body


def asked_already(cast: Northmere, target: GrowthTarget, first: Asking) -> None:
    look(cast, first, target)


def cycle_over(cast: Northmere, target: GrowthTarget, first: Asking) -> None:
    close_cycle(target.cycle)


def everybody_left(cast: Northmere, target: GrowthTarget, first: Asking) -> None:
    for name in ("Amara", "Siobhan", "Joanna"):
        leave_team(cast, name)


def all_cracked(cast: Northmere, target: GrowthTarget, first: Asking) -> None:
    with signed_in(cast, "Helen"):
        GrowthTarget.objects.filter(pk=target.pk).update(state="cracked")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (asked_already, "You have asked them to look again already."),
        (cycle_over, "Cycle 1 is not under way"),
        (everybody_left, "Nobody of those you asked can be asked again."),
        (all_cracked, "You are not working on a growth target at the moment"),
    ],
)
def test_why_not_now(
    northmere: Northmere, first: Asking, target: GrowthTarget, happens: Happens, said: str
) -> None:
    happens(northmere, target, first)
    page = helen(northmere).get(where(northmere, first), follow=True)
    assert page.redirect_chain == [(f"{northmere.base}feedback/{first.pk}/", 302)]
    assert said in words(page)


def test_not_while_the_first_question_is_open(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, closes_at=LATER + DAY)
    page = helen(northmere).get(where(northmere, first), follow=True)
    assert "What you asked them first is still open." in words(page)


def test_not_before_month_five(northmere: Northmere, first: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER - 10 * DAY)
    page = helen(northmere).get(where(northmere, first), follow=True)
    assert "You can ask them to look again from 1 February on" in words(page)


def test_it_is_offered_among_all_her_feedback_until_it_is_asked(
    northmere: Northmere, first: Asking, target: GrowthTarget
) -> None:
    link = f'href="{where(northmere, first)}"'
    overview = f"{northmere.base}feedback/"
    assert link in raw(helen(northmere).get(overview))
    look(northmere, first, target)
    assert link not in raw(helen(northmere).get(overview))


def test_it_is_nobody_elses(northmere: Northmere, first: Asking) -> None:
    for name, status in (("Priya", 404), ("Amara", 404), ("facilitator", 403), ("administrator", 403)):
        for answer in (
            browser_of(northmere, name).get(where(northmere, first)),
            browser_of(northmere, name).post(where(northmere, first)),
        ):
            assert answer.status_code == status
            assert "Listening first" not in source_of(answer)
    other = make_northmere("southmere")
    assert browser_of(other, "Helen").get(where(northmere, first)).status_code == 404


def test_several_who_ask_one_colleague_are_worth_a_word(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    for name, other in (("Priya", "Joanna"), ("Vikram", "Joanna"), ("Idris", "Amara")):
        with signed_in(northmere, name):
            theirs = add_target(northmere, target.cycle, name)
            ask(northmere, theirs, "Siobhan", other, closes_at=LATER + DAY)
    page = words(helen(northmere).get(where(northmere, first)))
    assert "Several colleagues are asking Siobhan at the moment; a word in person first is kind" in page
    assert "Several colleagues are asking Joanna" not in page


def test_as_many_queries_for_five_people_as_for_two(northmere: Northmere, target: GrowthTarget) -> None:
    few = asked_before(northmere, target, "Amara", "Joanna")
    many = asked_before(northmere, target, *FIVE)
    browser = helen(northmere)

    def queries(first: Asking) -> int:
        with CaptureQueriesContext(connection) as ran:
            assert browser.get(where(northmere, first)).status_code == 200
        return len(ran)

    queries(few)
    assert queries(many) == queries(few)
