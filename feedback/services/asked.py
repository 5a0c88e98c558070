"""What a giver is shown of those who ask."""

from __future__ import annotations

from cycles.models import PairMember
from feedback.models import Asking


def partners_of(asking: Asking) -> list[str]:
    """Full names of those who coach with whoever asks, at present and in that cycle. One query."""
    own = PairMember.objects.filter(cycle=asking.cycle_id, leader=asking.leader_id, left_at=None)
    members = PairMember.objects.filter(pair__in=own.values("pair"), left_at=None)
    others = members.exclude(leader=asking.leader_id).order_by("leader__sort_name", "leader__name")
    return list(others.values_list("leader__name", flat=True))
