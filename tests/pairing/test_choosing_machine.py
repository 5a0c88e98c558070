"""Choosing as a state machine: whatever is pressed in whatever order, the room is what the model says.

Runs as many examples as CHOOSING_RUNS says, 30 by default.
"""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, Participant
from pairing.models import Proposal
from pairing.services.choosing import accept, decline, propose, step_back, withdraw
from pairing.services.facilitating import undo_pair
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from tests.cast import LEADERS, Northmere
from tests.pairing.room import earlier_cycle, open_room

NAMES = [name.split()[0] for name, _function, _manager in LEADERS]
FUNCTION = {name.split()[0]: function for name, function, _manager in LEADERS}
MANAGER = {name.split()[0]: manager.split()[0] if manager else None for name, _function, manager in LEADERS}
EARLIER = [("Helen", "Idris"), ("Priya", "Joanna")]
people = st.sampled_from(NAMES)
numbers = st.integers(0, 200)


def may_pair(one: str, other: str) -> bool:
    """The rules once more, read from the table of the cast."""
    if FUNCTION[one] == FUNCTION[other] or MANAGER[one] == other or MANAGER[other] == one:
        return False
    return (one, other) not in EARLIER and (other, one) not in EARLIER


def most_placed(people: frozenset[str]) -> int:
    """How many of these can be in pairs, by trying everything."""
    if not people:
        return 0
    one = min(people)
    rest = people - {one}
    return max(
        most_placed(rest),
        *(2 + most_placed(rest - {other}) for other in rest if may_pair(one, other)),
        0,
    )


