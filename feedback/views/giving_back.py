"""A giver says “not this time”, comes back, takes an answer back, or is somebody else. All can be undone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page
from coachingpairs.pdf import PdfResponse
from feedback.access import Giver, as_giver
from feedback.forms.giving import SureForm
from feedback.grants import give_up
from feedback.services.giving import come_back, decline, take_answer_back, written_by
from feedback.views.giver_page import about, asked_context, own


@require_http_methods(["GET", "HEAD", "POST"])
@as_giver
def not_this_time(request: HttpRequest, giver: Giver) -> HttpResponse:
    """Two steps, for a program that presses buttons must not decline for anybody: this page, its button."""
    if not giver.may_write(timezone.now()) or giver.asked.answered_at or giver.asked.declined_at:
        return redirect("feedback:give", giver.asked.pk)
    if not SureForm(request.POST).is_valid():
        return _step(request, giver, "feedback/give_decline.html")
    _try(request, decline, giver)
    return redirect("feedback:give", giver.asked.pk)


@require_POST
@as_giver
def back(request: HttpRequest, giver: Giver) -> HttpResponse:
    """They would like to answer after all."""
    if giver.asked.declined_at:
        _try(request, come_back, giver)
    return redirect("feedback:give", giver.asked.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@as_giver
def take_back(request: HttpRequest, giver: Giver) -> HttpResponse:
    """Two steps as well: an answer must not vanish because a program presses buttons."""
    if not giver.may_write(timezone.now()) or not giver.asked.answered_at:
        return redirect("feedback:give", giver.asked.pk)
    if not SureForm(request.POST).is_valid():
        return _step(request, giver, "feedback/give_take_back.html")
    if _try(request, take_answer_back, giver):
        messages.success(request, "It is a draft again: only you can read it.")
    return redirect("feedback:give", giver.asked.pk)


@require_POST
@as_giver
def not_you(request: HttpRequest, giver: Giver) -> HttpResponse:
    """Forget in this browser that it may open this request; whoever is signed in stays so."""
    give_up(request, giver.asked.pk)
    return render(request, "feedback/give_not_you.html", about(giver))


@require_safe
@as_giver
def copy(_request: HttpRequest, giver: Giver) -> HttpResponseBase:
    """What was asked and what they have written, on paper or to keep."""
    written = written_by(giver.asked)
    zone = giver.asking.cycle.zone
    context = {
        **asked_context(giver),
        "answer": own(giver, written.answer) if written.answer else None,
        "draft": own(giver, written.draft) if written.draft else None,
        "made_on": timezone.now().astimezone(zone).date(),
        "organisation": giver.asked.organisation.name,
    }
    return PdfResponse("feedback/give_print.html", context, filename="my-answer.pdf")


def _step(request: HttpRequest, giver: Giver, template: str) -> HttpResponse:
    return form_page(request, template, about(giver))


def _try(request: HttpRequest, does: Callable[..., None], giver: Giver) -> bool:
    try:
        does(request=giver.asked, at=timezone.now())
    except DomainError as refused:
        messages.warning(request, str(refused))
        return False
    return True
