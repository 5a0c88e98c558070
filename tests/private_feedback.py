"""What is asked, answered and read in each of the pairs of tests/private_world.py, through the services.

In each of the three somebody asks about the words that their target has on that day, one answers twice and is
shared with the partner, another answers after a reminder; and in two of them somebody has only begun.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from cycles.rules.notes import fingerprint
from cycles.services.notes import WrittenNote
from feedback.models import Answer, Asking, Link, Request
from feedback.rules.answers import Again, First, OnTarget, Said
from feedback.services.again import look_again
from feedback.services.asking import ask_colleagues
from feedback.services.changing import close_asking
from feedback.services.giving import save_draft, send_answer, written_by
from feedback.services.others import allow_others
from feedback.services.reading import keep_note, mark_read
from feedback.services.reminding import nudge_giver
from feedback.services.sharing import share_answer
from feedback.services.thanking import send_thanks
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.past_services import DAY
from tests.private_texts import private

OPEN_UNTIL = dt.date(2026, 12, 4)


@dataclass(frozen=True)
class Round:
    """``shared`` answers first, ``reminded`` after a reminder, ``drafts`` has begun."""

    asker: str
    shared: str
    reminded: str
    drafts: str = ""
    is_closed: bool = True
    asks_outside: bool = False

    @property
    def givers(self) -> list[str]:
        return [name for name in (self.shared, self.reminded, self.drafts) if name]


ROUNDS = {
    "closed": Round("Helen", "Amara", "Idris"),
    "now": Round("Helen", "Joanna", "Idris", drafts="Amara", is_closed=False, asks_outside=True),
    "parted": Round("Amara", "Priya", "Joanna", drafts="Idris"),
}
BEARERS = {
    "whoever has the link of somebody outside": ("now", "outside", Link.Purpose.ANSWER),
    "whoever has Joanna’s link": ("now", "Joanna", Link.Purpose.ANSWER),
    "whoever has the link of Priya’s thanks": ("parted", "Priya", Link.Purpose.THANKS),
}


def outside(asker: str, when: str) -> tuple[str, str]:
    return private(asker, "outside-name", when), f"{private(asker, 'outside-email', when)}@council.example"


def ask_and_answer(cast: Northmere, cycle: Cycle, target: GrowthTarget, when: str, at: dt.datetime) -> None:
    """``at``: the day on which it is asked."""
    one = ROUNDS[when]
    asking = _ask(cast, cycle, target, when, at)
    _answer(cast, asking, one.shared, First("other", private(one.shared, "said-first", when)), at + DAY)
    _answer(cast, asking, one.shared, _said(one.shared, when), at + 2 * DAY)
    with as_(cast, one.asker):
        words, late = private(one.asker, "reminder", when), _request(asking, cast, one.reminded)
        nudge_giver(request=late, words=words, by=cast.person(one.asker), at=at + 5 * DAY)
    _answer(cast, asking, one.reminded, _said(one.reminded, when), at + 6 * DAY)
    if one.drafts:
        with as_(cast, one.drafts):
            _draft(_request(asking, cast, one.drafts), private(one.drafts, "draft", when), at + DAY)
    if one.asks_outside:
        _drafts_outside(cast, asking, when, at + DAY)
    _read(cast, asking, when, at + 7 * DAY)


def ask_again(cast: Northmere, target: GrowthTarget, when: str, at: dt.datetime) -> None:
    """Of whoever was shared; in month five."""
    one = ROUNDS[when]
    with as_(cast, one.asker):
        first = Asking.objects.get(cycle=target.cycle, leader=target.leader)
        asking = look_again(
            first=first,
            leader=cast.leader(one.asker),
            by=cast.person(one.asker),
            at=at,
            targets=[target.pk],
            requests=[_request(first, cast, one.shared).pk],
            personal=private(one.asker, "again-personal", when),
            closes_on=(at + 10 * DAY).date(),
        )
    noticed, after = (private(one.shared, f"again-{field}", when) for field in ("noticed", "next"))
    _answer(cast, asking, one.shared, Again((OnTarget(2, noticed, after),)), at + DAY)


def link_in(sent: Iterable[Any], cast: Northmere, bearer: str) -> str:
    """The path of the last link that was sent to them for that purpose."""
    when, name, purpose = BEARERS[bearer]
    address = outside(ROUNDS[when].asker, when)[1] if name == "outside" else cast.person(name).email
    thanked = purpose == Link.Purpose.THANKS
    found = [
        str(message.body)
        for message in sent
        if message.to == [address] and "/f/" in message.body and ("thanks" in message.subject) == thanked
    ]
    link = re.search(r"/f/\S+/", found[-1])
    assert link
    return link[0]


def _ask(cast: Northmere, cycle: Cycle, target: GrowthTarget, when: str, at: dt.datetime) -> Asking:
    one = ROUNDS[when]
    if one.asks_outside:
        with scope(organisation=cast.organisation.pk, person=cast.facilitator.pk):
            allow_others(team=cast.team, by=cast.facilitator)
    with as_(cast, one.asker):
        return ask_colleagues(
            cycle=cycle,
            leader=cast.leader(one.asker),
            by=cast.person(one.asker),
            at=at,
            targets=[target.pk],
            givers=[cast.leader(name) for name in one.givers],
            others=[outside(one.asker, when)] if one.asks_outside else (),
            personal=private(one.asker, "personal", when),
            closes_on=(at + 14 * DAY).date() if one.is_closed else OPEN_UNTIL,
        )


def _said(name: str, when: str) -> First:
    return First("both", private(name, "said-else", when), private(name, "said-keep", when))


def _answer(cast: Northmere, asking: Asking, name: str, said: Said, at: dt.datetime) -> None:
    with as_(cast, name):
        request = _request(asking, cast, name)
        send_answer(request=request, said=said, seen=written_by(request).seen, at=at)


def _drafts_outside(cast: Northmere, asking: Asking, when: str, at: dt.datetime) -> None:
    with as_(cast, asking.leader.called):
        request = asking.requests.get(giver=None)
    with scope(organisation=cast.organisation.pk, link=request.pk):
        _draft(_whole().get(pk=request.pk), private("outside", "draft", when), at)


def _draft(request: Request, words: str, at: dt.datetime) -> None:
    save_draft(request=request, said=First(else_=words), seen=written_by(request).seen, at=at)


def _read(cast: Northmere, asking: Asking, when: str, at: dt.datetime) -> None:
    """The asker keeps a note and shares; what is closed is thanked for."""
    one = ROUNDS[when]
    who: dict[str, Any] = {"leader": cast.leader(one.asker), "by": cast.person(one.asker)}
    with as_(cast, one.asker):
        mark_read(asking=asking, shown=at, **who)
        note = WrittenNote(private(one.asker, "note", when), fingerprint(""))
        keep_note(asking=asking, note=note, **who)
        answers = Answer.objects.select_related("request__asking__cycle")
        share_answer(answer=answers.get(request=_request(asking, cast, one.shared)), at=at, **who)
        if one.is_closed:
            close_asking(asking=asking, at=at, **who)
            held = Asking.objects.select_related("cycle").get(pk=asking.pk)
            send_thanks(asking=held, words=private(one.asker, "thanks", when), at=at, **who)


def _request(asking: Asking, cast: Northmere, name: str) -> Request:
    return _whole().get(asking=asking, giver=cast.leader(name))


def _whole() -> QuerySet[Request]:
    return Request.objects.select_related("asking__cycle", "asking__leader", "giver")
