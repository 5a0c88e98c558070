"""What partners rate in each other: writing it, changing it, reading it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import enqueue
from cycles.emails.strengths import STRENGTHS_TO_READ
from cycles.models import Pair, PairMember, Strength, StrengthsRead
from cycles.rules.strengths import MOST_STRENGTHS, is_read, problem_with, tidied
from cycles.services.own_text import is_to_write
from cycles.services.pair_words import hold_pair, require_own, unless_closed
from teams.models import Leader, Person

TOLD_AFTER = dt.timedelta(minutes=10)
"""Whoever writes may still put a word right, or take it back, before the other is told."""
CHANGED = "You changed this meanwhile. Save again to keep this version."


@dataclass(frozen=True)
class StrengthsStanding:
    """For one member: to which partners they have said something, and whose words they have yet to read."""

    given_to: frozenset[UUID]
    unread_from: frozenset[UUID]


@transaction.atomic
def add_strength(
    *, pair: Pair, leader: Leader, about: Leader, text: str, by: Person, at: dt.datetime
) -> Strength:
    """Tell a partner what one rates in them. The same words again change nothing.

    Raises ReadOnly, and DomainError when the text is empty or too long, there are enough, or ``about`` is
    no partner.
    """
    pair = hold_pair(pair)
    own = require_own(pair, leader, by)
    text = _sensible(text)
    if not PairMember.objects.filter(pair=pair, leader=about, left_at=None).exclude(pk=own.pk).exists():
        raise DomainError("This is for you and your partner. Choose whom you are writing about.")
    given = list(Strength.objects.filter(pair=pair, author=leader, about=about))
    same = next((one for one in given if one.text == text), None)
    if same is not None:
        return same
    if len(given) >= MOST_STRENGTHS:
        raise DomainError("That makes twelve already. Take one out before you add another.")
    with unless_closed():
        strength = Strength.objects.create(
            organisation_id=pair.organisation_id,
            pair=pair,
            author=leader,
            about=about,
            text=text,
            created_at=at,
            changed_at=at,
        )
    _tell(strength, own, at)
    return strength


@transaction.atomic
def change_strength(
    *, strength: Strength, leader: Leader, text: str, seen: str, by: Person, at: dt.datetime
) -> None:
    """Put one's own into other words; ``seen`` is the fingerprint (rules.notes) of those one began from.

    It counts as new to the partner. Raises ReadOnly, ChangedMeanwhile, and DomainError for a text that is
    empty or too long.
    """
    pair = hold_pair(strength.pair)
    own = require_own(pair, leader, by)
    text = _sensible(text)
    current = Strength.objects.filter(pk=strength.pk, author=leader).first()
    if current is None:
        raise DomainError("You took this out meanwhile. Add it anew if you want to keep it.")
    if is_to_write(text, seen=seen, current=current.text, clash=CHANGED):
        current.text, current.changed_at = text, max(at, current.changed_at)
        with unless_closed():
            current.save(update_fields=["text", "changed_at"])
        _tell(current, own, at)


@transaction.atomic
def delete_strength(*, strength: Strength, leader: Leader, by: Person) -> None:
    """Take one's own out, for both. Raises ReadOnly."""
    require_own(hold_pair(strength.pair), leader, by)
    Strength.objects.filter(pk=strength.pk, author=leader).delete()


@transaction.atomic
def read_strengths(*, pair: Pair, leader: Leader, author: Leader, by: Person) -> None:
    """The leader has before their eyes now what ``author`` rates in them. Raises ReadOnly."""
    pair = hold_pair(pair)
    require_own(pair, leader, by)
    newest = Strength.objects.filter(pair=pair, author=author, about=leader).order_by("-changed_at").first()
    if newest is None:
        return
    # Not the time of now: what is being written at this moment has not been read.
    StrengthsRead.objects.update_or_create(
        organisation_id=pair.organisation_id,
        pair=pair,
        reader=leader,
        author=author,
        defaults={"read_at": newest.changed_at},
    )


def strengths_standing(pair: Pair, leader: Leader) -> StrengthsStanding:
    """Among those who are in the pair now. Three queries."""
    partners = set(
        PairMember.objects.filter(pair=pair, left_at=None)
        .exclude(leader=leader)
        .values_list("leader", flat=True)
    )
    read = dict(StrengthsRead.objects.filter(pair=pair, reader=leader).values_list("author", "read_at"))
    rows = list(Strength.objects.filter(pair=pair).values_list("author", "about", "changed_at"))
    given = {about for author, about, _at in rows if author == leader.pk}
    received = [(author, at) for author, about, at in rows if about == leader.pk]
    unread = {author for author, at in received if not is_read(at, read.get(author))}
    return StrengthsStanding(frozenset(given & partners), frozenset(unread & partners))


def _sensible(text: str) -> str:
    text = tidied(text)
    if problem := problem_with(text):
        raise DomainError(problem)
    return text


def _tell(strength: Strength, own: PairMember, at: dt.datetime) -> None:
    """The one it is about, once a day at the most."""
    enqueue(
        organisation_id=strength.organisation_id,
        kind=STRENGTHS_TO_READ,
        recipient_id=strength.about_id,
        subject_id=own.pk,
        cycle_id=own.cycle_id,
        period=at.astimezone(own.cycle.zone).date().isoformat(),
        due_at=at + TOLD_AFTER,
    )
