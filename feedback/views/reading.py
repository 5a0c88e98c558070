"""What whoever asked reads: the answers beside what was asked, what is new among them, and a note to self."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.services.own_text import ChangedMeanwhile
from feedback.forms.reading import NoteForm, ReadForm
from feedback.models import Asking
from feedback.services import reading as services
from feedback.services.dots import read_again
from feedback.services.reading import ReadAsking, read_asking
from feedback.services.shown import shown_asking
from feedback.views.places import address, own_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader

BY_COLLEAGUE = "colleague"


@require_safe
@as_leader
def asking(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """The answers side by side by question, or ``?by=colleague``, with who was asked and what."""
    return _page(request, place, own_asking(place, asking_id))


@require_POST
@as_leader
def mark_read(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """What this page showed counts as read; what has come since stays new."""
    own, form = own_asking(place, asking_id), ReadForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    services.mark_read(asking=own, leader=place.leader, shown=form.cleaned_data["shown"], by=request.user)
    if request.htmx:
        return render(request, "feedback/_read_marked.html")
    return redirect(address(place, own))


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def note(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """Keep the note to self; a page that is older than the note asks whose words stand."""
    own = own_asking(place, asking_id)
    if request.method != "POST":
        return redirect(address(place, own))
    form, clash = NoteForm(request.POST), None
    if form.is_valid():
        try:
            services.keep_note(asking=own, leader=place.leader, note=form.written, by=request.user)
        except ChangedMeanwhile as meanwhile:
            clash = meanwhile.text
            form.ask_about(meanwhile.text, str(meanwhile))
        except DomainError as refusal:
            form.add_error("note", str(refusal))
    if not form.is_valid():
        return _page(request, place, own, form=form, clash=clash)
    messages.success(request, "Your note is saved. Only you can read it.")
    return go(request, address(place, own))


def _page(
    request: PlacedRequest,
    place: LeaderPlace,
    asking: Asking,
    *,
    form: NoteForm | None = None,
    clash: str | None = None,
) -> HttpResponse:
    """The page; ``form`` is a note that could not be kept, and stands in it as it was typed."""
    at = timezone.now()
    page = read_asking(asking, place.leader, at=at)
    context: dict[str, Any] = {
        "page": page,
        "shown": shown_asking(asking, at=at),
        "by": BY_COLLEAGUE if request.GET.get("by") == BY_COLLEAGUE else "",
        "note_form": form or NoteForm(note=page.note),
        "clash": clash,
        **_looked(page),
    }
    return render(request, "feedback/read.html", context, status=422 if form else 200)


def _looked(page: ReadAsking) -> dict[str, Any]:
    """Of an asking that looks again: each target with what was noticed."""
    return {"again": read_again(page)} if page.asking.kind == Asking.Kind.AGAIN else {}
