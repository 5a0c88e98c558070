"""Reading the team for the pre-flight: a number of queries that does not grow with the people."""

from __future__ import annotations

from cycles.models import Cycle
from pairing.rules.preflight import Member, Preflight, check_before_opening
from pairing.services.room import earlier_partners
from teams.models import Leader


def active_leaders(cycle: Cycle) -> list[Leader]:
    """Everybody in the team who has not left, by name."""
    return list(
        Leader.objects.active()
        .filter(team_id=cycle.team_id)
        .select_related("function")
        .order_by("sort_name", "name")
    )


def preflight_of(cycle: Cycle, leaders: list[Leader]) -> Preflight:
    members = [
        Member(
            id=leader.pk,
            name=leader.name,
            function_id=leader.function_id,
            manager_id=leader.manager_id,
            function_name=leader.function.name if leader.function else "",
            has_address=bool(leader.email),
            has_accepted=leader.person_id is not None,
        )
        for leader in leaders
    ]
    return check_before_opening(members, earlier_partners(cycle.team_id, before=cycle.number))
