"""Pairs of a running cycle that end, through the services."""

from __future__ import annotations

import datetime as dt

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writer_of
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.services.ending import end_own_pair
from tests.cast import Northmere

TRIO = (("Helen", "Priya", "Joanna"), ("Siobhan", "Vikram"))


def end_pair_of(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime | None = None) -> Pair:
    """By that leader's wish; returns the pair as it was."""
    leader = cast.leader(name)
    with scope(organisation=cast.organisation.pk, person=leader.person_id):
        pair = Pair.objects.active().get(cycle=cycle, members__leader=leader, members__left_at=None)
        assert end_own_pair(pair=pair, leader=leader, by=cast.person(name), at=at)
    return pair


def told(cast: Northmere, name: str, kind: str = "pair-ended") -> list[Message]:
    """What that leader is written."""
    with scope(organisation=cast.organisation.pk):
        mails = OutgoingMail.objects.filter(kind=kind, recipient_id=cast.leader(name).pk).order_by("due_at")
        found = [writer_of(kind)(mail) for mail in mails]
    return [message for message in found if message is not None]
