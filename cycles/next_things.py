"""What an organisation's page says about a team's cycles."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cycles.models import Cycle
from cycles.rules.words import day_and_month
from teams.access import Place
from teams.models import Team
from teams.next_things import NextThing, says_next

STANDS = {
    Cycle.Stage.DRAFT: "{} is being prepared.",
    Cycle.Stage.CHOOSING: "{}: leaders are choosing their partners.",
    Cycle.Stage.RUNNING: "{} is running.",
    Cycle.Stage.WRAPPING_UP: "{} is in its last weeks.",
    Cycle.Stage.CLOSED: "{} is closed.",
}


@says_next
def next_cycle(place: Place, teams: Sequence[Team]) -> dict[UUID, NextThing]:
    """How the newest cycle of each team stands; one query."""
    newest = {cycle.team_id: cycle for cycle in Cycle.objects.filter(team__in=teams).order_by("number")}
    return {team.pk: _thing(place, team, newest.get(team.pk)) for team in teams}


def _thing(place: Place, team: Team, cycle: Cycle | None) -> NextThing:
    here = [place.organisation.slug, team.slug]
    if cycle is None:
        if not place.sets_up:
            return NextThing("No cycle yet. A facilitator or the sponsor makes the first one.")
        return NextThing("No cycle yet.", "Make the first cycle", reverse("cycles:new_cycle", args=here))
    sentence = STANDS[Cycle.Stage(cycle.stage)].format(cycle)
    if cycle.is_under_way and timezone.now().astimezone(cycle.zone).date() < cycle.starts_on:
        sentence = f"{cycle} begins on {day_and_month(cycle.starts_on)}."
    if cycle.stage == Cycle.Stage.CLOSED and place.sets_up:
        return NextThing(sentence, "Make the next cycle", reverse("cycles:new_cycle", args=here))
    return NextThing(sentence, f"Go to {str(cycle).lower()}", reverse("cycles:overview", args=here))
