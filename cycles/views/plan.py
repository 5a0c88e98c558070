"""A pair's plan: its sessions ahead, in one go, and as a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coachingpairs.components.templatetags.components import in_words
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.appointments import coaching_hour
from cycles.beside_sessions import to_talk_over
from cycles.calendars import CONTENT_TYPE, calendar_file
from cycles.forms.plan import BaseLines, PatternForm, lines_form, sent_lines, standing_lines, typed_lines
from cycles.models import Session
from cycles.rules.rhythm import months_without
from cycles.rules.strip import short_position
from cycles.services.pairs import ShownPair, own_pair_under_way, today_in
from cycles.services.planned import ChangedMeanwhile
from cycles.services.plans import Changes, Plan, plan_of, save_plan
from teams.access import LeaderPlace, PlacedRequest, as_leader


@dataclass
class Page:
    """What the page of a plan shows; ``problem`` is a sentence above everything."""

    own: ShownPair
    plan: Plan
    pattern: PatternForm
    lines: BaseLines
    seen: str
    problem: str = ""
    status: int = 200

    @property
    def is_new(self) -> bool:
        """Whether there is a line that is not planned yet."""
        return any(line.standing is None for line in self.lines)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What to put right in the lines: the field's id, and a sentence with the line it is about."""
        found = [("", str(error)) for error in self.lines.non_form_errors()]
        for line in self.lines:
            found += [
                (line[name].id_for_label, f"{line.title}: {errors[0]}")
                for name, errors in line.errors.items()
            ]
        return found

    @property
    def without(self) -> str:
        """The months still without a session, planned or held. One query."""
        cycle = self.own.pair.cycle
        held = Session.objects.filter(pair=self.own.pair).values_list("held_on", flat=True)
        return months_without(cycle.starts_on, [*held, *self.lines.days], today_in(cycle))


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def plan(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The plan. Its form shows dates that follow a rhythm; with "save" among what is sent it saves them."""
    own = own_pair_under_way(place.leader)
    if own is None:
        return render(request, "cycles/plan_none.html", status=409 if request.method == "POST" else 200)
    page = _page(own)
    if request.method == "POST":
        page = _sent(request, page)
        if "save" in request.POST and page.status == 200:
            changes = _saved(request, place, page)
            if changes is not None:
                messages.success(request, _said(changes))
                return go(request, request.path)
    return _show(request, place, page)


@require_safe
@as_leader
def plan_file(_request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """All that is ahead, for a calendar. Http404 when nothing is planned."""
    own, at = own_pair_under_way(place.leader), timezone.now()
    ahead = plan_of(own.pair, at=at).ahead if own else []
    if own is None or not ahead:
        raise Http404
    partners = [member.leader.called for member in own.partners_of(place.leader)]
    hours = [coaching_hour(planned, cycle=own.pair.cycle, partners=partners) for planned in ahead]
    response = HttpResponse(calendar_file(*hours, at=at), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{place.organisation.slug}-coaching-hours.ics"'
    return response


def _page(own: ShownPair) -> Page:
    cycle, at = own.pair.cycle, timezone.now()
    there = plan_of(own.pair, at=at)
    lines = lines_form(standing_lines(there, cycle.zone), cycle=cycle, plan=there)
    return Page(own, there, PatternForm(cycle=cycle, at=at), lines, there.seen)


def _sent(request: PlacedRequest, page: Page) -> Page:
    """The page with what was sent; without "save" the dates that follow take the place of earlier ones."""
    cycle = page.own.pair.cycle
    lines = sent_lines(request.POST, cycle=cycle, plan=page.plan)
    seen = request.POST.get("seen", "")
    if "save" in request.POST:
        pattern, status = PatternForm(cycle=cycle, at=page.plan.at), 200 if lines.is_valid() else 422
    else:
        pattern = PatternForm(request.POST, cycle=cycle, at=page.plan.at)
        status = 200 if pattern.is_valid() else 422
        if pattern.is_valid():
            planned = [line for line in typed_lines(lines) if line.get("planned")]
            lines = lines_form([*planned, *_new(pattern, planned)], cycle=cycle, plan=page.plan)
    return Page(page.own, page.plan, pattern, lines, seen, status=status)


def _new(pattern: PatternForm, planned: list[dict[str, str]]) -> list[dict[str, str]]:
    """The dates that follow, without those on a day of a session that is planned already."""
    taken = {line.get("day") for line in planned if line.get("keep")}
    return [line for line in pattern.lines() if line["day"] not in taken]


def _saved(request: PlacedRequest, place: LeaderPlace, page: Page) -> Changes | None:
    """What has changed, or None with the reason left in the page."""
    try:
        return save_plan(
            pair=page.own.pair,
            leader=place.leader,
            wanted=page.lines.wanted,
            seen=page.seen,
            by=request.user,
            at=page.plan.at,
        )
    except ChangedMeanwhile as clash:
        _show_what_stands(page)
        page.problem = str(clash)
    except DomainError as refusal:
        page.problem = str(refusal)
    page.status = 422
    return None


def _show_what_stands(page: Page) -> None:
    """Sessions that are new to the page join the lines, and count as seen; what was typed stays."""
    cycle = page.own.pair.cycle
    page.plan = plan_of(page.own.pair, at=page.plan.at)
    page.seen = page.plan.seen
    standing = {line["planned"]: line for line in standing_lines(page.plan, cycle.zone)}
    typed = [_as_it_stands(line, standing) for line in typed_lines(page.lines)]
    named = {line["planned"] for line in typed}
    there = [line for planned_id, line in standing.items() if planned_id not in named]
    same = [{**line, "planned": ""} for line in there]
    page.lines = lines_form(
        [*there, *(line for line in typed if line not in same)], cycle=cycle, plan=page.plan
    )


def _as_it_stands(line: dict[str, str], standing: Mapping[str, object]) -> dict[str, str]:
    """What the partner has cancelled meanwhile stays to be read, and is not planned again unawares."""
    return (
        {**line, "planned": "", "keep": ""} if line["planned"] and line["planned"] not in standing else line
    )


def _said(changes: Changes) -> str:
    """“Six are planned, one is moved.”"""
    if not changes:
        return "The plan is as you see it. Nothing has changed."
    counts = [
        (len(changes.added), "planned"),
        (len(changes.moved), "moved"),
        (len(changes.cancelled), "cancelled"),
    ]
    said = [f"{in_words(count)} {'is' if count == 1 else 'are'} {what}" for count, what in counts if count]
    return f"{', '.join(said).capitalize()}. An email for your calendars follows in five minutes."


def _show(request: PlacedRequest, place: LeaderPlace, page: Page) -> HttpResponse:
    cycle = page.own.pair.cycle
    context: dict[str, Any] = {
        "page": page,
        "cycle": cycle,
        "partner_names": page.own.partner_names(place.leader),
        "readers": page.own.readers(place.leader),
        "chip": short_position(cycle.number, cycle.starts_on, today_in(cycle)),
        "to_talk_over": [] if request.htmx else to_talk_over(place, page.own),
        "file_address": place.address("cycles:plan_file"),
    }
    template = "cycles/_plan_form.html" if request.htmx else "cycles/plan.html"
    return render(request, template, context, status=page.status)
