"""What every change of the board has in common: its locks, its sentences, who is there and with whom.

Order of locks, the same for everybody: the cycle (shared, or alone), then the participants by id, then
proposals by id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, QuerySet
from psycopg.errors import DeadlockDetected, LockNotAvailable

from coachingpairs.errors import DomainError, said_as
from coachingpairs.live.announcing import announce
from cycles.locks import hold_cycle, share_cycle
from cycles.models import Cycle, Pair, PairMember, Participant
from cycles.rules.words import listed
from teams.models import Leader

CHOOSERS_WAIT = "3s"
SEALER_WAITS = "10s"
BUSY = "The room is busy this very moment. Nothing was changed; press again."
NOT_OPEN = "Choosing has not opened yet."
SEALED = "The pairs are sealed, so nothing changes any more."
PAUSED = "Choosing is paused for a moment. Nothing was changed."
JUST_PAIRED = "One of the two has just paired with somebody else."
NOTICE_WAITS = dt.timedelta(minutes=2)
"""Somebody in the same room answers within that time and needs no message."""
SENTENCES = {
    "cycle_is_choosing": SEALED,
    "choosing_not_paused": PAUSED,
    "member_of_one_pair": JUST_PAIRED,
    "pair_different_functions": "The two are in the same function.",
    "member_function_is_theirs": "The roster has just changed. Look again who can be asked.",
    "pair_no_reporting_line": "One of the two is the other's line manager.",
    "pair_not_again": "The two were partners in an earlier cycle.",
    "pair_both_said_yes": "A pair needs a yes from both. Ask once more.",
    "proposal_open_once_per_proposer": "You have just asked somebody else. Withdraw that invitation first.",
    "proposal_open_once_between_two": "The two of you have just asked each other. Press again.",
    "proposal_answered_once": "This invitation has just been answered.",
    "participant_once": "They take part already.",
    "member_is_there": "One of them is away just now or sits this cycle out.",
    "pair_kept_apart": "The two cannot be a pair this cycle.",
    "trio_when_odd": "The number of people is even now, so everybody can be in a pair of two.",
    "pair_one_trio_per_cycle": "There is a trio already, and a cycle has one at most.",
    "pair_ends_while_under_way": SEALED,
    "suggestion_answered_once": "This suggestion has just been answered.",
    "suggestion_is_open": "This suggestion is not open any more.",
    "suggestion_ends_once": "This suggestion is not open any more.",
    "suggestion_open_once_per_leader": "Just now that cannot be asked. Look again a little later.",
    "cycle_repeats_in_use": "A pair of this cycle is such a repeat. Undo it first.",
    "cycle_drops_nobody": "The room has moved on. Look again at who is left.",
}


@contextmanager
def changing_board(
    cycle: Cycle,
    *leaders: Leader,
    alone: bool = False,
    though_paused: bool = False,
    though_under_way: bool = False,
) -> Iterator[list[Leader]]:
    """One change of the board, all or nothing; yields these leaders as they are now, held.

    ``alone``: nobody else changes the room meanwhile, as is needed wherever a pair forms or comes undone: two
    pairs, each of which leaves the room whole, may not do so together. ``though_paused`` is for those who run
    the room, and for taking something back; ``though_under_way`` for what is possible without a partner once
    the pairs are sealed, see ``require_free_to_choose``. DomainError when the cycle is not choosing or is
    paused, somebody does not take part, a rule of the database is met, or the room is too busy to wait.
    """
    with politely(), said_as(SENTENCES):
        wait_at_most(CHOOSERS_WAIT)
        (hold_cycle if alone else share_cycle)(cycle.pk)
        require_open(cycle, though_paused=though_paused, though_under_way=though_under_way)
        yield _hold(cycle, leaders)
        _settle()
        announce(cycle.organisation_id, cycle.pk)


@contextmanager
def closing_board(cycle: Cycle) -> Iterator[None]:
    """The one who seals waits for everybody's last press, then nobody else changes anything."""
    with politely(), said_as(SENTENCES):
        wait_at_most(SEALER_WAITS)
        hold_cycle(cycle.pk)
        yield
        _settle()
        announce(cycle.organisation_id, cycle.pk)


