"""Whether pairs meet, how a cycle stands, and what its organiser does next."""

from __future__ import annotations

import datetime as dt

import pytest

from cycles.rules.milestones import milestones, span
from cycles.rules.organising import NEW, PREFLIGHT, ROOM, Ahead, Alone, organisers_step
from cycles.rules.participation import (
    Going,
    between,
    last_monday,
    months_met,
    participation,
    shares,
)

D = dt.date
OCTOBER = D(2026, 10, 1)
TODAY = D(2026, 11, 20)


def test_ticks_say_met_not_yet_or_ahead() -> None:
    found = participation(starts_on=OCTOBER, met=frozenset({1}), today=TODAY)
    assert [(tick.words, tick.met, tick.ahead) for tick in found.ticks] == [
        ("Met in October", True, False),
        ("Not yet in November", False, False),
        ("Not yet in December", False, True),
        ("Not yet in January", False, True),
        ("Not yet in February", False, True),
        ("Not yet in March", False, True),
    ]


def test_a_month_that_is_over_is_not_waited_for() -> None:
    found = participation(starts_on=OCTOBER, met=frozenset({2}), today=TODAY)
    assert [tick.words for tick in found.ticks[:2]] == ["Not in October", "Met in November"]
    after = participation(starts_on=OCTOBER, met=frozenset({2}), today=D(2027, 4, 2))
    assert [tick.words for tick in after.ticks[-2:]] == ["Not in February", "Not yet in March"]


@pytest.mark.parametrize(
    ("met", "today", "going", "word_might_help", "note"),
    [
        ({1, 2}, TODAY, Going.UNDER_WAY, False, "Met in November"),
        ({1}, D(2026, 11, 14), Going.UNDER_WAY, False, "Not yet in November"),
        ({1}, D(2026, 11, 15), Going.QUIET, True, "Not yet in November"),
        ({1}, D(2026, 12, 1), Going.QUIET, True, "Not yet in December"),
        ({2}, TODAY, Going.UNDER_WAY, False, "Met in November"),
        (set(), D(2026, 9, 30), Going.YET_TO_MEET, False, "Yet to meet"),
        (set(), D(2026, 10, 14), Going.YET_TO_MEET, False, "Yet to meet"),
        (set(), D(2026, 10, 15), Going.YET_TO_MEET, True, "Yet to meet"),
        (set(), D(2026, 11, 2), Going.YET_TO_MEET, True, "Yet to meet"),
        ({6}, D(2027, 4, 20), Going.UNDER_WAY, False, "Met in March"),
        ({5}, D(2027, 4, 20), Going.QUIET, True, "Not yet in March"),
    ],
)
def test_how_it_is_going(
    met: set[int], today: dt.date, going: Going, word_might_help: bool, note: str
) -> None:
    found = participation(starts_on=OCTOBER, met=frozenset(met), today=today)
    assert (found.going, found.word_might_help, found.note) == (going, word_might_help, note)


@pytest.mark.parametrize(
    ("met", "today", "going", "word_might_help"),
    [
        (set(), D(2026, 12, 23), Going.YET_TO_MEET, False),
        (set(), D(2026, 12, 24), Going.YET_TO_MEET, True),
        ({3}, D(2027, 1, 14), Going.UNDER_WAY, False),
        ({3}, D(2027, 1, 15), Going.QUIET, True),
        ({4}, D(2027, 2, 1), Going.UNDER_WAY, False),
    ],
)
def test_of_a_pair_formed_in_mid_cycle_nothing_is_expected_before(
    met: set[int], today: dt.date, going: Going, word_might_help: bool
) -> None:
    found = participation(starts_on=OCTOBER, met=frozenset(met), today=today, formed_on=D(2026, 12, 10))
    assert (found.going, found.word_might_help) == (going, word_might_help)
    assert [tick.ahead for tick in found.ticks[:2]] == [True, True]


def test_pairs_formed_later_do_not_count_in_the_months_before() -> None:
    five, late = [frozenset({1, 2})] * 5, frozenset[int]()
    formed_on = [OCTOBER] * 5 + [D(2026, 11, 10)]
    found = shares(starts_on=OCTOBER, met=[*five, late], today=TODAY, formed_on=formed_on)
    assert [(share.month, share.percentage) for share in found] == [("October", 100), ("November", 83)]
    few = shares(starts_on=OCTOBER, met=five, today=TODAY, formed_on=[OCTOBER] * 4 + [D(2026, 11, 10)])
    assert [share.month for share in few] == ["November"]


def test_months_met_forget_the_days() -> None:
    days = [D(2026, 9, 29), D(2026, 10, 2), D(2026, 12, 31)]
    assert months_met(OCTOBER, days) == {1, 3}


