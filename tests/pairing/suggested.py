"""Suggestions written row by row, past the services."""

from __future__ import annotations

from typing import Any

from cycles.models import Cycle, Pair
from pairing.models import SuggestedLeader, Suggestion
from teams.models import Leader
from tests.cast import Northmere
from tests.pairing.past_services import insert_pair
from tests.pairing.room import AT


def suggest(cast: Northmere, cycle: Cycle, *who: str, asked_by: Leader | None = None) -> Suggestion:
    suggestion = Suggestion.objects.create(
        organisation=cast.organisation, cycle=cycle, made_by=cast.facilitator, asked_by=asked_by
    )
    for name in who:
        add(cast, suggestion, name)
    return suggestion


def add(cast: Northmere, suggestion: Suggestion, who: str, **fields: Any) -> SuggestedLeader:
    return SuggestedLeader.objects.create(
        organisation=cast.organisation,
        suggestion=suggestion,
        cycle_id=suggestion.cycle_id,
        leader=cast.leader(who),
        **fields,
    )


def answer(cast: Northmere, suggestion: Suggestion, what: str, *who: str) -> None:
    rows = SuggestedLeader.objects.filter(
        suggestion=suggestion, leader__in=[cast.leader(name) for name in who]
    )
    rows.update(answer=what, answered_at=AT)


def end(suggestion: Suggestion, became: Pair | None = None) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(ended_at=AT, became=became)
    SuggestedLeader.objects.filter(suggestion=suggestion).update(is_open=False)


def take(cast: Northmere, cycle: Cycle, *who: str) -> tuple[Suggestion, Pair]:
    """A suggestion that all have said yes to, and the pair or trio that it became."""
    suggestion = suggest(cast, cycle, *who)
    answer(cast, suggestion, "yes", *who)
    pair = insert_pair(cast, cycle, *who, trio=len(who) == 3)
    end(suggestion, became=pair)
    return suggestion, pair
