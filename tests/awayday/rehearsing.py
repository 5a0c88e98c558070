"""Rooms for rehearsals that no database has ever seen: whatever asks one a question fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from awayday.models import Awayday
from awayday.services.invented import Cast, InventedNow, now_in_rehearsal
from awayday.services.rehearsal import Rehearsal
from cycles.models import Cycle, Participant
from pairing.rules.eligibility import Terms
from pairing.services.room import Room
from teams.models import Function, Leader, Organisation, Team

STARTED_AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


def unsaved_awayday(*, closes: bool = True) -> Awayday:
    organisation = Organisation(name="Northmere", slug="northmere")
    team = Team(organisation=organisation, name="Leadership team", slug="leadership-team")
    earlier, opens = (
        Cycle(
            organisation=organisation,
            team=team,
            number=number,
            starts_on=dt.date(2026, 6 * number, 1),
            ends_on=dt.date(2026, 6 * number, 1) + dt.timedelta(days=181),
            time_zone="Europe/London",
        )
        for number in (1, 2)
    )
    return Awayday(
        organisation=organisation,
        team=team,
        opens=opens,
        closes=earlier if closes else None,
        held_on=dt.date(2026, 12, 1),
        starts_at=dt.time(9),
        ends_at=dt.time(13),
    )


def unsaved_cast(awayday: Awayday, people: int, seed: int = 0) -> Cast:
    """Two to six functions, one of them at times half of the room; lines, past partners, repeats allowed."""
    rng = Random(seed)
    count, half = rng.randint(2, 6), rng.random() < 0.3
    functions = [
        Function(organisation=awayday.organisation, name=f"Function {number}", code="ABCDEF"[number] * 3)
        for number in range(count)
    ]
    leaders: list[Leader] = []
    for number in range(people):
        function = functions[0 if half and number < people // 2 else number % count]
        manager = rng.choice(leaders) if leaders and rng.random() < 0.4 else None
        leaders.append(_leader(awayday, number, function, manager))
    return Cast(_room(awayday, leaders, _terms(leaders, rng)), lessons=3 if awayday.closes else 0)


def played(awayday: Awayday, cast: Cast, rehearsal: Rehearsal, step: int) -> InventedNow:
    return now_in_rehearsal(awayday, cast, rehearsal.steps, step, started_at=rehearsal.started_at)


def _leader(awayday: Awayday, number: int, function: Function, manager: Leader | None) -> Leader:
    return Leader(
        organisation=awayday.organisation,
        team=awayday.team,
        name=f"Leader{number:03} Invented",
        sort_name=f"Invented Leader{number:03}",
        title=f"Director {number}",
        function=function,
        manager=manager,
    )


def _room(awayday: Awayday, leaders: Sequence[Leader], terms: Terms) -> Room:
    taking_part = tuple(
        Participant(organisation=awayday.organisation, cycle=awayday.opens, leader=leader)
        for leader in leaders
    )
    return Room(awayday.opens, taking_part, (), terms)


def _terms(leaders: Sequence[Leader], rng: Random) -> Terms:
    """Some have been partners in the cycle before; in some rooms they may be once more."""
    order = list(leaders)
    rng.shuffle(order)
    pairs = zip(order[::2], order[1::2], strict=False)
    history = {frozenset((one.pk, other.pk)): 1 for one, other in pairs if rng.random() < 0.6}
    return Terms(history=history, repeats_through=rng.choice([0, 0, 1]))
