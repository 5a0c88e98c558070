"""Many people pressing at the same moment, each on a connection of their own, while somebody seals."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections
from django.test import Client

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.locks import hold_cycle
from cycles.models import Cycle, Pair, PairMember, Participant
from pairing.models import Proposal
from pairing.services.changes import BUSY
from pairing.services.choosing import accept, propose, step_back
from pairing.services.room import read_room, version_of
from pairing.services.sealing import seal_cycle
from tests.cast import Northmere, make_northmere
from tests.pairing.room import ask, names, open_room, pair_up, paired

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16
LEADERS = 24
PATIENCE = 60.0
"""Seconds; more than it takes anywhere."""
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def nobody_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine sixteen who press at once may take longer than a person would be let wait."""
    monkeypatch.setattr("pairing.services.changes.CHOOSERS_WAIT", "60s")


@pytest.fixture
def cast() -> Northmere:
    return make_northmere(leaders=LEADERS)


def choosing(cast: Northmere) -> Cycle:
    with scope(organisation=cast.organisation.pk):
        return open_room(cast)


def at_once(*presses: Callable[[], Any]) -> list[Any]:
    """All start together; what each returns, or the sentence that refused it."""
    together = threading.Barrier(len(presses))

    def run(press: Callable[[], Any]) -> Any:
        close_old_connections()
        together.wait()
        try:
            return press()
        except DomainError as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))


