"""The pages of a giver, made from what they are asked and what they have written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from feedback.access import Giver
from feedback.forms.by_kind import FIELDS, OWN, GiverForm, form_for
from feedback.models import AskedTarget, Asking
from feedback.rules.answers import Again, Said, from_text
from feedback.services.asked import partners_of
from feedback.services.giving import Written, WrittenElsewhere


def writing_page(
    request: HttpRequest,
    giver: Giver,
    *,
    form: GiverForm,
    seen: str,
    status: int = 200,
    answered: bool = False,
    elsewhere: WrittenElsewhere | None = None,
) -> HttpResponse:
    """What is asked, and the form. ``elsewhere`` is what they have written in another window meanwhile."""
    context = {
        **asked_context(giver),
        "form": form,
        "fields": FIELDS[giver.asking.kind],
        "seen": seen,
        "answered": answered,
        "readers": f"You and {giver.asker.called}",
        "elsewhere": own(giver, elsewhere.text) if elsewhere else None,
    }
    return render(request, "feedback/give.html", context, status=status)


def form_of(giver: Giver, written: Written, data: Any = None) -> GiverForm:
    return form_for(giver.asking, giver.targets, said=written.said, data=data)


def state_page(
    request: HttpRequest, giver: Giver, written: Written, *, unsaved: Said | None = None
) -> HttpResponse:
    """What they have written, where nothing is being written: sent, “not this time”, or closed.

    ``unsaved`` is what came too late to be kept.
    """
    context = {
        **about(giver),
        "is_open": giver.may_write(timezone.now()),
        "answer": own(giver, written.answer) if written.answer else None,
        "draft": own(giver, written.draft) if written.draft else None,
        "unsaved": shown(giver, unsaved) if unsaved else None,
        "can_read_now": giver.asking.reveal == Asking.Reveal.COME or giver.asking.closed_at,
    }
    template = "feedback/give_closed.html" if not context["is_open"] else "feedback/give_sent.html"
    if context["is_open"] and giver.asked.declined_at:
        template = "feedback/give_declined.html"
    return render(request, template, context, status=409 if unsaved else 200)


def about(giver: Giver) -> dict[str, Any]:
    """Who asks whom, about what, until when."""
    return {
        "asked": giver.asked,
        "asking": giver.asking,
        "asker": giver.asker,
        "giver_name": giver.asked.giver_name,
        "giver_called": giver.asked.giver_called,
        "targets": giver.targets,
        "until": last_day(giver),
        "again": giver.asking.kind == Asking.Kind.AGAIN,
        "home": "" if giver.by_link else _home(giver),
    }


def asked_context(giver: Giver) -> dict[str, Any]:
    """All that somebody reads before they write. One query."""
    return {
        **about(giver),
        "personal": giver.asking.personal,
        "partners": [] if giver.is_outside else partners_of(giver.asking, reader_id=giver.asked.giver_id),
        "outside": giver.is_outside,
        "nudge": giver.asked.nudge,
        "nudged_on": _day(giver, giver.asked.nudged_at),
    }


def own(giver: Giver, text: str) -> dict[str, Any]:
    return shown(giver, from_text(text))


def shown(giver: Giver, said: Said) -> dict[str, Any]:
    """For the template of that kind: ``said``, and in month five the words on each target beside it."""
    by_target: list[tuple[AskedTarget, Any]] = []
    if isinstance(said, Again):
        by_target = list(zip(giver.targets, said.targets, strict=False))
    return {"template": OWN[giver.asking.kind], "said": said, "by_target": by_target}


def last_day(giver: Giver) -> dt.date:
    return giver.asking.last_day(giver.asking.cycle)


def _home(giver: Giver) -> str:
    return reverse("cycles:home", args=[giver.asked.organisation.slug, giver.asker.team.slug])


def _day(giver: Giver, moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(giver.asking.cycle.zone).date() if moment else None
