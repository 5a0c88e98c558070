"""A whole cycle, day by day: every message that goes out, and no other, for pairs that fare differently.

Priya and Idris meet every month, Amara and Helen fade after the second, Siobhan loses Vikram in the third;
Maggie and Joanna sit it out. It starts on 31 August, so that months end on the last of theirs, and the clocks
go back in October.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from awayday.services.planning import plan_awayday
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TryOut
from cycles.services.cycles import create_cycle
from cycles.services.lessons import offer_lesson
from cycles.services.sessions import log_session
from teams.services.leaders import record_leaving
from tests.awayday.held import PLAN
from tests.cast import Northmere
from tests.cycles.made import make_cycle, pair_of
from tests.cycles.reminding import grow, mean_to_try
from tests.cycles.time_travel import Act, Life
from tests.cycles.under_way import PAIRS

pytestmark = pytest.mark.django_db

STARTS_ON, ENDS_ON = dt.date(2026, 8, 31), dt.date(2027, 2, 27)
AFTERWARDS = ENDS_ON + dt.timedelta(days=21)
LEFT_ON = dt.date(2026, 11, 3)
MEETINGS = {
    "Priya": ["09-10", "10-12", "11-12", "12-10", "01-12", "02-11"],
    "Helen": ["09-08", "10-06"],
    "Siobhan": ["09-09"],
}


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> Life:
    return Life(northmere, make_cycle(northmere, pairs=PAIRS, starts_on=STARTS_ON), monkeypatch)


def meets(life: Life, name: str, day: dt.date) -> Act:
    leader = life.cast.leader(name)

    def act() -> None:
        at = life.moment(f"{day} 18:00")
        with life.as_(name):
            pair = pair_of(life.cycle, leader)
            by = life.cast.person(name)
            log_session(pair=pair, leader=leader, held_on=day, minutes=60, by=by, at=at)

    return act


def meetings(life: Life, *names: str) -> list[tuple[str, Act]]:
    days = [
        (name, dt.date.fromisoformat(f"{2027 if day < '03' else 2026}-{day}"))
        for name in names
        for day in MEETINGS[name]
    ]
    return [(f"{day} 18:00", meets(life, name, day)) for name, day in days]


class PriyaTries:
    """Two occasions on 2 December of which one is put off, and one on the Monday of 18 January."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def plan(self) -> None:
        target = grow(self.life.cast, self.life.cycle, "Priya")
        for day in (dt.date(2026, 12, 2), dt.date(2026, 12, 2), dt.date(2027, 1, 18), dt.date(2027, 1, 20)):
            mean_to_try(self.life.cast, "Priya", target, day)

    def put_off(self) -> None:
        with self.life.as_("Priya"):
            one = TryOut.objects.filter(on="2026-12-02").first()
            assert one is not None
            TryOut.objects.filter(pk=one.pk).update(on="2026-12-09")

    def let_go(self) -> None:
        with self.life.as_("Priya"):
            GrowthTarget.objects.update(state="let_go")


