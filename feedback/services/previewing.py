"""What each of those who are asked would read, before anything is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import writer_of
from coachingpairs.mail.rendering import render_message
from cycles.models import Cycle
from cycles.rules.words import listed
from feedback import doors
from feedback.emails.kinds import REQUEST
from feedback.models import AskedTarget, Asking, Request
from feedback.rules.asking import MANY
from feedback.services.again import by_name
from feedback.services.asked import partners_of
from feedback.services.asking import ask_colleagues
from feedback.services.place_to_ask import own_targets
from teams.models import Leader, Person

THEIR_LINK = "(here stands a link that is made for {} alone)"


@dataclass(frozen=True)
class Preview:
    """For one of them: the email, with ``text`` '' when there is no mailbox to send it to, and the page."""

    request: Request
    subject: str
    text: str
    is_much_asked: bool

    @property
    def name(self) -> str:
        return self.request.giver_name

    @property
    def giver_called(self) -> str:
        return self.request.giver_called

    @property
    def outside(self) -> bool:
        return self.request.giver is None


@dataclass(frozen=True)
class Page:
    """The page behind the link as the first of several reads it; ``others`` read it with their own name."""

    called: str
    other_names: list[str]
    partners: Sequence[str]
    """Full names."""
    outside: bool

    @property
    def others(self) -> str:
        return listed(self.other_names)

    @property
    def many(self) -> bool:
        return len(self.other_names) > 1


@dataclass(frozen=True)
class Previews:
    """``wordings`` are the ids of the words that would be asked about."""

    asking: Asking
    targets: tuple[AskedTarget, ...]
    each: tuple[Preview, ...]
    partners: tuple[str, ...]
    """Full names, told to givers of the team."""
    wordings: tuple[UUID, ...]
    until: dt.date

    @property
    def names(self) -> str:
        """“Amara, Siobhan and Joanna”."""
        return listed([one.giver_called for one in self.each])

    @property
    def pages(self) -> list[Page]:
        """One for those of the team, and one for those outside it."""
        teams = [one for one in self.each if not one.outside]
        outside = [one for one in self.each if one.outside]
        return [
            Page(group[0].giver_called, [one.giver_called for one in group[1:]], partners, is_outside)
            for group, partners, is_outside in ((teams, self.partners, False), (outside, (), True))
            if group
        ]

    @property
    def much_asked(self) -> tuple[str, ...]:
        return tuple(one.giver_called for one in self.each if one.is_much_asked)


class _Undo(Exception):
    pass


def preview(
    *,
    cycle: Cycle,
    leader: Leader,
    by: Person,
    at: dt.datetime,
    targets: Collection[UUID],
    givers: Sequence[Leader],
    others: Sequence[tuple[str, str]],
    personal: str,
    closes_on: dt.date,
    reveal: str,
) -> Previews:
    """Ask as it would be asked, read what goes out, and take all of it back: nothing is written.

    DomainError for whatever would be refused.
    """
    ask = partial(
        ask_colleagues,
        cycle=cycle,
        leader=leader,
        by=by,
        at=at,
        targets=targets,
        givers=givers,
        others=others,
        personal=personal,
        closes_on=closes_on,
        reveal=reveal,
    )
    return preview_of(ask, leader=leader, targets=targets)


def preview_of(ask: Callable[[], Asking], *, leader: Leader, targets: Collection[UUID]) -> Previews:
    """The same of whatever asks these targets of somebody."""
    found: list[Previews] = []
    try:
        with transaction.atomic():
            found.append(_read(ask(), leader, targets))
            raise _Undo
    except _Undo:
        return found[0]


def _read(asking: Asking, leader: Leader, targets: Collection[UUID]) -> Previews:
    requests = sorted(asking.requests.select_related("giver__function"), key=by_name)
    # Their own question does not count: it is not asked yet.
    much = doors.much_asked([request.whom for request in requests], many=MANY + 1)
    rows = {row.subject_id: row for row in _rows(requests)}
    return Previews(
        asking,
        tuple(asking.targets.all()),
        tuple(_one(request, rows[request.pk], request.whom in much) for request in requests),
        tuple(partners_of(asking)),
        tuple(own.wording.pk for own in own_targets(leader, asking.cycle) if own.target.pk in targets),
        asking.last_day(asking.cycle),
    )


def _rows(requests: Sequence[Request]) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=REQUEST, subject_id__in=[one.pk for one in requests]))


def _one(request: Request, row: OutgoingMail, is_much_asked: bool) -> Preview:
    """By the very writer that writes it when it is sent."""
    message = writer_of(REQUEST)(row)
    if message is None:
        return Preview(request, "", "", is_much_asked)
    context = {**message.context, "link": THEIR_LINK.format(request.giver_called)}
    text, _html = render_message(message.template, context)
    return Preview(request, message.subject, text, is_much_asked)
