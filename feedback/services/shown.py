"""What whoever asks sees of their askings, and what a leader has been asked by others. Reading only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cycles.rules.words import day_and_month, listed
from cycles.services.pairs import today_in
from feedback.models import AskedTarget, Asking, Request
from feedback.rules import asking as rules
from feedback.rules.asking import Stands
from feedback.rules.reading import in_numbers
from feedback.services.telling import undeliverable_requests
from teams.models import Leader

REVEAL = {
    Asking.Reveal.COME: "You read the answers as they come",
    Asking.Reveal.AFTER: "You read the answers all at once, after the date",
}


@dataclass(frozen=True)
class ShownRequest:
    """The question to one colleague, as whoever asks sees it: where it stands, never what was said."""

    request: Request
    asking: Asking
    is_open: bool
    is_undeliverable: bool

    @property
    def stands(self) -> Stands:
        giver = self.request.giver
        return rules.stands(
            answered=self.request.answered_at is not None,
            declined=self.request.declined_at is not None,
            withdrawn=self.request.withdrawn_at is not None,
            left=giver is not None and not giver.is_active,
        )

    @property
    def state(self) -> str:
        """“Not answered yet”, “Has answered”, “Could not answer” …"""
        return (rules.IN_WORDS if self.is_open else rules.CLOSED_IN_WORDS)[self.stands]

    @property
    def has_answered(self) -> bool:
        return self.stands is Stands.ANSWERED

    @property
    def is_taken_back(self) -> bool:
        return self.stands is Stands.TAKEN_BACK

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.stands is Stands.WAITING

    @property
    def can_take_back(self) -> bool:
        return self.is_open and self.stands in (Stands.WAITING, Stands.DECLINED, Stands.LEFT)

    @property
    def can_send_link(self) -> bool:
        return self.is_open and self.stands in (Stands.WAITING, Stands.ANSWERED, Stands.DECLINED)

    @property
    def last_reminded(self) -> str:
        """“Last reminded on 27 November”; '' when never."""
        at = max(filter(None, (self.request.last_reminded_at, self.request.nudged_at)), default=None)
        if at is None:
            return ""
        return f"Last reminded on {day_and_month(at.astimezone(self.asking.cycle.zone).date())}"


@dataclass(frozen=True)
class ShownAsking:
    """One round: whom, about what, until when. ``is_over``: its date has passed, and it is not closed yet."""

    asking: Asking
    targets: tuple[AskedTarget, ...]
    requests: tuple[ShownRequest, ...]
    """By name; those taken back come last."""
    is_open: bool
    is_over: bool
    today: dt.date

    @cached_property
    def standing(self) -> tuple[ShownRequest, ...]:
        return tuple(one for one in self.requests if not one.is_taken_back)

    @property
    def last_day(self) -> dt.date:
        return self.asking.last_day(self.asking.cycle)

    @property
    def asked_on(self) -> dt.date:
        return self.asking.asked_at.astimezone(self.asking.cycle.zone).date()

    @property
    def is_again(self) -> bool:
        return self.asking.kind == Asking.Kind.AGAIN

    @property
    def answers(self) -> int:
        return sum(one.has_answered for one in self.requests)

    @property
    def waiting(self) -> int:
        return sum(one.is_waiting for one in self.requests)

    @property
    def names(self) -> str:
        """“Amara, Siobhan and Joanna”: those who stand."""
        return listed([one.request.giver_called for one in self.standing])

    @property
    def in_numbers(self) -> str:
        """“3 asked, 2 answers in”."""
        return in_numbers(len(self.standing), self.answers)

    @property
    def reveal(self) -> str:
        return REVEAL[Asking.Reveal(self.asking.reveal)]

    @property
    def may_read(self) -> bool:
        """The database shows the answers by now, if there are any."""
        is_past = self.asking.closed_at is not None or not self.asking.cycle.is_under_way
        return self.asking.reveal == Asking.Reveal.COME or is_past

    @property
    def room(self) -> int:
        """How many more can be asked besides."""
        return 0 if self.is_again or not self.is_open else max(0, rules.MOST - len(self.standing))


@dataclass(frozen=True)
class ShownAsked:
    """What somebody else has asked of this leader."""

    request: Request
    is_open: bool
    today: dt.date
    is_thanked: bool
    """Whoever asked has written a few words to those who answered, of whom this leader is one."""

    @property
    def asking(self) -> Asking:
        return self.request.asking

    @property
    def asker(self) -> Leader:
        return self.asking.leader

    @property
    def last_day(self) -> dt.date:
        return self.asking.last_day(self.asking.cycle)

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.request.answered_at is None and self.request.declined_at is None

    @property
    def state(self) -> str:
        """In words to the giver."""
        if self.request.answered_at:
            return "You have answered" + ("; you can change it" if self.is_open else "")
        if self.request.declined_at:
            return "Not this time" + ("; you can change your mind" if self.is_open else "")
        return "Not answered yet" if self.is_open else "Closed without an answer"


def shown_asking(asking: Asking, *, at: dt.datetime) -> ShownAsking:
    """One of the reader's own, with ``cycle`` loaded. Four queries at the most."""
    return _shown(asking, _targets([asking])[asking.pk], _requests([asking])[asking.pk], at)