def as_leader(cast: Northmere, name: str, service: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    def press() -> Any:
        with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
            return service(by=cast.person(name), **arguments)

    return press


def test_two_who_ask_each_other_at_the_same_moment_are_a_pair(cast: Northmere) -> None:
    for _again in range(5):
        cycle = choosing(cast)
        helen, priya = cast.leader("Helen"), cast.leader("Priya")
        results = at_once(
            as_leader(cast, "Helen", propose, cycle=cycle, proposer=helen, addressee=priya),
            as_leader(cast, "Priya", propose, cycle=cycle, proposer=priya, addressee=helen),
        )
        with scope(organisation=cast.organisation.pk):
            assert paired(cycle) == {frozenset({"Helen", "Priya"})}
            assert [type(result) for result in results] == [Proposal, Proposal]
            assert Proposal.objects.filter(cycle=cycle).count() == 1
            for shown in read_room(cycle).pairs:
                shown.pair.delete()
            cycle.delete()


def test_two_who_say_yes_to_the_same_person_at_once(cast: Northmere) -> None:
    cycle = choosing(cast)
    with scope(organisation=cast.organisation.pk):
        ask(cast, cycle, "Helen", "Priya")
        proposal = ask(cast, cycle, "Idris", "Helen")
    priya, helen = cast.leader("Priya"), cast.leader("Helen")
    results = at_once(
        as_leader(cast, "Helen", accept, proposal=proposal),
        as_leader(cast, "Priya", propose, cycle=cycle, proposer=priya, addressee=helen),
    )
    with scope(organisation=cast.organisation.pk):
        (pair,) = paired(cycle)
    (refusal,) = [result for result in results if isinstance(result, str)]
    assert (set(pair), refusal) in (
        ({"Helen", "Idris"}, "Helen Armitage has just paired with Idris Kaya."),
        ({"Helen", "Priya"}, "You are in a pair with Priya Nair already."),
    )


def test_a_double_click_on_yes_gives_one_pair(cast: Northmere) -> None:
    cycle = choosing(cast)
    with scope(organisation=cast.organisation.pk):
        proposal = ask(cast, cycle, "Helen", "Priya")
    results = at_once(*[as_leader(cast, "Priya", accept, proposal=proposal)] * 6)
    assert {type(result) for result in results} == {Pair}
    assert len({result.pk for result in results}) == 1


def test_both_step_back_at_once(cast: Northmere) -> None:
    cycle = choosing(cast)
    with scope(organisation=cast.organisation.pk):
        pair_up(cast, cycle, "Helen", "Priya")
    results = at_once(
        as_leader(cast, "Helen", step_back, cycle=cycle, leader=cast.leader("Helen")),
        as_leader(cast, "Priya", step_back, cycle=cycle, leader=cast.leader("Priya")),
    )
    assert sorted(results) == [False, True]
    with scope(organisation=cast.organisation.pk):
        assert paired(cycle) == set()


def test_two_facilitators_seal_at_once(cast: Northmere) -> None:
    cycle = choosing(cast)
    with scope(organisation=cast.organisation.pk):
        pair_up(cast, cycle, "Helen", "Priya")
        left, seen = read_room(cycle).still_choosing, version_of(cycle)

    def seal_it() -> Cycle:
        with scope(organisation=cast.organisation.pk):
            return seal_cycle(cycle=cycle, sitting_out=left, seen=seen, by=cast.facilitator)

    first, second = at_once(seal_it, seal_it)
    assert first.sealed_at == second.sealed_at


def test_when_the_room_is_held_too_long_a_press_is_refused_in_words(
    cast: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pairing.services.changes.CHOOSERS_WAIT", "200ms")
    cycle = choosing(cast)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with scope(organisation=cast.organisation.pk):
                hold_cycle(cycle.pk)
                held.set()
                assert done.wait(10)
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    try:
        client = Client()
        client.force_login(cast.person("Helen"))
        answer = client.post(
            f"{cast.base}choosing/proposals/", {"leader": str(cast.leader("Priya").pk)}, **HTMX
        )
    finally:
        done.set()
        holder.join()
    assert answer.status_code == 200
    assert BUSY in answer.content.decode()


class Presser:
    """One browser that presses whatever its person's page offers, as fast as it can."""

    def __init__(self, cast: Northmere, cycle: Cycle, names: list[str], seed: int) -> None:
        self.cast, self.cycle, self.random = cast, cycle, random.Random(seed)
        self.clients = {name: Client() for name in names}
        for name, client in self.clients.items():
            client.force_login(cast.person(name))
        self.statuses: Counter[int] = Counter()

    def press_until(self, stop: threading.Event) -> Counter[int]:
        try:
            while not stop.is_set():
                name = self.random.choice(list(self.clients))
                where, what = self._something(name)
                response = self.clients[name].post(f"{self.cast.base}choosing/{where}", what, **HTMX)
                self.statuses[response.status_code] += 1
        finally:
            connections.close_all()
        return self.statuses

    def _something(self, name: str) -> tuple[str, dict[str, str]]:
        with scope(organisation=self.cast.organisation.pk):
            mine = self.cast.leader(name)
            received = (
                Proposal.objects.open().filter(cycle=self.cycle, addressee=mine).values_list("pk", flat=True)
            )
            sent = (
                Proposal.objects.open().filter(cycle=self.cycle, proposer=mine).values_list("pk", flat=True)
            )
            choices = [f"proposals/{key}/acceptance/" for key in received] * 2
            choices += [f"proposals/{key}/not-this-time/" for key in received]
            choices += [f"proposals/{key}/withdrawal/" for key in sent]
            if PairMember.objects.filter(cycle=self.cycle, leader=mine).exists():
                choices += ["stepping-back/"]
        whom = self.random.choice(list(self.cast.leaders.values()))
        return self.random.choice([*choices, "proposals/"]), {"leader": str(whom.pk)}


def check_the_room(cycle: Cycle) -> None:
    """Every hard rule, read from the tables."""
    members = list(PairMember.objects.filter(cycle=cycle).select_related("leader"))
    by_pair: dict[Any, list[PairMember]] = {}
    for member in members:
        by_pair.setdefault(member.pair_id, []).append(member)
    for one, other in by_pair.values():
        assert one.function_id != other.function_id
        assert one.leader.manager_id != other.leader_id
        assert other.leader.manager_id != one.leader_id
    in_a_pair = [member.leader_id for member in members]
    assert len(in_a_pair) == len(set(in_a_pair))
    open_ones = list(Proposal.objects.open().filter(cycle=cycle))
    proposers = [proposal.proposer_id for proposal in open_ones]
    assert len(proposers) == len(set(proposers))
    assert not {one.proposer_id for one in open_ones} & set(in_a_pair)
    assert not {one.addressee_id for one in open_ones} & set(in_a_pair)


def test_sixteen_people_press_while_somebody_seals(cast: Northmere) -> None:
    cycle = choosing(cast)
    everybody = [leader.name for leader in cast.leaders.values()]
    # Leaders are shared between browsers, so that the same person also races with themself.
    pressers = [
        Presser(cast, cycle, random.Random(number).sample(everybody, 6), seed=number)
        for number in range(WRITERS)
    ]
    stop = threading.Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(presser.press_until, stop) for presser in pressers]
        try:
            for _look in range(6):
                wait_for_more(pressers)
                with scope(organisation=cast.organisation.pk):
                    hold_cycle(cycle.pk)
                    check_the_room(cycle)
            seen = _seal(cast, cycle)
            wait_for_more(pressers)
        finally:
            stop.set()
        statuses = sum((future.result() for future in running), Counter())
    with scope(organisation=cast.organisation.pk):
        check_the_room(cycle)
        stored = Cycle.objects.get(pk=cycle.pk)
        assert stored.stage == Cycle.Stage.RUNNING
        assert paired(stored) == seen["pairs"]
        resting = Participant.objects.filter(cycle=cycle, sits_out=True).select_related("leader")
        assert {row.leader.called for row in resting} == seen["resting"]
        assert not Proposal.objects.open().filter(cycle=cycle).exists()
    assert set(statuses) <= {200, 404}
    assert statuses[200] > 20
    assert connection.is_usable()


def wait_for_more(pressers: list[Presser], presses: int = 2 * WRITERS) -> None:
    """Until so many more have been answered, however slow the machine is."""
    end, wanted = time.monotonic() + PATIENCE, answered(pressers) + presses
    while answered(pressers) < wanted:
        assert time.monotonic() < end
        time.sleep(0.02)


def answered(pressers: list[Presser]) -> int:
    return sum(presser.statuses[200] + presser.statuses[404] for presser in pressers)


def _seal(cast: Northmere, cycle: Cycle) -> dict[str, Any]:
    """What the one who seals saw after everybody's last press; tries again while nobody is paired."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with scope(organisation=cast.organisation.pk):
            hold_cycle(cycle.pk)
            room = read_room(cycle)
            if not room.pairs:
                continue
            seal_cycle(
                cycle=cycle, sitting_out=room.still_choosing, seen=version_of(cycle), by=cast.facilitator
            )
            return {"pairs": paired(cycle), "resting": set(names(room.still_choosing))}
    raise AssertionError("Nobody ever paired.")
