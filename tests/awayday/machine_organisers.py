"""Whatever those who run the room can press, and what happens to its people meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awayday.models import Claim
from awayday.rules.stages import MOVED_TO, Stage
from awayday.services.arrivals import note_arrival, remove_arrival
from awayday.services.cards import print_cards, revoke_cards
from awayday.services.claims import confirm_claim, refuse_claim
from awayday.services.doors import close_doors, open_doors, renew_code
from awayday.services.stages import Turn, move_room, turn_lesson
from cycles.models import Pair
from pairing.models import HelpSignal, KeptApart
from pairing.services.facilitating import pause_choosing, resume_choosing, undo_pair
from pairing.services.help_signals import note_seen
from pairing.services.kept_apart import keep_apart, lift
from pairing.services.participants import (
    add_participant,
    choose_after_all,
    mark_absent,
    mark_back,
    sit_out,
)
from pairing.services.recording import record_pair, record_third
from pairing.services.repeats import allow_repeats
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from pairing.services.suggesting import suggest_to_room
from teams.services.leaders import LeaderDetails, add_leader, record_leaving, record_return
from tests.awayday.machine_base import Machine, numbers, sensible

MOST_LATE = 2
MOST_SUGGESTIONS = 9
ABOUT_SOMEBODY = (
    mark_absent,
    mark_back,
    mark_back,
    sit_out,
    choose_after_all,
    choose_after_all,
    add_participant,
)
MOVES = (*MOVED_TO, Stage.CHOOSING, Stage.CHOOSING)
WITH_THE_ROOM = (pause_choosing, resume_choosing, resume_choosing)
AT_THE_DOORS = (open_doors, open_doors, renew_code, close_doors)
THINGS = ("leaving", "return", "return", "joining", "repeats", "apart", "lift")
although = st.sampled_from(["", "They told me so."])


class Organisers(Machine):
    @rule(one=numbers, other=numbers, third=numbers, sensible=sensible, although=although)
    def write_down(self, one: int, other: int, third: int, sensible: bool, although: str) -> None:
        two = [self.leader(leader) for leader in self.two(one, other, sensible)]
        joins = self.leader(self.somebody(third, sensible)) if third % 3 == 0 else None
        self.press(
            record_pair,
            cycle=self.cycle,
            one=two[0],
            other=two[1],
            third=joins,
            both_said_yes=True,
            although=although,
            by=self.facilitator,
        )

    @precondition(lambda self: self.rows.pairs)
    @rule(number=numbers, who=numbers, sensible=sensible, although=although)
    def write_down_third(self, number: int, who: int, sensible: bool, although: str) -> None:
        third = self.leader(self.somebody(who, sensible))
        self.press(
            record_third,
            cycle=self.cycle,
            pair=Pair.objects.get(pk=self.one_of(self.pairs_for(third.pk, sensible), number)),
            third=third,
            all_said_yes=True,
            although=although,
            by=self.facilitator,
        )

    @precondition(lambda self: self.rows.pairs)
    @rule(number=numbers)
    def undo(self, number: int) -> None:
        pair = Pair.objects.get(pk=self.one_of(sorted(self.rows.pairs), number))
        self.press(undo_pair, cycle=self.cycle, pair=pair, by=self.facilitator)

    @precondition(lambda self: len(self.rows.suggestions) < MOST_SUGGESTIONS)
    @rule()
    def suggest(self) -> None:
        self.press(suggest_to_room, cycle=self.cycle, by=self.facilitator)

    @rule(who=numbers, what=st.sampled_from(ABOUT_SOMEBODY), sensible=sensible)
    def say_of_somebody(self, who: int, what: Callable[..., Any], sensible: bool) -> None:
        """Once the pairs are sealed the months have begun: tests/pairing/test_mid_cycle.py and its like."""
        if self.rows.is_sealed:
            return
        leader = self.leader(self.somebody(who, sensible and what in (mark_absent, sit_out)))
        self.press(what, cycle=self.cycle, leader=leader, by=self.facilitator)

    @rule(what=st.sampled_from(["move", "pause", "turn_lesson", "doors"]), number=numbers)
    def run_the_room(self, what: str, number: int) -> None:
        getattr(self, f"_{what}")(number)

    def _move(self, number: int) -> None:
        self.press(move_room, awayday=self.awayday, to=self.one_of(MOVES, number), by=self.facilitator)

    def _pause(self, number: int) -> None:
        self.press(self.one_of(WITH_THE_ROOM, number), cycle=self.cycle, by=self.facilitator)

    def _turn_lesson(self, number: int) -> None:
        turn = self.one_of(list(Turn), number)
        self.press(turn_lesson, awayday=self.awayday, turn=turn, by=self.facilitator)

    def _doors(self, number: int) -> None:
        self.press(self.one_of(AT_THE_DOORS, number), awayday=self.awayday, by=self.facilitator)

    @rule(what=st.sampled_from(["arrival", "claim_answer", "card", "signal"]), who=numbers, number=numbers)
    def at_the_desk(self, what: str, who: int, number: int) -> None:
        getattr(self, f"_{what}")(self.somebody(who), number)

    def _arrival(self, who: UUID, number: int) -> None:
        service = self.one_of([note_arrival, remove_arrival], number)
        self.press(service, awayday=self.awayday, leader=self.leader(who), by=self.facilitator)

    def _claim_answer(self, _who: UUID, number: int) -> None:
        if self.rows.claims:
            service = self.one_of([confirm_claim, confirm_claim, refuse_claim], number)
            key = self.one_of(list(self.rows.claims), number // 3)
            claim = Claim.objects.select_related("awayday").get(pk=key)
            self.press(service, claim=claim, by=self.facilitator)

    def _card(self, who: UUID, number: int) -> None:
        leader = self.leader(who)
        if number % 2:
            self.press(print_cards, awayday=self.awayday, leaders=[leader], by=self.facilitator)
        else:
            self.press(revoke_cards, awayday=self.awayday, leader=leader, by=self.facilitator)

    def _signal(self, _who: UUID, number: int) -> None:
        if self.rows.signals:
            signal = HelpSignal.objects.get(pk=self.one_of(sorted(self.rows.signals), number))
            self.press(note_seen, signal=signal, by=self.facilitator)

    @rule(what=st.sampled_from(THINGS), who=numbers, number=numbers)
    def things_change(self, what: str, who: int, number: int) -> None:
        getattr(self, f"_{what}")(self.somebody(who), number)

    def _leaving(self, who: UUID, _number: int) -> None:
        """Not once the pairs are sealed, as above."""
        if self.rows.is_sealed:
            return
        today = timezone.now().astimezone(self.cast.organisation.zone).date()
        self.press(record_leaving, leader=self.leader(who), on=today, by=self.facilitator)

    def _return(self, _who: UUID, number: int) -> None:
        """Nor then: they may pair with whoever else is free."""
        if self.rows.gone and not self.rows.is_sealed:
            back = self.leader(self.one_of(sorted(self.rows.gone), number))
            self.press(record_return, leader=back, by=self.facilitator)

    def _joining(self, _who: UUID, number: int) -> None:
        """After choosing has opened they take part only once they are added."""
        if len(self.team) < len(self.cast.leaders) + MOST_LATE:
            function = self.one_of(sorted(self.cast.functions.values(), key=lambda one: one.name), number)
            name = f"Late Comer{len(self.team)}"
            details = LeaderDetails(name=name, email="", title="", function=function, manager=None)
            added = self.press(add_leader, team=self.cast.team, details=details, by=self.facilitator)
            self.team.append(added.pk)

    def _repeats(self, _who: UUID, number: int) -> None:
        self.press(allow_repeats, cycle=self.cycle, through=number % 3, by=self.facilitator)

    def _apart(self, who: UUID, number: int) -> None:
        two = self.leader(who), self.leader(self.somebody(number))
        self.press(keep_apart, one=two[0], other=two[1], by=self.facilitator)

    def _lift(self, _who: UUID, number: int) -> None:
        if self.rows.apart:
            key = self.one_of(sorted(self.rows.apart), number)
            apart = KeptApart.objects.select_related("team").get(pk=key)
            self.press(lift, kept_apart=apart, by=self.facilitator)

    @precondition(lambda self: len(self.rows.pairs) >= 2)
    @rule(certain=st.sampled_from([False, False, True]))
    def seal(self, certain: bool) -> None:
        if certain:
            left = read_room(self.cycle).still_choosing
            self.press(seal_cycle, cycle=self.cycle, sitting_out=left, by=self.facilitator)
