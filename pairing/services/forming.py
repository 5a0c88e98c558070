"""Forming a pair or trio and undoing it, with all that lapses then. Both have said yes before.

Only ``pairing.services`` comes here, under the cycle's lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.models import Cycle, Pair, PairMember
from pairing.models import Proposal, SuggestedLeader, Suggestion
from pairing.rules.guard import keeps_whole
from pairing.services.changes import changing_board, members_of
from pairing.services.help_signals import end_signals
from pairing.services.parting import end_for_all
from pairing.services.room import read_room
from pairing.services.staying import who_stays
from teams.audit import record
from teams.models import Leader, Person

PAIR_SIZE = 2


def require_whole(cycle: Cycle, leaders: Sequence[Leader], sentence: str) -> None:
    """DomainError with the sentence when these becoming a pair or trio would leave anybody more without one.

    Only says something for certain while nobody else changes the room.
    """
    seating = read_room(cycle).seating
    if not keeps_whole(seating.assembly.hall, seating.group(leaders)):
        raise DomainError(sentence)


def form_pair(
    *,
    cycle: Cycle,
    leaders: Sequence[Leader],
    by: Person | None,
    at: dt.datetime | None,
    taken: Suggestion | None = None,
    details: Mapping[str, str] | None = None,
) -> Pair:
    """Store the pair or trio; everything else that is open from or to its members lapses.

    All have said yes before, to each other or to the suggestion ``taken``. ``details`` go into the audit
    trail. Once the cycle is under way they get a message.
    """
    at = at or timezone.now()
    pair = Pair.objects.create(
        organisation_id=cycle.organisation_id, cycle=cycle, formed_at=at, is_trio=len(leaders) > PAIR_SIZE
    )
    _seat(pair, leaders)
    _settle_questions(cycle, pair, leaders, at, taken)
    record_about("pair formed", cycle, pair, leaders, by, details)
    if cycle.is_under_way:
        tell_partners(cycle, pair, leaders, at)
    return pair


def take_in(
    *,
    cycle: Cycle,
    pair: Pair,
    third: Leader,
    by: Person | None,
    at: dt.datetime | None,
    taken: Suggestion | None = None,
    details: Mapping[str, str] | None = None,
) -> Pair:
    """A pair becomes a trio. All three have said yes before, as for ``form_pair``.

    Once the cycle is under way it is another pair: what two have written stays between the two.
    """
    if cycle.is_under_way:
        two = members_of(pair)
        moment = end_for_all(pair, at)
        return form_pair(cycle=cycle, leaders=[*two, third], by=by, at=moment, taken=taken, details=details)
    pair.is_trio = True
    pair.save(update_fields=["is_trio"])
    _seat(pair, [third])
    leaders = members_of(pair)
    _settle_questions(cycle, pair, leaders, at or timezone.now(), taken)
    record_about("pair became a trio", cycle, pair, leaders, by, details)
    return pair


def tell_partners(cycle: Cycle, pair: Pair, leaders: Sequence[Leader], at: dt.datetime) -> None:
    """That they are a pair, by a message to each who can sign in."""
    messages = [
        Outgoing(recipient_id=leader.pk, subject_id=pair.pk, cycle_id=cycle.pk, due_at=at)
        for leader in leaders
        if leader.person_id
    ]
    enqueue_many(organisation_id=cycle.organisation_id, kind="sealed", messages=messages)


def _settle_questions(
    cycle: Cycle, pair: Pair, leaders: Sequence[Leader], at: dt.datetime, taken: Suggestion | None
) -> None:
    """The suggestion that was taken became the pair; all else that is open about its members ends."""
    if taken is not None:
        taken.leaders.update(is_open=False)
        Suggestion.objects.filter(pk=taken.pk).update(ended_at=at, became=pair)
    lapse_all_about(cycle, leaders, at)
    end_signals(cycle, leaders, at)


def _seat(pair: Pair, leaders: Sequence[Leader]) -> None:
    PairMember.objects.bulk_create(
        PairMember(
            organisation_id=pair.organisation_id,
            pair=pair,
            cycle_id=pair.cycle_id,
            leader=leader,
            function_id=cast(UUID, leader.function_id),  # eligibility has asked for one
        )
        for leader in leaders
    )


def undo(
    *, cycle: Cycle, pair: Pair, by: Person | None, at: dt.datetime, leaving: Leader | None = None
) -> bool:
    """As if the pair had never been: the yes that made it counts no longer. False when it is gone already.

    ``leaving`` is the one who steps back, if anybody does. When they leave a trio whose other two had been a
    pair before, those two remain one.
    """
    by_organiser = leaving is None
    with changing_board(cycle, *members_of(pair), alone=True, though_paused=by_organiser) as leaders:
        standing = Pair.objects.active().filter(pk=pair.pk, cycle=cycle).first()
        if standing is None:
            return False
        take_apart(cycle, standing, leaders, leaving=leaving, by=by, at=at)
        return True


def take_apart(
    cycle: Cycle,
    pair: Pair,
    members: Sequence[Leader],
    *,
    leaving: Leader | None,
    by: Person | None,
    at: dt.datetime,
) -> list[Leader]:
    """As ``undo``, for a pair that is held; returns those who remain one."""
    staying = who_stays(pair, members, leaving) if leaving is not None else []
    agreed = _between(Proposal.objects.filter(cycle=cycle, state=Proposal.State.ACCEPTED), members)
    if staying:
        pair.members.exclude(leader__in=staying).delete()
        pair.is_trio = False
        pair.save(update_fields=["is_trio"])
        agreed = agreed.filter(Q(proposer=leaving) | Q(addressee=leaving))
        record_about("trio became a pair", cycle, pair, staying, by)
    else:
        record_about("pair undone", cycle, pair, members, by)
        pair.delete()
    agreed.update(state=Proposal.State.LAPSED, answered_at=at)
    lapse_all_about(cycle, members, at)
    return staying


def _between(proposals: QuerySet[Proposal], leaders: Sequence[Leader]) -> QuerySet[Proposal]:
    return proposals.filter(proposer__in=leaders, addressee__in=leaders)


def lapse_proposals(cycle: Cycle, leaders: Sequence[Leader], at: dt.datetime) -> None:
    """Every open question from or to these leaders."""
    concerned = Proposal.objects.open().filter(cycle=cycle)
    concerned = concerned.filter(Q(proposer__in=leaders) | Q(addressee__in=leaders))
    held = list(concerned.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Proposal.objects.open().filter(pk__in=held).update(state=Proposal.State.LAPSED, answered_at=at)


def lapse_all_about(cycle: Cycle, leaders: Sequence[Leader], at: dt.datetime) -> None:
    """Every open question from or to these leaders, and every suggestion that has one of them."""
    lapse_proposals(cycle, leaders, at)
    open_ones = Suggestion.objects.open().filter(cycle=cycle, leaders__leader__in=leaders)
    end_suggestions(list(open_ones.values_list("pk", flat=True)), at)


def end_suggestions(suggestions: Sequence[UUID], at: dt.datetime) -> None:
    SuggestedLeader.objects.filter(suggestion__in=suggestions, is_open=True).update(is_open=False)
    Suggestion.objects.open().filter(pk__in=suggestions).update(ended_at=at)


def record_about(
    verb: str,
    cycle: Cycle,
    pair: Pair,
    leaders: Sequence[Leader],
    by: Person | None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Who is paired with whom is public; who asked, declined or stepped back is nobody's business."""
    record(
        verb,
        organisation_id=cycle.organisation_id,
        by=by,
        team=cycle.team,
        subject_id=pair.pk,
        cycle=cycle.number,
        leaders=sorted(str(leader.pk) for leader in leaders),
        **(details or {}),
    )
