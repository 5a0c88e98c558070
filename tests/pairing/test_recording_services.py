"""Trios written down, and pairs that are formed knowingly although somebody is left without a partner."""

from __future__ import annotations

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from pairing.services.facilitating import undo_pair
from pairing.services.recording import WouldStrand, record_pair, record_third
from pairing.services.room import read_room
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.pairing.room import earlier_cycle, open_room, pair_up, paired

ALTHOUGH = "Maggie is glad to sit out; she has told me."


def write(
    cast: Northmere,
    cycle: Cycle,
    one: str,
    other: str,
    third: str = "",
    *,
    yes: bool = True,
    although: str = "",
) -> Pair:
    return record_pair(
        cycle=cycle,
        one=cast.leader(one),
        other=cast.leader(other),
        third=cast.leader(third) if third else None,
        both_said_yes=yes,
        although=although,
        by=cast.facilitator,
    )


def add(cast: Northmere, cycle: Cycle, pair: Pair, third: str, *, yes: bool = True) -> Pair:
    return record_third(
        cycle=cycle, pair=pair, third=cast.leader(third), all_said_yes=yes, by=cast.facilitator
    )


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Only Idris is left to Maggie once Amara has Vikram."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    return cycle


@pytest.fixture
def odd(db: None) -> Northmere:
    """Northmere without Idris: seven leaders."""
    return make_northmere(leaders=7)


def test_what_would_strand_somebody_is_said_and_needs_a_reason(inside: Northmere, tight: Cycle) -> None:
    with pytest.raises(WouldStrand) as caught:
        write(inside, tight, "Helen", "Idris", although="   ")
    assert str(caught.value) == (
        "This would leave somebody without a partner. Maggie Thornton has nobody left to choose."
    )
    assert paired(tight) == {frozenset({"Amara", "Vikram"})}


def test_knowingly_it_is_written_down_with_the_reason_in_the_audit_trail(
    inside: Northmere, tight: Cycle
) -> None:
    pair = write(inside, tight, "Helen", "Idris", although=f"  {ALTHOUGH}\n")
    entry = AuditEntry.objects.get(verb="pair formed", subject_id=pair.pk)
    assert entry.by == inside.facilitator
    assert entry.details["against_the_guard"] == ALTHOUGH
    assert not read_room(tight).outlook.is_whole


def test_a_pair_that_strands_nobody_keeps_no_reason(inside: Northmere, tight: Cycle) -> None:
    pair = write(inside, tight, "Maggie", "Idris", although=ALTHOUGH)
    assert "against_the_guard" not in AuditEntry.objects.get(subject_id=pair.pk).details


def test_no_reason_sets_a_rule_aside(inside: Northmere, tight: Cycle) -> None:
    with pytest.raises(DomainError, match=r"^Maggie Thornton and Priya Nair were partners in cycle 1\.$"):
        write(inside, tight, "Maggie", "Priya", although=ALTHOUGH)


def test_three_who_agreed_are_written_down_as_a_trio(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair = write(odd, cycle, "Amara", "Siobhan", "Vikram")
        assert pair.is_trio
        assert paired(cycle) == {frozenset({"Amara", "Siobhan", "Vikram"})}
        assert (
            Proposal.objects.filter(cycle=cycle, state="accepted", recorded_by=odd.facilitator).count() == 3
        )
        assert write(odd, cycle, "Vikram", "Amara", "Siobhan") == pair


def test_a_trio_needs_a_yes_from_all_three(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        with pytest.raises(DomainError, match=r"^A trio needs a yes from all three\."):
            write(odd, cycle, "Amara", "Siobhan", "Vikram", yes=False)
        with pytest.raises(
            DomainError, match=r"^Helen Armitage and Vikram Sethi are in the same function\.$"
        ):
            write(odd, cycle, "Amara", "Helen", "Vikram")
        with pytest.raises(DomainError, match=r"^Choose different people\.$"):
            write(odd, cycle, "Amara", "Siobhan", "Amara")


def test_an_even_room_has_no_trio(inside: Northmere, cycle: Cycle) -> None:
    with pytest.raises(
        DomainError, match=r"^This would leave somebody without a partner\.|^The number of people"
    ):
        write(inside, cycle, "Amara", "Siobhan", "Vikram")
    with pytest.raises(DomainError, match=r"^The number of people is even now"):
        write(inside, cycle, "Amara", "Siobhan", "Vikram", although=ALTHOUGH)
    assert paired(cycle) == set()


def test_a_pair_takes_in_a_third(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair = pair_up(odd, cycle, "Amara", "Siobhan")
        with pytest.raises(DomainError, match=r"^A trio needs a yes from all three\."):
            add(odd, cycle, pair, "Vikram", yes=False)
        trio = add(odd, cycle, pair, "Vikram")
        assert (trio.pk, trio.is_trio) == (pair.pk, True)
        assert add(odd, cycle, pair, "Vikram") == trio
        with pytest.raises(DomainError, match=r"^There is a trio already, and a cycle has one at most\.$"):
            add(odd, cycle, pair, "Joanna")


def test_undoing_a_trio_frees_all_three(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair = pair_up(odd, cycle, "Amara", "Siobhan")
        add(odd, cycle, pair, "Vikram")
        undo_pair(cycle=cycle, pair=pair, by=odd.facilitator)
        assert paired(cycle) == set()
        assert not Proposal.objects.filter(cycle=cycle, state="accepted").exists()


def test_a_pair_that_is_gone_takes_in_nobody(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair = pair_up(odd, cycle, "Amara", "Siobhan")
        undo_pair(cycle=cycle, pair=pair, by=odd.facilitator)
        with pytest.raises(DomainError, match=r"^That pair has come undone meanwhile\."):
            add(odd, cycle, pair, "Vikram")
