"""“I’d like some help”: said by a leader who is still choosing, and seen by facilitators alone.

No trail says who asked for help.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from pairing.models import HelpSignal
from pairing.services.changes import active_pair_of, changing_board, require_free_to_choose
from teams.models import Leader, OrganisationRole, Person, Role
from teams.speaking import Speaker, require_oneself

ONLY_FACILITATORS = "Only a facilitator can say that."


def ask_for_help(*, cycle: Cycle, leader: Leader, by: Speaker, at: dt.datetime | None = None) -> HelpSignal:
    """Tell the facilitators; telling them twice tells them once. Possible while choosing is paused, too.

    DomainError for somebody who has a partner, and unless they can choose.
    """
    require_oneself(by, leader)
    with changing_board(cycle, leader, though_paused=True, though_under_way=True) as (me,):
        require_free_to_choose(cycle, [me])
        if active_pair_of(cycle, me) is not None:
            raise DomainError("You have a partner already. Your facilitator is glad of a word all the same.")
        signal, _new = HelpSignal.objects.open().get_or_create(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            leader=me,
            defaults={"asked_at": at or timezone.now()},
        )
        return signal


def take_back(*, cycle: Cycle, leader: Leader, by: Speaker, at: dt.datetime | None = None) -> None:
    """It is needed no longer. Without one nothing happens."""
    require_oneself(by, leader)
    with changing_board(cycle, leader, though_paused=True, though_under_way=True) as held:
        require_free_to_choose(cycle, held)
        end_signals(cycle, [leader], at or timezone.now())


def note_seen(*, signal: HelpSignal, by: Person, at: dt.datetime | None = None) -> None:
    """A facilitator has seen to it. DomainError for anybody else."""
    facilitates = OrganisationRole.objects.filter(
        organisation_id=signal.organisation_id, person=by, role=Role.FACILITATOR
    )
    if not facilitates.exists():
        raise DomainError(ONLY_FACILITATORS)
    with changing_board(signal.cycle, though_paused=True, though_under_way=True):
        HelpSignal.objects.open().filter(pk=signal.pk).update(ended_at=at or timezone.now())


def open_signals(cycle: Cycle) -> list[HelpSignal]:
    """Of those who are in the team, with ``leader`` and function, the first asked first. One query."""
    found = HelpSignal.objects.open().filter(cycle=cycle, leader__left_on=None)
    return list(found.select_related("leader__function").order_by("asked_at", "pk"))


def end_signals(cycle: Cycle, leaders: Iterable[Leader], at: dt.datetime) -> None:
    HelpSignal.objects.open().filter(cycle=cycle, leader__in=list(leaders)).update(ended_at=at)


def end_all_signals(cycle: Cycle, at: dt.datetime) -> None:
    HelpSignal.objects.open().filter(cycle=cycle).update(ended_at=at)
