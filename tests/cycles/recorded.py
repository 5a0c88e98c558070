"""Two leaders who have written in every place there is, so that a record has something to hold."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import AbstractContextManager
from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    AgreementYes,
    Cycle,
    GrowthTarget,
    Lesson,
    PairNote,
    PlannedSession,
    PrivateNote,
    Session,
    Strength,
    TargetWording,
    TryOut,
)
from tests.cast import Northmere
from tests.cycles.made import pair_of
from tests.cycles.pages import signed_in

FIRST = dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

SHARED = ("meeting", "confidence", "challenge", "trouble", "earlier-meeting", "pair-note", "place")
"""What both of a pair read."""
OWN = (
    "behaviour",
    "differently",
    "why",
    "earlier-behaviour",
    "occasion",
    "plan",
    "noticed",
    "next",
    "private-note",
    "lesson-kept",
)
"""What is in its author's record alone."""
BETWEEN = ("strength",)


def canary(owner: str, field: str) -> str:
    """No canary is part of another."""
    return f"canary.{owner}.{field}."


HELENS = {
    *(canary("Helen", field) for field in (*SHARED, *OWN, *BETWEEN, "lesson-offered")),
    canary("Priya", "strength"),
}
"""All that Helen may read: her own, the pair's, and what Priya rates in her."""
PRIYAS = {
    *(canary("Helen", field) for field in (*SHARED, *BETWEEN)),
    *(canary("Priya", field) for field in (*OWN, *BETWEEN, "lesson-offered")),
}


def as_(cast: Northmere, name: str) -> AbstractContextManager[None]:
    return scope(organisation=cast.organisation.pk, person=cast.person(name).pk)


def write_everything(cast: Northmere, cycle: Cycle, one: str, other: str, at: dt.datetime = FIRST) -> None:
    """Both write in every place; what they share is named after ``one``."""
    share(cast, cycle, one, other, at)
    for name, partner in ((one, other), (other, one)):
        write_own(cast, cycle, name, partner, at)


def share(cast: Northmere, cycle: Cycle, one: str, other: str, at: dt.datetime) -> None:
    with as_(cast, one):
        pair = pair_of(cycle, cast.leader(one))
        here = {"organisation": cast.organisation, "pair": pair}
        Agreement.objects.create(
            **here,
            meeting=canary(one, "earlier-meeting"),
            written_by=cast.leader(one),
            written_at=at,
            replaced_at=at + DAY,
        )
        stands = Agreement.objects.create(
            **here,
            **{name: canary(one, name) for name in ("meeting", "confidence", "challenge", "trouble")},
            written_by=cast.leader(one),
            written_at=at + DAY,
        )
        AgreementYes.objects.create(
            organisation=cast.organisation, agreement=stands, leader=cast.leader(one), said_at=at + DAY
        )
        session = Session.objects.create(
            **here, held_on=at.date(), minutes=80, logged_by=cast.leader(one), created_at=at
        )
        PairNote.objects.create(
            organisation=cast.organisation,
            session=session,
            text=canary(one, "pair-note"),
            changed_by=cast.leader(one),
        )
        PlannedSession.objects.create(
            **here,
            starts_at=at + 60 * DAY,
            minutes=60,
            place=canary(one, "place"),
            planned_by=cast.leader(one),
            created_at=at,
        )


def write_own(cast: Northmere, cycle: Cycle, name: str, partner: str, at: dt.datetime) -> None:
    with as_(cast, name):
        leader, pair = cast.leader(name), pair_of(cycle, cast.leader(name))
        org = {"organisation": cast.organisation}
        Strength.objects.create(
            **org,
            pair=pair,
            author=leader,
            about=cast.leader(partner),
            text=canary(name, "strength"),
            created_at=at,
            changed_at=at,
        )
        target = GrowthTarget.objects.create(
            **org, cycle=cycle, leader=leader, slot=1, state="settled", created_at=at, state_at=at + DAY
        )
        for prefix, written, replaced in (("earlier-", at, at + DAY), ("", at + DAY, None)):
            TargetWording.objects.create(
                **org,
                target=target,
                direction="down" if prefix else "up",
                behaviour=canary(name, f"{prefix}behaviour"),
                differently="" if prefix else canary(name, "differently"),
                why="" if prefix else canary(name, "why"),
                written_at=written,
                replaced_at=replaced,
            )
        TryOut.objects.create(
            **org,
            target=target,
            on=at.date() + 7 * DAY,
            **{field: canary(name, field) for field in ("occasion", "plan", "noticed", "next")},
            step="clear",
            created_at=at,
            changed_at=at,
            looked_back_at=at + 8 * DAY,
        )
        for session in Session.objects.filter(pair=pair):
            PrivateNote.objects.create(
                **org, session=session, leader=leader, text=canary(name, "private-note")
            )
        Lesson.objects.create(
            **org, cycle=cycle, leader=leader, text=canary(name, "lesson-kept"), created_at=at
        )
        Lesson.objects.create(
            **org,
            cycle=cycle,
            leader=leader,
            text=canary(name, "lesson-offered"),
            created_at=at + DAY,
            offered_at=at + 2 * DAY,
        )


def canaries(text: str) -> set[str]:
    return set(re.findall(r"canary\.[\w.-]+\.", text))


def data_of(cast: Northmere, name: str) -> Any:
    return json.loads(signed_in(cast, name).get(f"{cast.base}record.json").content)
