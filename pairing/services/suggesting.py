"""Suggestions: pairs offered to those still choosing, which each of them takes or leaves.

A suggestion is never a pair. Nobody but the one who answers learns what they said, unless all say yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.models import Cycle, Pair
from pairing.models import SuggestedLeader, Suggestion
from pairing.services.changes import (
    NOTICE_WAITS,
    active_pair_of,
    changing_board,
    members_of,
    require_free_to_choose,
    require_here,
    require_open,
    require_since_sealing,
)
from pairing.services.forming import end_suggestions, form_pair, take_in
from pairing.services.helping import suggested_groups
from pairing.services.participants import require_there
from pairing.services.room import read_room
from teams.audit import record
from teams.models import Leader, Person
from teams.speaking import Speaker, require_oneself

NOT_ANY_MORE = "This suggestion is not open any more."
NOT_WHOLE_NOW = "The room has changed, and just now this would leave somebody without a partner."
NOT_TO_JOIN = "Just now this pair cannot take in a third. Look again who can."


def suggest_to_room(*, cycle: Cycle, by: Person, at: dt.datetime | None = None) -> list[Suggestion]:
    """Offer pairs to everybody who is still choosing; what was suggested before and is still open ends.

    Those concerned get a message. DomainError when there is nobody to suggest to anybody.
    """
    at = at or timezone.now()
    with changing_board(cycle, alone=True, though_paused=True):
        groups = suggested_groups(read_room(cycle))
        if not groups:
            raise DomainError("There is no pair to suggest: nobody who is still choosing may pair.")
        standing = Suggestion.objects.open().filter(cycle=cycle)
        end_suggestions(list(standing.values_list("pk", flat=True)), at)
        made = _make(cycle, [group.leaders for group in groups], at, by=by)
        record(
            "pairs suggested",
            organisation_id=cycle.organisation_id,
            by=by,
            team=cycle.team,
            subject_id=cycle.pk,
            cycle=cycle.number,
            suggestions=len(made),
        )
        return made


def ask_to_join(
    *, cycle: Cycle, leader: Leader, pair: Pair, by: Speaker, at: dt.datetime | None = None
) -> Suggestion:
    """Ask both of a pair whether one may be their third. Asking the same pair again changes nothing.

    DomainError when the number is even, when the three may not meet, or somebody else would be left out.
    """
    require_oneself(by, leader)
    at = at or timezone.now()
    three = leader, *members_of(pair)
    with changing_board(cycle, *three, alone=True, though_under_way=True) as (me, *two):
        asked = Suggestion.objects.open().filter(cycle=cycle, asked_by=me, leaders__leader__in=two).first()
        if asked is not None:
            return asked
        require_free_to_choose(cycle, [me])
        joinable = read_room(cycle).seating.joinable_by(me)
        if not any(set(together) == set(two) for together in joinable):
            raise DomainError(NOT_TO_JOIN)
        (suggestion,) = _make(cycle, [[me, *two]], at, asked_by=me)
        _answer(suggestion, me, SuggestedLeader.Answer.YES, at)
        return suggestion


def take(
    *, suggestion: Suggestion, leader: Leader, by: Speaker, at: dt.datetime | None = None
) -> Pair | None:
    """Say yes. The pair, once everybody has; None while somebody has yet to answer.

    Saying it twice changes nothing. DomainError when it is not open any more, or when the room has changed so
    that just now the pair would leave somebody without a partner.
    """
    require_oneself(by, leader)
    cycle, everybody = suggestion.cycle, _leaders_of(suggestion)
    with changing_board(cycle, *everybody, alone=True, though_under_way=True) as held:
        now = Suggestion.objects.get(pk=suggestion.pk)
        if now.became_id is not None:
            require_since_sealing(cycle, now.ended_at)
            return now.became
        if now.ended_at is not None:
            require_free_to_choose(cycle, held)
            raise DomainError(NOT_ANY_MORE)
        _require_possible(cycle, held)
        _answer(now, leader, SuggestedLeader.Answer.YES, at or timezone.now())
        if now.leaders.exclude(answer=SuggestedLeader.Answer.YES).exists():
            return None
        return _become_pair(now, held, at)


def leave(*, suggestion: Suggestion, leader: Leader, by: Speaker, at: dt.datetime | None = None) -> None:
    """Say not this time, or withdraw one's own question or yes: it ends for all, and nobody is told by whom.

    While choosing is paused something can be withdrawn, and nothing else.
    """
    require_oneself(by, leader)
    at = at or timezone.now()
    cycle, everybody = suggestion.cycle, _leaders_of(suggestion)
    with changing_board(cycle, *everybody, alone=True, though_paused=True, though_under_way=True):
        now = Suggestion.objects.get(pk=suggestion.pk)
        if now.became_id is not None:
            raise DomainError(f"All of you have said yes{_and_now(cycle)}")
        if now.ended_at is None:
            own = now.leaders.get(leader=leader)
            if own.answer == SuggestedLeader.Answer.NONE:
                require_open(cycle, though_paused=False)
                _answer(now, leader, SuggestedLeader.Answer.NOT_THIS_TIME, at)
            end_suggestions([now.pk], at)


def open_suggestion_of(cycle: Cycle, leader: Leader) -> Suggestion | None:
    """The one they can answer, or have answered and wait for the others."""
    found = Suggestion.objects.open().filter(cycle=cycle, leaders__leader=leader)
    found = found.select_related("cycle__team", "asked_by").prefetch_related("leaders__leader__function")
    return found.first()


def _make(
    cycle: Cycle,
    groups: Sequence[Sequence[Leader]],
    at: dt.datetime,
    *,
    by: Person | None = None,
    asked_by: Leader | None = None,
) -> list[Suggestion]:
    """One suggestion for each group; everybody but the one who asks is told."""
    shared = {"organisation_id": cycle.organisation_id, "cycle": cycle}
    made = Suggestion.objects.bulk_create(
        Suggestion(made_at=at, made_by=by, asked_by=asked_by, **shared) for _group in groups
    )
    rows = [
        SuggestedLeader(suggestion=suggestion, leader=leader, **shared)
        for suggestion, group in zip(made, groups, strict=True)
        for leader in group
    ]
    SuggestedLeader.objects.bulk_create(rows)
    _tell(cycle, [row for row in rows if row.leader != asked_by], at)
    return made


def _tell(cycle: Cycle, rows: Sequence[SuggestedLeader], at: dt.datetime) -> None:
    enqueue_many(
        organisation_id=cycle.organisation_id,
        kind="suggestion",
        messages=[
            Outgoing(
                recipient_id=row.leader_id,
                subject_id=row.suggestion_id,
                cycle_id=cycle.pk,
                due_at=at + NOTICE_WAITS,
            )
            for row in rows
            if row.leader.person_id
        ],
    )


def _become_pair(suggestion: Suggestion, leaders: Sequence[Leader], at: dt.datetime | None) -> Pair:
    """A pair or trio of those who are all still choosing, or a pair that takes in the third."""
    standing = {leader.pk: active_pair_of(suggestion.cycle, leader) for leader in leaders}
    free = [leader for leader in leaders if standing[leader.pk] is None]
    pairs = {pair.pk: pair for pair in standing.values() if pair is not None}
    if not pairs:
        return form_pair(cycle=suggestion.cycle, leaders=leaders, by=None, at=at, taken=suggestion)
    if len(pairs) == 1 and len(free) == 1:
        pair = next(iter(pairs.values()))
        return take_in(cycle=suggestion.cycle, pair=pair, third=free[0], by=None, at=at, taken=suggestion)
    raise DomainError(NOT_ANY_MORE)


def _require_possible(cycle: Cycle, leaders: Sequence[Leader]) -> None:
    """Asked before any yes: were only the last one refused, they would learn that all the others said yes."""
    require_here(leaders)
    require_there(cycle, leaders)
    if not read_room(cycle).seating.allows(leaders):
        raise DomainError(NOT_WHOLE_NOW)


def _answer(suggestion: Suggestion, leader: Leader, answer: str, at: dt.datetime) -> None:
    own = suggestion.leaders.filter(leader=leader, answer=SuggestedLeader.Answer.NONE)
    own.update(answer=answer, answered_at=at)


def _and_now(cycle: Cycle) -> str:
    return "." if cycle.is_under_way else ". Until sealing you can step back."


def _leaders_of(suggestion: Suggestion) -> list[Leader]:
    return [row.leader for row in suggestion.leaders.select_related("leader").order_by("leader__sort_name")]
