"""What feedback adds to a leader's home, to the overview of those who run it, and to the way around."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cycles.feedback_standing import thanks_to
from cycles.models import Cycle, GrowthTarget
from cycles.services.planned import plan_first_session
from feedback.models import Asking, Request, Thanks
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, log, make_cycle, pair_of
from tests.cycles.pages import raw, signed_in as browser_of, words
from tests.cycles.pair_words import give, say_yes, write
from tests.cycles.past_services import DAY, add_target, signed_in
from tests.feedback.past_services import allow_others, answer, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
OTHERS = [("Leader000", "Leader001"), ("Leader002", "Leader003"), ("Leader004", "Leader005")]


def home(cast: Northmere, name: str) -> str:
    response = browser_of(cast, name).get(cast.base)
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


def asks(cast: Northmere, target: GrowthTarget, *names: str, until: dt.datetime | None = None) -> Asking:
    with signed_in(cast, target.leader.called):
        return ask(cast, target, *names, at=NOW - 8 * DAY, closes_at=until or NOW + 14 * DAY)


def says(cast: Northmere, asking: Asking, name: str) -> None:
    with signed_in(cast, name):
        answer(Request.objects.get(asking=asking, giver=cast.leader(name)), "Listen", NOW)


def test_answers_to_read_are_the_next_thing(northmere: Northmere, target: GrowthTarget) -> None:
    asking = asks(northmere, target, "Joanna", "Amara", "Siobhan")
    says(northmere, asking, "Joanna")
    response = browser_of(northmere, "Helen").get(northmere.base)
    assert (
        "Next for you There is an answer to read One of three colleagues has answered. "
        "You alone read what they wrote, until you share it. Read it"
    ) in words(response)
    assert f'<a class="btn" href="{northmere.base}feedback/{asking.pk}/">' in response.content.decode()
    assert (
        "Feedback you asked for Only you Joanna Clarke Has answered Siobhan Doyle Asked 12 Nov "
        "Amara Okafor Asked 12 Nov What you asked, and the answers"
    ) in words(response)
    assert "Feedback you asked for" not in home(northmere, "Priya")
    assert "Joanna Clarke" not in home(northmere, "Priya")


def test_where_nothing_else_waits_a_question_is_the_next_thing(
    northmere: Northmere, target: GrowthTarget
) -> None:
    """Joanna sits out; so may somebody who has a partner and has done everything."""
    asking = asks(northmere, target, "Joanna", "Amara")
    response = browser_of(northmere, "Joanna").get(northmere.base)
    assert (
        "Next for you Helen asks for your honest view It takes a few minutes, and can be answered until "
        "Friday 4 December. Answer Helen"
    ) in words(response)
    with signed_in(northmere, "Joanna"):
        own = Request.objects.get(asking=asking)
    assert f'<a class="btn" href="{northmere.base}feedback/asked/{own.pk}/">' in response.content.decode()
    assert "What you have been asked" not in words(response)
    says(northmere, asking, "Joanna")
    assert "You sit out cycle 1" in home(northmere, "Joanna")


def test_beside_another_next_step_stands_what_one_has_been_asked(
    northmere: Northmere, target: GrowthTarget
) -> None:
    asks(northmere, target, "Joanna", "Amara")
    response = browser_of(northmere, "Amara").get(northmere.base)
    page = words(response)
    assert "Next for you Put your hours with Vikram in the diary" in page
    assert (
        "What you have been asked Helen Armitage asks for your honest view, until Friday 4 December "
        "Answer Helen"
    ) in page
    assert response.content.decode().count('class="btn"') == 1
    for name in ("Priya", "Idris", "Helen"):
        assert "Answer Helen" not in home(northmere, name)


def test_several_questions_the_soonest_over_first(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Vikram"):
        vikrams = add_target(northmere, target.cycle, "Vikram")
    asks(northmere, target, "Joanna", "Siobhan")
    asks(northmere, vikrams, "Joanna", "Siobhan", until=NOW + 3 * DAY)
    page = home(northmere, "Joanna")
    assert "Next for you Vikram asks for your honest view" in page
    assert "What you have been asked Helen Armitage asks for your honest view, until" in page
    assert page.count("Answer Vikram") == page.count("Answer Helen") == 1


def test_asking_is_the_next_thing_once_the_first_weeks_are_done(
    northmere: Northmere, target: GrowthTarget
) -> None:
    """Whoever has met, planned, agreed and said what they rate, and has an idea of what to grow."""
    _begin(northmere, target.cycle)
    response = browser_of(northmere, "Helen").get(northmere.base)
    assert (
        "Next for you Ask a few colleagues whether it is the right one Two to five people of your own "
        "choosing."
    ) in words(response)
    assert f'<a class="btn" href="{northmere.base}feedback/ask/">Choose whom to ask' in raw(response)


def _begin(cast: Northmere, cycle: Cycle) -> None:
    """Helen and Priya have met, plan their next hour, and know how they work together."""
    log(cast, cycle, "Helen", dt.date(2026, 11, 10))
    say_yes(cast, cycle, "Helen", at=NOW, seen=write(cast, cycle, "Helen", meeting="Fridays").pk)
    give(cast, cycle, "Helen", "Priya", "You listen")
    with signed_in(cast, "Helen"):
        plan_first_session(
            pair=pair_of(cycle, cast.leader("Helen")),
            leader=cast.leader("Helen"),
            starts_at=NOW + 5 * DAY,
            minutes=60,
            place="",
            seen="",
            by=cast.person("Helen"),
            at=NOW,
        )


def test_feedback_has_its_place_in_the_way_around(northmere: Northmere, target: GrowthTarget) -> None:
    page = raw(browser_of(northmere, "Helen").get(northmere.base))
    main, tabs = page.split('class="tabbar"')
    assert re.findall(r"<a href=[^>]*>(?:<svg.*?</svg>)?(\w+)</a></li>", tabs) == [
        "Home",
        "Sessions",
        "Targets",
        "Feedback",
        "Choosing",
    ]
    nav = re.search(r'<nav class="mainnav".*?</nav>', main, re.DOTALL)
    assert nav
    assert re.findall(r">(\w+)</a>", nav[0]) == [
        "Home",
        "Sessions",
        "Targets",
        "Feedback",
        "Choosing",
        "Guide",
    ]
    assert "The guide" in words(browser_of(northmere, "Helen").get(northmere.base))


@pytest.mark.parametrize("reader", ["facilitator", "sponsor"])
def test_the_overview_tells_how_many_from_five_pairs_up(reader: str) -> None:
    cast = make_northmere(leaders=18)
    cycle = make_cycle(cast, pairs=[("Helen", "Priya"), ("Amara", "Vikram"), *OTHERS])
    with signed_in(cast, "Helen"):
        target = add_target(cast, cycle, "Helen")
    asking = asks(cast, target, "Joanna", "Amara")
    with signed_in(cast, "Joanna"):
        answer(Request.objects.get(asking=asking), "Listen", NOW - 6 * DAY)
    page = words(browser_of(cast, reader).get(f"{cast.base}cycle/"))
    assert (
        "leaders have chosen what to grow 1 growth targets 1 try-outs looked back on 0 colleagues asked for "
        "feedback 2 answers in 1"
    ) in page
    assert "Joanna" not in page.split("What they work on")[1].split("A kind word")[0]


def test_as_many_queries_at_home_for_many_as_for_few(northmere: Northmere, target: GrowthTarget) -> None:
    def counted(name: str) -> int:
        client = browser_of(northmere, name)
        client.get(northmere.base)
        with CaptureQueriesContext(connection) as caught:
            client.get(northmere.base)
        return len(caught)

    allow_others(northmere)
    with signed_in(northmere, "Vikram"):
        vikrams = add_target(northmere, target.cycle, "Vikram")
    asking = asks(northmere, target, "Joanna", "Amara")
    says(northmere, asking, "Amara")
    few = counted("Helen"), counted("Joanna")
    with signed_in(northmere, "Helen"):
        Asking.objects.update(closed_at=timezone.now())
    asking = asks(northmere, target, "Joanna", "Amara", "Siobhan", "Idris")
    asks(northmere, vikrams, "Joanna", "Siobhan", "Idris")
    says(northmere, asking, "Siobhan")
    assert (counted("Helen"), counted("Joanna")) == few
    assert max(few) <= 40


def test_a_word_of_thanks_stands_at_home_for_two_weeks(northmere: Northmere, target: GrowthTarget) -> None:
    asking = asks(northmere, target, "Joanna", "Amara")
    says(northmere, asking, "Joanna")
    line = "Helen Armitage thanks you for your view. Read what Helen wrote"
    assert line not in home(northmere, "Joanna")
    with signed_in(northmere, "Helen"):
        joanna = Request.objects.get(asking=asking, giver=northmere.leader("Joanna"))
        thanks = Thanks.objects.create(
            organisation=northmere.organisation, asking=asking, words="I keep it", sent_at=NOW - 13 * DAY
        )
    page = browser_of(northmere, "Joanna").get(northmere.base)
    assert line in words(page)
    assert "I keep it" not in words(page)
    (way,) = re.findall(r'href="([^"]*/thanks/)"', raw(page))
    assert str(joanna.pk) in way
    browser = browser_of(northmere, "Joanna")
    read = browser.get(browser.get(way).headers["Location"])
    assert "I keep it" in words(read)
    assert "Back to your home" in words(read)
    for name in ("Amara", "Helen", "Priya"):
        assert line not in home(northmere, name)
    over = thanks.sent_at + 14 * DAY
    with signed_in(northmere, "Joanna"):
        assert len(thanks_to(northmere.leader("Joanna"), over - dt.timedelta(seconds=1))) == 1
        assert thanks_to(northmere.leader("Joanna"), over) == ()