def own_askings(leader: Leader, *, at: dt.datetime) -> tuple[ShownAsking, ...]:
    """All of the leader's, newest first. Five queries at the most, however many."""
    own = list(Asking.objects.filter(leader=leader).select_related("cycle"))
    targets, requests = _targets(own), _requests(own)
    return tuple(_shown(asking, targets[asking.pk], requests[asking.pk], at) for asking in own)


def asked_of(leader: Leader, *, at: dt.datetime) -> tuple[ShownAsked, ...]:
    """What the leader has been asked: what waits for them first, soonest first. One query."""
    found = Request.objects.standing().filter(giver=leader)
    loaded = found.select_related("asking__cycle", "asking__leader__function", "asking__thanks")
    shown = [
        ShownAsked(
            request,
            request.asking.is_open(at),
            today_in(request.asking.cycle),
            is_thanked=request.answered_at is not None and hasattr(request.asking, "thanks"),
        )
        for request in loaded.defer("asking__thanks__words")
    ]
    waiting = sorted((one for one in shown if one.is_waiting), key=lambda one: one.asking.closes_at)
    others = sorted(
        (one for one in shown if not one.is_waiting), key=lambda one: one.asking.asked_at, reverse=True
    )
    return (*waiting, *others)


def _shown(
    asking: Asking, targets: Iterable[AskedTarget], requests: Iterable[Request], at: dt.datetime
) -> ShownAsking:
    is_open = asking.is_open(at)
    failed: Collection[UUID] = undeliverable_requests(asking) if is_open else ()
    shown = [ShownRequest(request, asking, is_open, request.pk in failed) for request in requests]
    return ShownAsking(
        asking,
        tuple(targets),
        tuple(sorted(shown, key=lambda one: (one.is_taken_back, one.request.giver_sort_name))),
        is_open=is_open,
        is_over=asking.closed_at is None and not is_open and asking.cycle.is_under_way,
        today=at.astimezone(asking.cycle.zone).date(),
    )


def _targets(askings: Collection[Asking]) -> defaultdict[UUID, list[AskedTarget]]:
    found: defaultdict[UUID, list[AskedTarget]] = defaultdict(list)
    for target in AskedTarget.objects.filter(asking__in=askings):
        found[target.asking_id].append(target)
    return found


def _requests(askings: Collection[Asking]) -> defaultdict[UUID, list[Request]]:
    """Those taken back among them."""
    found: defaultdict[UUID, list[Request]] = defaultdict(list)
    for request in Request.objects.filter(asking__in=askings).select_related("giver__function"):
        found[request.asking_id].append(request)
    return found