class Choosing(RuleBasedStateMachine):
    """``asked`` holds every question ever asked: who, whom, and how it stands."""

    cast: Northmere

    def __init__(self) -> None:
        super().__init__()
        self.undo_all = transaction.atomic()
        self.undo_all.__enter__()
        self.inside = scope(organisation=self.cast.organisation.pk)
        self.inside.__enter__()
        self.cycle = Cycle.objects.get(stage=Cycle.Stage.CHOOSING)
        self.asked: dict[UUID, tuple[str, str, str]] = {}
        self.pairs: set[frozenset[str]] = set()
        self.sealed = False

    def teardown(self) -> None:
        self.inside.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo_all.__exit__(None, None, None)

    # --- What the model expects ---------------------------------------------------------------------------

    def paired(self, name: str) -> bool:
        return any(name in pair for pair in self.pairs)

    def open_between(self, who: str, whom: str) -> UUID | None:
        return next((key for key, one in self.asked.items() if one == (who, whom, "open")), None)

    def is_waiting(self, who: str) -> bool:
        return any(one[0] == who and one[2] == "open" for one in self.asked.values())

    def free(self, one: str, other: str) -> bool:
        return may_pair(one, other) and not self.paired(one) and not self.paired(other)

    def keeps_whole(self, one: str, other: str) -> bool:
        """The guard once more."""
        choosing = frozenset(name for name in NAMES if not self.paired(name))
        return 2 + most_placed(choosing - {one, other}) >= most_placed(choosing)

    def now_paired(self, one: str, other: str, agreed: UUID | None) -> None:
        self.pairs.add(frozenset((one, other)))
        for key, (who, whom, state) in self.asked.items():
            if key == agreed:
                self.asked[key] = (who, whom, "accepted")
            elif state == "open" and {who, whom} & {one, other}:
                self.asked[key] = (who, whom, "lapsed")

    def now_undone(self, pair: frozenset[str]) -> None:
        self.pairs.discard(pair)
        for key, (who, whom, state) in self.asked.items():
            if state == "accepted" and {who, whom} == pair:
                self.asked[key] = (who, whom, "lapsed")

    def attempt(self, allowed: bool, service: Any, **arguments: Any) -> Any:
        """The service does it exactly when the model allows it."""
        if allowed:
            return service(**arguments)
        with pytest.raises(DomainError, match=r"\w+.*[.]$"):
            service(**arguments)
        return None

    # --- What people press --------------------------------------------------------------------------------

    @rule(who=people, whom=people)
    def ask(self, who: str, whom: str) -> None:
        if who == whom:
            return
        together = frozenset((who, whom)) in self.pairs
        standing, crossing = self.open_between(who, whom), self.open_between(whom, who)
        offered = self.free(who, whom) and self.keeps_whole(who, whom)
        allowed = bool(together or standing or (offered and (crossing or not self.is_waiting(who))))
        if self.sealed:
            allowed = False
        found = self.attempt(
            allowed,
            propose,
            cycle=self.cycle,
            proposer=self.cast.leader(who),
            addressee=self.cast.leader(whom),
            by=self.cast.person(who),
        )
        if not allowed or together or standing:
            return
        if crossing:
            self.now_paired(who, whom, crossing)
        else:
            self.asked[found.pk] = (who, whom, "open")

    def any_question(self, number: int) -> tuple[Proposal, str, str, str]:
        key = list(self.asked)[number % len(self.asked)]
        proposal = Proposal.objects.select_related("cycle__team", "proposer", "addressee").get(pk=key)
        return proposal, *self.asked[key]

    @precondition(lambda self: self.asked)
    @rule(number=numbers)
    def say_yes(self, number: int) -> None:
        proposal, who, whom, state = self.any_question(number)
        allowed = not self.sealed and state in ("open", "accepted")
        if state == "open":
            allowed = allowed and self.keeps_whole(who, whom)
        self.attempt(allowed, accept, proposal=proposal, by=self.cast.person(whom))
        if allowed and state == "open":
            self.now_paired(who, whom, proposal.pk)

    @precondition(lambda self: self.asked)
    @rule(number=numbers)
    def say_not_this_time(self, number: int) -> None:
        proposal, who, whom, state = self.any_question(number)
        allowed = not self.sealed and state != "accepted"
        self.attempt(allowed, decline, proposal=proposal, by=self.cast.person(whom))
        if allowed and state == "open":
            self.asked[proposal.pk] = (who, whom, "declined")

    @precondition(lambda self: self.asked)
    @rule(number=numbers)
    def withdraw(self, number: int) -> None:
        proposal, who, whom, state = self.any_question(number)
        allowed = not self.sealed and state != "accepted"
        self.attempt(allowed, withdraw, proposal=proposal, by=self.cast.person(who))
        if allowed and state == "open":
            self.asked[proposal.pk] = (who, whom, "withdrawn")

    @rule(who=people)
    def step_back(self, who: str) -> None:
        pair = next((pair for pair in self.pairs if who in pair), None)
        allowed = pair is None or not self.sealed
        done = self.attempt(
            allowed, step_back, cycle=self.cycle, leader=self.cast.leader(who), by=self.cast.person(who)
        )
        assert bool(done) == (pair is not None and not self.sealed)
        if done and pair:
            self.now_undone(pair)

    @rule(one=people, other=people)
    def write_down(self, one: str, other: str) -> None:
        together = frozenset((one, other)) in self.pairs
        allowed = (
            one != other
            and not self.sealed
            and (together or (self.free(one, other) and self.keeps_whole(one, other)))
        )
        self.attempt(
            allowed,
            record_pair,
            cycle=self.cycle,
            one=self.cast.leader(one),
            other=self.cast.leader(other),
            both_said_yes=True,
            by=self.cast.facilitator,
        )
        if allowed and not together:
            self.now_paired(one, other, None)
            key = Proposal.objects.get(
                recorded_by__isnull=False, state="accepted", proposer=self.cast.leader(one)
            ).pk
            self.asked[key] = (one, other, "accepted")

    @precondition(lambda self: self.pairs)
    @rule(number=numbers)
    def undo(self, number: int) -> None:
        members = sorted(self.pairs, key=sorted)[number % len(self.pairs)]
        pair = Pair.objects.get(cycle=self.cycle, members__leader=self.cast.leader(min(members)))
        if self.attempt(not self.sealed, undo_pair, cycle=self.cycle, pair=pair, by=self.cast.facilitator):
            self.now_undone(members)

    @precondition(lambda self: len(self.pairs) >= 2)
    @rule()
    def seal(self) -> None:
        left = read_room(self.cycle).still_choosing
        seal_cycle(cycle=self.cycle, sitting_out=left, by=self.cast.facilitator)
        self.sealed = True
        for key, (who, whom, state) in self.asked.items():
            if state == "open":
                self.asked[key] = (who, whom, "lapsed")

    # --- What always holds --------------------------------------------------------------------------------

    @invariant()
    def the_room_is_what_the_model_says(self) -> None:
        members: dict[UUID, set[str]] = {}
        for row in PairMember.objects.filter(cycle=self.cycle).select_related("leader"):
            members.setdefault(row.pair_id, set()).add(row.leader.called)
        assert sorted(map(sorted, members.values())) == sorted(map(sorted, self.pairs))
        stored = Proposal.objects.filter(cycle=self.cycle).values_list("pk", "state")
        assert dict(stored) == {key: one[2] for key, one in self.asked.items()}

    @invariant()
    def hard_rules_hold(self) -> None:
        seen: list[str] = []
        for pair in self.pairs:
            assert len(pair) == 2
            assert may_pair(*pair)
            seen += pair
        assert len(seen) == len(set(seen))
        waiting = [one[0] for one in self.asked.values() if one[2] == "open"]
        assert len(waiting) == len(set(waiting))
        assert not any(
            self.paired(name) for one in self.asked.values() if one[2] == "open" for name in one[:2]
        )

    @invariant()
    def sealed_rooms_name_everybody(self) -> None:
        if self.sealed:
            resting = Participant.objects.filter(cycle=self.cycle, sits_out=True).select_related("leader")
            assert {row.leader.called for row in resting} == {name for name in NAMES if not self.paired(name)}


def test_any_order_of_presses(inside: Northmere) -> None:
    earlier_cycle(inside, *EARLIER)
    open_room(inside)
    machine = type("InNorthmere", (Choosing,), {"cast": inside})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("CHOOSING_RUNS", "30")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
