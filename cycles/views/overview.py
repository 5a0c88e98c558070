"""The cycle for those who run it: whether pairs meet, never what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.home_notes import note_for_organiser
from cycles.models import Cycle, Pair
from cycles.rules import participation as rules
from cycles.rules.milestones import milestones, span
from cycles.rules.organising import Ahead, Alone, organisers_step
from cycles.services.pairs import (
    ShownPair,
    months_met_by_pair,
    pairs_as_of,
    pairs_by_cycle,
    today_in,
    without_partner,
)
from cycles.services.totals import totals_of
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Invitation, Leader, Role

AHEAD = (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)


@require_safe
@in_team(*Role.values)
def overview(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The cycle under way, else the one ahead, else the last; each role sees what DOMAIN.md gives it."""
    cycles = list(Cycle.objects.filter(team=place.team))
    pairs = pairs_by_cycle(cycles)
    running = next((cycle for cycle in cycles if cycle.is_under_way), None)
    ahead = next((cycle for cycle in cycles if cycle.stage in AHEAD), None)
    shown = running or ahead or (cycles[0] if cycles else None)
    alone = list(without_partner(running)) if running and place.sets_up else []
    context: dict[str, Any] = {
        "cycle": shown,
        "note": note_for_organiser(place) if place.sets_up else None,
        "step": _step(place, cycles, ahead, running, len(alone)) if place.sets_up else None,
        "alone": alone,
        "waiting": _not_here_yet(place),
        "earlier": [
            (cycle, pairs[cycle.pk], span(cycle.starts_on, cycle.ends_on))
            for cycle in cycles
            if cycle != shown and cycle.stage == Cycle.Stage.CLOSED
        ],
    }
    if shown:
        context |= _line(shown, pairs[shown.pk])
        context |= _meeting(place, shown, pairs[shown.pk])
    return render(request, "cycles/overview.html", context)


def _step(
    place: TeamPlace, cycles: list[Cycle], ahead: Cycle | None, running: Cycle | None, alone: int
) -> dict[str, Any]:
    step = organisers_step(
        ahead=Ahead(ahead.number, ahead.is_choosing) if ahead else None,
        starts_on=running.starts_on if running else None,
        ends_on=running.ends_on if running else None,
        newest=max((cycle.number for cycle in cycles), default=0),
        today=timezone.now().astimezone(place.organisation.zone).date(),
        alone=Alone(running.number, alone) if running and alone else None,
    )
    about = [] if step.number is None else [step.number]
    address = place.address(step.page, *about)
    return {"says": step, "address": address}


def _line(cycle: Cycle, pairs: list[ShownPair]) -> dict[str, Any]:
    """Dates of the cycle, and how many are in it."""
    opened, sealed = (
        at.astimezone(cycle.zone).date() if at else None for at in (cycle.choosing_opened_at, cycle.sealed_at)
    )
    return {
        "span": span(cycle.starts_on, cycle.ends_on),
        "milestones": milestones(
            starts_on=cycle.starts_on,
            ends_on=cycle.ends_on,
            opened_on=opened,
            sealed_on=sealed,
            today=today_in(cycle),
        ),
        "pair_count": len(pairs),
        "leader_count": sum(len(pair.members) for pair in pairs),
    }


def _meeting(place: TeamPlace, cycle: Cycle, pairs: list[ShownPair]) -> dict[str, Any]:
    """“Met this month” per pair for a facilitator, percentages for a sponsor, nothing for anybody else."""
    if cycle.stage in AHEAD or not pairs:
        return {}
    if not place.sets_up:
        return {}
    totals = {"shows_totals": True, "totals": totals_of(cycle, pairs=len(pairs))}
    return totals | (_by_pair(cycle, pairs) if place.is_facilitator else _in_percent(cycle, pairs))


def _by_pair(cycle: Cycle, pairs: list[ShownPair]) -> dict[str, Any]:
    met, today = months_met_by_pair(cycle), today_in(cycle)
    rows = [
        (
            pair,
            rules.participation(
                starts_on=cycle.starts_on,
                met=met[pair.pair.pk],
                today=today,
                formed_on=_formed_on(pair.pair, cycle),
            ),
        )
        for pair in pairs
    ]
    return {
        "rows": rows,
        "between": rules.between(cycle.starts_on),
        "have_met": sum(row.has_met for _pair, row in rows),
        "quiet": [(pair, row) for pair, row in rows if row.word_might_help and cycle.is_under_way],
    }


def _in_percent(cycle: Cycle, pairs: list[ShownPair]) -> dict[str, Any]:
    """Of the pairs there were on Monday: if one that ends were left out at once, it would show who met."""
    as_of = rules.last_monday(today_in(cycle))
    moment = dt.datetime.combine(as_of, dt.time(), cycle.zone)
    met, standing = months_met_by_pair(cycle, logged_before=moment), pairs_as_of(cycle, moment)
    shares = rules.shares(
        starts_on=cycle.starts_on,
        met=[met[pair.pk] for pair in standing],
        today=as_of,
        formed_on=[_formed_on(pair, cycle) for pair in standing],
    )
    return {"shares": shares, "too_few": len(pairs) < rules.SHARES_FROM, "as_of": as_of, "for_sponsor": True}


def _formed_on(pair: Pair, cycle: Cycle) -> dt.date:
    return pair.formed_at.astimezone(cycle.zone).date()


def _not_here_yet(place: TeamPlace) -> QuerySet[Leader]:
    """Leaders who have not accepted an invitation; ``is_invited`` says whether one is on its way."""
    invited = Invitation.objects.open().filter(leader=OuterRef("pk"))
    return Leader.objects.active().filter(team=place.team, person=None).annotate(is_invited=Exists(invited))
