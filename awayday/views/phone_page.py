"""One leader's phone at every stage, for the page, for a press and for the stream."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from awayday.forms.lessons import LessonForm
from awayday.rules.stages import Stage
from awayday.services.now import Now
from awayday.services.reading import Everything
from awayday.views.first_session_card import FirstSessionCard
from awayday.views.phone_shared import Shared
from cycles.models import Lesson, PlannedSession
from cycles.rules.words import greeting
from cycles.services.lessons import MOST_OFFERED
from pairing.views.choosing_live import Shown, live_page, shown_on
from pairing.views.choosing_page import ChoosingPage
from teams.models import Leader

CHOOSING = (Stage.CHOOSING, Stage.SEALED)
"""The stages in which a phone shows the page of choosing."""


@dataclass(frozen=True)
class Offered:
    """A lesson of one's own."""

    lesson: Lesson
    take_back_address: str

    @property
    def text(self) -> str:
        return self.lesson.text

    @property
    def shown_at(self) -> dt.datetime | None:
        return self.lesson.shown_at


@dataclass(frozen=True, eq=False)
class PhoneShown:
    """What a phone shows: its frame, the page of choosing in it, the lesson and the line that all share.

    Two are the same when they say the same in ``seen`` and in the line, so that comparing hundreds of lists
    of hundreds costs nothing.
    """

    frame: tuple[object, ...]
    choosing: Shown | None
    lesson: str
    line: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhoneShown) and (self.seen, self.line) == (other.seen, other.line)

    def __hash__(self) -> int:
        return hash((self.seen, self.line))

    @cached_property
    def seen(self) -> str:
        """In every process the same for the same; without the line, which comes at each connection anyway."""
        told = (self.frame, self.choosing.seen if self.choosing else "", self.lesson)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Phone:
    """``page`` is the page of choosing once the room has come to it."""

    shared: Shared
    me: Leader
    is_guest: bool
    at: dt.datetime
    page: ChoosingPage | None = None
    plan: PlannedSession | None = None
    offer_form: LessonForm = field(default_factory=LessonForm)

    @property
    def now(self) -> Now:
        return self.shared.now

    @property
    def stage(self) -> Stage:
        return self.now.stage

    @property
    def paused(self) -> bool:
        return self.now.is_paused

    @property
    def heading(self) -> str:
        if self.page:
            return self.page.heading
        if self.stage is Stage.LESSONS:
            return "What we learnt"
        hour = self.at.astimezone(ZoneInfo(self.now.cycle.time_zone)).hour
        return f"{greeting(hour)}, {self.me.called}"

    @property
    def is_here(self) -> bool:
        return self.me.pk in self.now.arrived

    @property
    def takes_part(self) -> bool:
        return self.me.pk in self.shared.taking_part

    @property
    def closes(self) -> int | None:
        """The number of the cycle whose lessons are shared."""
        return self.now.awayday.closes.number if self.now.awayday.closes else None

    @property
    def lesson(self) -> Lesson | None:
        return self.now.lesson

    @cached_property
    def mine(self) -> list[Offered]:
        own = [lesson for lesson in self.now.lessons if lesson.leader_id == self.me.pk]
        return [Offered(lesson, self.shared.address("take_lesson_back", lesson.pk)) for lesson in own]

    @property
    def may_offer(self) -> bool:
        return self.closes is not None and self.stage in (Stage.LOBBY, Stage.LESSONS)

    @property
    def may_offer_more(self) -> bool:
        return self.may_offer and len(self.mine) < MOST_OFFERED

    @property
    def address(self) -> str:
        return self.shared.phone

    @property
    def arrival_address(self) -> str:
        return self.shared.arrival

    @property
    def offer_address(self) -> str:
        return self.shared.offer

    @property
    def wall_address(self) -> str:
        return self.shared.wall

    @property
    def line(self) -> str:
        return self.shared.line

    @cached_property
    def shown(self) -> PhoneShown:
        frame: tuple[object, ...] = (str(self.stage), self.paused, self.is_here, self.takes_part, self.closes)
        if self.stage is Stage.LOBBY:
            frame += (self.heading,)
        if self.may_offer:
            frame += tuple((str(one.lesson.pk), one.shown_at is not None) for one in self.mine)
        if self.plan:
            frame += (str(self.plan.pk), self.plan.sequence)
        said = self.lesson if self.stage is Stage.LESSONS else None
        lesson = repr((said.pk, said.leader.name, said.leader.title, said.leader.function_id)) if said else ""
        return PhoneShown(frame, shown_on(self.page) if self.page else None, lesson, self.line)

    @cached_property
    def first(self) -> FirstSessionCard:
        """The pair's first hour, once the pairs are sealed."""
        address, calendar_address = self.shared.first_session
        return FirstSessionCard(
            me=self.me,
            partners=tuple(member.leader for member in self.page.partners) if self.page else (),
            planned=self.plan,
            zone=self.now.cycle.zone,
            at=self.at,
            address=address,
            calendar_address=calendar_address,
        )

    @property
    def seen(self) -> str:
        return self.shown.seen


def phone_of(
    everything: Everything, me: Leader, *, shared: Shared, is_guest: bool, at: dt.datetime | None = None
) -> Phone:
    """No query: all of it has been read before."""
    at = at or timezone.now()
    now = everything.now
    phone = Phone(shared, me, is_guest, at)
    if now.stage not in CHOOSING or everything.choosers is None:
        return phone
    view = everything.choosers.view_of(me, reachable=everything.reachable)
    page = live_page(view, links=shared.links, now=at, is_guest=is_guest)
    return replace(phone, page=page, plan=plan_of(everything, me))


def plan_of(everything: Everything, me: Leader) -> PlannedSession | None:
    shown = everything.now.room.pair_of.get(me.pk)
    return everything.planned.get(shown.pair.pk) if shown else None
