"""The note of the day before somebody tries something out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TryOut
from cycles.rules.reminders import Kind
from cycles.services.reminders import plan_reminders
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import deliver, grow, mean_to_try, part, speaking, states, subjects
from tests.cycles.under_way import leave_team

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2027, 2, 3)
TUESDAY = dt.datetime(2027, 2, 2, 9, 30, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2027, 1, 29, 9, 30, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
TOMORROW = [("Priya", "Tomorrow: what you meant to try")]


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    """All of its pairs' other notes lie elsewhere."""
    return make_cycle(northmere, pairs=[("Priya", "Idris")], starts_on=dt.date(2026, 10, 1))


@pytest.fixture
def target(northmere: Northmere, cycle: Cycle) -> GrowthTarget:
    return grow(northmere, cycle, "Priya")


NOTE = """\
Dear Priya, tomorrow you try something out

There is an occasion tomorrow at which you wanted to do something a little differently. What you wrote \
about it stands on your page; nothing of it is in this message.

A question for the way there: who will be there whom you could ask afterwards what they saw?

What you planned:
http://127.0.0.1:8000/o/northmere/t/leadership-team/targets/

Open your page:
http://127.0.0.1:8000/o/northmere/t/leadership-team/

--
Sent by Coaching Pairs for Northmere, because you chose that day yourself. Nobody else is told, your \
facilitator included.

Fewer notes like this: UNSUBSCRIBE
"""


def test_it_comes_the_day_before_to_its_owner_alone(northmere: Northmere, target: GrowthTarget) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    assert subjects(TUESDAY - MINUTE) == []
    [note] = deliver(TUESDAY)
    stop = note.extra_headers["List-Unsubscribe"].strip("<>")
    assert (note.to, note.subject) == (["priya.nair@northmere.example"], TOMORROW[0][1])
    assert note.body == NOTE.replace("UNSUBSCRIBE", stop)
    assert subjects(TUESDAY + 10 * MINUTE) == []
    assert subjects(TUESDAY + DAY) == []


@pytest.mark.parametrize("days", [1, 2, 3])
def test_on_friday_for_the_weekend_and_for_monday(
    northmere: Northmere, target: GrowthTarget, days: int
) -> None:
    on = FRIDAY.date() + days * DAY
    mean_to_try(northmere, "Priya", target, on)
    day = "Tomorrow" if days == 1 else f"On {on:%A}"
    assert subjects(FRIDAY) == [("Priya", f"{day}: what you meant to try")]


def test_two_occasions_on_a_day_are_one_note(
    northmere: Northmere, cycle: Cycle, target: GrowthTarget
) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    mean_to_try(northmere, "Priya", grow(northmere, cycle, "Priya", slot=2), WEDNESDAY)
    [note] = deliver(TUESDAY)
    assert "There are two occasions tomorrow at which you wanted" in note.body


def test_two_days_are_two_notes(northmere: Northmere, target: GrowthTarget) -> None:
    for on in (WEDNESDAY, WEDNESDAY + DAY):
        mean_to_try(northmere, "Priya", target, on)
    assert subjects(TUESDAY) == TOMORROW
    assert subjects(TUESDAY + DAY) == TOMORROW


def looked_back(try_out: TryOut) -> None:
    TryOut.objects.filter(pk=try_out.pk).update(step="small", looked_back_at=timezone.now())


def moved(try_out: TryOut) -> None:
    TryOut.objects.filter(pk=try_out.pk).update(on=WEDNESDAY + 7 * DAY)


def deleted(try_out: TryOut) -> None:
    TryOut.objects.filter(pk=try_out.pk).delete()


def let_go(try_out: TryOut) -> None:
    GrowthTarget.objects.filter(pk=try_out.target_id).update(state="let_go")


@pytest.mark.parametrize("change", [looked_back, moved, deleted, let_go])
def test_what_has_come_to_nothing_is_not_reminded_of(
    northmere: Northmere, target: GrowthTarget, change: object
) -> None:
    assert callable(change)
    try_out = mean_to_try(northmere, "Priya", target, WEDNESDAY)
    plan_reminders(at=TUESDAY)
    with speaking(northmere, "Priya"):
        change(try_out)
    assert send_due(at=TUESDAY) == 0
    assert states(northmere, Kind.TRY_OUT) == ["suppressed"]
    other = mean_to_try(northmere, "Priya", target, WEDNESDAY + DAY)
    with speaking(northmere, "Priya"):
        change(other)
    assert subjects(TUESDAY + DAY) == []


def test_one_that_was_moved_is_reminded_of_on_its_new_day(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = mean_to_try(northmere, "Priya", target, WEDNESDAY)
    assert subjects(TUESDAY) == TOMORROW
    with speaking(northmere, "Priya"):
        moved(try_out)
    assert subjects(TUESDAY + 7 * DAY) == TOMORROW


def test_late_in_local_hours_but_never_on_the_day(northmere: Northmere, target: GrowthTarget) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    mean_to_try(northmere, "Priya", target, WEDNESDAY + DAY)
    assert subjects(TUESDAY.replace(hour=17, minute=0)) == []  # out of hours, and tomorrow is too late
    assert subjects(TUESDAY + DAY + 7 * HOUR) == TOMORROW  # for Thursday
    assert subjects(TUESDAY + 2 * DAY) == []


def test_planned_in_time_and_not_sent_in_time_it_expires(northmere: Northmere, target: GrowthTarget) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    plan_reminders(at=TUESDAY)
    assert send_due(at=TUESDAY + DAY) == 0
    assert states(northmere, Kind.TRY_OUT) == ["expired"]


def test_the_day_is_the_cycles_own(northmere: Northmere) -> None:
    cycle = make_cycle(
        northmere, pairs=[("Priya", "Idris")], starts_on=dt.date(2026, 10, 1), time_zone="America/New_York"
    )
    mean_to_try(northmere, "Priya", grow(northmere, cycle, "Priya"), WEDNESDAY)
    assert subjects(TUESDAY) == []
    assert subjects(TUESDAY + 5 * HOUR) == TOMORROW


def test_also_to_somebody_without_a_partner(northmere: Northmere, cycle: Cycle, target: GrowthTarget) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    part(northmere, cycle, "Priya", TUESDAY - DAY)
    assert subjects(TUESDAY) == TOMORROW


def test_not_to_leavers_nor_once_the_cycle_is_closed(northmere: Northmere, target: GrowthTarget) -> None:
    for day in range(3):
        mean_to_try(northmere, "Priya", target, WEDNESDAY + day * DAY)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(person=None, email="")
    assert subjects(TUESDAY) == []
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(email="priya.nair@northmere.example")
    assert subjects(TUESDAY) == TOMORROW
    leave_team(northmere, "Priya")
    assert subjects(TUESDAY + DAY) == []
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=None)
        Cycle.objects.update(stage="closed", closed_at=TUESDAY)
    assert subjects(TUESDAY + 2 * DAY) == []


def test_nobody_elses_organisation_is_asked(northmere: Northmere, target: GrowthTarget) -> None:
    mean_to_try(northmere, "Priya", target, WEDNESDAY)
    make_cycle(make_northmere("southmere"), pairs=[("Priya", "Idris")], starts_on=dt.date(2026, 10, 1))
    assert [note.to for note in deliver(TUESDAY)] == [["priya.nair@northmere.example"]]