def require_choosing(cycle: Cycle, *, though_paused: bool = True) -> None:
    """As stored now, whatever was read before the lock. DomainError when it is not choosing, or paused."""
    require_open(cycle, though_paused=though_paused, though_under_way=False)


def require_open(cycle: Cycle, *, though_paused: bool = True, though_under_way: bool = True) -> None:
    """As ``require_choosing``; a cycle under way will do as well. ``cycle`` knows its stage as it is now."""
    now = Cycle.objects.filter(pk=cycle.pk).values_list("stage", "paused", "sealed_at").first()
    stage, paused, sealed_at = now or ("", False, None)
    cycle.stage, cycle.paused, cycle.sealed_at = stage or cycle.stage, paused, sealed_at
    if stage in ("", Cycle.Stage.DRAFT):
        raise DomainError(NOT_OPEN)
    if though_under_way and cycle.is_under_way:
        return
    if stage != Cycle.Stage.CHOOSING:
        raise DomainError(SEALED)
    if paused and not though_paused:
        raise DomainError(PAUSED)


def require_free_to_choose(cycle: Cycle, leaders: Sequence[Leader]) -> None:
    """Once the cycle is under way only those without a partner choose: DomainError when none of these is."""
    if cycle.is_under_way and not _free(cycle, leaders).exists():
        raise DomainError(SEALED)


def require_since_sealing(cycle: Cycle, at: dt.datetime | None) -> None:
    """DomainError when what was settled at that moment has been sealed since: it is not settled once more."""
    if cycle.is_under_way and cycle.sealed_at and at and at <= cycle.sealed_at:
        raise DomainError(SEALED)


def _free(cycle: Cycle, leaders: Sequence[Leader]) -> QuerySet[Participant]:
    """Those of these who are there and have no partner."""
    own = PairMember.objects.filter(cycle=cycle, leader=OuterRef("leader"), left_at=None)
    there = Participant.objects.filter(cycle=cycle, leader__in=leaders, absent=False, sits_out=False)
    return there.filter(~Exists(own), leader__left_on=None)


def require_here(leaders: Sequence[Leader]) -> None:
    for leader in leaders:
        if not leader.is_active:
            raise DomainError(f"{leader.name} has left the team.")


def active_pair_of(cycle: Cycle, leader: Leader) -> Pair | None:
    return Pair.objects.active().filter(cycle=cycle, members__leader=leader, members__left_at=None).first()


def members_of(pair: Pair) -> list[Leader]:
    """By name."""
    members = pair.members.filter(left_at=None).select_related("leader").order_by("leader__sort_name")
    return [member.leader for member in members]


def partner_in(pair: Pair, leader: Leader) -> str:
    """The name of the other one, or of the two others of a trio."""
    return listed([member.name for member in members_of(pair) if member.pk != leader.pk])


def _hold(cycle: Cycle, leaders: Sequence[Leader]) -> list[Leader]:
    """The leaders as they are now, in the order given; nobody else changes what concerns them meanwhile."""
    if not leaders:
        return []
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("leader")
    concerned = rows.filter(cycle=cycle, leader__in=leaders).order_by("leader_id")
    held = {row.leader_id: row.leader for row in concerned}
    for leader in leaders:
        if leader.pk not in held:
            raise DomainError(f"{leader.name} does not take part in this cycle.")
    return [held[leader.pk] for leader in leaders]


@contextmanager
def politely() -> Iterator[None]:
    """Waiting too long for others, or for one another, is said in words."""
    try:
        yield
    except OperationalError as broken:
        if isinstance(broken.__cause__, LockNotAvailable | DeadlockDetected):
            raise DomainError(BUSY) from broken
        raise


def wait_at_most(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [time])


def _settle() -> None:
    """Have the deferred rules speak now, while their words can still reach the page."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
