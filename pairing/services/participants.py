"""Who takes part in a cycle: joining late, being away, sitting out. While it is choosing, and later too.

How many are there decides whether there is a trio, so each of these holds the cycle's lock alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import Q
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.models import Cycle, Participant
from pairing.rules.eligibility import Reason, Why
from pairing.services.changes import (
    active_pair_of,
    closing_board,
    partner_in,
    require_open,
)
from pairing.services.forming import lapse_all_about
from pairing.services.help_signals import end_signals
from pairing.services.room import read_room
from teams.audit import record
from teams.models import Leader, OrganisationRole, Person, Role
from teams.speaking import Speaker, person_of, speaks_for

ORGANISERS = (Role.FACILITATOR, Role.SPONSOR)
ONLY_ORGANISERS = "Only a facilitator or sponsor can say that."
NEEDED = "Just now everybody is needed, so that nobody else is left without a partner."
YOU_ARE_AWAY = "You are marked as away just now. Tell your facilitator that you are back."
YOU_SIT_OUT = "You sit this cycle out. Say first that you choose after all."


def add_participant(
    *, cycle: Cycle, leader: Leader, by: Person, at: dt.datetime | None = None
) -> Participant:
    """Somebody who joined after choosing had opened, or later, takes part too. Adding twice adds once."""
    with closing_board(cycle):
        require_open(cycle)
        now = Leader.objects.active().filter(pk=leader.pk, team_id=cycle.team_id).first()
        if now is None:
            raise DomainError(f"{leader.name} is not in this team any more.")
        if now.function_id is None:
            raise DomainError(f"{leader.name} has no function yet. Give them one on the roster first.")
        row, added = Participant.objects.get_or_create(
            organisation_id=cycle.organisation_id, cycle=cycle, leader=now
        )
        if added:
            _record(cycle, "participant added", by, now)
            tell_that_choosing_is_open(cycle, [now], at or timezone.now())
        return row


def mark_absent(*, cycle: Cycle, leader: Leader, by: Person, at: dt.datetime | None = None) -> None:
    """They cannot choose now and are paired later; open questions from and to them lapse.

    DomainError when they are in a pair or sit out, and for anybody but a facilitator or sponsor.
    """
    require_organiser(cycle, by)
    with _held(cycle, leader) as row:
        if row.absent:
            return
        if row.sits_out:
            raise DomainError(f"{row.leader.name} sits this cycle out already.")
        _step_aside(row, "marked away", by, at or timezone.now(), absent=True)


def mark_back(*, cycle: Cycle, leader: Leader, by: Person) -> None:
    """They can choose now. DomainError for anybody but a facilitator or sponsor."""
    require_organiser(cycle, by)
    with _held(cycle, leader) as row:
        if row.absent:
            _return(row, "marked back", by)


def sit_out(
    *,
    cycle: Cycle,
    leader: Leader,
    by: Speaker,
    at: dt.datetime | None = None,
    in_the_room: bool = False,
) -> None:
    """By the leader's own wish, said by themself or passed on; open questions from and to them lapse.

    Somebody who was away is not waited for any more. DomainError when they are in a pair. ``in_the_room``:
    the team is together, where what has been sealed stands.
    """
    organises = _require_oneself_or_organiser(cycle, leader, by)
    with _held(cycle, leader, though_paused=organises, though_under_way=not in_the_room) as row:
        if not row.sits_out:
            if not organises:
                _require_spared(cycle, row)
            _step_aside(row, "sits out", by, at or timezone.now(), sits_out=True)


def choose_after_all(*, cycle: Cycle, leader: Leader, by: Speaker, in_the_room: bool = False) -> None:
    """Undoes ``sit_out``, by the same people."""
    organises = _require_oneself_or_organiser(cycle, leader, by)
    with _held(cycle, leader, though_paused=organises, though_under_way=not in_the_room) as row:
        if row.sits_out:
            _return(row, "chooses after all", by)


def require_there(cycle: Cycle, leaders: Sequence[Leader], *, said_to: Leader | None = None) -> None:
    """DomainError when one of these leaders is away or sits the cycle out."""
    aside = Participant.objects.filter(Q(absent=True) | Q(sits_out=True), cycle=cycle, leader__in=leaders)
    for row in aside.select_related("leader").order_by("leader_id"):
        if row.leader == said_to:
            raise DomainError(YOU_ARE_AWAY if row.absent else YOU_SIT_OUT)
        reason = Reason(Why.ABSENT if row.absent else Why.SITS_OUT)
        raise DomainError(reason.between("", row.leader.name))


def tell_that_choosing_is_open(cycle: Cycle, leaders: Sequence[Leader], at: dt.datetime) -> None:
    """Or, of a cycle under way, that there is still a way in."""
    enqueue_many(
        organisation_id=cycle.organisation_id,
        kind="choosing-late" if cycle.is_under_way else "choosing-open",
        messages=[
            Outgoing(recipient_id=leader.pk, cycle_id=cycle.pk, due_at=at)
            for leader in leaders
            if leader.person_id
        ],
    )


@contextmanager
def _held(
    cycle: Cycle, leader: Leader, *, though_paused: bool = True, though_under_way: bool = True
) -> Iterator[Participant]:
    """The participant as they are now, while nobody else changes the room."""
    with closing_board(cycle):
        require_open(cycle, though_paused=though_paused, though_under_way=though_under_way)
        rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("leader")
        row = rows.filter(cycle=cycle, leader=leader).first()
        if row is None:
            raise DomainError(f"{leader.name} does not take part in this cycle.")
        yield row


def _step_aside(
    row: Participant, verb: str, by: Speaker, at: dt.datetime, *, absent: bool = False, sits_out: bool = False
) -> None:
    pair = active_pair_of(row.cycle, row.leader)
    if pair is not None:
        partner = partner_in(pair, row.leader)
        first = "end" if row.cycle.is_under_way else "be undone"
        raise DomainError(f"{row.leader.name} is in a pair with {partner}. That has to {first} first.")
    lapse_all_about(row.cycle, [row.leader], at)
    end_signals(row.cycle, [row.leader], at)
    row.absent, row.sits_out = absent, sits_out
    row.save(update_fields=["absent", "sits_out"])
    _record(row.cycle, verb, by, row.leader)


def _require_spared(cycle: Cycle, row: Participant) -> None:
    """Whoever decides for themself leaves nobody else over. Somebody in a pair, or away, is none of this."""
    if row.absent or active_pair_of(cycle, row.leader) is not None:
        return
    if not read_room(cycle).seating.can_spare(row.leader):
        raise DomainError(NEEDED)


def _return(row: Participant, verb: str, by: Speaker) -> None:
    row.absent = row.sits_out = False
    row.save(update_fields=["absent", "sits_out"])
    _record(row.cycle, verb, by, row.leader)


def require_organiser(cycle: Cycle, by: Person) -> None:
    """DomainError for anybody but a facilitator or sponsor."""
    if not _organises(cycle, by):
        raise DomainError(ONLY_ORGANISERS)


def _require_oneself_or_organiser(cycle: Cycle, leader: Leader, by: Speaker) -> bool:
    """Whether they organise, which somebody who says it for themself may do too."""
    organises = _organises(cycle, by)
    if not organises and not speaks_for(by, leader):
        raise DomainError(f"Only {leader.name} can say that, or a facilitator or sponsor for them.")
    return organises


def _organises(cycle: Cycle, by: Speaker) -> bool:
    """Nobody does who is known at a board alone."""
    person = person_of(by)
    roles = OrganisationRole.objects.filter(organisation_id=cycle.organisation_id, role__in=ORGANISERS)
    return person is not None and roles.filter(person=person).exists()


def _record(cycle: Cycle, verb: str, by: Speaker, leader: Leader) -> None:
    """What has changed for whom; never why."""
    record(
        verb,
        organisation_id=cycle.organisation_id,
        by=person_of(by),
        team=cycle.team,
        subject_id=leader.pk,
        cycle=cycle.number,
    )
