"""Who remains a pair when somebody steps back from a trio."""

from __future__ import annotations

from collections.abc import Sequence

from cycles.models import Pair
from pairing.models import Proposal, Suggestion
from teams.models import Leader

TRIO = 3


def who_stays(pair: Pair, members: Sequence[Leader], leaving: Leader) -> list[Leader]:
    """The two of a trio who had said yes to each other before, or without, the one who leaves; else nobody.

    At most two queries; none for a pair of two.
    """
    staying = [member for member in members if member != leaving]
    if len(members) < TRIO:
        return []
    asked = Proposal.objects.filter(
        cycle=pair.cycle_id, state=Proposal.State.ACCEPTED, proposer__in=staying, addressee__in=staying
    )
    suggested = Suggestion.objects.filter(became=pair).exclude(leaders__leader=leaving)
    return staying if asked.exists() or suggested.exists() else []
