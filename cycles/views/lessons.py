"""Lessons: one's own, kept or offered, and those that the team shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from cycles.forms.lessons import LessonForm
from cycles.models import Cycle, Lesson
from cycles.rules.notes import fingerprint
from cycles.services import lessons as services
from cycles.services.own_text import ChangedMeanwhile
from teams.access import LeaderPlace, PlacedRequest, TeamPlace, as_leader, in_team
from teams.models import Leader

OFFERED = "Your lesson is offered. Your team can read it, and it is shown at the Awayday."
KEPT = "Your lesson is kept. Only you can read it until you offer it."


@dataclass
class CycleLessons:
    """``own`` are the reader's, newest first; ``shared`` what others have offered, in that order."""

    cycle: Cycle
    own: list[Lesson] = field(default_factory=list)
    shared: list[Lesson] = field(default_factory=list)


@require_safe
@in_team()
def lessons(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """Newest cycle first. Three queries, however many lessons and cycles."""
    context = {
        "groups": _by_cycle(place),
        "writes_in": _cycle_to_write_in(place.leader) if place.leader else None,
        "most_offered": services.MOST_OFFERED,
    }
    return render(request, "cycles/lessons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def new(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """Write one down, and keep it or offer it at once."""
    cycle = _cycle_to_write_in(place.leader)
    if cycle is None:
        status = 409 if request.method == "POST" else 200
        return render(
            request, "cycles/lesson_none.html", {"typed": request.POST.get("text", "")}, status=status
        )
    form = LessonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offers = "offer" in request.POST
        try:
            write = services.offer_lesson if offers else services.keep_lesson
            write(cycle=cycle, leader=place.leader, text=form.cleaned_data["text"], at=timezone.now())
        except DomainError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, OFFERED if offers else KEPT)
            return _back(request, place)
    return form_page(request, "cycles/lesson_new.html", {"form": form, "cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def edit(request: PlacedRequest, place: LeaderPlace, lesson_id: UUID) -> HttpResponse:
    lesson = _own(place, lesson_id)
    context: dict[str, Any] = {"lesson": lesson, "cycle": lesson.cycle}
    if lesson.offered_at or not lesson.cycle.is_under_way:
        status = 409 if request.method == "POST" else 200
        context["typed"] = request.POST.get("text", "")
        return render(request, "cycles/lesson_read.html", context, status=status)
    initial = {"text": lesson.text, "seen": fingerprint(lesson.text)}
    form = LessonForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_lesson(
                lesson=lesson, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"]
            )
        except ChangedMeanwhile as clash:
            form.add_error("text", str(clash))
            form.saw(clash.text)
            context["meanwhile"] = clash.text
        except DomainError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "Your lesson is saved.")
            return _back(request, place)
    return form_page(request, "cycles/lesson_edit.html", {**context, "form": form})


@require_POST
@as_leader
def offer(request: PlacedRequest, place: LeaderPlace, lesson_id: UUID) -> HttpResponse:
    lesson = _own(place, lesson_id)
    try:
        services.offer_kept(lesson=lesson, at=timezone.now())
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, OFFERED)
    return _back(request, place)


@require_POST
@as_leader
def take_back(request: PlacedRequest, place: LeaderPlace, lesson_id: UUID) -> HttpResponse:
    lesson = _own(place, lesson_id)
    try:
        services.take_lesson_back(lesson=lesson, keeps=True)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Your lesson is yours alone again.")
    return _back(request, place)


@require_POST
@as_leader
def delete(request: PlacedRequest, place: LeaderPlace, lesson_id: UUID) -> HttpResponse:
    lesson = _own(place, lesson_id)
    try:
        services.delete_lesson(lesson=lesson)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Your lesson is deleted.")
    return _back(request, place)


def _by_cycle(place: TeamPlace) -> list[CycleLessons]:
    """What the database shows to this reader: their own, and what others have offered."""
    cycles = Cycle.objects.filter(team=place.team).exclude(
        stage__in=(Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)
    )
    groups = {cycle.pk: CycleLessons(cycle) for cycle in cycles.order_by("-number")}
    found = Lesson.objects.filter(cycle__in=list(groups)).select_related("leader__function")
    for lesson in found.order_by("offered_at", "created_at"):
        group = groups[lesson.cycle_id]
        (group.own if lesson.leader == place.leader else group.shared).append(lesson)
    for group in groups.values():
        group.own.sort(key=lambda lesson: lesson.created_at, reverse=True)
    return _worth_showing(groups.values())


def _worth_showing(groups: Iterable[CycleLessons]) -> list[CycleLessons]:
    return [group for group in groups if group.own or group.shared or group.cycle.is_under_way]


def _cycle_to_write_in(leader: Leader) -> Cycle | None:
    """The one under way, when the leader takes part in it."""
    return Cycle.objects.under_way().filter(participants__leader=leader).first()


def _own(place: LeaderPlace, lesson_id: UUID) -> Lesson:
    own = Lesson.objects.filter(pk=lesson_id, leader=place.leader).select_related("cycle", "leader").first()
    if own is None:
        raise Http404
    return own


def _back(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    return go(request, place.address("cycles:lessons"))
