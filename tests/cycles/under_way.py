"""What happens in the months of a running cycle, for the tests of its notes."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairMember, Session
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import make_cycle

PAIRS = (("Priya", "Idris"), ("Amara", "Helen"), ("Siobhan", "Vikram"))


def make_cycle_under_way(
    cast: Northmere, *pairs: tuple[str, ...], starts_on: dt.date, time_zone: str = "Europe/London"
) -> Cycle:
    return make_cycle(cast, pairs=pairs, starts_on=starts_on, time_zone=time_zone)


def meet(cast: Northmere, name: str, held_on: dt.date) -> Session:
    """The leader's pair has met that day."""
    with scope(organisation=cast.organisation.pk):
        member = PairMember.objects.get(leader=cast.leader(name))
        return Session.objects.create(
            organisation_id=cast.organisation.pk,
            pair_id=member.pair_id,
            held_on=held_on,
            minutes=60,
            logged_by_id=member.leader_id,
        )


def leave_team(cast: Northmere, name: str) -> None:
    with scope(organisation=cast.organisation.pk):
        Leader.objects.filter(pk=cast.leader(name).pk).update(left_on=timezone.now().date())