def test_shares_are_shown_from_five_pairs_up_and_only_for_months_begun() -> None:
    four = [frozenset({1}), frozenset({1}), frozenset({1, 2}), frozenset[int]()]
    assert shares(starts_on=OCTOBER, met=four, today=TODAY) == ()
    five = shares(starts_on=OCTOBER, met=[*four, frozenset({2})], today=TODAY)
    assert [(share.month, share.percentage) for share in five] == [("October", 60), ("November", 40)]
    assert shares(starts_on=OCTOBER, met=[frozenset[int]()] * 5, today=D(2026, 9, 30)) == ()


@pytest.mark.parametrize(("today", "monday"), [(TODAY, D(2026, 11, 16)), (D(2026, 11, 16), D(2026, 11, 16))])
def test_shares_are_counted_up_to_monday(today: dt.date, monday: dt.date) -> None:
    assert last_monday(today) == monday


def test_spans_in_words() -> None:
    assert between(OCTOBER) == "Oct to Mar"
    assert between(D(2026, 9, 18)) == "18 Sept to 17 Mar"
    assert span(OCTOBER, D(2027, 3, 31)) == "October 2026 to March 2027"
    assert span(D(2026, 9, 18), D(2027, 3, 17)) == "18 September 2026 to 17 March 2027"


def line(
    today: dt.date, opened_on: dt.date | None = None, sealed_on: dt.date | None = None
) -> list[tuple[str, str, str]]:
    points = milestones(
        starts_on=OCTOBER, ends_on=D(2027, 3, 31), opened_on=opened_on, sealed_on=sealed_on, today=today
    )
    return [
        (point.when, point.what, "done" if point.is_done else "now" if point.is_now else "")
        for point in points
    ]


def test_a_draft_stands_before_its_first_point() -> None:
    assert line(D(2026, 9, 1)) == [
        ("First", "Choosing opens", "now"),
        ("Then", "Pairs are sealed", ""),
        ("By 31 October", "First sessions", ""),
        ("By 31 December", "Half-way", ""),
        ("4 March", "Last four weeks", ""),
        ("31 March", "Awayday, new pairs", ""),
    ]


def test_a_cycle_under_way_stands_between_its_points() -> None:
    assert [state for *_words, state in line(TODAY, D(2026, 9, 28), D(2026, 9, 30))] == [
        "done",
        "done",
        "done",
        "now",
        "",
        "",
    ]


def test_after_the_end_everything_is_done() -> None:
    assert {state for *_words, state in line(D(2027, 4, 1), D(2026, 9, 28), D(2026, 9, 30))} == {"done"}


@pytest.mark.parametrize(
    ("leaders", "title"),
    [(1, "One leader has no partner just now"), (2, "2 leaders have no partner just now")],
)
def test_whoever_has_no_partner_comes_first_until_the_next_cycle_is_near(leaders: int, title: str) -> None:
    alone, ends_on = Alone(3, leaders), D(2027, 3, 31)
    step = organisers_step(ahead=None, ends_on=ends_on, newest=3, today=D(2027, 2, 2), alone=alone)
    assert (step.title, step.page, step.number, step.quiet) == (title, ROOM, 3, False)
    near = organisers_step(ahead=None, ends_on=ends_on, newest=3, today=D(2027, 2, 3), alone=alone)
    assert near.page == NEW


def test_what_the_organiser_does_next() -> None:
    none = organisers_step(ahead=None, ends_on=None, newest=0, today=TODAY)
    assert (none.action, none.page, none.number, none.quiet) == ("Make cycle 1", NEW, None, False)
    draft = organisers_step(ahead=Ahead(4, is_choosing=False), ends_on=D(2027, 3, 31), newest=4, today=TODAY)
    assert (draft.action, draft.page, draft.number) == ("Read the pre-flight", PREFLIGHT, 4)
    room = organisers_step(ahead=Ahead(4, is_choosing=True), ends_on=D(2027, 3, 31), newest=4, today=TODAY)
    assert (room.action, room.page, room.number) == ("Go to the room", ROOM, 4)
    closed = organisers_step(ahead=None, ends_on=None, newest=2, today=TODAY)
    assert (closed.title, closed.action, closed.quiet) == ("Cycle 2 is closed", "Make cycle 3", False)


@pytest.mark.parametrize(("today", "quiet"), [(D(2027, 2, 2), True), (D(2027, 2, 3), False)])
def test_the_next_cycle_calls_eight_weeks_before_the_end(today: dt.date, quiet: bool) -> None:
    step = organisers_step(ahead=None, ends_on=D(2027, 3, 31), newest=3, today=today)
    assert (step.title, step.action, step.quiet) == ("Cycle 3 is under way", "Make cycle 4", quiet)


@pytest.mark.parametrize(
    ("today", "title"),
    [(D(2026, 11, 30), "Cycle 1 begins on 1 December"), (D(2026, 12, 1), "Cycle 1 is under way")],
)
def test_a_sealed_cycle_is_under_way_from_its_first_day(today: dt.date, title: str) -> None:
    step = organisers_step(
        ahead=None, newest=1, starts_on=D(2026, 12, 1), ends_on=D(2027, 5, 31), today=today
    )
    assert step.title == title
