"""A team in which people have written in every place there is: in a cycle that is closed, in a pair that goes
on, and in one that has parted, whose two have written more since. All of it through the services.

Each text is a word of its own: who wrote it, in which field, and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import mail as outgoing

from awayday.models import Awayday
from awayday.services.doors import open_doors
from awayday.services.planning import Plan, plan_awayday
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TryOut
from cycles.rules.agreements import Answers
from cycles.rules.targets import Words
from cycles.rules.tryouts import WrittenOccasion
from cycles.services.house_pages import write_house_page
from cycles.services.lessons import keep_lesson, offer_lesson
from cycles.services.plans import Wanted, plan_of, save_plan
from cycles.services.reminders import plan_reminders
from feedback.services.reminding import plan_reminders as plan_feedback_reminders
from feedback.services.telling import send_links_again
from pairing.services.choosing import decline, propose
from pairing.services.shortlists import choose_shortlist
from teams.models import Person
from tests.awayday.at_the_door import card_of
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_, change
from tests.cycles.made import go_to, log, make_cycle, pair_of
from tests.cycles.pair_words import give, read_from, say_yes, write
from tests.cycles.parting import end_pair_of
from tests.cycles.targeted import begin, change_it, look, reword, shown_occasion, try_at
from tests.private_feedback import BEARERS, ROUNDS, ask_again, ask_and_answer, link_in
from tests.private_people import readers_of, values_of
from tests.private_texts import private

DAY = dt.timedelta(days=1)
LAST_SPRING = dt.datetime(2026, 4, 13, 9, tzinfo=dt.UTC)
THIS_AUTUMN = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)
PARTED_AT = dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC)
SINCE = PARTED_AT + DAY
READ_AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

PAIRS = {"closed": ("Helen", "Joanna"), "now": ("Helen", "Priya"), "parted": ("Amara", "Vikram")}
MINUTES = {"closed": 97, "now": 83, "parted": 71}
"""No page offers lengths like these."""
MEETS_NEXT = {"closed": LAST_SPRING + 20 * DAY, "now": READ_AT + 3 * DAY, "parted": READ_AT + 4 * DAY}
CARD = "whoever has Helen’s place card"
Clock = Callable[[dt.datetime], None]


@dataclass
class Written:
    """``values`` has, for each argument of an address, all there is to put in its place."""

    cast: Northmere
    values: dict[str, list[Any]]
    readers: dict[str, Person | None]
    cards: dict[str, str]
    """Of those who come in by one, or by a link to answer, its address."""
    sent: list[Any]
    """The messages that went out meanwhile."""


def write_everything(clock: Clock) -> Written:
    """``clock`` says what time it is; in the end it is READ_AT."""
    cast, elsewhere = make_northmere(), make_northmere("southmere")
    clock(LAST_SPRING + 10 * DAY)
    closed = make_cycle(cast, starts_on=dt.date(2026, 4, 1), pairs=[PAIRS["closed"], ("Siobhan", "Idris")])
    _write_as_pair(cast, closed, "closed", LAST_SPRING)
    _look_again(cast, closed)
    _send(LAST_SPRING, days=170)
    with scope(organisation=cast.organisation.pk):
        go_to(closed, "closed", closed_at=LAST_SPRING + 175 * DAY)
    clock(THIS_AUTUMN + 10 * DAY)
    running = make_cycle(cast, number=2, pairs=[PAIRS["now"], PAIRS["parted"]])
    for when in ("now", "parted"):
        _write_as_pair(cast, running, when, THIS_AUTUMN)
    _send(THIS_AUTUMN, days=10)
    read_from(cast, running, "Priya", "Helen")
    clock(PARTED_AT)
    end_pair_of(cast, running, "Vikram", at=PARTED_AT)
    clock(SINCE)
    for name in PAIRS["parted"]:
        _go_on_alone(cast, running, name)
    _change_what_stood(cast, "Amara")
    _send(PARTED_AT, days=4)
    clock(READ_AT)
    ahead = make_cycle(cast, number=3, stage="choosing", starts_on=dt.date(2027, 4, 1), pairs=[])
    send_links_again(address=cast.person("Joanna").email, at=READ_AT)
    card = card_of(cast, _choose(cast, ahead), "Helen")
    _send(READ_AT, days=5)
    readers = readers_of(cast, elsewhere)
    sent = list(outgoing.outbox)
    links = {bearer: link_in(sent, cast, bearer) for bearer in BEARERS}
    return Written(cast, values_of(cast), readers, {CARD: card, **links}, sent)


def _send(since: dt.datetime, *, days: int) -> None:
    """What is planned and due in these days, an hour later each day."""
    for day in range(days + 1):
        at = since + day * DAY + dt.timedelta(hours=1)
        plan_reminders(at=at)
        plan_feedback_reminders(at=at)
        send_due(at=at)


def _write_as_pair(cast: Northmere, cycle: Cycle, when: str, at: dt.datetime) -> None:
    """What both read is named after the first of the two."""
    one, other = PAIRS[when]
    shared = private(one, "pair-note", when)
    session = log(
        cast,
        cycle,
        one,
        at.date(),
        MINUTES[when],
        at=at + DAY,
        pair_note=shared,
        private_note=private(one, "private-note", when),
    )
    change(
        cast,
        other,
        session,
        pair_note=(shared, shared),
        private_note=("", private(other, "private-note", when)),
    )
    before = write(cast, cycle, one, at=at, meeting=private(one, "earlier-meeting", when))
    texts = (private(one, field, when) for field in ("meeting", "confidence", "challenge", "trouble"))
    write(cast, cycle, one, at=at + DAY, seen=before, answers=Answers(*texts))
    say_yes(cast, cycle, one, at=at + DAY)
    _plan(cast, cycle, one, when, at)
    for name, partner in ((one, other), (other, one)):
        give(cast, cycle, name, partner, private(name, "strength", when), at=at)
        _write_for_oneself(cast, cycle, name, when, at)


def _plan(cast: Northmere, cycle: Cycle, name: str, when: str, at: dt.datetime) -> None:
    with as_(cast, name):
        pair = pair_of(cycle, cast.leader(name))
        save_plan(
            pair=pair,
            leader=cast.leader(name),
            wanted=[Wanted(MEETS_NEXT[when], 60, private(name, "place", when))],
            seen=plan_of(pair, at=at).seen,
            by=cast.person(name),
            at=at,
        )


def _write_for_oneself(cast: Northmere, cycle: Cycle, name: str, when: str, at: dt.datetime) -> None:
    target = begin(cast, name, cycle, _words(name, "earlier-", when), at=at)
    if ROUNDS[when].asker == name:
        reword(cast, name, target, _words(name, "asked-", when), at=at)
        ask_and_answer(cast, cycle, target, when, at)
    reword(cast, name, target, _words(name, "", when), at=at + DAY)
    _try(cast, name, target, when, at)
    with as_(cast, name):
        leader = cast.leader(name)
        keep_lesson(cycle=cycle, leader=leader, text=private(name, "lesson-kept", when), at=at)
        offer_lesson(cycle=cycle, leader=leader, text=private(name, "lesson-offered", when), at=at)


def _words(name: str, before: str, when: str) -> Words:
    fields = ("behaviour", "differently", "why")
    return Words("up", *(private(name, f"{before}{field}", when) for field in fields))


def _try(cast: Northmere, name: str, target: GrowthTarget, when: str, at: dt.datetime) -> None:
    planned = try_at(
        cast,
        name,
        target,
        private(name, "occasion", when),
        on=(at + 7 * DAY).date(),
        plan=private(name, "plan", when),
        at=at + DAY,
    )
    texts = (private(name, "noticed", when), private(name, "next", when))
    look(cast, name, planned, "clear", *texts, at=at + 8 * DAY)


def _look_again(cast: Northmere, cycle: Cycle) -> None:
    with as_(cast, "Helen"):
        target = GrowthTarget.objects.select_related("leader", "cycle").get(leader=cast.leader("Helen"))
    ask_again(cast, target, "closed", LAST_SPRING + 120 * DAY)


def _go_on_alone(cast: Northmere, cycle: Cycle, name: str) -> None:
    """A second target, with a try-out to come, and a lesson."""
    target = begin(cast, name, cycle, _words(name, "", "since"), at=SINCE)
    try_at(
        cast,
        name,
        target,
        private(name, "occasion", "since"),
        on=(SINCE + 7 * DAY).date(),
        plan=private(name, "plan", "since"),
        at=SINCE,
    )
    with as_(cast, name):
        keep_lesson(
            cycle=cycle, leader=cast.leader(name), text=private(name, "lesson-kept", "since"), at=SINCE
        )


def _change_what_stood(cast: Northmere, name: str) -> None:
    """The target of before, and the occasion of its try-out, in other words."""
    with as_(cast, name):
        tried = TryOut.objects.select_related("target").get(
            target__leader=cast.leader(name), looked_back_at__isnull=False
        )
    reword(cast, name, tried.target, Words("down", private(name, "other-words", "since"), "", ""), at=SINCE)
    occasion = WrittenOccasion(
        tried.on,
        private(name, "other-occasion", "since"),
        private(name, "other-plan", "since"),
        shown_occasion(cast, name, tried),
    )
    change_it(cast, name, tried, occasion, at=SINCE)


def _choose(cast: Northmere, ahead: Cycle) -> Awayday:
    """Helen asks Idris, who says not this time, and has a shortlist; the doors of the Awayday are open."""
    helen, idris = cast.leader("Helen"), cast.leader("Idris")
    with as_(cast, "Helen"):
        choose_shortlist(leader=helen, colleagues=[cast.leader("Siobhan")], by=cast.person("Helen"))
        asked = propose(cycle=ahead, proposer=helen, addressee=idris, by=cast.person("Helen"))
    with as_(cast, "Idris"):
        decline(proposal=asked, by=cast.person("Idris"))
    with scope(organisation=cast.organisation.pk):
        plan = Plan(held_on=ahead.starts_on, starts_at=dt.time(9), ends_at=dt.time(13))
        planned = plan_awayday(opens=ahead, plan=plan, by=cast.facilitator)
        write_house_page(
            team=cast.team, title="In our house", text="Ask Joanna.", seen="", by=cast.facilitator, at=READ_AT
        )
        return open_doors(awayday=planned, by=cast.facilitator)
