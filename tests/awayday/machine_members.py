"""Whatever somebody in the room can press, and send when no button offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awayday.models import Arrival, Claim
from awayday.services.arrivals import record_arrival
from awayday.services.claims import make_claim, withdraw_claim
from cycles.models import Lesson, Pair
from cycles.services.lessons import offer_lesson, take_lesson_back
from pairing.models import Proposal, Suggestion
from pairing.services.choosing import accept, decline, propose, step_back, withdraw
from pairing.services.help_signals import ask_for_help, take_back
from pairing.services.participants import choose_after_all, sit_out
from pairing.services.suggesting import ask_to_join, leave, take
from teams.models import Leader
from tests.awayday.machine_base import Machine, guests, numbers, sensible

ANSWERS: tuple[tuple[Callable[..., Any], str], ...] = (
    (accept, "addressee"),
    (accept, "addressee"),
    (decline, "addressee"),
    (withdraw, "proposer"),
)
AROUND_THE_ROOM = ("arrive", "claim", "take_claim_back", "lesson", "lesson_back")
ABOUT_ONESELF = (ask_for_help, ask_for_help, take_back, sit_out, choose_after_all)


class Members(Machine):
    @rule(who=numbers, whom=numbers, sensible=sensible, guest=guests)
    def ask(self, who: int, whom: int, sensible: bool, guest: bool) -> None:
        me, them = map(self.leader, self.two(who, whom, sensible))
        self.press(
            propose, member=True, cycle=self.cycle, proposer=me, addressee=them, by=self.speaks(me, guest)
        )

    @rule(who=numbers, whom=numbers, guest=guests)
    def ask_and_agree(self, who: int, whom: int, guest: bool) -> None:
        two = self.two(who, whom, sensible=True)
        me, them = map(self.leader, two)
        asked = self.press(
            propose, member=True, cycle=self.cycle, proposer=me, addressee=them, by=self.speaks(me, guest)
        )
        if asked:
            self.press(accept, member=True, proposal=asked, by=self.speaks(them, guest))

    @precondition(lambda self: self.rows.open_questions())
    @rule(number=numbers, whom=numbers, sensible=sensible, guest=guests)
    def ask_instead(self, number: int, whom: int, sensible: bool, guest: bool) -> None:
        """Or ask back the one who asks, when it happens to be them."""
        standing = self.one_of(self.rows.open_questions(), number)
        me = self.leader(standing.proposer_id)
        they = self.one_of(self.partners_for(me.pk, sensible), whom)
        self.press(
            propose,
            member=True,
            cycle=self.cycle,
            proposer=me,
            addressee=self.leader(they),
            instead_of=standing.id,
            by=self.speaks(me, guest),
        )

    @precondition(lambda self: self.rows.proposals)
    @rule(number=numbers, what=st.sampled_from(ANSWERS), sensible=sensible, guest=guests)
    def answer(self, number: int, what: tuple[Callable[..., Any], str], sensible: bool, guest: bool) -> None:
        service, whose = what
        asked = self.rows.open_questions() if sensible else []
        key = self.one_of([row.id for row in asked] or list(self.rows.proposals), number)
        proposal = Proposal.objects.select_related("cycle__team", "proposer", "addressee").get(pk=key)
        speaker = self.speaks(self.leader(getattr(proposal, whose).pk), guest)
        self.press(service, member=True, proposal=proposal, by=speaker)

    @precondition(lambda self: self.rows.paired)
    @rule(number=numbers, guest=guests)
    def step_back(self, number: int, guest: bool) -> None:
        me = self.leader(self.one_of(sorted(self.rows.paired), number))
        self.press(step_back, member=True, cycle=self.cycle, leader=me, by=self.speaks(me, guest))

    @precondition(lambda self: self.rows.suggested)
    @rule(number=numbers, takes=st.integers(0, 4), sensible=sensible, guest=guests)
    def answer_suggestion(self, number: int, takes: int, sensible: bool, guest: bool) -> None:
        rows = [row for row in self.rows.suggested.values() if row.is_open or not sensible]
        row = self.one_of(rows or list(self.rows.suggested.values()), number)
        me = self.leader(row.leader_id)
        suggestion = Suggestion.objects.select_related("cycle__team").get(pk=row.suggestion_id)
        service = take if takes else leave
        self.press(service, member=True, suggestion=suggestion, leader=me, by=self.speaks(me, guest))

    @precondition(lambda self: self.rows.pairs)
    @rule(who=numbers, number=numbers, sensible=sensible, guest=guests)
    def ask_to_join(self, who: int, number: int, sensible: bool, guest: bool) -> None:
        me = self.leader(self.somebody(who, sensible))
        pair = Pair.objects.get(pk=self.one_of(self.pairs_for(me.pk, sensible), number))
        self.press(
            ask_to_join, member=True, cycle=self.cycle, leader=me, pair=pair, by=self.speaks(me, guest)
        )

    @rule(who=numbers, what=st.sampled_from(ABOUT_ONESELF), sensible=sensible, guest=guests)
    def say_of_oneself(self, who: int, what: Callable[..., Any], sensible: bool, guest: bool) -> None:
        me = self.leader(self.somebody(who, sensible))
        here = {"in_the_room": True} if what in (sit_out, choose_after_all) else {}
        if me.person != self.cast.sponsor:  # she runs it too, so she says it as one who does
            self.press(what, member=True, cycle=self.cycle, leader=me, by=self.speaks(me, guest), **here)

    @rule(what=st.sampled_from(AROUND_THE_ROOM), who=numbers, number=numbers)
    def around_the_room(self, what: str, who: int, number: int) -> None:
        getattr(self, f"_{what}")(self.leader(self.somebody(who)), number)

    def _arrive(self, leader: Leader, number: int) -> None:
        how = self.one_of([Arrival.How.SIGNED_IN, Arrival.How.CARD], number)
        self.press(record_arrival, member=True, awayday=self.awayday, leader=leader, how=how)

    def _claim(self, leader: Leader, number: int) -> None:
        before = self._some_claim(number) if number % 3 == 0 else None
        self.press(make_claim, member=True, awayday=self.awayday, leader=leader, instead_of=before)

    def _take_claim_back(self, _leader: Leader, number: int) -> None:
        if claim := self._some_claim(number):
            self.press(withdraw_claim, member=True, claim=claim)

    def _some_claim(self, number: int) -> Claim | None:
        if not self.rows.claims:
            return None
        return Claim.objects.select_related("awayday").get(pk=self.one_of(list(self.rows.claims), number))

    def _lesson(self, leader: Leader, number: int) -> None:
        if closing := self.awayday.closes:
            text = f"Lesson {number % 4}"
            self.press(offer_lesson, member=True, cycle=closing, leader=leader, text=text)

    def _lesson_back(self, _leader: Leader, number: int) -> None:
        if self.rows.lessons:
            lesson = Lesson.objects.get(pk=self.one_of(sorted(self.rows.lessons), number))
            self.press(take_lesson_back, member=True, lesson=lesson)
