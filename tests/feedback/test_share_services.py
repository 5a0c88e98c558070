"""Letting the partner read an answer, taking that back, and what waits to be talked over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from feedback.models import Share
from feedback.rules.answers import First
from feedback.rules.reading import waits_for_talk
from feedback.services.sharing import share_answer, shared_with, take_share_back, to_talk_over
from tests.cast import Northmere
from tests.cycles.made import NOW, log, make_pair
from tests.cycles.past_services import DAY, part, signed_in
from tests.feedback.answers_in import SAID, AnswersIn, answers_in, share_past_services
from tests.feedback.past_services import answer, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def share(world: AnswersIn, name: str, *, by: str = "Helen", at: dt.datetime = NOW) -> None:
    with signed_in(world.cast, "Helen"):
        share_answer(
            answer=world.answer(name), leader=world.cast.leader("Helen"), by=world.cast.person(by), at=at
        )


def take_back(world: AnswersIn, name: str, *, by: str = "Helen") -> None:
    with signed_in(world.cast, "Helen"):
        take_share_back(
            answer=world.answer(name), leader=world.cast.leader("Helen"), by=world.cast.person(by)
        )


def read_by(world: AnswersIn, name: str) -> list[tuple[str, list[str]]]:
    """Title and words of what that leader is shown as shared with them."""
    with signed_in(world.cast, name):
        return [
            (answer.title, [part.said for part in answer.parts])
            for one in shared_with(world.cast.leader(name))
            for answer in one.answers
        ]


def to_talk(world: AnswersIn, name: str) -> list[str]:
    with signed_in(world.cast, name):
        pair = world.pair()
        return [one.request.giver_called for one in to_talk_over(pair, world.cast.leader(name))]


def test_the_partner_reads_one_answer_until_it_is_taken_back(northmere: Northmere) -> None:
    world = answers_in(northmere)
    assert read_by(world, "Priya") == []
    share(world, "Joanna")
    assert read_by(world, "Priya") == [
        (
            "What Joanna said to Helen’s question",
            ["The first one is", "Deadlines, before that one", "How you thank people"],
        )
    ]
    assert [given.is_shared for given in world.read().answers] == [True, False]
    take_back(world, "Joanna")
    assert read_by(world, "Priya") == []
    assert [given.is_shared for given in world.read().answers] == [False, False]


def test_shared_twice_it_is_shared_once(northmere: Northmere) -> None:
    world = answers_in(northmere)
    share(world, "Joanna")
    share(world, "Joanna", at=NOW + DAY)
    assert world.shared("Priya") == [world.answer_id("Joanna")]
    take_back(world, "Joanna")
    take_back(world, "Joanna")
    assert world.shared("Helen") == []


def test_what_the_giver_changes_afterwards_is_what_the_partner_reads(northmere: Northmere) -> None:
    world = answers_in(northmere)
    share(world, "Amara")
    world.change("Amara", First("both", "", "Your patience"), NOW)
    assert read_by(world, "Priya")[0][1] == ["Yes, both", "", "Your patience"]
    world.take_back("Amara")
    assert read_by(world, "Priya") == []
    assert world.shared("Helen") == []


def test_whoever_has_parted_reads_nothing_any_more(northmere: Northmere) -> None:
    world = answers_in(northmere)
    share(world, "Joanna")
    part(northmere, world.asked.cycle, "Helen", NOW)
    assert read_by(world, "Priya") == []
    assert [given.is_shared for given in world.read().answers] == [False, False]
    with pytest.raises(DomainError, match="no partner in this cycle"):
        share(world, "Amara")


def test_with_a_new_partner_it_is_shared_anew_or_not_at_all(northmere: Northmere) -> None:
    world = answers_in(northmere)
    share(world, "Joanna")
    part(northmere, world.asked.cycle, "Helen", NOW)
    with signed_in(northmere, None):
        world.asked.cycle.participants.filter(leader=northmere.leader("Siobhan")).update(sits_out=False)
        make_pair(world.asked.cycle, [northmere.leader("Helen"), northmere.leader("Siobhan")], NOW + DAY)
    assert read_by(world, "Siobhan") == []
    with signed_in(northmere, "Helen"):
        share_answer(
            answer=world.answer("Joanna"),
            leader=northmere.leader("Helen"),
            by=northmere.person("Helen"),
            at=NOW + DAY,
        )
    assert [title for title, _words in read_by(world, "Siobhan")] == ["What Joanna said to Helen’s question"]
    assert read_by(world, "Priya") == []


def test_nobody_but_the_asker_shares(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with pytest.raises(DomainError, match="Only whoever asked"):
        share(world, "Joanna", by="Priya")
    share(world, "Joanna")
    with pytest.raises(DomainError, match="Only whoever asked"):
        take_back(world, "Joanna", by="Priya")
    assert world.shared("Priya") == [world.answer_id("Joanna")]


def test_in_a_closed_cycle_nothing_more_is_shared_and_it_can_still_be_taken_back(
    northmere: Northmere,
) -> None:
    world = answers_in(northmere)
    share(world, "Joanna")
    close_cycle(world.asked.cycle)
    with pytest.raises(DomainError, match="Cycle 1 is over"):
        share(world, "Amara")
    assert [title for title, _words in read_by(world, "Priya")] == ["What Joanna said to Helen’s question"]
    take_back(world, "Joanna")
    assert read_by(world, "Priya") == []


def test_what_is_shared_waits_for_both_until_they_have_met(northmere: Northmere) -> None:
    world = answers_in(northmere)
    assert to_talk(world, "Priya") == []
    share(world, "Joanna", at=NOW - 2 * DAY)
    share(world, "Amara", at=NOW - DAY)
    assert to_talk(world, "Priya") == to_talk(world, "Helen") == ["Joanna", "Amara"]
    log(northmere, world.asked.cycle, "Priya", (NOW - 2 * DAY).date())
    assert to_talk(world, "Priya") == to_talk(world, "Helen") == ["Amara"]


@pytest.mark.parametrize(
    ("sessions", "waits"),
    [
        ([], True),
        ([(dt.date(2026, 11, 9), NOW)], True),
        ([(dt.date(2026, 11, 10), NOW - 11 * DAY)], True),
        ([(dt.date(2026, 11, 10), NOW)], False),
        ([(dt.date(2026, 11, 9), NOW), (dt.date(2026, 11, 12), NOW)], False),
    ],
)
def test_a_session_on_that_day_or_later_and_logged_afterwards_counts(
    sessions: list[tuple[dt.date, dt.datetime]], waits: bool
) -> None:
    shared_at = NOW - 10 * DAY
    assert waits_for_talk(shared_at, shared_on=dt.date(2026, 11, 10), sessions=sessions) is waits


def test_as_many_queries_for_three_shared_answers_as_for_one(northmere: Northmere) -> None:
    world = answers_in(northmere)
    share_past_services(world, "Joanna")

    def count(read: Any) -> int:
        with signed_in(northmere, "Priya"):
            pair = world.pair()
            assert pair.cycle.is_under_way
            with CaptureQueriesContext(connection) as counted:
                read(pair)
        return len(counted)

    def both() -> tuple[int, int]:
        leader = northmere.leader("Priya")
        return count(lambda _pair: shared_with(leader)), count(lambda pair: to_talk_over(pair, leader))

    few = both()
    with by_link(northmere, world.asked.requests["Marek"]):
        answer(world.asked.requests["Marek"], SAID["Marek"])
    for name in ("Amara", "Marek"):
        share_past_services(world, name)
    assert both() == few == (2, 3)
    with signed_in(northmere, "Priya"):
        assert Share.objects.count() == 3
