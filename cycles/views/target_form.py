"""The form of a target's words, wherever it stands, and the question about a behaviour that is vague."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cycles.forms.targets import TargetForm
from teams.access import PlacedRequest


def is_meant(request: PlacedRequest, form: TargetForm, context: dict[str, Any]) -> bool:
    """False for a behaviour that others could hardly see, once: the page asks, and saving again keeps it."""
    if form.hint is None or "kept" in request.POST:
        return True
    context["asks"] = True
    return False


def form_page(request: PlacedRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The form's page, or to HTMX the form alone; 422 when it is not saved yet."""
    sent = request.method == "POST"
    context["hint"] = context["form"].hint if sent else None
    template = "cycles/_target_form.html" if request.htmx else page
    return render(request, template, context, status=422 if sent else 200)
