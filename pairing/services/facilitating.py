"""Opening, pausing, and what is undone for two people while the room chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Pair
from cycles.services.cycles import open_cycle
from pairing.rules.preflight import Weight
from pairing.services.changes import closing_board, require_choosing
from pairing.services.forming import undo
from pairing.services.participants import tell_that_choosing_is_open
from pairing.services.preflight import active_leaders, preflight_of
from teams.audit import record
from teams.models import Person


@transaction.atomic
def open_choosing(
    *, cycle: Cycle, by: Person, at: dt.datetime | None = None, in_the_room: Container[UUID] = ()
) -> Cycle:
    """Every active leader may choose now, and those who are not in the room are told so by a message.

    Opening twice opens once.

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
    tell_that_choosing_is_open(opened, [leader for leader in leaders if leader.pk not in in_the_room], at)
    return opened


def undo_pair(*, cycle: Cycle, pair: Pair, by: Person, at: dt.datetime | None = None) -> bool:
    """Both are free to choose again. False when it was undone before; DomainError once sealed."""
    return undo(cycle=cycle, pair=pair, by=by, at=at or timezone.now())


def pause_choosing(*, cycle: Cycle, by: Person) -> Cycle:
    """Those who choose ask and answer nothing for a moment. Pausing twice pauses once.

    DomainError before choosing has opened and once the pairs are sealed.
    """
    return _pause(cycle, by, paused=True)


def resume_choosing(*, cycle: Cycle, by: Person) -> Cycle:
    """Choosing goes on. DomainError as for ``pause_choosing``."""
    return _pause(cycle, by, paused=False)


def _pause(cycle: Cycle, by: Person, *, paused: bool) -> Cycle:
    with closing_board(cycle):
        require_choosing(cycle)
        now = Cycle.objects.select_related("team").get(pk=cycle.pk)
        if now.paused != paused:
            now.paused = paused
            now.save(update_fields=["paused"])
            verb = "choosing paused" if paused else "choosing resumed"
            record(
                verb,
                organisation_id=now.organisation_id,
                by=by,
                team=now.team,
                subject_id=now.pk,
                number=now.number,
            )
        return now
