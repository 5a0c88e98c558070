"""Being anybody in the demo, and reading every message it has sent. Not there in production."""

from __future__ import annotations

from pathlib import Path

from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.access import open_to_all
from coachingpairs.demo.cast import awayday_to_run, beginnings, companies, person_of_the_cast
from coachingpairs.demo.mailbox import ZONE, Letter, letters
from coachingpairs.demo.organisations import standing

SHOWN = 100
INSIDE_THE_FRAME = {
    "default-src": ["'none'"],
    # Messages carry their styles in the elements, as mail programs want them.
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@require_safe
@open_to_all
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody one can be, by organisation and role."""
    there = standing()
    found = companies()
    context = {
        "companies": found,
        "to_run": awayday_to_run(found),
        "beginnings": beginnings(found),
        "is_stale": there.is_stale(timezone.now()),
        "made_at": there.made_at,
    }
    return render(request, "demo/cast.html", context)


@require_POST
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be the person whose id was sent, on the page named with it; 404 for anybody who is not of the cast."""
    person = person_of_the_cast(request.POST.get("person", ""))
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return redirect(page if is_here else settings.LOGIN_REDIRECT_URL)


@require_safe
@open_to_all
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every message, newest first; HTMX gets the list alone, or nothing when it has seen them all."""
    sent = letters(_folder())
    asked_by_script = bool(getattr(request, "htmx", False))
    if asked_by_script and request.GET.get("seen") == str(len(sent)):
        return HttpResponse(status=204)
    template = "demo/_letters.html" if asked_by_script else "demo/mailbox.html"
    today = timezone.localdate(timezone=ZONE)
    with timezone.override(ZONE):
        return render(request, template, {"letters": sent[:SHOWN], "count": len(sent), "today": today})


@require_safe
@open_to_all
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # its type knows views without arguments
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its plain text with links to press, and a frame with the HTML beside it."""
    with timezone.override(ZONE):
        return render(request, "demo/message.html", {"letter": _letter(request, name)})


@require_safe
@open_to_all
@xframe_options_sameorigin
@csp(INSIDE_THE_FRAME)  # type: ignore[arg-type]
def message_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of one message as it was sent, for the frame: no script, nothing from elsewhere."""
    letter = _letter(request, name)
    if not letter.html:
        raise Http404
    return HttpResponse(letter.framed)


def _letter(request: HttpRequest, name: str) -> Letter:
    found = next((letter for letter in letters(_folder()) if letter.name == name), None)
    if found is None:
        raise Http404
    return found.pointed_at(settings.SITE_URL, f"{request.scheme}://{request.get_host()}")


def _folder() -> Path | None:
    return Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_FILE_PATH else None
