"""A pair's sessions: log one, look at it again, change it, delete it and put it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.http import form_page, go
from cycles.beside_sessions import to_talk_over
from cycles.forms.sessions import SessionForm
from cycles.models import Session
from cycles.rules.halves import shares_of_the_hour
from cycles.rules.planning import when_in_words
from cycles.rules.strip import short_position
from cycles.rules.words import day_and_month, length_in_words, listed
from cycles.services import sessions as services
from cycles.services.notes import ChangedMeanwhile, notes_of
from cycles.services.pair_words import ReadOnly
from cycles.services.pairs import ShownPair, own_pair_under_way, sessions_by_pair, shown_pairs, today_in
from cycles.services.planned import plans_of
from teams.access import LeaderPlace, PlacedRequest, as_leader

FORM = "cycles/_session_form.html"


@require_safe
@as_leader
def sessions(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """Every session of the leader's pairs, newest cycle first, and what is in the bin."""
    own = own_pair_under_way(place.leader)
    context = {
        "groups": _groups(place, own),
        "can_log": own is not None,
        "you_and": own.you_and(place.leader) if own else "",
        "is_trio": own is not None and own.pair.is_trio,
        "planned": _planned(own) if own else [],
        "to_talk_over": to_talk_over(place, own) if own else [],
        "readers": own.readers(place.leader) if own else "",
        "bin": Session.with_the_bin.filter(pair=own.pair).exclude(deleted_at=None) if own else [],
    }
    return render(request, "cycles/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def new(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """Two taps log today's hour."""
    own = own_pair_under_way(place.leader)
    if own is None:
        typed = [text for name in ("pair_note", "private_note") if (text := request.POST.get(name))]
        status = 409 if request.method == "POST" else 200
        return render(request, "cycles/session_none.html", {"typed": typed}, status=status)
    form = _form(request, place, own)
    context: dict[str, Any] = {**_about(own, place), "form": form}
    if not request.htmx:
        context["to_talk_over"] = to_talk_over(place, own)
    if form.is_valid() and _logged(request, place, own, form, context):
        day = day_and_month(form.held_on)
        messages.success(request, f"Your session on {day} is logged.")
        return go(request, place.address("cycles:home"))
    return form_page(request, "cycles/session_new.html", context, fragment=FORM)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def edit(request: PlacedRequest, place: LeaderPlace, session_id: UUID) -> HttpResponse:
    """One session with its notes: a form while the cycle is under way, afterwards to read."""
    session = _own_session(place, session_id)
    own = _who_was_there(session)
    notes = notes_of(session, place.leader)
    context: dict[str, Any] = {**_about(own, place, session), "session": session, "notes": notes}
    why_closed = services.why_closed(session.pair, place.leader)
    if request.method != "POST" and (why_closed or session.deleted_at):
        context |= {"why_closed": why_closed, "can_restore": not why_closed}
        return render(request, "cycles/session_read.html", context)
    form = _form(request, place, own, session=session, notes=notes)
    context |= {"form": form, "just_logged": "logged" in request.GET}
    if form.is_valid() and _changed(request, place, session, form, context):
        messages.success(request, "Your changes are saved.")
        return go(request, place.address("cycles:sessions"))
    return form_page(request, "cycles/session_edit.html", context, fragment=FORM)


@require_POST
@as_leader
def delete(request: PlacedRequest, place: LeaderPlace, session_id: UUID) -> HttpResponse:
    session = _own_session(place, session_id)
    try:
        services.delete_session(session=session, leader=place.leader, by=request.user, at=timezone.now())
    except ReadOnly as refusal:
        messages.warning(request, str(refusal))
    else:
        day = day_and_month(session.held_on)
        messages.success(request, f"The session on {day} is deleted. You can put it back for 30 days.")
    return go(request, place.address("cycles:sessions"))


@require_POST
@as_leader
def restore(request: PlacedRequest, place: LeaderPlace, session_id: UUID) -> HttpResponse:
    session = _own_session(place, session_id)
    try:
        services.restore_session(session=session, leader=place.leader, by=request.user)
    except ReadOnly as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"The session on {day_and_month(session.held_on)} is back, with its notes.")
    return go(request, place.address("cycles:sessions"))


