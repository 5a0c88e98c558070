"""An answer that its subject lets the partner read, or takes back; and what a partner may read of it.

A share is of one pair: whoever has left it reads nothing of it any more, as the database has it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coachingpairs.errors import DomainError, said_as
from cycles.models import Pair, Session
from feedback.models import Answer, AskedTarget, Asking, Request, Share
from feedback.rules import reading as rules
from feedback.rules.answers import from_text
from feedback.rules.reading import Part
from feedback.services.holding import hold
from feedback.services.reading import CLOSED_NOW, own_pair, parts_of, require_asker
from teams.models import Leader, Person

NO_PARTNER = "You have no partner in this cycle whom you could share it with."
NOT_YET = "This answer has been taken back meanwhile."


@dataclass(frozen=True)
class SharedAnswer:
    """An answer that its reader and their partner both may read; ``asker`` is whom it is about."""

    asker: Leader
    request: Request
    answer: Answer
    parts: tuple[Part, ...]
    shared_at: dt.datetime

    @property
    def title(self) -> str:
        """As somebody else than the asker reads it."""
        return f"What {self.request.giver_called} said to {self.asker.called}’s question"


@dataclass(frozen=True)
class SharedIn:
    """What one leader shares out of one asking, with what they asked about."""

    asking: Asking
    targets: tuple[AskedTarget, ...]
    answers: tuple[SharedAnswer, ...]

    @property
    def asker(self) -> Leader:
        return self.asking.leader


@transaction.atomic
def share_answer(*, answer: Answer, leader: Leader, by: Person, at: dt.datetime) -> Share:
    """The partner of the asking's cycle may read it from now on. Shared twice it is shared once.

    ``answer.request.asking.cycle`` is loaded. DomainError without a partner, when the cycle is not under way,
    and for an answer that is being taken back.
    """
    asking = answer.request.asking
    require_asker(asking, leader, by)
    if not asking.cycle.is_under_way:
        raise DomainError(f"Cycle {asking.cycle.number} is over, so nothing more can be shared in it.")
    own = own_pair(asking.cycle, leader)
    if own is None:
        raise DomainError(NO_PARTNER)
    hold(asking.pk, alone=True)  # somebody who is taking their answer back is waited for, or waits
    pair = Pair.objects.select_for_update(of=("self",), no_key=True).get(pk=own.pair.pk)
    standing = Share.objects.filter(answer=answer).first()
    if standing and standing.pair_id == pair.pk:
        return standing
    if standing:
        standing.delete()
    with said_as({"written_while_under_way": CLOSED_NOW, "shared_with_the_partner": NOT_YET}):
        return Share.objects.create(
            organisation_id=answer.organisation_id, answer=answer, pair=pair, shared_at=at
        )


@transaction.atomic
def take_share_back(*, answer: Answer, leader: Leader, by: Person) -> None:
    """The partner cannot read it any more, in a closed cycle neither. Nothing happens when they could not."""
    require_asker(answer.request.asking, leader, by)
    Share.objects.filter(answer=answer).delete()


def shared_with(leader: Leader) -> list[SharedIn]:
    """All that partners let the leader read, newest cycle and asking first. Two queries.

    In a scope of the leader's person: the database shows shares of pairs they are in, and no others.
    """
    shares = _shares(leader).exclude(answer__request__asking__leader=leader)
    return _by_asking(shares.order_by("-answer__request__asking__cycle__number", "answer__sent_at"))


def shared_by(leader: Leader) -> list[tuple[Leader, int]]:
    """Who lets the leader read what was said to them, and how many answers, newest first. One query."""
    shares = _shares(leader).exclude(answer__request__asking__leader=leader).order_by("-shared_at")
    found = shares.select_related("answer__request__asking__leader__function").defer("answer__said")
    return list(Counter(share.answer.request.asking.leader for share in found).items())


def to_talk_over(pair: Pair, leader: Leader) -> list[SharedAnswer]:
    """What is shared in that pair, by whichever of them, and not met about yet; first shared first.

    ``pair.cycle`` is loaded. Three queries at most, one when nothing is shared.
    """
    zone = pair.cycle.zone
    shares = list(_shares(leader).filter(pair=pair).order_by("shared_at", "pk"))
    if not shares:
        return []
    sessions = list(Session.objects.filter(pair=pair).values_list("held_on", "created_at"))
    waiting = [
        share
        for share in shares
        if rules.waits_for_talk(
            share.shared_at, shared_on=share.shared_at.astimezone(zone).date(), sessions=sessions
        )
    ]
    targets = _targets({share.answer.request.asking_id for share in waiting})
    return [_shown(share, targets[share.answer.request.asking_id]) for share in waiting]


def _shares(leader: Leader) -> QuerySet[Share]:
    related = "answer__request__asking"
    return Share.objects.filter(**{f"{related}__cycle__team": leader.team_id}).select_related(
        "answer__request__giver", f"{related}__leader", f"{related}__cycle"
    )


def _by_asking(shares: Iterable[Share]) -> list[SharedIn]:
    found: dict[UUID, list[Share]] = {}
    for share in shares:
        found.setdefault(share.answer.request.asking_id, []).append(share)
    targets = _targets(set(found))
    return [
        SharedIn(
            members[0].answer.request.asking,
            tuple(targets[asking_id]),
            tuple(_shown(one, targets[asking_id]) for one in members),
        )
        for asking_id, members in found.items()
    ]


def _targets(askings: set[UUID]) -> defaultdict[UUID, list[AskedTarget]]:
    """What each of them asked about, in order. One query, none without askings."""
    found: defaultdict[UUID, list[AskedTarget]] = defaultdict(list)
    for target in AskedTarget.objects.filter(asking__in=askings).order_by("position"):
        found[target.asking_id].append(target)
    return found


def _shown(share: Share, targets: Sequence[AskedTarget]) -> SharedAnswer:
    request, said = share.answer.request, from_text(share.answer.said)
    return SharedAnswer(
        request.asking.leader, request, share.answer, parts_of(said, targets), share.shared_at
    )
