"""Sealing: the pairs stand, the cycle runs, the one before it closes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.locks import hold_cycle
from cycles.models import Cycle
from cycles.services.cycles import start_cycle
from pairing.models import Proposal, Suggestion
from pairing.services.changes import NOT_OPEN, closing_board
from pairing.services.forming import end_suggestions
from pairing.services.help_signals import end_all_signals
from pairing.services.room import Room, names_in, read_room, version_of
from teams.models import Leader, Person

NO_PAIRS = "There is no pair yet. Seal once at least two people have said yes to each other."
MOVED_ON = "The room has moved on since you opened this page. Look again at who is left, then seal."


def seal_cycle(
    *,
    cycle: Cycle,
    sitting_out: Collection[Leader] = (),
    seen: str = "",
    by: Person,
    at: dt.datetime | None = None,
) -> Cycle:
    """The cycle runs from now on; the previous one closes; partners get a message. Sealing twice seals once.

    ``sitting_out`` are all those without a partner, who sit this cycle out by their own wish; ``seen`` the
    room's version that was looked at. DomainError, and nothing is changed, when either is not true any more,
    when there is no pair, or when somebody in a pair has left the team.
    """
    at = at or timezone.now()
    with closing_board(cycle):
        now = Cycle.objects.select_related("team").get(pk=cycle.pk)
        if now.stage == Cycle.Stage.DRAFT:
            raise DomainError(NOT_OPEN)
        if now.stage != Cycle.Stage.CHOOSING:
            return now
        room = read_room(now)
        _require_seen(room, sitting_out, seen)
        _require_sealable(room)
        _lapse_all(now, at)
        _end_pause(now)
        _hold_the_one_before(now)
        start_cycle(cycle=now, sitting_out=room.still_choosing, pairs=len(room.pairs), by=by, at=at)
        _tell_partners(now, room, at)
        return now


def leavers_in_pairs(room: Room) -> list[tuple[str, str]]:
    """(who has left the team, their pair) for every pair that cannot start like that."""
    return [
        (member.leader.name, names_in(shown))
        for shown in room.pairs
        for member in shown.members
        if not member.leader.is_active
    ]


def _require_seen(room: Room, sitting_out: Collection[Leader], seen: str) -> None:
    if seen and seen != version_of(room.cycle):
        raise DomainError(MOVED_ON)
    if {leader.pk for leader in sitting_out} != {leader.pk for leader in room.still_choosing}:
        raise DomainError(MOVED_ON)


def _require_sealable(room: Room) -> None:
    if not room.pairs:
        raise DomainError(NO_PAIRS)
    for gone, names in leavers_in_pairs(room):
        raise DomainError(f"{gone} has left the team. Undo the pair of {names} first.")


def _lapse_all(cycle: Cycle, at: dt.datetime) -> None:
    Proposal.objects.open().filter(cycle=cycle).update(state=Proposal.State.LAPSED, answered_at=at)
    end_suggestions(list(Suggestion.objects.open().filter(cycle=cycle).values_list("pk", flat=True)), at)
    end_all_signals(cycle, at)


def _hold_the_one_before(cycle: Cycle) -> None:
    """It is about to close, and those without a partner may be pairing in it."""
    for before in Cycle.objects.under_way().filter(team_id=cycle.team_id):
        hold_cycle(before.pk)


def _end_pause(cycle: Cycle) -> None:
    """Only a room that chooses is paused."""
    if cycle.paused:
        cycle.paused = False
        cycle.save(update_fields=["paused"])


def _tell_partners(cycle: Cycle, room: Room, at: dt.datetime) -> None:
    messages = [
        Outgoing(recipient_id=member.leader_id, subject_id=shown.pair.pk, cycle_id=cycle.pk, due_at=at)
        for shown in room.pairs
        for member in shown.members
        if member.leader.person_id
    ]
    enqueue_many(organisation_id=cycle.organisation_id, kind="sealed", messages=messages)
