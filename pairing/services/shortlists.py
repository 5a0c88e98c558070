"""Whom a leader would be glad to work with. Nobody else ever reads it; suggestions are computed from all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone

from coachingpairs.errors import DomainError, said_as
from pairing.models import ShortlistEntry
from pairing.models.shortlists import LONGEST_SHORTLIST
from teams.models import Leader, Person, Team
from teams.speaking import require_oneself

AT_MOST_FIVE = "Choose up to five colleagues."
A_COLLEAGUE = "Choose colleagues who are in this team."


def own_shortlist(leader: Leader) -> list[Leader]:
    """In the order of choosing, without those who have left. Needs the scope of the leader's person."""
    entries = ShortlistEntry.objects.filter(leader=leader, colleague__left_on=None)
    return [
        entry.colleague
        for entry in entries.select_related("colleague__function").order_by("created_at", "id")
    ]


def choose_shortlist(*, leader: Leader, colleagues: Sequence[Leader], by: Person) -> None:
    """These and nobody else, in this order; an empty list takes all back. Leaves no trace in the audit trail.

    Needs the scope of the leader's person. DomainError over five, for oneself, and for people who are not in
    the team (any more).
    """
    require_oneself(by, leader)
    wanted = list(dict.fromkeys(colleague.pk for colleague in colleagues))
    if len(wanted) > LONGEST_SHORTLIST:
        raise DomainError(AT_MOST_FIVE)
    with said_as({"shortlist_at_most_five": AT_MOST_FIVE, "shortlist_of_team": A_COLLEAGUE}):
        Leader.objects.select_for_update(of=("self",), no_key=True).get(pk=leader.pk)
        _require_colleagues(leader, wanted)
        ShortlistEntry.objects.filter(leader=leader).delete()
        _write(leader, wanted, timezone.now())


def all_shortlists(team: Team) -> dict[UUID, tuple[UUID, ...]]:
    """Leader → whom they would be glad to work with, in order. For computing, never for showing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT leader_id, colleague_id FROM pairing_shortlists(%s)", [team.pk])
        rows = cursor.fetchall()
    found: dict[UUID, tuple[UUID, ...]] = {}
    for leader_id, colleague_id in rows:
        found[leader_id] = (*found.get(leader_id, ()), colleague_id)
    return found


def _require_colleagues(leader: Leader, wanted: Sequence[UUID]) -> None:
    theirs = Leader.objects.active().filter(team_id=leader.team_id, pk__in=wanted).exclude(pk=leader.pk)
    if theirs.count() != len(wanted):
        raise DomainError(A_COLLEAGUE)


def _write(leader: Leader, wanted: Sequence[UUID], at: dt.datetime) -> None:
    """A moment apart each, so that the order of choosing is the order of time."""
    ShortlistEntry.objects.bulk_create(
        ShortlistEntry(
            organisation_id=leader.organisation_id,
            leader=leader,
            colleague_id=colleague,
            created_at=at + dt.timedelta(microseconds=place),
        )
        for place, colleague in enumerate(wanted)
    )
