"""A word of thanks: written and looked at by whoever asked, sent once, and read by those who answered."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from coachingpairs.mail.rendering import render_message
from cycles.rules.words import listed
from feedback.access import Giver, as_giver_thanked
from feedback.forms.thanking import ThanksForm
from feedback.models import Asking, Thanks
from feedback.services.reading import asked_now
from feedback.services.thanking import Thankable, draft_of, newly_settled, send_thanks, thankable
from feedback.views.giver_page import about
from feedback.views.places import address, own_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def thank(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """Words to those who answered: offered, looked at as they will read them, sent; afterwards to read."""
    own, at = own_asking(place, asking_id), timezone.now()
    if request.method != "POST":
        return _page(request, own, ThanksForm(draft=_draft(own, place)), at=at)
    form = ThanksForm(request.POST)
    if "edit" in request.POST:
        return _page(request, own, form, at=at, edits=True)
    if form.is_valid() and "send" in request.POST and _sent(request, place, own, form, at):
        messages.success(request, "Your thanks are on their way.")
        return go(request, address(place, own, "feedback:thank"))
    return _page(request, own, form, at=at)


@require_safe
@as_giver_thanked
def read(request: HttpRequest, giver: Giver) -> HttpResponse:
    """What a giver is told once it is decided."""
    thanks = Thanks.objects.filter(asking=giver.asking).first()
    if thanks is None:
        raise Http404
    context = {**about(giver), "giver": giver, "thanks": thanks, "sent_on": _day(thanks, giver.asking)}
    return render(request, "feedback/thanks_read.html", context)


def _day(thanks: Thanks, asking: Asking) -> dt.date:
    """On which it was sent, where the cycle is."""
    return thanks.sent_at.astimezone(asking.cycle.zone).date()


def _draft(asking: Asking, place: LeaderPlace) -> str:
    targets = asked_now(asking)
    return draft_of(targets, leader=place.leader, others=newly_settled(asking, targets))


def _sent(
    request: PlacedRequest, place: LeaderPlace, asking: Asking, form: ThanksForm, at: dt.datetime
) -> bool:
    """Send it, or leave in the form why not."""
    words = form.cleaned_data["words"]
    try:
        send_thanks(asking=asking, leader=place.leader, words=words, by=request.user, at=at)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _mail(asking: Asking, whom: Thankable) -> str:
    """The message that goes to the first of them; only the link in it is another for each."""
    asker = asking.leader
    context = {
        "heading": f"Dear {whom.givers[0].giver_called}, {asker.called} says thank you",
        "asker": asker,
        "organisation": asker.organisation,
        "link": f"{settings.SITE_URL}/f/…",
    }
    return render_message("feedback-thanks", context)[0]


def _page(
    request: PlacedRequest,
    asking: Asking,
    form: ThanksForm,
    *,
    at: dt.datetime,
    edits: bool = False,
) -> HttpResponse:
    """Words that are sent and valid are shown as they will be read, with the button that sends them."""
    whom = thankable(asking, at=at)
    is_looked_at = form.is_bound and not edits and form.is_valid()
    thanks = Thanks.objects.filter(asking=asking).first()
    names = listed([one.giver_name for one in whom.givers])
    context = {
        "asking": asking,
        "cycle": asking.cycle,
        "targets": asked_now(asking),
        "whom": whom,
        "names": names,
        "readers": f"You, {names}",
        "thanks": thanks,
        "sent_on": _day(thanks, asking) if thanks else None,
        "form": form,
        "mail": _mail(asking, whom) if is_looked_at and whom.givers else "",
        "preview": form.cleaned_data["words"] if is_looked_at else "",
        "typed": form["words"].value() if form.is_bound else "",
        "edits": edits,
    }
    refused = form.is_bound and not edits and not form.is_valid()
    return render(request, "feedback/thank.html", context, status=422 if refused else 200)
