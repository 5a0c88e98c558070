"""Which reminders a leader gets, and when: theirs to say, and told to nobody."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.http import form_page, go
from coachingpairs.mail.choices import choices_of, end_holiday, save_choices
from coachingpairs.mail.registry import groups
from cycles.forms.reminders import RemindersForm
from cycles.models import Cycle
from cycles.rules.words import place_of_clocks
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def reminders(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    zone = _zone(place)
    today = timezone.now().astimezone(zone).date()
    choices = choices_of(place.leader.pk)
    sent = request.POST if request.method == "POST" else None
    form = RemindersForm(sent, groups=groups(), choices=choices, today=today)
    if form.is_valid():
        save_choices(
            organisation_id=place.organisation.pk, recipient_id=place.leader.pk, choices=form.choices
        )
        messages.success(request, "Your reminders are saved.")
        return go(request, _address(place))
    context = {
        "form": form,
        "clocks": place_of_clocks(zone.key),
        "away_until": _ahead(choices.not_until, today),
    }
    return form_page(request, "cycles/reminders.html", context)


@require_POST
@as_leader
def end(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """Back earlier: reminders may come again from now on."""
    end_holiday(recipient_id=place.leader.pk)
    messages.success(request, "Reminders can come again from now on.")
    return go(request, _address(place))


def _zone(place: LeaderPlace) -> ZoneInfo:
    """By its clocks reminders go out: those of the cycle under way, else of the organisation."""
    cycle = Cycle.objects.under_way().filter(team=place.team).first()
    return cycle.zone if cycle else place.organisation.zone


def _ahead(day: dt.date | None, today: dt.date) -> dt.date | None:
    return day if day and day > today else None


def _address(place: LeaderPlace) -> str:
    return place.address("cycles:reminders")
