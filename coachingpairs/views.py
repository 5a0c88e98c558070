"""Pages that belong to no app: the way in, the health of the installation, and errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coachingpairs import health
from teams.access import PlacedRequest, open_to_all, signed_in
from teams.places import places_of


@require_safe
@signed_in
def home(request: PlacedRequest) -> HttpResponse:
    """To the person's only place, or to the list of them."""
    found = places_of(request.user)
    if len(found) == 1 and found[0].is_one_page:
        return redirect(found[0].address)
    return redirect("places")


@require_safe
@signed_in
def places(request: PlacedRequest) -> HttpResponse:
    return render(request, "places.html", {"places": places_of(request.user)})


@require_safe
@open_to_all
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 with what was measured, or 503 with the reasons."""
    report = health.report()
    return JsonResponse(report.as_dict(), status=200 if report.is_well else 503)


def bad_request(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Without the request, whose session or person may be what went wrong."""
    return render(None, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    """The page was open too long, or cookies are off: say so, and how to go on without losing text."""
    return render(request, "errors/csrf.html", status=403)
