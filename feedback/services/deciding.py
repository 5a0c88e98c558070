"""What whoever asked decides about a target: keep it, put it into other words, or another one instead.

Each of them settles it. All of it goes through ``cycles.services.targets``, which sees to it that two pages
at once lose nothing and that there is never a third.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError
from cycles.models import GrowthTarget
from cycles.rules.targets import LET_GO, OPEN, SETTLED, WORDS, Words, why_no_move
from cycles.services.targets import begin_target, hold_place, move_target, reword_target
from feedback.models import AskedTarget
from feedback.services.reading import require_asker
from teams.models import Leader, Person

NOT_KEPT = "This target is not kept any more."


@transaction.atomic
def keep_target(*, asked: AskedTarget, leader: Leader, by: Person, at: dt.datetime) -> None:
    """Settled in the words it has, once. DomainError when it is not worked on any more."""
    target = _own_target(asked, leader, by)
    move_target(target=target, leader=leader, to=SETTLED, by=by, at=at)


@transaction.atomic
def reword_and_settle(
    *, asked: AskedTarget, leader: Leader, words: Words, seen: UUID | None, by: Person, at: dt.datetime
) -> None:
    """Settled in other words; ``seen`` is the wording that the page showed.

    RewordedMeanwhile when another page has changed it too, DomainError when it is not worked on any more.
    """
    target = _own_target(asked, leader, by)
    hold_place(target.cycle, leader, also_resting=True)
    reword_target(target=target, leader=leader, words=words, seen=seen, by=by, at=at)
    move_target(target=target, leader=leader, to=SETTLED, by=by, at=at)


@transaction.atomic
def replace_target(
    *, asked: AskedTarget, leader: Leader, words: Words, by: Person, at: dt.datetime, sent_as: UUID | None
) -> GrowthTarget:
    """Let this one go and settle on another; the same form (``sent_as``) with the same words makes one.

    DomainError when it is not worked on any more, or there is no room because two others are.
    """
    target = _own_target(asked, leader, by)
    move_target(target=target, leader=leader, to=LET_GO, by=by, at=at)
    new = begin_target(cycle=target.cycle, leader=leader, words=words, by=by, at=at, sent_as=sent_as)
    if new.state in OPEN:
        move_target(target=new, leader=leader, to=SETTLED, by=by, at=at)
    return new


def why_not(target: GrowthTarget | None) -> str:
    """Why there is nothing to decide about it here, or ''; ``cycle`` is loaded."""
    if target is None:
        return NOT_KEPT
    if not target.cycle.is_under_way:
        return f"Cycle {target.cycle.number} is over, so this can be read but not changed."
    if target.state not in (*OPEN, LET_GO):
        return f"It now says: {WORDS[target.state].lower()}."
    return ""


def _own_target(asked: AskedTarget, leader: Leader, by: Person) -> GrowthTarget:
    require_asker(asked.asking, leader, by)
    if asked.target is None:
        raise DomainError(NOT_KEPT)
    if asked.target.state not in (*OPEN, LET_GO):
        raise DomainError(why_no_move(asked.target.state))
    return asked.target
