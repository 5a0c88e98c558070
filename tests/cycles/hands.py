"""Doing to a session what a leader does, and reading what they may."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import Session
from cycles.rules.notes import fingerprint
from cycles.services.notes import Notes, WrittenNote, notes_of
from cycles.services.sessions import delete_session, edit_session
from tests.cast import Northmere
from tests.cycles.made import NOW


def as_(cast: Northmere, name: str) -> Any:
    return scope(organisation=cast.organisation.pk, person=cast.person(name).pk)


def notes_for(cast: Northmere, name: str, session: Session) -> Notes:
    with as_(cast, name):
        return notes_of(session, cast.leader(name))


def change(
    cast: Northmere,
    name: str,
    session: Session,
    *,
    pair_note: tuple[str, str] = ("", ""),
    private_note: tuple[str, str] = ("", ""),
    held_on: dt.date | None = None,
    minutes: int | None = None,
) -> Session:
    """Edit as that leader; each note is (what they had seen, what they send)."""
    with as_(cast, name):
        return edit_session(
            session=session,
            leader=cast.leader(name),
            held_on=held_on or session.held_on,
            minutes=minutes or session.minutes,
            pair_note=WrittenNote(pair_note[1], fingerprint(pair_note[0])),
            private_note=WrittenNote(private_note[1], fingerprint(private_note[0])),
            by=cast.person(name),
            at=NOW,
        )


def bin_(cast: Northmere, name: str, session: Session, at: dt.datetime = NOW) -> None:
    with as_(cast, name):
        delete_session(session=session, leader=cast.leader(name), by=cast.person(name), at=at)
