"""What a giver is shown of those who ask."""

from __future__ import annotations

from uuid import UUID

from cycles.models import PairMember
from feedback.models import Asking

YOU = "you"


def partners_of(asking: Asking, *, reader_id: UUID | None = None) -> list[str]:
    """Full names of those who coach with whoever asks, at present and in that cycle, as a giver reads them.

    A giver may have become their partner since: YOU comes first. One query.
    """
    own = PairMember.objects.filter(cycle=asking.cycle_id, leader=asking.leader_id, left_at=None)
    members = PairMember.objects.filter(pair__in=own.values("pair"), left_at=None)
    others = members.exclude(leader=asking.leader_id).order_by("leader__sort_name", "leader__name")
    found = list(others.values_list("leader", "leader__name"))
    you = [YOU for leader_id, _name in found if leader_id == reader_id]
    return [*you, *(name for leader_id, name in found if leader_id != reader_id)]
