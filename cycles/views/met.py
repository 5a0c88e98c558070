"""“Did you meet?”: where the month's note leads, answered with one tap."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.http import form_page, go
from cycles.forms.met import MetForm
from cycles.rules.strip import short_position
from cycles.rules.words import length_in_words
from cycles.services.met import Question, question_for, say_not_met
from cycles.services.pair_words import ReadOnly
from cycles.services.pairs import ShownPair, own_pair_under_way, today_in
from cycles.services.sessions import AlreadyLogged, WrongDay, log_session
from teams.access import LeaderPlace, PlacedRequest, as_leader

USUAL = 60
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """The question as the page asks it: about the hour that was planned, or about today and yesterday."""

    own: ShownPair
    question: Question
    today: dt.date

    @cached_property
    def planned_on(self) -> dt.date | None:
        planned = self.question.planned
        return planned.starts_at.astimezone(self.own.pair.cycle.zone).date() if planned else None

    @property
    def minutes(self) -> int:
        return self.question.planned.minutes if self.question.planned else USUAL

    @property
    def length(self) -> str:
        """“an hour”, “half an hour”, “1 hour 30 minutes”."""
        return "an hour" if self.minutes == USUAL else length_in_words(self.minutes)

    @property
    def days(self) -> tuple[dt.date, ...]:
        return (self.planned_on,) if self.planned_on else (self.today, self.yesterday)

    @property
    def yesterday(self) -> dt.date:
        return self.today - DAY


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def met(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The question; with an answer among what is sent, the session is logged and its notes are offered."""
    own, at = own_pair_under_way(place.leader), timezone.now()
    if own is None:
        return render(request, "cycles/session_none.html", status=409 if request.method == "POST" else 200)
    asked = Asked(own, question_for(own.pair, at=at), today_in(own.pair.cycle))
    sent = request.POST if request.method == "POST" else None
    form = MetForm(sent, days=_days(asked), minutes=asked.minutes)
    if form.is_valid() and (address := _answered(request, place, asked, form, at)):
        return go(request, address)
    cycle = own.pair.cycle
    context = {
        "asked": asked,
        "form": form,
        "you_and": own.you_and(place.leader),
        "chip": short_position(cycle.number, cycle.starts_on, asked.today),
    }
    return form_page(request, "cycles/met.html", context)


def _days(asked: Asked) -> list[dt.date]:
    """Those the page offers, and those it offered a moment ago: the same tap twice, or after midnight."""
    last = asked.question.last_held_on
    return [*asked.days, asked.today, asked.yesterday, asked.yesterday - DAY, *([last] if last else [])]


def _answered(
    request: PlacedRequest, place: LeaderPlace, asked: Asked, form: MetForm, at: dt.datetime
) -> str:
    """Where to go on; '' with the reason left in the form."""
    if not form.says_no:
        return _logged(request, place, asked, form, at)
    try:
        say_not_met(pair=asked.own.pair, leader=place.leader, by=request.user, at=at)
    except ReadOnly as refusal:
        form.add_error("met", str(refusal))
        return ""
    return place.address("cycles:plan")


def _logged(request: PlacedRequest, place: LeaderPlace, asked: Asked, form: MetForm, at: dt.datetime) -> str:
    """Where to go on: the session's page, be it new or there already. '' with the reason left in the form."""
    try:
        session = log_session(
            pair=asked.own.pair,
            leader=place.leader,
            held_on=form.held_on,
            minutes=form.held_for,
            by=request.user,
            at=at,
            sent_as=form.sent_as,
        )
    except AlreadyLogged as there:
        messages.info(request, f"{there}.")
        return place.address("cycles:session", there.session.pk)
    except (WrongDay, ReadOnly) as refusal:
        form.add_error("met", str(refusal))
        return ""
    return f"{place.address('cycles:session', session.pk)}?logged=yes"
