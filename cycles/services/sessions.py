"""Logging, changing and deleting sessions, and the notes that go with them.

None of this is written to the audit trail: the organisation reads that, and may not know when a pair met.
The row itself says who logged it. Everything runs in a scope of the organisation and the person: the
database shows and takes notes for nobody else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import AbstractContextManager
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coachingpairs.errors import DomainError, said_as
from coachingpairs.tenancy.across import in_each_organisation
from cycles.models import Pair, PairMember, Session
from cycles.rules import sessions as rules
from cycles.rules.notes import normal
from cycles.services.notes import Notes, WrittenNote, keep_notes, notes_of, settle_notes
from cycles.services.pair_words import ReadOnly, hold_pair, require_own, why_read_only
from teams.models import Leader, Person


class WrongDay(DomainError):
    """The session cannot have been held on that day."""


class WrongLength(DomainError):
    """The session cannot have been that long."""


class AlreadyLogged(DomainError):
    """One of the pair has logged that day already; ``session`` is theirs."""

    def __init__(self, session: Session, sentence: str) -> None:
        super().__init__(sentence)
        self.session = session


@transaction.atomic
def log_session(
    *,
    pair: Pair,
    leader: Leader,
    held_on: dt.date,
    minutes: int,
    pair_note: str = "",
    private_note: str = "",
    by: Person,
    at: dt.datetime,
    sent_as: UUID | None = None,
    another: bool = False,
) -> Session:
    """Log one meeting of the pair; ``minutes`` from 5 to 480, ``at`` the instant of logging.

    The same form (``sent_as``) with the same content makes one session however often it arrives. Raises
    ReadOnly, WrongDay, WrongLength, and AlreadyLogged unless ``another`` is said.
    """
    pair = hold_pair(pair)
    require_own(pair, leader, by)
    sent_as = sent_as or uuid.uuid4()
    wanted = Notes(normal(pair_note), normal(private_note))
    before: Session | None = Session.with_the_bin.filter(logged_by=leader, sent_as=sent_as).first()
    if before and before.deleted_at is None and _says(before, leader, held_on, minutes, wanted):
        return before
    _require_sensible(pair, held_on, minutes, at)
    if not another:
        _require_first(pair, leader, held_on)
    with _unless_closed():
        session = Session.objects.create(
            organisation_id=pair.organisation_id,
            pair=pair,
            held_on=held_on,
            minutes=minutes,
            logged_by=leader,
            created_at=at,
            sent_as=uuid.uuid4() if before else sent_as,
        )
    keep_notes(session, leader, wanted)
    return session


@transaction.atomic
def edit_session(
    *,
    session: Session,
    leader: Leader,
    held_on: dt.date,
    minutes: int,
    pair_note: WrittenNote,
    private_note: WrittenNote,
    by: Person,
    at: dt.datetime,
) -> Session:
    """Change date, length or notes; both partners may.

    Raises ReadOnly, WrongDay, WrongLength, and ChangedMeanwhile before anything is saved.
    """
    pair = hold_pair(session.pair)
    require_own(pair, leader, by)
    session = _still_there(session)
    if (held_on, minutes) != (session.held_on, session.minutes):
        _require_theirs_alone(session)
        _require_sensible(pair, held_on, minutes, at)
    wanted = settle_notes(session, leader, pair_note, private_note)
    session.held_on, session.minutes = held_on, minutes
    with _unless_closed():
        session.save(update_fields=["held_on", "minutes", "changed_at"])
    keep_notes(session, leader, wanted)
    return session


@transaction.atomic
def delete_session(*, session: Session, leader: Leader, by: Person, at: dt.datetime) -> None:
    """Into the bin, for both; nothing happens when it is there already. Raises ReadOnly."""
    require_own(hold_pair(session.pair), leader, by)
    _require_theirs_alone(session)
    with _unless_closed():
        Session.objects.filter(pk=session.pk).update(deleted_at=at)


@transaction.atomic
def restore_session(*, session: Session, leader: Leader, by: Person) -> None:
    """Out of the bin again, with every note. Raises ReadOnly."""
    require_own(hold_pair(session.pair), leader, by)
    with _unless_closed():
        Session.with_the_bin.filter(pk=session.pk).update(deleted_at=None)


def empty_bin(*, at: dt.datetime) -> int:
    """Delete what has been in any organisation's bin for a month, notes of both partners included.

    Returns how many sessions went. Opens a scope of its own for each organisation.
    """
    return in_each_organisation(partial(_empty_bin_here, at=at), failed="sessions.bin_not_emptied")


def sessions_before(pair: Pair, session: Session | None = None) -> int:
    """How many sessions the pair had before this one, or has had so far. One query."""
    held = Session.objects.filter(pair=pair)
    if session:
        earlier = Q(held_on__lt=session.held_on)
        held = held.filter(earlier | Q(held_on=session.held_on, created_at__lt=session.created_at))
    return held.count()


def why_closed(pair: Pair, leader: Leader) -> str:
    """Why the leader can read the sessions of this pair but not log or change any, or ''. One query."""
    is_member = PairMember.objects.filter(pair=pair, leader=leader, left_at=None).exists()
    return why_read_only(pair, is_member=is_member)


def _empty_bin_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    old = Session.with_the_bin.filter(organisation=organisation_id, deleted_at__lt=at - rules.BIN_KEEPS)
    _total, by_model = old.delete()
    return by_model.get("cycles.Session", 0)


def _still_there(session: Session) -> Session:
    found = Session.objects.filter(pk=session.pk).first()
    if found is None:
        raise ReadOnly(
            "This session has been deleted meanwhile. You can put it back from the list of sessions."
        )
    return found


def _unless_closed() -> AbstractContextManager[None]:
    """The database has the last word on whether the cycle is still under way."""
    sentences = {
        "session_while_under_way": "The cycle has just been closed.",
        "session_of_standing_pair": "This pair has just ended.",
    }
    return said_as(sentences, error=ReadOnly)


def _require_theirs_alone(session: Session) -> None:
    """What somebody reads who has since left the pair stays as it was, and so do their notes."""
    left = PairMember.objects.filter(pair=session.pair_id, left_at__gte=session.created_at)
    gone = left.select_related("leader").first()
    if gone is not None:
        raise ReadOnly(f"{gone.leader.called} was in the pair then, so this session stays as it is.")


def _require_sensible(pair: Pair, held_on: dt.date, minutes: int, at: dt.datetime) -> None:
    cycle, zone = pair.cycle, pair.cycle.zone
    opened = cycle.choosing_opened_at
    if problem := rules.day_problem(
        held_on,
        today=at.astimezone(zone).date(),
        starts_on=cycle.starts_on,
        formed_on=pair.formed_at.astimezone(zone).date(),
        opened_on=opened.astimezone(zone).date() if opened else None,
    ):
        raise WrongDay(problem)
    if problem := rules.minutes_problem(minutes):
        raise WrongLength(problem)


def _require_first(pair: Pair, leader: Leader, held_on: dt.date) -> None:
    there = Session.objects.filter(pair=pair, held_on=held_on).select_related("logged_by").first()
    if there:
        who = "You have" if there.logged_by_id == leader.pk else f"{there.logged_by.called} has"
        raise AlreadyLogged(there, f"{who} already logged a session on this day")


def _says(session: Session, leader: Leader, held_on: dt.date, minutes: int, wanted: Notes) -> bool:
    return (session.held_on, session.minutes) == (held_on, minutes) and notes_of(session, leader) == wanted
