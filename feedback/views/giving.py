"""A giver reads what they are asked and writes: drafts as they type, an answer when they send it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from cycles.rules.notes import fingerprint
from feedback.access import Giver, as_giver
from feedback.forms.by_kind import GiverForm, unkeepable
from feedback.forms.giving import SeenForm
from feedback.rules.answers import Said, to_text
from feedback.services.giving import (
    ItIsOver,
    Written,
    WrittenElsewhere,
    save_draft,
    send_answer,
    written_by,
)
from feedback.views.giver_page import form_of, state_page, writing_page

JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
@as_giver
def give(request: HttpRequest, giver: Giver) -> HttpResponse:
    """What is asked and the form for it; afterwards what was sent. POST sends."""
    written = written_by(giver.asked)
    if request.method != "POST":
        asked = giver.asked
        if asked.answered_at or asked.declined_at or not giver.may_write(timezone.now()):
            return state_page(request, giver, written)
        return writing_page(request, giver, form=form_of(giver, written), seen=written.seen)
    form, seen = form_of(giver, written, request.POST), SeenForm(request.POST).fingerprint
    answered = bool(written.answer)
    if not form.is_valid():
        if not giver.may_write(timezone.now()):
            return state_page(request, giver, written, unsaved=_typed(form))
        return writing_page(request, giver, form=form, seen=seen, status=422, answered=answered)
    try:
        send_answer(request=giver.asked, said=form.said, seen=seen, at=timezone.now())
    except ItIsOver:
        return state_page(request, giver, written, unsaved=form.said)
    except WrittenElsewhere as elsewhere:
        return _both(request, giver, form, elsewhere, answered=answered)
    return redirect("feedback:give", giver.asked.pk)


@require_safe
@as_giver
def change(request: HttpRequest, giver: Giver) -> HttpResponse:
    """The form again, for whoever has sent an answer and can still change it."""
    written = written_by(giver.asked)
    if not written.answer or not giver.may_write(timezone.now()):
        return redirect("feedback:give", giver.asked.pk)
    return writing_page(request, giver, form=form_of(giver, written), seen=written.seen, answered=True)


@require_POST
@as_giver
def draft(request: HttpRequest, giver: Giver) -> HttpResponse:
    """Keep what is typed so far: for static/js/autosave.js, which reads JSON, and for a button without it."""
    written = written_by(giver.asked)
    form, seen = form_of(giver, written, request.POST), SeenForm(request.POST).fingerprint
    by_script = request.headers.get("Accept") == JSON
    if problem := unkeepable(form):
        if by_script:
            return _says(problem, status=422)
        return writing_page(request, giver, form=form, seen=seen, status=422, answered=bool(written.answer))
    try:
        kept = save_draft(request=giver.asked, said=form.draft, seen=seen, at=timezone.now())
    except DomainError as refused:
        return _says(str(refused), status=409) if by_script else _refused(request, giver, form, refused)
    if by_script:
        return JsonResponse({"kept": form.draft.is_typed, "seen": kept.seen})
    _say_kept(request, form, kept)
    return redirect("feedback:give_change" if kept.answer else "feedback:give", giver.asked.pk)


def _refused(request: HttpRequest, giver: Giver, form: GiverForm, refused: DomainError) -> HttpResponse:
    written = written_by(giver.asked)
    if isinstance(refused, WrittenElsewhere):
        again = form_of(giver, Written(draft=to_text(form.draft), answer=written.answer))
        return _both(request, giver, again, refused, answered=bool(written.answer))
    return state_page(request, giver, written, unsaved=form.draft)


def _both(
    request: HttpRequest, giver: Giver, form: GiverForm, elsewhere: WrittenElsewhere, *, answered: bool
) -> HttpResponse:
    """What they have typed, and beside it what stands; that counts as seen from now on."""
    seen = fingerprint(elsewhere.text)
    return writing_page(
        request, giver, form=form, seen=seen, status=409, answered=answered, elsewhere=elsewhere
    )


def _typed(form: GiverForm) -> Said | None:
    return form.draft if form.draft.is_typed else None


def _say_kept(request: HttpRequest, form: GiverForm, kept: Written) -> None:
    if form.draft.is_typed:
        messages.success(request, "Kept as a draft. Only you can read it until you send it.")
    elif kept.newest:
        messages.info(request, "Nothing was typed, so what you had written before is still here.")
    else:
        messages.info(request, "Nothing was typed yet, so nothing was kept.")


def _says(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"says": sentence}, status=status)
