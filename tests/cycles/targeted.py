"""Growth targets and try-outs, written as their owner would."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, PairMember, TargetWording, TryOut
from cycles.rules.targets import Words
from cycles.rules.tryouts import WrittenLook, WrittenOccasion, fingerprint_of
from cycles.services.targets import begin_target, carry_on, move_target, reword_target, standing_wording
from cycles.services.tryouts import change_try_out, look_back, look_of, occasion_of, plan_try_out
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, pair_of

TUESDAY = dt.date(2026, 11, 24)
LISTEN = Words(
    "down", "Answering before others have finished thinking", "Ask two questions first", "They stop"
)
SPEAK = Words("up", "Say the difficult thing early and in person", "Within the week", "It festers")
MINUTE = dt.timedelta(minutes=1)


def begin(cast: Northmere, name: str, cycle: Cycle, words: Words = LISTEN, **also: Any) -> GrowthTarget:
    with as_(cast, name):
        return begin_target(
            cycle=cycle,
            leader=cast.leader(name),
            words=words,
            by=cast.person(name),
            **{"at": NOW - dt.timedelta(days=10), **also},
        )


def reword(cast: Northmere, name: str, target: GrowthTarget, words: Words, **also: Any) -> TargetWording:
    """As a page that shows the wording that stands, unless ``seen`` says otherwise."""
    with as_(cast, name):
        seen = also.pop("seen", None) or standing_wording(target).pk
        return reword_target(
            target=target,
            leader=cast.leader(name),
            words=words,
            seen=seen,
            by=cast.person(name),
            **{"at": NOW, **also},
        )


def move(cast: Northmere, name: str, target: GrowthTarget, *states: str) -> list[str]:
    """Through these states, one after the other; what was said each time."""
    with as_(cast, name):
        return [
            move_target(target=target, leader=cast.leader(name), to=state, by=cast.person(name), at=NOW)
            for state in states
        ]


def carry(cast: Northmere, name: str, target: GrowthTarget, cycle: Cycle) -> GrowthTarget:
    with as_(cast, name):
        return carry_on(target=target, cycle=cycle, leader=cast.leader(name), by=cast.person(name), at=NOW)


def try_at(
    cast: Northmere,
    name: str,
    target: GrowthTarget,
    occasion: str = "Budget review",
    on: dt.date = TUESDAY,
    plan: str = "",
    **also: Any,
) -> TryOut:
    with as_(cast, name):
        return plan_try_out(
            target=target,
            leader=cast.leader(name),
            written=WrittenOccasion(on, occasion, plan),
            by=cast.person(name),
            **{"at": NOW, **also},
        )


def change_it(cast: Northmere, name: str, try_out: TryOut, written: WrittenOccasion, **also: Any) -> TryOut:
    with as_(cast, name):
        return change_try_out(
            try_out=try_out,
            leader=cast.leader(name),
            written=written,
            by=cast.person(name),
            **{"at": NOW, **also},
        )


def look(
    cast: Northmere,
    name: str,
    try_out: TryOut,
    step: str,
    noticed: str = "",
    after: str = "",
    **also: Any,
) -> TryOut:
    """As a page that shows how it stands now, unless ``seen`` says otherwise."""
    with as_(cast, name):
        seen = also.pop("seen", None) or fingerprint_of(look_of(TryOut.objects.get(pk=try_out.pk)))
        return look_back(
            try_out=try_out,
            leader=cast.leader(name),
            written=WrittenLook(step, noticed, after, seen),
            by=cast.person(name),
            **{"at": NOW, **also},
        )


def shown_occasion(cast: Northmere, name: str, try_out: TryOut) -> str:
    """The fingerprint that a page has of it now."""
    with as_(cast, name):
        return fingerprint_of(occasion_of(TryOut.objects.get(pk=try_out.pk)))


def targets_of(cast: Northmere, name: str, reader: str = "") -> list[tuple[int, str, str]]:
    """Slot, state and standing behaviour of that leader's targets, as they or ``reader`` may read them."""
    with as_(cast, reader or name):
        found = GrowthTarget.objects.filter(leader=cast.leader(name)).order_by("created_at", "slot")
        return [(one.slot, one.state, standing_wording(one).behaviour) for one in found]


def try_outs_of(cast: Northmere, name: str) -> list[tuple[str, dt.date, str]]:
    with as_(cast, name):
        found = TryOut.objects.filter(target__leader=cast.leader(name))
        return [(one.occasion, one.on, one.step) for one in found]


def part(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime = NOW) -> None:
    """Their pair ends."""
    with scope(organisation=cast.organisation.pk):
        pair = pair_of(cycle, cast.leader(name))
        pair.ended_at = at
        PairMember.objects.filter(pair=pair).update(left_at=at)
        pair.save(update_fields=["ended_at"])
