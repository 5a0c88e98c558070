"""All that can happen to a room while it chooses, pressed at random; what a rule forbids does nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Pair
from pairing.models import KeptApart, Proposal, Suggestion
from pairing.services.choosing import accept, decline, propose, step_back, withdraw
from pairing.services.facilitating import pause_choosing, resume_choosing, undo_pair
from pairing.services.help_signals import ask_for_help, take_back
from pairing.services.kept_apart import keep_apart, lift
from pairing.services.participants import choose_after_all, mark_absent, mark_back, sit_out
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.suggesting import ask_to_join, leave, suggest_to_room, take
from teams.models import Leader
from tests.cast import Northmere


class Presses:
    """``done`` is what has happened, by name, in its order."""

    def __init__(self, cast: Northmere, cycle: Cycle, seed: int) -> None:
        self.cast, self.cycle = cast, cycle
        self.chance = random.Random(seed)
        self.done: list[str] = []

    def press(self) -> None:
        """One thing, which a rule may forbid."""
        often: list[Callable[[], Any]] = [self.ask, self.ask_offered, self.answer, self.say_yes]
        seldom: list[Callable[[], Any]] = [
            self.withdraw,
            self.step_back,
            self.suggest,
            self.answer_suggestion,
            self.join,
            self.rest,
            self.be_away,
            self.pause,
            self.write_down,
            self.undo,
            self.part,
            self.signal,
            self.rename,
        ]
        what = self.chance.choice(often * 4 + seldom)
        try:
            what()
        except DomainError:
            return
        self.done.append(what.__name__)

    def anybody(self) -> Leader:
        entries = self.cycle.participants.select_related("leader__function").order_by("leader__sort_name")
        return self.chance.choice([entry.leader for entry in entries])

    def ask(self) -> None:
        one, other = self.anybody(), self.anybody()
        if one != other:
            propose(cycle=self.cycle, proposer=one, addressee=other, by=one)

    def ask_offered(self) -> None:
        room = read_room(self.cycle)
        one = self.chance.choice(room.still_choosing or [self.anybody()])
        offered = room.seating.offered_to(one)
        if offered:
            propose(cycle=self.cycle, proposer=one, addressee=self.chance.choice(offered), by=one)

    def _open(self) -> Proposal | None:
        found = Proposal.objects.open().filter(cycle=self.cycle).order_by("made_at", "pk")
        questions = list(found.select_related("cycle__team", "proposer", "addressee"))
        return self.chance.choice(questions) if questions else None

    def answer(self) -> None:
        proposal = self._open()
        if proposal:
            self.chance.choice([accept, decline])(proposal=proposal, by=proposal.addressee)

    def say_yes(self) -> None:
        proposal = self._open()
        if proposal:
            accept(proposal=proposal, by=proposal.addressee)

    def withdraw(self) -> None:
        proposal = self._open()
        if proposal:
            withdraw(proposal=proposal, by=proposal.proposer)

    def step_back(self) -> None:
        one = self.anybody()
        step_back(cycle=self.cycle, leader=one, by=one)

    def suggest(self) -> None:
        suggest_to_room(cycle=self.cycle, by=self.cast.facilitator)

    def answer_suggestion(self) -> None:
        found = list(Suggestion.objects.open().select_related("cycle__team").order_by("made_at", "pk"))
        if found:
            suggestion = self.chance.choice(found)
            rows = suggestion.leaders.select_related("leader").order_by("leader__sort_name")
            one = self.chance.choice([row.leader for row in rows])
            self.chance.choice([take, take, take, leave])(suggestion=suggestion, leader=one, by=one)

    def join(self) -> None:
        room = read_room(self.cycle)
        joining = [(one, two) for one in room.still_choosing for two in room.seating.joinable_by(one)]
        if joining:
            one, two = self.chance.choice(joining)
            ask_to_join(cycle=self.cycle, leader=one, pair=room.pair_of[two[0].pk].pair, by=one)

    def rest(self) -> None:
        one, by = self.anybody(), self.cast.facilitator
        self.chance.choice([sit_out, choose_after_all, choose_after_all])(cycle=self.cycle, leader=one, by=by)

    def be_away(self) -> None:
        one, by = self.anybody(), self.cast.facilitator
        self.chance.choice([mark_absent, mark_back, mark_back])(cycle=self.cycle, leader=one, by=by)

    def pause(self) -> None:
        by = self.cast.facilitator
        press = self.chance.choice([pause_choosing, resume_choosing, resume_choosing])
        self.cycle.paused = press(cycle=self.cycle, by=by).paused

    def write_down(self) -> None:
        record_pair(
            cycle=self.cycle,
            one=self.anybody(),
            other=self.anybody(),
            both_said_yes=True,
            although="They told me so.",
            by=self.cast.facilitator,
        )

    def undo(self) -> None:
        pairs = list(Pair.objects.active().filter(cycle=self.cycle).order_by("formed_at", "pk"))
        if pairs:
            undo_pair(cycle=self.cycle, pair=self.chance.choice(pairs), by=self.cast.facilitator)

    def part(self) -> None:
        apart, by = KeptApart.objects.order_by("created_at", "pk").first(), self.cast.facilitator
        if apart:
            lift(kept_apart=apart, by=by)
        else:
            keep_apart(one=self.anybody(), other=self.anybody(), by=by)

    def signal(self) -> None:
        one = self.anybody()
        self.chance.choice([ask_for_help, take_back])(cycle=self.cycle, leader=one, by=one)

    def rename(self) -> None:
        """The roster is put right while people choose."""
        one = self.anybody()
        title = self.chance.choice(["Director", "Head of service", ""])
        Leader.objects.filter(pk=one.pk).update(title=title)
