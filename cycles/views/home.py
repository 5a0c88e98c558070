"""The front door of a team: where a leader stands, and the one next thing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.home_notes import note_for_leader
from cycles.models import Cycle, Session
from cycles.rules import next_step as rules
from cycles.rules.planning import when_in_words
from cycles.rules.strip import position, strip
from cycles.rules.words import greeting
from cycles.services.pairs import OwnCycle, own_cycles, today_in
from cycles.services.planned import plan_ahead
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Leader

SHOWN = 5


@require_safe
@in_team()
def home(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """A leader's home. Somebody with a role and no place in the team goes to the overview."""
    here = [place.organisation.slug, place.team.slug]
    if place.leader is None:
        return redirect("cycles:overview", *here)
    leader = place.leader
    cycles = list(Cycle.objects.filter(team=place.team).exclude(stage=Cycle.Stage.DRAFT))
    standing = own_cycles(leader, cycles)
    choosing = next((standing[cycle.pk] for cycle in cycles if cycle.is_choosing), None)
    running = next((standing[cycle.pk] for cycle in cycles if cycle.is_under_way), None)
    closed = next((cycle.number for cycle in cycles if cycle.stage == Cycle.Stage.CLOSED), None)
    days = _days(running)
    now = timezone.now().astimezone(place.organisation.zone)
    step = rules.next_step(
        today=today_in(running.cycle) if running else now.date(),
        choosing=_choosing(choosing, leader),
        running=_running(running, leader, days),
        last_closed=closed,
    )
    context = {
        "greeting": greeting(now.hour),
        "today": now.date(),
        "note": note_for_leader(place),
        "step": step,
        "step_address": reverse(step.page, args=here) if step.page else "",
        **_together(leader, choosing, running, days),
    }
    return render(request, "cycles/home.html", context)


def _together(
    leader: Leader, choosing: OwnCycle | None, running: OwnCycle | None, days: list[dt.date]
) -> dict[str, Any]:
    """The pair, its months and its last sessions, as far as there are any."""
    shown = next((standing for standing in (running, choosing) if standing and standing.own), None)
    context: dict[str, Any] = {"shown": shown, "position": ""}
    if running:
        cycle = running.cycle
        context["position"] = position(cycle.number, cycle.starts_on, today_in(cycle))
    if shown and shown.own:
        context["partners"] = shown.own.partners_of(leader)
        context["partner_names"] = shown.own.partner_names(leader)
        context["readers"] = shown.own.readers(leader)
    if running and running.own:
        sessions = Session.objects.filter(pair=running.own.pair).with_notes_marked(leader)
        context["planned"] = _planned(running)
        context["strip"] = strip(running.cycle.starts_on, days, today_in(running.cycle))
        context["sessions"] = sessions[:SHOWN]
        context["has_more"] = len(days) > SHOWN
    return context


def _planned(running: OwnCycle) -> str:
    """When and where they mean to meet next, in words; empty when nothing is planned."""
    plan = plan_ahead(running.own.pair, at=timezone.now()) if running.own else None
    if plan is None:
        return ""
    when = when_in_words(plan.starts_at, running.cycle.zone)
    return f"{when}, {plan.place}" if plan.place else when


def _days(running: OwnCycle | None) -> list[dt.date]:
    if running is None or running.own is None:
        return []
    return list(Session.objects.filter(pair=running.own.pair).values_list("held_on", flat=True))


def _partners(standing: OwnCycle, leader: Leader) -> tuple[str, ...]:
    return tuple(
        member.leader.called for member in (standing.own.partners_of(leader) if standing.own else ())
    )


def _choosing(standing: OwnCycle | None, leader: Leader) -> rules.Choosing | None:
    if standing is None:
        return None
    return rules.Choosing(
        standing.cycle.number,
        standing.cycle.starts_on,
        standing.takes_part,
        _partners(standing, leader),
        sits_out=standing.sits_out,
        absent=standing.absent,
    )


def _running(standing: OwnCycle | None, leader: Leader, days: list[dt.date]) -> rules.Running | None:
    if standing is None:
        return None
    cycle = standing.cycle
    return rules.Running(
        cycle.number,
        cycle.starts_on,
        cycle.ends_on,
        takes_part=standing.takes_part,
        sits_out=standing.sits_out,
        partners=_partners(standing, leader),
        days=tuple(days),
    )