def _groups(place: LeaderPlace, now: ShownPair | None) -> list[tuple[ShownPair, str, list[Session]]]:
    """Each pair, the others’ full names, and its sessions; of pairs that have ended those with any."""
    groups = []
    for own, found in sessions_by_pair(place.leader):
        if found or (now and own.pair == now.pair):
            names = listed([member.leader.name for member in own.partners_of(place.leader)])
            groups.append((own, names, found))
    return groups


def _planned(own: ShownPair) -> list[dict[str, str]]:
    """What the pair has ahead, in words. One query."""
    return [
        {
            "when": when_in_words(planned.starts_at, own.pair.cycle.zone),
            "length": length_in_words(planned.minutes),
            "place": planned.place,
        }
        for planned in plans_of(own.pair, at=timezone.now())
    ]


def _own_session(place: LeaderPlace, session_id: UUID) -> Session:
    """A session of one of the leader's pairs, in the bin or not; anybody else's is not there."""
    own = Session.with_the_bin.of_leader(place.leader).select_related("pair__cycle")
    found = own.filter(pk=session_id).first()
    if found is None:
        raise Http404
    return found


def _who_was_there(session: Session) -> ShownPair:
    """Its pair, without those who had left before it was logged: they are not shown it."""
    shown = shown_pairs([session.pair], with_those_who_left=True)[0]
    there = (one for one in shown.members if one.left_at is None or one.left_at >= session.created_at)
    return ShownPair(shown.pair, tuple(there))


def _about(own: ShownPair, place: LeaderPlace, session: Session | None = None) -> dict[str, Any]:
    cycle = own.pair.cycle
    before = services.sessions_before(own.pair, session)
    return {
        "shares": shares_of_the_hour(own.called, own.place_of(place.leader), before),
        "cycle": cycle,
        "own": own,
        "partner_names": own.partner_names(place.leader),
        "readers": own.readers(place.leader),
        "chip": short_position(cycle.number, cycle.starts_on, today_in(cycle)),
    }


def _form(request: PlacedRequest, place: LeaderPlace, own: ShownPair, **existing: Any) -> SessionForm:
    return SessionForm(
        request.POST if request.method == "POST" else None,
        today=today_in(own.pair.cycle),
        partners=own.partner_names(place.leader),
        readers=own.readers(place.leader),
        **existing,
    )


def _logged(
    request: PlacedRequest, place: LeaderPlace, own: ShownPair, form: SessionForm, context: dict[str, Any]
) -> bool:
    """Log what the form says, or leave in form and context why not."""
    try:
        services.log_session(
            pair=own.pair,
            leader=place.leader,
            held_on=form.held_on,
            minutes=form.held_for,
            pair_note=form.written("pair_note").text,
            private_note=form.written("private_note").text,
            by=request.user,
            at=timezone.now(),
            sent_as=form.sent_as,
            another="another" in request.POST,
        )
    except services.AlreadyLogged as there:
        context["already"], context["already_says"] = there.session, str(there)
        return False
    except services.WrongDay as refusal:
        form.refuse_day(str(refusal))
    except (services.WrongLength, ReadOnly) as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _changed(
    request: PlacedRequest,
    place: LeaderPlace,
    session: Session,
    form: SessionForm,
    context: dict[str, Any],
) -> bool:
    """Save what the form says, or leave in form and context why not."""
    try:
        services.edit_session(
            session=session,
            leader=place.leader,
            held_on=form.held_on,
            minutes=form.held_for,
            pair_note=form.written("pair_note"),
            private_note=form.written("private_note"),
            by=request.user,
            at=timezone.now(),
        )
    except ChangedMeanwhile as clash:
        is_theirs = clash.by and clash.by != place.leader
        writer = clash.by.called if clash.by and is_theirs else "You"
        context |= {"clash": clash, "writer": writer}
        form.ask_about(writer, pair_note=clash.pair_note, private_note=clash.private_note)
    except services.WrongDay as refusal:
        form.refuse_day(str(refusal))
    except (services.WrongLength, ReadOnly) as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
