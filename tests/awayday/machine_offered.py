"""Only what a phone offers is pressed, and at the end nobody is left over who need not be."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awayday.rules.stages import Stage
from awayday.services.arrivals import note_arrival
from awayday.services.stages import move_room
from cycles.models import Pair
from pairing.services.choosers import Choosers, read_choosers
from pairing.services.facilitating import pause_choosing, resume_choosing, undo_pair
from pairing.services.participants import add_participant, choose_after_all, mark_absent, mark_back
from pairing.services.suggesting import suggest_to_room
from teams.services.leaders import LeaderDetails, add_leader, record_leaving
from tests.awayday.machine_base import Machine, guests, numbers
from tests.awayday.machine_offers import Offers, Press

MOST_LATE = 2
WITH_THE_ROOM = (pause_choosing, resume_choosing, resume_choosing)
OF_SOMEBODY = (mark_absent, mark_back, note_arrival)


class Offered(Machine):
    """``bound`` is how many find nobody, whatever they choose: no choice that is offered makes it more."""

    begins = (Stage.CHOOSING,)

    def begin(self) -> None:
        self.bound = self.tables.left_over(self.rows)
        assert (self.bound == 0) == self.is_whole

    # --- What people press ----------------------------------------------------------------------------------

    @rule(who=numbers, number=numbers, guest=guests)
    def press_something(self, who: int, number: int, guest: bool) -> None:
        offered = self.offers_of(self.somebody(who), guest)
        if presses := offered.all() if offered else []:
            self.one_of(presses, number)()

    @rule(who=numbers, number=numbers, guest=guests)
    def go_towards_a_pair(self, who: int, number: int, guest: bool) -> None:
        offered = self.offers_of(self.somebody(who, still_choosing=True), guest)
        if presses := [*offered.yes(), *offered.questions()] if offered else []:
            self.one_of(presses, number)()

    def offers_of(self, who: UUID, guest: bool) -> Offers | None:
        """None for somebody who has no such phone."""
        choosers = read_choosers(self.cycle)
        return self._offers(choosers, who, guest) if who in choosers.leaders else None

    def _offers(self, choosers: Choosers, who: UUID, guest: bool) -> Offers:
        view = choosers.view_of(choosers.leaders[who])
        return Offers(view, view.me if guest else self.speaks(self.leader(who), guest), self.choose)

    def choose(self, service: Callable[..., Any], **arguments: Any) -> None:
        """What is offered is never refused."""
        before = self.rows
        self.press(service, member=True, refusable=False, **arguments)
        if before.changed(self.rows) & {"pairs", "participants"}:
            bound = self.bound
            self._look_again()
            allowed = service is choose_after_all or self.trio_is_over_since(before)
            assert self.bound <= bound or allowed

    def _look_again(self) -> None:
        self.bound = self.tables.left_over(self.rows)

    # --- What happens in the room ---------------------------------------------------------------------------

    def run(self, service: Callable[..., Any], **arguments: Any) -> Any:
        done = self.press(service, by=self.facilitator, **arguments)
        self._look_again()
        return done

    @rule()
    def suggest(self) -> None:
        self.run(suggest_to_room, cycle=self.cycle)

    @rule(what=st.sampled_from(WITH_THE_ROOM))
    def pause(self, what: Callable[..., Any]) -> None:
        self.run(what, cycle=self.cycle)

    @rule(to=st.sampled_from([Stage.LOBBY, Stage.LESSONS]))
    def look_at_something_else_for_a_moment(self, to: Stage) -> None:
        self.run(move_room, awayday=self.awayday, to=to)
        self.run(move_room, awayday=self.awayday, to=Stage.CHOOSING)

    @rule(who=numbers, what=st.sampled_from(OF_SOMEBODY))
    def say_of_somebody(self, who: int, what: Callable[..., Any]) -> None:
        where = {"awayday": self.awayday} if what is note_arrival else {"cycle": self.cycle}
        self.run(what, leader=self.leader(self.somebody(who)), **where)

    @precondition(lambda self: self.rows.pairs)
    @rule(number=numbers)
    def undo(self, number: int) -> None:
        pair = Pair.objects.get(pk=self.one_of(sorted(self.rows.pairs), number))
        self.run(undo_pair, cycle=self.cycle, pair=pair)

    @precondition(lambda self: len(self.team) < len(self.cast.leaders) + MOST_LATE)
    @rule(number=numbers)
    def somebody_comes_late(self, number: int) -> None:
        function = self.one_of(sorted(self.cast.functions.values(), key=lambda one: one.name), number)
        name = f"Late Comer{len(self.team)}"
        details = LeaderDetails(name=name, email="", title="", function=function, manager=None)
        added = self.run(add_leader, team=self.cast.team, details=details)
        self.team.append(added.pk)
        self.run(add_participant, cycle=self.cycle, leader=added)

    @precondition(lambda self: not self.rows.gone and set(self.rows.paired) != set(self.team))
    @rule(who=numbers)
    def somebody_without_a_partner_leaves(self, who: int) -> None:
        leaver = self.one_of([one for one in self.team if one not in self.rows.paired], who)
        today = timezone.now().astimezone(self.cast.organisation.zone).date()
        self.run(record_leaving, leader=self.leader(leaver), on=today)

    # --- Everybody goes on to the end -----------------------------------------------------------------------

    def finish(self) -> None:
        if not hasattr(self, "bound"):
            return
        self.run(resume_choosing, cycle=self.cycle)
        at_random = Random(len(self.rows.proposals))
        while press := self._onward(at_random):
            press()
        assert len(self.rows.still_choosing) == self.bound

    def _onward(self, at_random: Random) -> Press | None:
        """A yes where there is one, else a question; else a suggestion that stands in the way is left."""
        choosers = read_choosers(self.cycle)
        everybody = [self._offers(choosers, who, guest=True) for who in choosers.leaders]
        at_random.shuffle(everybody)
        for kind in (Offers.yes, Offers.questions, Offers.unblocking):
            for offered in everybody:
                if presses := list(kind(offered)):
                    return at_random.choice(presses)
        return None
