"""A link that somebody has lost is sent again, to the address that is stored and to no other."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.access import open_to_all
from feedback import limits
from feedback.access import not_listed, too_often
from feedback.forms.giving import LostLinkForm
from feedback.services.telling import send_links_again

ANSWERS_AFTER = 0.2
"""Seconds: longer than it takes, whether there is something to send or not."""


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def lost_link(request: HttpRequest) -> HttpResponse:
    """The same answer for every address, after the same time."""
    if request.method != "POST":
        return _page(request, LostLinkForm(label_suffix=""))
    begun = time.monotonic()
    if not limits.may_look_for_links(request):
        return too_often(request)
    form = LostLinkForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, form, status=422)
    send_links_again(address=form.cleaned_data["email"], at=timezone.now())
    time.sleep(max(0.0, ANSWERS_AFTER - (time.monotonic() - begun)))
    return not_listed(render(request, "feedback/lost_link_sent.html"))


def _page(request: HttpRequest, form: LostLinkForm, status: int = 200) -> HttpResponse:
    return not_listed(render(request, "feedback/lost_link.html", {"form": form}, status=status))
