"""What holds for everything that a pair writes for itself: who may write, when, and who a reader was with.

None of it goes into the audit trail: the organisation reads that, and may not know that anybody wrote.
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager

from coachingpairs.errors import DomainError, said_as
from cycles.models import Cycle, Pair, PairMember
from cycles.services.pairs import ShownPair, shown_pairs
from teams.models import Leader, Person

HAS_ENDED = "This pair has ended. What was written stays here for you to read."


class ReadOnly(DomainError):
    """The cycle is not under way, the pair has ended, or it is somebody else's."""


def hold_pair(pair: Pair) -> Pair:
    """Read anew and locked: partners who write at once do it one after the other."""
    return Pair.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=pair.pk)


def require_own(pair: Pair, leader: Leader, by: Person) -> PairMember:
    """The leader's membership of a pair that may write. Raises ReadOnly."""
    if leader.person_id != by.pk:
        raise ReadOnly("Only the two of a pair write here.")
    member = PairMember.objects.filter(pair=pair, leader=leader, left_at=None).first()
    reason = why_read_only(pair, is_member=member is not None)
    if member is None or reason:
        raise ReadOnly(reason)
    return member


def why_read_only(pair: Pair, *, is_member: bool) -> str:
    """Why this is to read and not to change, or ''."""
    cycle = pair.cycle
    if cycle.stage == Cycle.Stage.CLOSED:
        return f"Cycle {cycle.number} is over, so this can be read but not changed."
    if not cycle.is_under_way:
        return f"Cycle {cycle.number} has not begun yet."
    return HAS_ENDED if pair.ended_at or not is_member else ""


def unless_closed() -> AbstractContextManager[None]:
    """The database has the last word on whether the cycle is still under way."""
    return said_as({"written_while_under_way": "The cycle has just been closed."}, error=ReadOnly)


def own_pairs(leader: Leader, *, cycle: Cycle | None = None) -> list[ShownPair]:
    """Every pair the leader is or was in, newest first, with all who ever were in it. Two queries."""
    pairs = Pair.objects.filter(members__leader=leader).exclude(cycle__stage=Cycle.Stage.CHOOSING)
    if cycle is not None:
        pairs = pairs.filter(cycle=cycle)
    found = pairs.select_related("cycle").order_by("-cycle__number", "-formed_at", "id")
    return shown_pairs(found, with_those_who_left=True)


def left_at(own: ShownPair, leader: Leader) -> dt.datetime | None:
    """When the leader left this pair of theirs; None while they are in it."""
    return next(member.left_at for member in own.members if member.leader_id == leader.pk)


def to_the_last(own: ShownPair, leader: Leader) -> ShownPair:
    """With those who were in it as long as the leader: whoever left a trio before them is not."""
    until = left_at(own, leader)
    return ShownPair(
        own.pair,
        tuple(
            member
            for member in own.members
            if member.left_at is None or (until is not None and member.left_at >= until)
        ),
    )
