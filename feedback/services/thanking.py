"""A word of thanks to everybody who answered, said once: on a page, with a message that it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from coachingpairs.errors import DomainError, said_as
from cycles.models import GrowthTarget, TargetWording
from cycles.rules.notes import normal
from feedback.models import Asking, Request, Thanks
from feedback.rules import thanking as rules
from feedback.rules.thanking import Decided
from feedback.services.reading import CLOSED_NOW, AskedNow, require_asker
from feedback.services.telling import tell_thanks
from teams.models import Leader, Person

STILL_OPEN = "It is still open. Close it first, so that your thanks reach everybody who answers."
NOBODY = "Nobody has answered whom you could thank."


class ThankedAlready(DomainError):
    """They have been thanked in other words; ``thanks`` is what they read."""

    def __init__(self, thanks: Thanks) -> None:
        super().__init__("You have thanked them already. This is what they read.")
        self.thanks = thanks


@dataclass(frozen=True)
class Thankable:
    """Who would be thanked now, by name; ``problem`` says why not yet, or ''."""

    givers: tuple[Request, ...]
    problem: str
    waits: bool = False
    """It is open, and somebody may still answer."""


@transaction.atomic
def send_thanks(*, asking: Asking, leader: Leader, words: str, by: Person, at: dt.datetime) -> Thanks:
    """Thank everybody who has answered; each is told once. The same words again do nothing.

    ``asking.cycle`` is loaded. DomainError while somebody may still answer, when nobody has, and for words
    that are empty or too long; ThankedAlready when it has been said in other words.
    """
    require_asker(asking, leader, by)
    if not asking.cycle.is_under_way:
        raise DomainError(f"Cycle {asking.cycle.number} is over, so nothing more is sent from it.")
    words = normal(words)
    if problem := rules.problem_with(words):
        raise DomainError(problem)
    held = (
        Asking.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=asking.pk)
    )
    before = Thanks.objects.filter(asking=held).first()
    if before and before.words == words:
        return before
    if before:
        raise ThankedAlready(before)
    whom = thankable(held, at=at)
    if whom.problem:
        raise DomainError(whom.problem)
    with said_as({"written_while_under_way": CLOSED_NOW, "thanks_for_answers": NOBODY}):
        thanks = Thanks.objects.create(
            organisation_id=held.organisation_id, asking=held, words=words, sent_at=at
        )
    tell_thanks(asking=held, requests=whom.givers, at=at)
    return thanks


def thankable(asking: Asking, *, at: dt.datetime) -> Thankable:
    """Once it is closed, or nobody is waited for any more. One query; ``cycle`` is loaded."""
    requests = list(Request.objects.standing().filter(asking=asking).select_related("giver"))
    givers = tuple(sorted((one for one in requests if one.answered_at), key=lambda one: one.giver_sort_name))
    waits = any(one.answered_at is None and one.declined_at is None for one in requests)
    if waits and asking.is_open(at):
        return Thankable(givers, STILL_OPEN, waits=True)
    return Thankable(givers, "" if givers else NOBODY)


def draft_of(targets: Iterable[AskedNow], *, leader: Leader, others: Sequence[Decided] = ()) -> str:
    """Words to begin with, from what has become of the targets that were asked about."""
    decided = [
        Decided(one.now.direction, one.now.behaviour, one.target.state, reworded=one.has_changed)
        for one in targets
        if one.now and one.target
    ]
    return rules.draft([*decided, *others], name=leader.called)


def newly_settled(asking: Asking, targets: Sequence[AskedNow]) -> list[Decided]:
    """What the leader has settled on since in place of what they asked about. One query."""
    asked = [one.asked.target_id for one in targets if one.asked.target_id]
    standing = TargetWording.objects.standing().filter(
        target__cycle=asking.cycle_id,
        target__leader=asking.leader_id,
        target__state=GrowthTarget.State.SETTLED,
        target__created_at__gte=asking.asked_at,
    )
    new = standing.exclude(target__in=asked).select_related("target").order_by("target__slot")
    return [Decided(one.direction, one.behaviour, one.target.state) for one in new]
