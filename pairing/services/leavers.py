"""When leaders leave the team their pairs end, or come undone in the room, and open questions lapse.

``teams.leaving`` calls this in the transaction of the leaving, in whatever way somebody leaves.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection
from django.utils import timezone

from coachingpairs.live.announcing import announce
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.locks import hold_cycle
from cycles.models import Cycle, Pair
from cycles.models.cycles import CycleQuerySet
from pairing.services.changes import NOTICE_WAITS, SEALER_WAITS, members_of, politely, wait_at_most
from pairing.services.ending import end_for
from pairing.services.forming import lapse_all_about, take_apart
from pairing.services.help_signals import end_signals
from teams.models import Leader, Team


def hold_rooms(team: Team) -> None:
    """Nobody forms or ends a pair meanwhile. DomainError when a room is too busy to wait for.

    The newer cycle first, as whoever seals it holds both.
    """
    with politely():
        wait_at_most(SEALER_WAITS)
        for cycle in _open_cycles(team):
            hold_cycle(cycle.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def free_the_partners(team: Team, leavers: frozenset[UUID]) -> None:
    """These have just left. The rooms are held."""
    for cycle in _open_cycles(team):
        gone = list(Leader.objects.filter(pk__in=leavers, participations__cycle=cycle))
        if gone:
            _free_the_partners(cycle, gone)
            announce(cycle.organisation_id, cycle.pk)


def _free_the_partners(cycle: Cycle, gone: list[Leader]) -> None:
    now = timezone.now()
    lapse_all_about(cycle, gone, now)
    end_signals(cycle, gone, now)
    pairs = Pair.objects.active().filter(cycle=cycle, members__leader__in=gone, members__left_at=None)
    for pair in pairs.distinct().order_by("pk"):
        if cycle.is_choosing:
            _undo(cycle, pair, gone, now)
        else:
            end_for(cycle, pair, leaving=[leader.pk for leader in gone])


def _undo(cycle: Cycle, pair: Pair, gone: list[Leader], at: dt.datetime) -> None:
    """As if whoever has left had stepped back."""
    members = members_of(pair)
    leaving = [member for member in members if member in gone]
    alone = leaving[0] if len(leaving) == 1 else None
    staying = take_apart(cycle, pair, members, leaving=alone, by=None, at=at)
    if staying:
        return
    free = [member for member in members if member not in gone and member.person_id]
    messages = [
        Outgoing(
            recipient_id=member.pk, subject_id=leaving[0].pk, cycle_id=cycle.pk, due_at=at + NOTICE_WAITS
        )
        for member in free
    ]
    enqueue_many(organisation_id=cycle.organisation_id, kind="pair-undone", messages=messages)


def _open_cycles(team: Team) -> CycleQuerySet:
    stages = (Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP)
    return Cycle.objects.filter(team=team, stage__in=stages).select_related("team").order_by("-number")