class TheAwayday:
    """Planned in February for 2 March, then moved by a day."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def plan(self) -> None:
        self._plan(dt.date(2027, 3, 2))

    def move(self) -> None:
        self._plan(dt.date(2027, 3, 3))

    def _plan(self, held_on: dt.date) -> None:
        cast = self.life.cast
        with scope(organisation=cast.organisation.pk):
            ahead = Cycle.objects.filter(number=2).first() or create_cycle(
                team=cast.team, starts_on=held_on, time_zone="Europe/London", by=cast.facilitator
            )
            plan_awayday(opens=ahead, plan=replace(PLAN, held_on=held_on), by=cast.facilitator)


def offers(life: Life, name: str) -> Act:
    def act() -> None:
        with life.as_(name):
            offer_lesson(cycle=life.cycle, leader=life.cast.leader(name), text="Ask first.")

    return act


def leaves(life: Life, name: str) -> Act:
    def act() -> None:
        with scope(organisation=life.cast.organisation.pk, person=life.cast.facilitator.pk):
            record_leaving(leader=life.cast.leader(name), on=LEFT_ON, by=life.cast.facilitator)

    return act


def to_all(day: str, subject: str, *names: str) -> list[str]:
    return [f"{day} {name}: {subject}" for name in names]


def both(day: str, subject: str, one: str, other: str) -> list[str]:
    """To each of a pair about the other."""
    return [f"{day} {one}: {subject.format(other)}", f"{day} {other}: {subject.format(one)}"]


HOUR, LAST_HOUR = "This month’s hour with {}", "A last hour with {}?"
LEARNT = "What did you learn in these six months?"
IN_THE_TEAM = ("Amara", "Helen", "Idris", "Joanna", "Maggie", "Priya", "Siobhan")
EXPECTED = [
    # Everybody met in the first month; Siobhan and Vikram not in the second, which began on 30 September.
    *both("Wed 14 Oct 09:30", HOUR, "Siobhan", "Vikram"),
    # Vikram leaves the team, so Siobhan is asked for no hour any more.
    "Tue 03 Nov 11:10 Siobhan: You and Vikram are no longer a pair for this cycle",
    *both("Mon 16 Nov 09:30", HOUR, "Amara", "Helen"),
    *both("Fri 27 Nov 09:30", "Half-way with {}", "Amara", "Helen"),
    *both("Fri 27 Nov 09:30", "Half-way with {}", "Idris", "Priya"),
    # Priya tries something out, and puts the other off by a week.
    "Tue 01 Dec 09:30 Priya: Tomorrow: what you meant to try",
    "Tue 08 Dec 09:30 Priya: Tomorrow: what you meant to try",
    *both("Mon 14 Dec 09:30", HOUR, "Amara", "Helen"),
    *both("Thu 14 Jan 09:30", HOUR, "Amara", "Helen"),
    # On Friday for Monday; then she lets the target go, so there is none for the Wednesday.
    "Fri 15 Jan 09:30 Priya: On Monday: what you meant to try",
    *to_all("Mon 01 Feb 09:30", "The last weeks of cycle 1", "Amara", "Helen", "Idris", "Priya", "Siobhan"),
    *to_all("Thu 04 Feb 11:10", "The Awayday is on Tuesday 2 March", *IN_THE_TEAM),
    *to_all("Mon 08 Feb 11:10", "Changed: the Awayday on Wednesday 3 March", *IN_THE_TEAM),
    *both("Mon 15 Feb 09:30", HOUR, "Amara", "Helen"),
    # Priya has offered a lesson already.
    *to_all("Tue 16 Feb 09:30", LEARNT, "Amara", "Helen", "Idris", "Siobhan"),
    *both("Mon 22 Feb 09:30", LAST_HOUR, "Amara", "Helen"),
    *both("Mon 22 Feb 09:30", LAST_HOUR, "Idris", "Priya"),
]


def what_happens(life: Life) -> list[tuple[str, Act]]:
    tries, awayday = PriyaTries(life), TheAwayday(life)
    return [
        *meetings(life, *MEETINGS),
        (f"{LEFT_ON} 11:00", leaves(life, "Vikram")),
        ("2026-11-20 10:00", tries.plan),
        ("2026-11-30 10:00", tries.put_off),
        ("2027-01-18 18:00", tries.let_go),
        ("2027-02-04 11:00", awayday.plan),
        ("2027-02-05 12:00", offers(life, "Priya")),
        ("2027-02-08 11:00", awayday.move),
    ]


def test_a_whole_cycle_and_the_weeks_after_it(life: Life) -> None:
    assert life.run(STARTS_ON, AFTERWARDS, what_happens(life)) == EXPECTED
    with scope(organisation=life.cast.organisation.pk):
        assert Cycle.objects.get(pk=life.cycle.pk).stage == "wrapping_up"


def test_one_in_which_nobody_ever_logs_an_hour(life: Life) -> None:
    life.asked_at = ("09:30",)
    life.run(STARTS_ON, AFTERWARDS)
    assert [line for line in life.sent if " Priya: " in line] == [
        "Mon 14 Sep 09:30 Priya: Your first hour with Idris",
        "Wed 14 Oct 09:30 Priya: Your first hour with Idris",
        "Mon 16 Nov 09:30 Priya: Your first hour with Idris",
        "Fri 27 Nov 09:30 Priya: Half-way with Idris",
        "Mon 14 Dec 09:30 Priya: Your first hour with Idris",
        "Thu 14 Jan 09:30 Priya: Your first hour with Idris",
        "Mon 01 Feb 09:30 Priya: The last weeks of cycle 1",
        "Mon 15 Feb 09:30 Priya: Your first hour with Idris",
        f"Tue 16 Feb 09:30 Priya: {LEARNT}",
        "Mon 22 Feb 09:30 Priya: A last hour with Idris?",
    ]
    assert len(life.sent) == 6 * 10


@pytest.mark.parametrize(
    ("down_from", "until", "notes"),
    [
        ("2026-09-13", "2026-09-16", "Thu 17 Sep 09:00"),  # back on the night before
        ("2026-09-11", "2026-09-17", "Fri 18 Sep 09:00"),
        ("2026-09-14", "2026-09-18", "Mon 21 Sep 09:00"),  # back on a Saturday, and just in time
        ("2026-09-12", "2026-09-20", "Mon 21 Sep 09:00"),
        ("2026-09-14", "2026-09-21", ""),  # a week late
        ("2026-09-14", "2026-10-24", ""),  # forty days: neither that month's nor the next one's
    ],
)
def test_a_beat_that_was_down_for_days(life: Life, down_from: str, until: str, notes: str) -> None:
    """Sent once, in local hours, or not at all; afterwards all goes on as ever."""
    day = dt.timedelta(days=1)
    first, back = dt.date.fromisoformat(down_from), dt.date.fromisoformat(until) + day
    life.run(first - 2 * day, first - day)
    life.run(back, back + 5 * day)
    for months_day in (dt.date(2026, 10, 14), dt.date(2026, 11, 16)):
        life.run(max(months_day, back), months_day + 2 * day)
    sent = [
        line.removesuffix(" Priya: Your first hour with Idris") for line in life.sent if " Priya: " in line
    ]
    second = ["Wed 14 Oct 09:30"] if until < "2026-10" else []
    assert sent == [*([notes] if notes else []), *second, "Mon 16 Nov 09:30"]


@pytest.mark.parametrize(
    ("time_zone", "starts_on", "around", "note"),
    [
        # The month's fifteenth day is a Sunday on which the clocks change: the note comes on the Monday.
        ("Europe/London", "2027-03-14", "2027-03-28", "Mon 29 Mar 09:30"),
        ("Europe/London", "2027-10-17", "2027-10-31", "Mon 01 Nov 09:30"),
        ("America/New_York", "2027-02-28", "2027-03-14", "Mon 15 Mar 09:30"),
        ("America/New_York", "2027-10-24", "2027-11-07", "Mon 08 Nov 09:30"),
        ("Australia/Lord_Howe", "2027-09-19", "2027-10-03", "Mon 04 Oct 09:30"),
        ("Australia/Lord_Howe", "2027-03-21", "2027-04-04", "Mon 05 Apr 09:30"),
    ],
)
def test_nights_on_which_clocks_change(
    northmere: Northmere,
    monkeypatch: pytest.MonkeyPatch,
    time_zone: str,
    starts_on: str,
    around: str,
    note: str,
) -> None:
    """Beat asks from Saturday night to Monday evening: the right day, half past nine, once."""
    cycle = make_cycle(
        northmere, pairs=PAIRS[:1], starts_on=dt.date.fromisoformat(starts_on), time_zone=time_zone
    )
    sunday, day = dt.date.fromisoformat(around), dt.timedelta(days=1)
    monday = sunday + day
    mean_to_try(northmere, "Priya", grow(northmere, cycle, "Priya"), monday + day)
    life = Life(northmere, cycle, monkeypatch)
    at, ends = life.moment(f"{sunday - day} 22:00"), life.moment(f"{monday} 18:00")
    while at < ends:
        life.ask(at)
        at += dt.timedelta(minutes=30)
    assert life.sent == [
        f"{note} Idris: Your first hour with Priya",
        f"{note} Priya: Tomorrow: what you meant to try",
        f"{note} Priya: Your first hour with Idris",
    ]
