"""Opening, and what is written down or undone for two people while the room chooses."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Pair
from cycles.services.cycles import open_cycle
from pairing.rules.preflight import Weight
from pairing.services.forming import undo
from pairing.services.participants import tell_that_choosing_is_open
from pairing.services.preflight import active_leaders, preflight_of
from teams.models import Person


@transaction.atomic
def open_choosing(*, cycle: Cycle, by: Person, at: dt.datetime | None = None) -> Cycle:
    """Every active leader may choose now, and is told so. Opening twice opens once.

    DomainError while the pre-flight finds something that has to be put right first.
    """
    at = at or timezone.now()
    now = Cycle.objects.select_for_update(of=("self",)).select_related("team").get(pk=cycle.pk)
    if now.stage == Cycle.Stage.CHOOSING:
        return now
    leaders = active_leaders(now)
    blocking = [f for f in preflight_of(now, leaders).findings if f.weight is Weight.BLOCKS]
    if blocking:
        raise DomainError(f"{blocking[0].title}. {blocking[0].what_to_do}")
    opened = open_cycle(cycle=now, leaders=leaders, by=by, at=at)
    tell_that_choosing_is_open(opened, leaders, at)
    return opened


def undo_pair(*, cycle: Cycle, pair: Pair, by: Person, at: dt.datetime | None = None) -> bool:
    """Both are free to choose again. False when it was undone before; DomainError once sealed."""
    return undo(cycle=cycle, pair=pair, by=by, at=at or timezone.now())
