"""The form of a target's words, wherever it stands, and the question about a behaviour that is vague."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from coachingpairs.http import form_page
from cycles.forms.targets import TargetForm
from teams.access import PlacedRequest


def is_meant(request: PlacedRequest, form: TargetForm, context: dict[str, Any]) -> bool:
    """False for a behaviour that others could hardly see, once: the page asks, and saving again keeps it."""
    if form.hint is None or "kept" in request.POST:
        return True
    context["asks"] = True
    return False


def target_form_page(request: PlacedRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The form's page, with the question about its behaviour once it was sent."""
    hint = context["form"].hint if request.method == "POST" else None
    return form_page(request, page, {**context, "hint": hint}, fragment="cycles/_target_form.html")
