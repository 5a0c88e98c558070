"""Where a leader stands with the colleagues they ask, and what they are asked: for homes and overviews."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from cycles.feedback_standing import (
    Colleague,
    FeedbackTotals,
    Known,
    OwnAsking,
    Question,
    Thanked,
    knows_feedback,
)
from cycles.models import Cycle
from cycles.rules.colleagues import Feedback
from cycles.rules.targets import ASKED, IDEA
from cycles.rules.words import short_day
from feedback import doors
from feedback.models import Answer, AskedTarget, Asking, Request
from feedback.rules import asking as rules
from feedback.rules.asking import Stands
from feedback.rules.reading import is_new
from feedback.services.again import may_look_again
from teams.models import Leader

UNDER_WAY = (Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP)
THANKED_WITHIN = dt.timedelta(days=28)
"""After that nobody is reminded to say thank you any more; it can still be said."""
THANKS_STAY = dt.timedelta(days=14)
"""So long a word of thanks stands on the home of whoever was thanked; on their feedback page it stays."""
ICONS = {
    Stands.ANSWERED: "done",
    Stands.DECLINED: "rest",
    Stands.WAITING: "open",
    Stands.LEFT: "rest",
}


@dataclass(frozen=True)
class _Round:
    """One asking with what became of it."""

    asking: Asking
    requests: Sequence[Request]
    to_read: int
    is_undecided: bool
    is_thanked: bool
    at: dt.datetime

    @property
    def answers(self) -> int:
        return sum(one.answered_at is not None for one in self.requests)

    @property
    def is_open(self) -> bool:
        return self.asking.closed_at is None and self.at < self.asking.closes_at

    @property
    def waiting(self) -> int:
        still = (one for one in self.requests if one.answered_at is None and one.declined_at is None)
        return sum(1 for _one in still) if self.is_open else 0

    @property
    def is_read(self) -> bool:
        """Whatever there will be has been before the leader's eyes."""
        shown = self.asking.closed_at is not None or self.asking.reveal == Asking.Reveal.COME
        return shown and bool(self.answers) and not self.waiting and not self.to_read

    @property
    def waits_for_thanks(self) -> bool:
        over = self.asking.closed_at or self.asking.closes_at
        return (
            self.is_read and not self.is_undecided and not self.is_thanked and self.at < over + THANKED_WITHIN
        )


def standing(leader: Leader, cycle: Cycle, at: dt.datetime) -> tuple[Feedback, OwnAsking | None]:
    """Of that leader's own, who is whoever runs this. At most six queries, one when they asked nobody."""
    rounds = _rounds(leader, cycle, at)
    if not rounds:
        return Feedback(), None
    newest = next(one for one in rounds if one.asking.kind == Asking.Kind.FIRST)
    unread = next((one for one in rounds if one.to_read), None)
    about = unread or newest
    again = may_look_again(leader, cycle, at)
    feedback = Feedback(
        asked=len(about.requests),
        answers=about.answers,
        waiting=newest.waiting,
        to_read=unread.to_read if unread else 0,
        unread=str(unread.asking.pk) if unread else "",
        undecided=str(newest.asking.pk) if newest.is_read and newest.is_undecided else "",
        unthanked=str(newest.asking.pk) if newest.waits_for_thanks else "",
        look_again=str(again.pk) if again else "",
    )
    return feedback, _own(rounds[0], cycle)


def _rounds(leader: Leader, cycle: Cycle, at: dt.datetime) -> list[_Round]:
    """The newest first."""
    found = Asking.objects.filter(leader=leader, cycle=cycle).defer("personal").order_by("-asked_at")
    askings = list(found)
    if not askings:
        return []
    own = Asking.objects.filter(pk__in=[one.pk for one in askings]).order_by()
    marks = {pk: both for pk, *both in own.values_list("pk", "reading__read_at", "thanks__sent_at")}
    requests: defaultdict[UUID, list[Request]] = defaultdict(list)
    asked = Request.objects.standing().filter(asking__in=askings).defer("nudge")
    for request in asked.select_related("giver").order_by("giver__sort_name", "name", "id"):
        requests[request.asking_id].append(request)
    written: defaultdict[UUID, list[dt.datetime]] = defaultdict(list)
    answers = Answer.objects.filter(request__asking__in=askings).order_by()
    for asking_id, changed_at in answers.values_list("request__asking", "changed_at"):
        written[asking_id].append(changed_at)
    undecided = _undecided(askings)
    return [
        _Round(
            one,
            requests[one.pk],
            sum(is_new(changed_at, marks[one.pk][0]) for changed_at in written[one.pk]),
            one.pk in undecided,
            marks[one.pk][1] is not None,
            at,
        )
        for one in askings
    ]


def _undecided(askings: Collection[Asking]) -> set[UUID]:
    """Those of them with a target that is neither settled nor let go."""
    open_ones = AskedTarget.objects.filter(asking__in=askings, target__state__in=(IDEA, ASKED)).order_by()
    return set(open_ones.values_list("asking_id", flat=True))


def _own(shown: _Round, cycle: Cycle) -> OwnAsking:
    colleagues = (_colleague(one, shown.is_open, cycle) for one in shown.requests)
    return OwnAsking(shown.asking.pk, tuple(colleagues))


def _colleague(request: Request, is_open: bool, cycle: Cycle) -> Colleague:
    giver = request.giver
    stands = rules.stands(
        answered=request.answered_at is not None,
        declined=request.declined_at is not None,
        withdrawn=False,
        left=giver is not None and giver.left_on is not None,
    )
    if is_open and stands is Stands.WAITING:
        asked_on = request.created_at.astimezone(cycle.zone).date()
        return Colleague(request.giver_name, f"Asked {short_day(asked_on)}", "waiting")
    return Colleague(request.giver_name, rules.CLOSED_IN_WORDS[stands], ICONS[stands])


def questions(leader: Leader, at: dt.datetime) -> tuple[Question, ...]:
    """What colleagues ask of that leader, who is whoever runs this. One query."""
    waiting = Request.objects.waiting().filter(
        giver=leader,
        asking__closes_at__gt=at,
        asking__cycle__stage__in=UNDER_WAY,
        asking__leader__left_on=None,
    )
    found = waiting.select_related("asking__leader", "asking__cycle").defer("nudge", "asking__personal")
    return tuple(
        Question(
            one.pk,
            one.asking.leader,
            one.asking.last_day(one.asking.cycle),
            is_again=one.asking.kind == Asking.Kind.AGAIN,
        )
        for one in found.order_by("asking__closes_at", "created_at", "id")
    )


def thanked(leader: Leader, at: dt.datetime) -> tuple[Thanked, ...]:
    """Who has thanked that leader, who is whoever runs this. One query."""
    answered = Request.objects.standing().filter(giver=leader, answered_at__isnull=False)
    lately = answered.filter(asking__thanks__sent_at__gt=at - THANKS_STAY, asking__thanks__sent_at__lte=at)
    found = lately.select_related("asking__leader").defer("nudge", "asking__personal")
    newest_first = found.order_by("-asking__thanks__sent_at", "id")
    return tuple(Thanked(one.pk, one.asking.leader) for one in newest_first)


def totals(cycle: Cycle, before: dt.datetime) -> FeedbackTotals:
    found = doors.totals(cycle.pk, before=before)
    return FeedbackTotals(found.leaders, found.asked, found.answers)


knows_feedback(Known(standing, questions, thanked, totals))
