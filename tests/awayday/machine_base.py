"""What both machines stand on: a room, whoever speaks in it, and presses, looked at before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import open_doors
from awayday.services.stages import move_room
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from teams.models import Leader, Person
from teams.speaking import Speaker
from tests.awayday.machine_facts import check_room, check_step
from tests.awayday.machine_rooms import PreparedRoom
from tests.awayday.machine_rows import Rows, Tables
from tests.awayday.same_ids import same_ids

T = TypeVar("T")
SENTENCE = re.compile(r"[A-Z“].*[.?]", re.DOTALL)
numbers = st.integers(0, 10_000)
"""Which of those there are."""
sensible = st.sampled_from([True, True, True, False])
"""Mostly what may well be done just now, and then again anything at all."""
guests = st.booleans()

MEMBERS_WHILE_PAUSED = {
    "withdraw",
    "leave",
    "ask_for_help",
    "take_back",
    "record_arrival",
    "make_claim",
    "withdraw_claim",
    "offer_lesson",
    "take_lesson_back",
}


class Machine(RuleBasedStateMachine):
    """``rows`` is the room after the last press. Everything is undone at the end."""

    rooms: Sequence[PreparedRoom]
    begins: Sequence[Stage] = [Stage.CHOOSING] * 5 + [Stage.LOBBY]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(same_ids()).begin("the same presses make the same rows")
        self.open.enter_context(transaction.atomic())
        self.open.callback(transaction.set_rollback, True)

    @initialize(room=numbers, begins=numbers)
    def come_together(self, room: int, begins: int) -> None:
        """Doors open; mostly the room is choosing already."""
        here = self.one_of(self.rooms, room)
        self.cast, self.planned, self.is_whole = here.cast, here.awayday, here.is_whole
        self.open.enter_context(scope(organisation=self.cast.organisation.pk))
        self.tables = Tables(self.planned)
        self.team: list[UUID] = [leader.pk for leader in self.cast.leaders.values()]
        open_doors(awayday=self.planned, by=self.facilitator)
        move_room(awayday=self.awayday, to=self.one_of(self.begins, begins), by=self.facilitator)
        self.rows = self.tables.read()
        self.begin()

    def begin(self) -> None:
        """What is known of the room before anybody has pressed anything."""

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            self.open.close()

    def finish(self) -> None:
        """What is still to be shown at the end."""

    # --- Who and what there is ------------------------------------------------------------------------------

    @property
    def facilitator(self) -> Person:
        return self.cast.facilitator

    @property
    def awayday(self) -> Awayday:
        return Awayday.objects.select_related("organisation", "team", "opens__team", "closes").get(
            pk=self.planned.pk
        )

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.select_related("team").get(pk=self.planned.opens_id)

    @staticmethod
    def leader(who: UUID) -> Leader:
        return Leader.objects.select_related("function", "person", "team__organisation").get(pk=who)

    def somebody(self, number: int, still_choosing: bool = False) -> UUID:
        free = sorted(self.rows.still_choosing) if still_choosing else []
        return self.one_of(free or self.team, number)

    def two(self, one: int, other: int, sensible: bool) -> tuple[UUID, UUID]:
        me = self.somebody(one, sensible)
        return me, self.one_of(self.partners_for(me, sensible), other)

    def partners_for(self, me: UUID, sensible: bool) -> list[UUID]:
        """Whom they might ask; never themself."""
        free = sorted(self.rows.still_choosing) if sensible else []
        possible = [one for one in free if one != me and self.tables.may_meet(self.rows, me, one)]
        return possible or [one for one in self.team if one != me]

    def pairs_for(self, me: UUID, sensible: bool) -> list[UUID]:
        """Whom they might join."""
        pairs = sorted(self.rows.pairs)
        groups = self.rows.groups
        may = [
            pair for pair in pairs if all(self.tables.may_meet(self.rows, me, one) for one in groups[pair])
        ]
        return (may if sensible else pairs) or pairs

    @staticmethod
    def one_of(things: Sequence[T], number: int) -> T:
        return things[number % len(things)]

    @staticmethod
    def speaks(leader: Leader, guest: bool) -> Speaker:
        """Signed in, or at the board alone."""
        return leader if guest or leader.person is None else leader.person

    # --- A press --------------------------------------------------------------------------------------------

    def press(
        self, service: Callable[..., Any], *, member: bool = False, refusable: bool = True, **arguments: Any
    ) -> Any:
        """Does it, or is refused in a sentence and has changed nothing. None when refused."""
        before = self.rows
        try:
            done = service(**arguments)
        except DomainError as refusal:
            self._check_refused(str(refusal), refusable)
            return None
        self.rows = self.tables.read()
        check_step(self.tables, before, self.rows)
        if member:
            self._check_member(service.__name__, before)
        return done

    def _check_refused(self, sentence: str, refusable: bool) -> None:
        assert refusable, sentence
        assert SENTENCE.fullmatch(sentence)
        assert not self.rows.changed(self.tables.read())

    def _check_member(self, name: str, before: Rows) -> None:
        """Nobody who chooses makes anybody else's prospects worse, or moves a room that is paused.

        Whoever chooses after all is as somebody who comes late: they change how many there are. Everybody may
        step back, even from a trio that could not form again because the number has become even.
        """
        if before.is_paused and name not in MEMBERS_WHILE_PAUSED:
            assert not before.changed(self.rows)
        moves = before.changed(self.rows) & {"pairs", "participants"} and name != "choose_after_all"
        if moves and not self.trio_is_over_since(before) and not before.gone & set(before.paired):
            assert self.tables.left_over(self.rows) <= self.tables.left_over(before)

    def trio_is_over_since(self, before: Rows) -> bool:
        """There was one, and the number would not allow it again."""
        return bool(before.trio and not self.rows.trio) and not self.tables.is_odd(self.rows)

    @invariant()
    def the_rules_hold(self) -> None:
        if hasattr(self, "rows"):
            check_room(self.tables, self.rows)
