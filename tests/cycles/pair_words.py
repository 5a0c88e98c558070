"""Writing and reading a pair's own words as its members do, for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Agreement, Cycle, Pair, PairMember, Strength
from cycles.rules.agreements import Answers, Standing
from cycles.services.agreement_pages import ShownAgreement, shown_agreements
from cycles.services.agreements import agree, agreement_standing, standing_agreement, write_agreement
from cycles.services.pair_words import own_pairs
from cycles.services.strengths import (
    StrengthsStanding,
    add_strength,
    read_strengths,
    strengths_standing,
)
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, pair_of

MINUTE = dt.timedelta(minutes=1)
TRIO = (("Helen", "Priya", "Joanna"), ("Amara", "Vikram"))


def end_pair(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime = NOW) -> None:
    with scope(organisation=cast.organisation.pk):
        pair = pair_of(cycle, cast.leader(name))
        Pair.objects.filter(pk=pair.pk).update(ended_at=at)
        PairMember.objects.filter(pair=pair, left_at=None).update(left_at=at)


def leave_trio(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime = NOW) -> None:
    """The two who stay are a pair."""
    with scope(organisation=cast.organisation.pk):
        pair = pair_of(cycle, cast.leader(name))
        PairMember.objects.filter(pair=pair, leader=cast.leader(name)).update(left_at=at)
        Pair.objects.filter(pk=pair.pk).update(is_trio=False)


def write(
    cast: Northmere,
    cycle: Cycle,
    name: str,
    *,
    seen: Agreement | None = None,
    at: dt.datetime = NOW,
    answers: Answers | None = None,
    **texts: str,
) -> Agreement:
    """``answers``, or those given by name."""
    with as_(cast, name):
        return write_agreement(
            pair=pair_of(cycle, cast.leader(name)),
            leader=cast.leader(name),
            answers=answers or Answers(**texts),
            seen=seen.pk if seen else None,
            by=cast.person(name),
            at=at,
        )


def say_yes(
    cast: Northmere, cycle: Cycle, name: str, seen: UUID | None = None, at: dt.datetime = NOW
) -> None:
    """To ``seen``, or to what stands."""
    with as_(cast, name):
        pair = pair_of(cycle, cast.leader(name))
        if seen is None:
            standing = standing_agreement(pair)
            seen = standing.pk if standing else None
        agree(pair=pair, leader=cast.leader(name), seen=seen, by=cast.person(name), at=at)


def stands_for(cast: Northmere, cycle: Cycle, name: str) -> Standing:
    with as_(cast, name):
        return agreement_standing(pair_of(cycle, cast.leader(name)), cast.leader(name))


def read_agreement(cast: Northmere, cycle: Cycle, name: str) -> ShownAgreement:
    """As that leader reads it on the page of the cycle."""
    with as_(cast, name):
        [shown] = shown_agreements(own_pairs(cast.leader(name), cycle=cycle), cast.leader(name))
        assert shown.wording is None or shown.wording.meeting is not None
        return shown


def give(cast: Northmere, cycle: Cycle, name: str, about: str, text: str, at: dt.datetime = NOW) -> Strength:
    with as_(cast, name):
        return add_strength(
            pair=pair_of(cycle, cast.leader(name)),
            leader=cast.leader(name),
            about=cast.leader(about),
            text=text,
            by=cast.person(name),
            at=at,
        )


def read_from(cast: Northmere, cycle: Cycle, name: str, author: str) -> None:
    with as_(cast, name):
        read_strengths(
            pair=pair_of(cycle, cast.leader(name)),
            leader=cast.leader(name),
            author=cast.leader(author),
            by=cast.person(name),
        )


def strengths_for(cast: Northmere, cycle: Cycle, name: str) -> tuple[set[str], set[str]]:
    """First names: to whom they have said something, and whose words they have yet to read."""
    with as_(cast, name):
        standing: StrengthsStanding = strengths_standing(pair_of(cycle, cast.leader(name)), cast.leader(name))
    return _names(cast, standing.given_to), _names(cast, standing.unread_from)


def queued(cast: Northmere, kind: str) -> list[tuple[str, str, dt.datetime]]:
    """Who is to be told, in which period and when; oldest first."""
    with scope(organisation=cast.organisation.pk):
        rows = list(OutgoingMail.objects.filter(kind=kind).order_by("due_at"))
    return sorted((next(iter(_names(cast, [row.recipient_id]))), row.period, row.due_at) for row in rows)


def _names(cast: Northmere, leader_ids: Collection[UUID]) -> set[str]:
    return {leader.called for leader in cast.leaders.values() if leader.pk in leader_ids}
