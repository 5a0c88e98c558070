"""How a pair works together: wording it, agreeing to it, reading it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.emails.agreements import AGREEMENT_TO_READ
from cycles.models import Agreement, AgreementYes, Pair, PairMember
from cycles.rules.agreements import NAMES, Answers, Standing, problem_with, standing_for
from cycles.services.pair_words import hold_pair, require_own, unless_closed
from teams.models import Leader, Person

TOLD_AFTER = dt.timedelta(minutes=10)
"""Whoever writes may still put a word right before the others are told."""
READ_AGAIN = "It has just been changed. Read it again before you agree."


class ChangedMeanwhile(DomainError):
    """The agreement has been changed since it was shown; ``standing`` is what stands now."""

    def __init__(self, standing: Agreement) -> None:
        super().__init__("This page has been changed since you opened it.")
        self.standing = standing


@transaction.atomic
def write_agreement(
    *, pair: Pair, leader: Leader, answers: Answers, seen: UUID | None, by: Person, at: dt.datetime
) -> Agreement:
    """Put the pair's agreement into these words; ``seen`` is the one the writer began from.

    Everybody is asked anew, the writer too, and the others are told in a few minutes. The words that stand
    already change nothing. Raises ReadOnly, ChangedMeanwhile, and DomainError for what cannot be agreed on.
    """
    pair = hold_pair(pair)
    own = require_own(pair, leader, by)
    answers = answers.tidied()
    if problem := problem_with(answers):
        raise DomainError(problem)
    standing = standing_agreement(pair)
    if standing is not None:
        if answers_of(standing) == answers:
            return standing
        if standing.pk != seen:
            raise ChangedMeanwhile(standing)
        at = max(at, standing.written_at)
    with unless_closed():
        written = _replace(standing, pair, answers, leader, at)
    _need_not_be_told(pair, leader)
    _tell_the_others(pair, own, at)
    return written


@transaction.atomic
def agree(*, pair: Pair, leader: Leader, seen: UUID | None, by: Person, at: dt.datetime) -> None:
    """Say yes to the wording ``seen``; twice is once.

    Raises ReadOnly, and DomainError when another wording stands.
    """
    pair = hold_pair(pair)
    require_own(pair, leader, by)
    standing = standing_agreement(pair)
    if standing is None or standing.pk != seen:
        raise DomainError(READ_AGAIN)
    AgreementYes.objects.get_or_create(
        organisation_id=pair.organisation_id, agreement=standing, leader=leader, defaults={"said_at": at}
    )
    _need_not_be_told(pair, leader)


@transaction.atomic
def take_yes_back(*, pair: Pair, leader: Leader, by: Person) -> None:
    """Not agreed yet after all; nothing happens when they have not. Raises ReadOnly."""
    pair = hold_pair(pair)
    require_own(pair, leader, by)
    AgreementYes.objects.filter(agreement__pair=pair, agreement__replaced_at=None, leader=leader).delete()


def standing_agreement(pair: Pair) -> Agreement | None:
    """What the pair has in words now, for one of its members; with ``written_by`` loaded. One query."""
    return Agreement.objects.standing().filter(pair=pair).select_related("written_by").first()


def answers_of(agreement: Agreement | None) -> Answers:
    return Answers(**{name: getattr(agreement, name) for name in NAMES}) if agreement else Answers()


def agreement_standing(pair: Pair, leader: Leader) -> Standing:
    """Where a pair's agreement stands for one who is in it now. Three queries."""
    standing = Agreement.objects.standing().filter(pair=pair).only("pk").first()
    if standing is None:
        return Standing.NONE
    yeses = AgreementYes.objects.filter(agreement=standing).values_list("leader", flat=True)
    members = PairMember.objects.filter(pair=pair, left_at=None).values_list("leader", flat=True)
    return standing_for(leader.pk, list(members), list(yeses))


def _replace(
    standing: Agreement | None, pair: Pair, answers: Answers, leader: Leader, at: dt.datetime
) -> Agreement:
    if standing is not None:
        standing.replaced_at = at
        standing.save(update_fields=["replaced_at"])
    return Agreement.objects.create(
        organisation_id=pair.organisation_id, pair=pair, written_by=leader, written_at=at, **answers.by_name()
    )


def _need_not_be_told(pair: Pair, leader: Leader) -> None:
    """They have read what a message still waiting would have told them."""
    waiting = OutgoingMail.objects.filter(state__in=(OutgoingMail.State.QUEUED, OutgoingMail.State.RETRY))
    waiting.filter(kind=AGREEMENT_TO_READ, recipient_id=leader.pk, cycle_id=pair.cycle_id).delete()


def _tell_the_others(pair: Pair, own: PairMember, at: dt.datetime) -> None:
    """Once a day at the most, however often the words are changed."""
    others = PairMember.objects.filter(pair=pair, left_at=None).exclude(pk=own.pk)
    enqueue_many(
        organisation_id=pair.organisation_id,
        kind=AGREEMENT_TO_READ,
        messages=[
            Outgoing(
                recipient_id=recipient_id,
                subject_id=own.pk,
                cycle_id=pair.cycle_id,
                period=at.astimezone(pair.cycle.zone).date().isoformat(),
                due_at=at + TOLD_AFTER,
            )
            for recipient_id in others.values_list("leader", flat=True)
        ],
    )
