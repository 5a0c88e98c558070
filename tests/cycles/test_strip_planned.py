"""What is planned, in the boxes of the months."""

from __future__ import annotations

import datetime as dt

from cycles.rules.strip import MARKS_DRAWN, strip

D = dt.date
OCTOBER, TODAY = D(2026, 10, 1), D(2026, 11, 20)


def test_what_is_planned_stands_beside_what_was_held() -> None:
    held = [D(2026, 10, 6), D(2026, 10, 20), D(2026, 11, 3)]
    planned = [D(2026, 11, 26), D(2026, 12, 8), D(2027, 4, 2)]
    months = strip(OCTOBER, held, TODAY, planned=planned)
    assert [month.note for month in months] == [
        "2 sessions",
        "1 session, 1 planned",
        "1 planned",
        "To plan",
        "To plan",
        "1 planned",
    ]
    assert [(len(month.marks), len(month.open_marks)) for month in months] == [
        (2, 0),
        (1, 1),
        (0, 1),
        (0, 0),
        (0, 0),
        (0, 1),
    ]


def test_marks_of_both_kinds_share_the_room_there_is() -> None:
    november = strip(OCTOBER, [D(2026, 11, 3)] * 3, TODAY, planned=[D(2026, 11, 26)] * 3)[1]
    assert len(november.marks) + len(november.open_marks) == MARKS_DRAWN
    assert november.note == "3 sessions, 3 planned"


def test_nothing_is_missed_in_the_months_before_the_pair_was_formed() -> None:
    months = strip(OCTOBER, [], D(2026, 12, 20), formed_on=D(2026, 11, 30))
    assert [month.note for month in months[:3]] == ["Not yet together", "None logged", "Not yet"]
    assert strip(OCTOBER, [], D(2026, 12, 20), formed_on=D(2026, 9, 28))[0].note == "None logged"


def test_without_plans_it_is_as_before() -> None:
    assert [month.note for month in strip(OCTOBER, [], TODAY)] == [
        "None logged",
        "Not yet",
        "To plan",
        "To plan",
        "To plan",
        "To plan",
    ]
