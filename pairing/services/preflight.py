"""Reading the team for the pre-flight: a number of queries that does not grow with the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cycles.models import Cycle
from pairing.rules.eligibility import Terms
from pairing.rules.preflight import Member, Preflight, check_before_opening
from pairing.services.room import terms_of
from pairing.services.seating import Seating, seat
from teams.models import Leader


@dataclass(frozen=True)
class Draft:
    """A cycle before it opens; ``leaders`` are all active ones of the team by name."""

    cycle: Cycle
    leaders: tuple[Leader, ...]
    terms: Terms

    @cached_property
    def preflight(self) -> Preflight:
        return check_before_opening([_member(leader) for leader in self.leaders], self.terms)

    @cached_property
    def seating(self) -> Seating:
        """Those who can pair at all, as the engine would know them."""
        return seat((leader for leader in self.leaders if leader.function_id), (), self.terms)


def read_draft(cycle: Cycle) -> Draft:
    """Three queries."""
    return Draft(cycle, tuple(active_leaders(cycle)), terms_of(cycle))


def active_leaders(cycle: Cycle) -> list[Leader]:
    """Everybody in the team who has not left, by name."""
    return list(
        Leader.objects.active()
        .filter(team_id=cycle.team_id)
        .select_related("function")
        .order_by("sort_name", "name")
    )


def preflight_of(cycle: Cycle, leaders: Sequence[Leader]) -> Preflight:
    return Draft(cycle, tuple(leaders), terms_of(cycle)).preflight


def _member(leader: Leader) -> Member:
    return Member(
        id=leader.pk,
        name=leader.name,
        function_id=leader.function_id,
        manager_id=leader.manager_id,
        function_name=leader.function.name if leader.function else "",
        has_address=bool(leader.email),
        has_accepted=leader.person_id is not None,
    )
