"""The front door of a team: where a leader stands, and the one next thing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.feedback_standing import Question, questions_to, thanks_to
from cycles.home_notes import note_for_leader
from cycles.models import Cycle, Session
from cycles.rules import next_step as rules
from cycles.rules.colleagues import to_answer
from cycles.rules.step import NextStep
from cycles.rules.strip import position
from cycles.rules.words import greeting
from cycles.services.at_home import AtHome, at_home, next_hour
from cycles.services.guide import guide_page_for
from cycles.services.pairs import OwnCycle, own_cycles, today_in
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Leader

SHOWN = 3


@require_safe
@in_team()
def home(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """A leader's home. Somebody with a role and no place in the team goes to the overview."""
    if place.leader is None:
        return redirect(place.address("cycles:overview"))
    leader = place.leader
    cycles = list(Cycle.objects.filter(team=place.team).exclude(stage=Cycle.Stage.DRAFT))
    standing = own_cycles(leader, cycles)
    choosing = next((standing[cycle.pk] for cycle in cycles if cycle.is_choosing), None)
    running = next((standing[cycle.pk] for cycle in cycles if cycle.is_under_way), None)
    closed = next((cycle.number for cycle in cycles if cycle.stage == Cycle.Stage.CLOSED), None)
    at = timezone.now()
    now = at.astimezone(place.organisation.zone)
    found = _at_home(running, leader, at)
    step = rules.next_step(
        today=today_in(running.cycle) if running else now.date(),
        choosing=_choosing(choosing, leader),
        running=_running(running, found),
        last_closed=closed,
    )
    note, questions = note_for_leader(place), questions_to(leader, at)
    if note is None:
        step, questions = _asked_first(step, questions)
    context = {
        "greeting": greeting(now.hour),
        "today": now.date(),
        "note": note,
        "step": step,
        "questions": questions,
        "thanked": thanks_to(leader, at),
        "step_address": place.address(step.page, *step.args) if step.page else "",
        **_pair(leader, choosing, running),
        **_months(running, found, leader),
    }
    return render(request, "cycles/home.html", context)


def _asked_first(step: NextStep, questions: tuple[Question, ...]) -> tuple[NextStep, tuple[Question, ...]]:
    """What a colleague asks is the next thing where nothing else waits; the others stand below."""
    if not questions or not (step.quiet or not step.action):
        return step, questions
    first, *others = questions
    asked = to_answer(
        str(first.request_id),
        asker=first.asker.called,
        last_day=first.last_day,
        is_again=first.is_again,
    )
    return asked, tuple(others)


def _at_home(running: OwnCycle | None, leader: Leader, at: dt.datetime) -> AtHome | None:
    if running is None or running.own is None:
        return None
    running.own.pair.cycle = running.cycle
    return at_home(running.own, leader, at=at)


def _pair(leader: Leader, choosing: OwnCycle | None, running: OwnCycle | None) -> dict[str, Any]:
    """The pair of the cycle under way, else of the one being chosen for."""
    shown = next((standing for standing in (running, choosing) if standing and standing.own), None)
    context: dict[str, Any] = {"shown": shown}
    if shown and shown.own:
        context["partners"] = shown.own.partners_of(leader)
        context["partner_names"] = shown.own.partner_names(leader)
        context["readers"] = shown.own.readers(leader)
    return context


def _months(running: OwnCycle | None, found: AtHome | None, leader: Leader) -> dict[str, Any]:
    """Where the cycle stands, and what the pair has planned, logged and works on."""
    if running is None:
        return {"position": ""}
    cycle, today = running.cycle, today_in(running.cycle)
    context: dict[str, Any] = {
        "position": position(cycle.number, cycle.starts_on, today),
        "guide_page": guide_page_for(cycle, today),
    }
    if found and running.own:
        held = Session.objects.filter(pair=running.own.pair).with_notes_marked(leader)
        context |= {
            "strip": found.strip,
            "sessions": held[:SHOWN],
            "has_more": len(found.together.days) > SHOWN,
            "next_hour": next_hour(found.plans, cycle),
            "targets": found.targets.targets,
            "asking": found.asking,
        }
    return context


def _choosing(standing: OwnCycle | None, leader: Leader) -> rules.Choosing | None:
    if standing is None:
        return None
    partners = standing.own.partners_of(leader) if standing.own else ()
    return rules.Choosing(
        standing.cycle.number,
        standing.cycle.starts_on,
        standing.takes_part,
        tuple(member.leader.called for member in partners),
        sits_out=standing.sits_out,
        absent=standing.absent,
    )


def _running(standing: OwnCycle | None, found: AtHome | None) -> rules.Running | None:
    if standing is None:
        return None
    cycle = standing.cycle
    return rules.Running(
        cycle.number,
        cycle.starts_on,
        cycle.ends_on,
        takes_part=standing.takes_part,
        sits_out=standing.sits_out,
        pair=found.together if found else None,
    )
