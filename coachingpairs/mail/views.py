"""The page behind “Fewer notes like this”, and the one-click button of mail programs (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coachingpairs.access import open_to_all
from coachingpairs.mail import unsubscribing
from coachingpairs.mail.forms import StoppingForm
from coachingpairs.mail.registry import choices_page, words_of


@csrf_exempt  # mail programs post without a cookie; what the link may do, its signature says
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows where things stand and changes nothing; POST stops the messages, or lets them come again."""
    try:
        link = unsubscribing.read_token(token)
        words = words_of(link.group)
        if request.method == "POST":
            _answer(request, link)
    except (unsubscribing.UnknownLink, KeyError):
        return render(request, "mail/unsubscribe_unknown.html", status=404)
    stopped = unsubscribing.is_stopped(link)
    page = choices_page(link.organisation_id, link.recipient_id)
    return render(request, "mail/unsubscribe.html", {"words": words, "stopped": stopped, "page": page})


def _answer(request: HttpRequest, link: unsubscribing.Subscription) -> None:
    """A body that says neither is a scanner's: nothing happens."""
    form = StoppingForm(request.POST)
    if form.stops:
        unsubscribing.stop(link)
    elif form.keeps:
        unsubscribing.keep(link)
