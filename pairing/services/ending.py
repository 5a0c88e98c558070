"""A pair that ends while its cycle is under way: by a wish of theirs, as told to a facilitator, by a leaving.

Quietly: nobody says why, and nothing keeps who ended it. Whatever the cause, everybody concerned is told in
the same words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.models import Cycle, Pair
from pairing.services.changes import closing_board, members_of, require_open
from pairing.services.forming import PAIR_SIZE, lapse_all_about, record_about
from pairing.services.participants import require_organiser
from pairing.services.parting import end_for_all, leave_trio
from pairing.services.staying import TRIO
from teams.models import Leader, Person
from teams.speaking import require_oneself

NOT_YET = "Until the pairs are sealed a pair is undone rather than ended. Look at the page of choosing."


def end_own_pair(*, pair: Pair, leader: Leader, by: Person, at: dt.datetime | None = None) -> bool:
    """By the leader's own wish: of two both are free, of a trio the two others go on.

    False when it has ended, or they have left it, already. DomainError unless the cycle is under way.
    """
    require_oneself(by, leader)
    with _under_way(pair) as members:
        if leader not in members:
            return False
        end_for(pair.cycle, pair, leaving={leader.pk}, at=at)
        return True


def end_pair_for_them(
    *, pair: Pair, by: Person, leaving: Leader | None = None, at: dt.datetime | None = None
) -> bool:
    """What the people of a pair have told those who run it; ``leaving`` is who leaves a trio, if one does.

    False when it has ended already. DomainError unless the cycle is under way, for somebody who is not of the
    pair any more, and for anybody but a facilitator or sponsor.
    """
    require_organiser(pair.cycle, by)
    with _under_way(pair) as members:
        if not members:
            return False
        if leaving is not None and leaving not in members:
            raise DomainError(f"{leaving.name} is not in this pair any more.")
        end_for(pair.cycle, pair, leaving={leaving.pk} if leaving else (), at=at)
        return True


def end_for(cycle: Cycle, pair: Pair, *, leaving: Collection[UUID], at: dt.datetime | None = None) -> None:
    """The caller holds the cycle's lock alone, and the pair stands.

    It ends for all of them, unless these leave a trio of which two remain.
    """
    members = members_of(pair)
    staying = [member for member in members if member.pk not in leaving]
    if len(members) == TRIO and len(staying) == PAIR_SIZE:
        gone = next(member for member in members if member.pk in leaving)
        moment = leave_trio(pair, gone, at)
        record_about("trio became a pair", cycle, pair, staying, None)
    else:
        moment = end_for_all(pair, at)
        record_about("pair ended", cycle, pair, members, None)
    lapse_all_about(cycle, members, moment)
    _tell(cycle, pair, members, moment)


@contextmanager
def _under_way(pair: Pair) -> Iterator[list[Leader]]:
    """Its members while nobody else changes the room; nobody once it has ended."""
    cycle = pair.cycle
    with closing_board(cycle):
        require_open(cycle)
        if cycle.is_choosing:
            raise DomainError(NOT_YET)
        pair.refresh_from_db(fields=["ended_at", "is_trio"])
        yield members_of(pair)


def _tell(cycle: Cycle, pair: Pair, members: Collection[Leader], at: dt.datetime) -> None:
    """Everybody who is in the team, whoever it was that wished it. Of a trio two endings can be told."""
    messages = [
        Outgoing(
            recipient_id=member.pk,
            subject_id=pair.pk,
            cycle_id=cycle.pk,
            period=f"{at:%Y-%m-%dT%H:%M:%S}",
            due_at=at,
        )
        for member in members
        if member.person_id and member.is_active
    ]
    enqueue_many(organisation_id=cycle.organisation_id, kind="pair-ended", messages=messages)
