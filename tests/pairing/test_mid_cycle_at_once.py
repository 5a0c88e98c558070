"""Several people pressing at the same moment in a cycle under way, each on a connection of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember
from cycles.services.pair_words import ReadOnly
from cycles.services.sessions import log_session
from pairing.models import Proposal, Suggestion
from pairing.services.choosing import accept
from pairing.services.ending import end_own_pair
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from pairing.services.suggesting import ask_to_join, take
from teams.services.leaders import record_leaving
from tests.cast import Northmere, make_northmere
from tests.pairing.mid_cycle import leave, pair_with, part, under_way
from tests.pairing.room import ask, open_room, pair_up, paired
from tests.pairing.test_races import as_leader, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Northmere:
    return make_northmere()


def running(cast: Northmere, *ended: str) -> Cycle:
    with scope(organisation=cast.organisation.pk):
        cycle = under_way(cast)
        part(cast, cycle, *ended)
        return cycle


def in_organisation(cast: Northmere, service: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    def press() -> Any:
        with scope(organisation=cast.organisation.pk):
            return service(**arguments)

    return press


def stands(cast: Northmere, cycle: Cycle) -> set[frozenset[str]]:
    """The pairs there are, each whole, and nobody in two."""
    with scope(organisation=cast.organisation.pk):
        present = PairMember.objects.filter(cycle=cycle, left_at=None)
        assert present.count() == present.values("leader").distinct().count()
        assert not present.exclude(pair__ended_at=None).exists()
        return paired(cycle)


def test_one_who_is_accepted_by_two_at_once_has_one_partner(cast: Northmere) -> None:
    """Helen has asked Amara, and Joanna has asked Helen."""
    cycle = running(cast, "Helen", "Amara")
    with scope(organisation=cast.organisation.pk):
        asks_amara = ask(cast, cycle, "Helen", "Amara")
        asks_helen = ask(cast, cycle, "Joanna", "Helen")
    results = at_once(
        as_leader(cast, "Amara", accept, proposal=asks_amara),
        as_leader(cast, "Helen", accept, proposal=asks_helen),
    )
    assert sum(isinstance(result, Pair) for result in results) == 1
    with_helen = {two for two in stands(cast, cycle) if "Helen" in two}
    assert len(with_helen) == 1
    with scope(organisation=cast.organisation.pk):
        assert not Proposal.objects.open().filter(cycle=cycle).exists()


def test_a_pair_written_down_while_one_of_them_says_yes_to_another(cast: Northmere) -> None:
    cycle = running(cast, "Helen", "Amara")
    with scope(organisation=cast.organisation.pk):
        asked = ask(cast, cycle, "Helen", "Amara")
    results = at_once(
        as_leader(cast, "Amara", accept, proposal=asked),
        in_organisation(
            cast,
            record_pair,
            cycle=cycle,
            one=cast.leader("Amara"),
            other=cast.leader("Priya"),
            both_said_yes=True,
            by=cast.facilitator,
        ),
    )
    assert sum(isinstance(result, Pair) for result in results) == 1
    assert len({two for two in stands(cast, cycle) if "Amara" in two}) == 1


def test_a_pair_ends_while_a_third_joins_it(cast: Northmere) -> None:
    """Either it ended before, and nobody joins; or the three are together, and it has ended for them."""
    for _again in range(4):
        cycle = running(cast)
        with scope(organisation=cast.organisation.pk):
            leave(cast, "Priya")
            two = pair_with(cycle, cast, "Amara")
            asked = ask_to_join(cycle=cycle, leader=cast.leader("Helen"), pair=two, by=cast.person("Helen"))
            take(suggestion=asked, leader=cast.leader("Amara"), by=cast.person("Amara"))
        end = as_leader(cast, "Joanna", end_own_pair, pair=two, leader=cast.leader("Joanna"))
        joined, ended = at_once(
            as_leader(cast, "Joanna", take, suggestion=asked, leader=cast.leader("Joanna")), end
        )
        trio = frozenset({"Helen", "Amara", "Joanna"})
        now = stands(cast, cycle)
        if isinstance(joined, Pair):
            assert (ended, trio in now) == (False, True)
        else:
            assert (ended, trio in now) == (True, False)
            assert not any("Amara" in pair or "Joanna" in pair for pair in now)
        with scope(organisation=cast.organisation.pk):
            assert not Suggestion.objects.open().exists()
            Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
        cast = make_northmere(slug=f"again{_again}")


def test_both_end_their_pair_at_once(cast: Northmere) -> None:
    cycle = running(cast)
    with scope(organisation=cast.organisation.pk):
        pair = pair_with(cycle, cast, "Helen")
    results = at_once(
        *(
            as_leader(cast, name, end_own_pair, pair=pair, leader=cast.leader(name))
            for name in ("Helen", "Priya")
        )
    )
    assert sorted(results) == [False, True]
    assert not any("Helen" in two for two in stands(cast, cycle))


def test_a_partner_leaves_while_the_other_is_pairing_elsewhere(cast: Northmere) -> None:
    """Whoever says yes to somebody who leaves this moment has a pair that ends, or is told."""
    cycle = running(cast, "Helen", "Amara")
    with scope(organisation=cast.organisation.pk):
        asked = ask(cast, cycle, "Helen", "Amara")
    today = timezone.now().date()
    at_once(
        as_leader(cast, "Amara", accept, proposal=asked),
        in_organisation(cast, record_leaving, leader=cast.leader("Helen"), on=today, by=cast.facilitator),
    )
    assert not any("Helen" in two or "Amara" in two for two in stands(cast, cycle))
    with scope(organisation=cast.organisation.pk):
        assert "Amara" in [leader.called for leader in read_room(cycle).still_choosing]


def test_a_session_is_logged_while_the_pair_ends(cast: Northmere) -> None:
    """It is there for both to read, or it was too late."""
    cycle = running(cast)
    with scope(organisation=cast.organisation.pk):
        pair = pair_with(cycle, cast, "Helen")

    def log() -> Any:
        with scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk):
            try:
                return log_session(
                    pair=pair,
                    leader=cast.leader("Helen"),
                    held_on=timezone.now().date(),
                    minutes=60,
                    by=cast.person("Helen"),
                    at=timezone.now(),
                )
            except ReadOnly:
                return None

    session, ended = at_once(
        log, as_leader(cast, "Priya", end_own_pair, pair=pair, leader=cast.leader("Priya"))
    )
    assert ended
    with scope(organisation=cast.organisation.pk):
        pair.refresh_from_db()
        if session is not None:
            assert pair.ended_at is not None
            assert session.created_at <= pair.ended_at


def test_the_next_cycle_is_sealed_while_somebody_pairs_in_the_one_before(cast: Northmere) -> None:
    cycle = running(cast, "Helen", "Siobhan")
    with scope(organisation=cast.organisation.pk):
        asked = ask(cast, cycle, "Helen", "Siobhan")
        later = open_room(cast, cycle.ends_on + dt.timedelta(days=1))
        pair_up(cast, later, "Amara", "Vikram")
        left = read_room(later).still_choosing
    accepted, sealed = at_once(
        as_leader(cast, "Siobhan", accept, proposal=asked),
        in_organisation(cast, seal_cycle, cycle=later, sitting_out=left, by=cast.facilitator),
    )
    assert isinstance(sealed, Cycle)
    together = frozenset({"Helen", "Siobhan"}) in stands(cast, cycle)
    assert isinstance(accepted, Pair) is together
    with scope(organisation=cast.organisation.pk):
        cycle.refresh_from_db()
        assert cycle.stage == "closed"
        assert not Proposal.objects.open().filter(cycle=cycle).exists()
        with pytest.raises(DomainError):
            end_own_pair(
                pair=Pair.objects.filter(cycle=cycle, members__leader=cast.leader("Amara")).get(),
                leader=cast.leader("Amara"),
                by=cast.person("Amara"),
            )
