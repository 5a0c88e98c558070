"""What is a leader's alone, for their record: targets with their history, try-outs, lessons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from cycles.models import Cycle, GrowthTarget, Lesson, TargetWording, TryOut
from cycles.rules.record import Entry, Fact, Section, day_in_words
from teams.models import Leader

TARGETS_READ = (
    "You and whoever is your partner. Your partner reads the words as they stand, never the earlier ones."
)
Row = TypeVar("Row")
LESSONS_READ = "Only you, until you offer one; from then on your team"


@dataclass(frozen=True)
class OwnThings:
    """By cycle, and what belongs to a target by target; the newest wording first."""

    targets: dict[UUID, list[GrowthTarget]]
    wordings: dict[UUID, list[TargetWording]]
    try_outs: dict[UUID, list[TryOut]]
    lessons: dict[UUID, list[Lesson]]

    def of(self, cycle: Cycle) -> tuple[Section, Section]:
        targets = tuple(self._target(one, cycle.zone) for one in self.targets.get(cycle.pk, []))
        lessons = tuple(_lesson(one, cycle.zone) for one in self.lessons.get(cycle.pk, []))
        return (
            Section("targets", "Your growth targets", targets, TARGETS_READ),
            Section("lessons", "What you learnt", lessons, LESSONS_READ),
        )

    def _target(self, target: GrowthTarget, zone: ZoneInfo) -> Entry:
        wordings = self.wordings.get(target.pk, [])
        standing = [one for one in wordings if one.replaced_at is None]
        earlier = tuple(_wording(one, zone) for one in wordings if one.replaced_at is not None)
        tried = tuple(_try_out(one) for one in self.try_outs.get(target.pk, []))
        carried = target.carried_from.cycle.number if target.carried_from else None
        return Entry(
            standing[0].behaviour if standing else "A target without words",
            (
                *(_words(standing[0], label="") if standing else ()),
                Fact("state", target.state, "Where it stands", target.get_state_display().capitalize()),
                Fact("state_at", target.state_at, "Since", _day(target.state_at, zone)),
                Fact("created_at", target.created_at),
                Fact("carried_from_cycle", carried, "Carried on from", f"Cycle {carried}" if carried else ""),
            ),
            (
                Section("try_outs", "Try-outs", tried),
                Section("earlier_wordings", "Earlier wordings", earlier, "Only you"),
            ),
        )


def own_things(leader: Leader, cycles: Iterable[Cycle]) -> OwnThings:
    """Four queries."""
    targets = list(
        GrowthTarget.objects.filter(leader=leader, cycle__in=list(cycles))
        .select_related("carried_from__cycle")
        .order_by("created_at", "slot")
    )
    wordings = TargetWording.objects.filter(target__in=targets).order_by("-written_at")
    try_outs = TryOut.objects.filter(target__in=targets).order_by("on", "created_at")
    lessons = Lesson.objects.filter(leader=leader, cycle__in=list(cycles)).order_by("created_at", "id")
    return OwnThings(
        targets=_grouped((one.cycle_id, one) for one in targets),
        wordings=_grouped((one.target_id, one) for one in wordings),
        try_outs=_grouped((one.target_id, one) for one in try_outs),
        lessons=_grouped((one.cycle_id, one) for one in lessons),
    )


def _grouped(rows: Iterable[tuple[UUID, Row]]) -> dict[UUID, list[Row]]:
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return dict(found)


def _words(wording: TargetWording, *, label: str = "Behaviour") -> Sequence[Fact]:
    """Without a ``label`` the behaviour is not read again below a heading that says it."""
    return (
        Fact("direction", wording.direction, "Direction", wording.get_direction_display()),
        Fact("behaviour", wording.behaviour, label),
        Fact("differently", wording.differently, "What you will do differently"),
        Fact("why", wording.why, "Why it matters"),
        Fact("written_at", wording.written_at),
    )


def _wording(wording: TargetWording, zone: ZoneInfo) -> Entry:
    replaced = wording.replaced_at
    return Entry(
        f"From {_day(wording.written_at, zone)} to {_day(replaced, zone)}",
        (*_words(wording), Fact("replaced_at", replaced)),
    )


def _try_out(one: TryOut) -> Entry:
    return Entry(
        day_in_words(one.on),
        (
            Fact("on", one.on),
            Fact("occasion", one.occasion, "Occasion"),
            Fact("plan", one.plan, "What you meant to try"),
            Fact(
                "step", one.step or None, "How big a step it was", one.get_step_display() if one.step else ""
            ),
            Fact("noticed", one.noticed, "What you noticed"),
            Fact("next", one.next, "What comes next"),
            Fact("created_at", one.created_at),
            Fact("looked_back_at", one.looked_back_at),
        ),
    )


def _lesson(one: Lesson, zone: ZoneInfo) -> Entry:
    return Entry(
        _day(one.created_at, zone),
        (
            Fact("text", one.text, "Lesson"),
            Fact("created_at", one.created_at),
            Fact("offered_at", one.offered_at, "Offered to your team on", _day(one.offered_at, zone)),
            Fact("shown_at", one.shown_at, "On the board on", _day(one.shown_at, zone)),
        ),
    )


def _day(at: dt.datetime | None, zone: ZoneInfo) -> str:
    """The day of that moment by the clocks of the cycle, in words."""
    return day_in_words(at.astimezone(zone).date()) if at else ""
