"""Givers: people who bring a link, or come from their own home, to the one request that is theirs.

They come in with the scope of the organisation and of that request, and of no person: the database shows
nothing else, whoever is signed in. For anybody else there is the same nothing at every address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from coachingpairs.access import Access, AnyView
from coachingpairs.tenancy.scope import scope
from feedback import limits
from feedback.forms.by_kind import words_in
from feedback.grants import Grant, held
from feedback.models import AskedTarget, Asking, Link, Request
from teams.models import Leader

P = ParamSpec("P")
ANSWER, THANKS = Link.Purpose.ANSWER, Link.Purpose.THANKS


@dataclass(frozen=True)
class Giver:
    """``asked`` comes with its organisation, its giver, its asking, the cycle, and the leader who asks with
    their function and team.
    """

    asked: Request
    targets: tuple[AskedTarget, ...]
    by_link: bool

    @property
    def asking(self) -> Asking:
        return self.asked.asking

    @property
    def asker(self) -> Leader:
        return self.asking.leader

    @property
    def is_outside(self) -> bool:
        """Asked by email, not a leader of the team."""
        return self.asked.giver_id is None

    def may_write(self, at: dt.datetime) -> bool:
        return self.asker.is_active and self.asking.is_open(at)


GiverView = Callable[Concatenate[HttpRequest, Giver, P], HttpResponseBase]


def as_giver(view: GiverView[P]) -> AnyView:
    """A page for the giver of the request in the address (``request_id``), which it takes out of it."""
    return _for(view, (ANSWER,))


def as_giver_thanked(view: GiverView[P]) -> AnyView:
    """The same for whoever has come by the link of a thank-you, which opens nothing to write."""
    return _for(view, (ANSWER, THANKS))


def link_over(request: HttpRequest) -> HttpResponse:
    """The same for links and addresses that open nothing, whatever the reason.

    Words that were sent to one come back to whoever sent them: there may be no other copy.
    """
    context = {"typed": words_in(request.POST)}
    return _untold(render(request, "feedback/link_over.html", context, status=404))


def too_often(request: HttpRequest) -> HttpResponse:
    """Words that were sent come back as above."""
    context = {"typed": words_in(request.POST)}
    return _untold(render(request, "feedback/too_often.html", context, status=429))


def not_listed(response: HttpResponse) -> HttpResponse:
    """Search engines keep nothing of it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _untold(response: HttpResponse) -> HttpResponse:
    """These two may stand at the address of a link, which not even our own style sheets are told."""
    response["Referrer-Policy"] = "no-referrer"
    return not_listed(response)


def _for(view: GiverView[P], purposes: tuple[str, ...]) -> AnyView:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, request_id: UUID, **kwargs: Any) -> HttpResponseBase:
        grant = held(request, request_id, purposes, at=timezone.now())
        if grant is None:
            return link_over(request)
        if request.method == "POST" and not limits.may_send(request, request_id):
            return too_often(request)
        with scope(organisation=grant.organisation_id, link=request_id):
            giver = _giver_of(grant)
            if giver is not None:
                response = view(request, giver, *args, **kwargs)
                response.headers["X-Robots-Tag"] = "noindex, nofollow"
                return response
        return link_over(request)

    wrapper.access = Access("giver")  # type: ignore[attr-defined]
    return login_not_required(wrapper)


def _giver_of(grant: Grant) -> Giver | None:
    """As things are now; None when the link is revoked, the request taken back, or the giver gone."""
    asked = (
        Request.objects.standing()
        .select_related(
            "organisation", "giver", "asking__cycle", "asking__leader__function", "asking__leader__team"
        )
        .filter(pk=grant.request_id)
        .first()
    )
    if asked is None or not _stands(grant, asked):
        return None
    targets = tuple(AskedTarget.objects.filter(asking=asked.asking))
    return Giver(asked, targets, by_link=grant.link_id is not None)


def _stands(grant: Grant, asked: Request) -> bool:
    if grant.link_id is None:
        return bool(asked.giver and grant.person_id and asked.giver.person_id == grant.person_id)
    return Link.objects.filter(pk=grant.link_id, request=asked, revoked_at=None).exists()
