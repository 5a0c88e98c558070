"""The notes of a session: one of the pair's, and one each of their own."""

from __future__ import annotations

from dataclasses import dataclass

from coachingpairs.errors import DomainError
from cycles.models import PairNote, PrivateNote, Session
from cycles.rules.notes import Outcome, normal, settle
from teams.models import Leader


class ChangedMeanwhile(DomainError):
    """A note has been changed since it was shown: what stands there now, None for a note without clash.

    ``by`` is the leader who wrote the pair's note as it stands.
    """

    def __init__(self, *, pair_note: str | None, private_note: str | None, by: Leader | None) -> None:
        super().__init__("A note has been changed since you opened this page.")
        self.pair_note, self.private_note, self.by = pair_note, private_note, by


@dataclass(frozen=True)
class WrittenNote:
    """A note as somebody sends it, and the fingerprint (rules.notes) of the one they had been shown."""

    text: str
    seen: str


@dataclass(frozen=True)
class Notes:
    """The texts of one session that its reader may see."""

    pair_note: str = ""
    private_note: str = ""


def notes_of(session: Session, leader: Leader) -> Notes:
    """The pair's note and the leader's own. Two queries."""
    shared = PairNote.objects.filter(session=session).first()
    own = PrivateNote.objects.filter(session=session, leader=leader).first()
    return Notes(shared.text if shared else "", own.text if own else "")


def settle_notes(
    session: Session, leader: Leader, pair_note: WrittenNote, private_note: WrittenNote
) -> Notes:
    """What both notes are to say, given what the writer had been shown. Raises ChangedMeanwhile."""
    current = notes_of(session, leader)
    shared, own = _settled(pair_note, current.pair_note), _settled(private_note, current.private_note)
    if shared is None or own is None:
        last = PairNote.objects.filter(session=session).select_related("changed_by").first()
        raise ChangedMeanwhile(
            pair_note=current.pair_note if shared is None else None,
            private_note=current.private_note if own is None else None,
            by=last.changed_by if last else None,
        )
    return Notes(shared, own)


def keep_notes(session: Session, leader: Leader, wanted: Notes) -> None:
    """Write what has changed; a note without words is deleted."""
    shared = PairNote.objects.filter(session=session).first()
    own = PrivateNote.objects.filter(session=session, leader=leader).first()
    here = {"organisation_id": session.organisation_id, "session": session}
    if wanted.pair_note != (shared.text if shared else ""):
        _keep(shared or PairNote(**here), wanted.pair_note, changed_by=leader)
    if wanted.private_note != (own.text if own else ""):
        _keep(own or PrivateNote(**here), wanted.private_note, leader=leader)


def _settled(written: WrittenNote, current: str) -> str | None:
    """The text that shall stand; None when the writer has to be asked."""
    outcome = settle(seen=written.seen, text=written.text, current=current)
    if outcome == Outcome.ASK:
        return None
    return current if outcome == Outcome.KEEP else normal(written.text)


def _keep(note: PairNote | PrivateNote, text: str, **who: Leader) -> None:
    if not text:
        note.delete()
        return
    note.text = text
    for name, leader in who.items():
        setattr(note, name, leader)
    note.save()
