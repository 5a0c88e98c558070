"""Who remains a pair when somebody steps back from a trio."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from cycles.models import Pair
from pairing.models import Proposal, Suggestion
from teams.models import Leader

TRIO = 3


def who_stays(pair: Pair, members: Sequence[Leader], leaving: Leader) -> list[Leader]:
    """The two of a trio who had said yes to each other before, or without, the one who leaves; else nobody.

    At most two queries; none for a pair of two.
    """
    staying = _the_others(members, leaving)
    if not staying:
        return []
    asked = Proposal.objects.filter(
        cycle=pair.cycle_id, state=Proposal.State.ACCEPTED, proposer__in=staying, addressee__in=staying
    )
    suggested = Suggestion.objects.filter(became=pair).exclude(leaders__leader=leaving)
    return staying if asked.exists() or suggested.exists() else []


def who_stays_among(
    pair: Pair,
    members: Sequence[Leader],
    leaving: Leader,
    *,
    agreed: Collection[frozenset[UUID]],
    suggestions: Iterable[Suggestion],
) -> list[Leader]:
    """As ``who_stays``, from what was read before: every two who said yes, suggestions with their people."""
    staying = _the_others(members, leaving)
    if not staying:
        return []
    if frozenset(member.pk for member in staying) in agreed:
        return staying
    became = (one for one in suggestions if one.became_id == pair.pk)
    without = (all(row.leader_id != leaving.pk for row in one.leaders.all()) for one in became)
    return staying if any(without) else []


def _the_others(members: Sequence[Leader], leaving: Leader) -> list[Leader]:
    """The two others of a trio; nobody where there is no trio."""
    return [member for member in members if member != leaving] if len(members) >= TRIO else []
