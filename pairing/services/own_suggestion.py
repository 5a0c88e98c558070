"""A suggestion as one of its people sees it: whom it is about and what they said themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from cycles.models import Cycle
from pairing.models import SuggestedLeader, Suggestion
from pairing.services.room import Room
from teams.models import Leader


@dataclass(frozen=True)
class OwnSuggestion:
    """``others`` by name. Nothing here tells what they answered.

    ``third`` joins a pair that is formed, and may be oneself; None when nobody in it has a partner.
    ``works_now``: the room stays whole with it.
    """

    suggestion: Suggestion
    others: tuple[Leader, ...]
    third: Leader | None
    said_yes: bool
    works_now: bool

    @property
    def asked(self) -> bool:
        """The third wished for it themself, so that their yes is known."""
        return self.suggestion.asked_by_id is not None

    @property
    def still_to_agree(self) -> tuple[Leader, ...]:
        """The others whose yes it needs, whether they have given it or not."""
        return tuple(other for other in self.others if other.pk != self.suggestion.asked_by_id)


def suggestions_of(cycle: Cycle, me: Leader) -> list[Suggestion]:
    """All that they are or were in, with their leaders. At most two queries."""
    rows = SuggestedLeader.objects.select_related("leader__function").order_by("leader__sort_name", "pk")
    found = Suggestion.objects.filter(cycle=cycle, leaders__leader=me)
    return list(found.prefetch_related(Prefetch("leaders", queryset=rows)))


def as_seen_by(suggestion: Suggestion, room: Room, me: Leader) -> OwnSuggestion:
    rows = list(suggestion.leaders.all())
    everybody = [row.leader for row in rows]
    free = [leader for leader in everybody if leader.pk not in room.pair_of]
    return OwnSuggestion(
        suggestion,
        others=tuple(leader for leader in everybody if leader.pk != me.pk),
        third=free[0] if len(free) == 1 < len(everybody) else None,
        said_yes=any(row.leader_id == me.pk and row.answer == SuggestedLeader.Answer.YES for row in rows),
        works_now=room.seating.allows(everybody),
    )
