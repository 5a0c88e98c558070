"""Offering a lesson from one's own phone, and taking it back until it was on the wall."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from awayday.access import SomebodyAtTheBoard, as_somebody_at_the_board
from awayday.forms.lessons import LessonForm
from awayday.views.showing import show_phone
from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from cycles.models import Cycle, Lesson
from cycles.services.lessons import offer_lesson, take_lesson_back
from teams.access import PlacedRequest

NOT_HERE = "There is no cycle that closes today, so there are no lessons to share yet."


@require_POST
@as_somebody_at_the_board
def offer(request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:
    form = LessonForm(request.POST)
    if form.is_valid():
        try:
            offer_lesson(cycle=_closing(board), leader=board.leader, text=form.cleaned_data["text"])
        except DomainError as error:
            form.add_error("text", str(error))
    if not form.is_valid():
        return show_phone(request, board, offer_form=form, status=422)
    announce(board.awayday.organisation_id, board.awayday.opens_id)
    if request.htmx:
        return show_phone(request, board)
    messages.success(
        request, "Your lesson is offered. It appears on the wall once your facilitator comes to it."
    )
    return redirect(board.address("phone"))


@require_POST
@as_somebody_at_the_board
def take_back(request: PlacedRequest, board: SomebodyAtTheBoard, lesson_id: UUID) -> HttpResponse:
    lesson = Lesson.objects.offered().filter(pk=lesson_id, leader=board.leader).first()
    if lesson is None:
        raise Http404
    try:
        take_lesson_back(lesson=lesson, keeps=not board.is_guest)
    except DomainError as error:
        messages.warning(request, str(error))
    announce(board.awayday.organisation_id, board.awayday.opens_id)
    return show_phone(request, board) if request.htmx else redirect(board.address("phone"))


def _closing(board: SomebodyAtTheBoard) -> Cycle:
    if board.awayday.closes is None:
        raise DomainError(NOT_HERE)
    return board.awayday.closes
