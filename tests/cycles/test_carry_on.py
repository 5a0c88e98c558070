"""What was not cracked in one cycle goes on in the next, by one tap of its owner."""

from __future__ import annotations

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.targeted import LISTEN, SPEAK, begin, carry, move, targets_of, try_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
OTHERS = (("Helen", "Idris"), ("Amara", "Priya"))


def close(cast: Northmere, cycle: Cycle) -> None:
    with scope(organisation=cast.organisation.pk):
        go_to(cycle, "wrapping_up")
        go_to(cycle, "closed", closed_at=NOW)


@pytest.fixture
def old(northmere: Northmere) -> GrowthTarget:
    """Helen settled on it in cycle 1, tried it once, and the cycle is closed."""
    first = make_cycle(northmere)
    target = begin(northmere, "Helen", first)
    move(northmere, "Helen", target, "settled")
    try_at(northmere, "Helen", target)
    close(northmere, first)
    return target


@pytest.fixture
def second(northmere: Northmere, old: GrowthTarget) -> Cycle:
    return make_cycle(northmere, number=2, pairs=OTHERS)


def states(cast: Northmere) -> list[tuple[int, str]]:
    with as_(cast, "Helen"):
        return list(
            GrowthTarget.objects.order_by("cycle__number", "slot").values_list("cycle__number", "state")
        )


def test_it_goes_on_in_its_words_and_its_state(
    northmere: Northmere, old: GrowthTarget, second: Cycle
) -> None:
    new = carry(northmere, "Helen", old, second)
    assert states(northmere) == [(1, "carried"), (2, "settled")]
    assert (new.carried_from_id, new.slot) == (old.pk, 1)
    assert targets_of(northmere, "Helen", reader="Idris") == [(1, "settled", LISTEN.behaviour)]
    with as_(northmere, "Helen"):
        assert not new.try_outs.exists()


def test_twice_is_once(northmere: Northmere, old: GrowthTarget, second: Cycle) -> None:
    made = {carry(northmere, "Helen", old, second).pk for _ in range(2)}
    assert len(made) == 1
    assert states(northmere) == [(1, "carried"), (2, "settled")]


def test_never_a_third(northmere: Northmere, old: GrowthTarget, second: Cycle) -> None:
    begin(northmere, "Helen", second)
    begin(northmere, "Helen", second, SPEAK)
    with pytest.raises(DomainError, match="never on a third"):
        carry(northmere, "Helen", old, second)
    assert states(northmere) == [(1, "settled"), (2, "idea"), (2, "idea")]


def test_only_what_was_open_and_only_into_a_later_cycle(northmere: Northmere) -> None:
    first = make_cycle(northmere)
    cracked, here = begin(northmere, "Helen", first), begin(northmere, "Helen", first, SPEAK)
    move(northmere, "Helen", cracked, "settled", "cracked")
    with pytest.raises(DomainError, match="Only what you were still working on"):
        carry(northmere, "Helen", here, first)
    close(northmere, first)
    second = make_cycle(northmere, number=2, pairs=OTHERS)
    with pytest.raises(DomainError, match="Only what you were still working on"):
        carry(northmere, "Helen", cracked, second)
    with pytest.raises(DomainError, match="Cycle 1 is not under way"):
        carry(northmere, "Helen", here, first)


def test_nobody_else_carries_it_on(northmere: Northmere, old: GrowthTarget, second: Cycle) -> None:
    with pytest.raises(DomainError, match="Only you can change"):
        carry(northmere, "Priya", old, second)
    assert states(northmere) == [(1, "settled")]


def test_the_page_offers_it_and_one_tap_does_it(
    northmere: Northmere, old: GrowthTarget, second: Cycle
) -> None:
    client = signed_in(northmere, "Helen")
    page = words(client.get(f"{northmere.base}targets/"))
    assert "From cycle 1, not yet cracked" in page
    assert page.count(f"Carry on : {LISTEN.behaviour}") == 1
    address = f"{northmere.base}targets/{old.pk}/carrying-on/"
    answers = [client.post(address) for _ in range(2)]
    with as_(northmere, "Helen"):
        new = GrowthTarget.objects.get(carried_from=old)
    assert {answer["Location"] for answer in answers} == {f"{northmere.base}targets/{new.pk}/"}
    shown = words(client.get(answers[0]["Location"]))
    assert "You go on with it in cycle 2." in shown
    assert "Carried on from cycle 1 ." in shown
    after = words(client.get(f"{northmere.base}targets/"))
    assert "not yet cracked" not in after
    assert "Carried on" in words(client.get(f"{northmere.base}targets/{old.pk}/"))


def test_with_both_slots_taken_the_page_says_so(
    northmere: Northmere, old: GrowthTarget, second: Cycle
) -> None:
    begin(northmere, "Helen", second)
    begin(northmere, "Helen", second, SPEAK)
    client = signed_in(northmere, "Helen")
    page = client.get(f"{northmere.base}targets/")
    assert "There is no room at the moment: you are working on two." in words(page)
    assert "carrying-on" not in raw(page)
    client.post(f"{northmere.base}targets/{old.pk}/carrying-on/")
    assert "never on a third" in words(client.get(f"{northmere.base}targets/"))


def test_between_cycles_there_is_nothing_to_carry_it_into(northmere: Northmere, old: GrowthTarget) -> None:
    client = signed_in(northmere, "Helen")
    page = client.get(f"{northmere.base}targets/")
    assert "No cycle is under way" in words(page)
    assert "carrying-on" not in raw(page)
    assert LISTEN.behaviour in words(page)
    client.post(f"{northmere.base}targets/{old.pk}/carrying-on/")
    assert "Once the next one is, you can carry it on." in words(client.get(f"{northmere.base}targets/"))


def test_whoever_sits_out_can_wait_for_the_one_after(northmere: Northmere, old: GrowthTarget) -> None:
    second = make_cycle(northmere, number=2, pairs=(("Amara", "Priya"),))
    with pytest.raises(DomainError, match="You sit out cycle 2"):
        carry(northmere, "Helen", old, second)
    assert "Carry on" not in words(signed_in(northmere, "Helen").get(f"{northmere.base}targets/"))
    close(northmere, second)
    third = make_cycle(northmere, number=3, pairs=(("Helen", "Siobhan"), ("Amara", "Idris")))
    carry(northmere, "Helen", old, third)
    assert states(northmere) == [(1, "carried"), (3, "settled")]


def test_the_partner_of_then_hears_nothing_of_it(
    northmere: Northmere, old: GrowthTarget, second: Cycle
) -> None:
    priya = signed_in(northmere, "Priya")
    before = [words(priya.get(f"{northmere.base}targets/{path}")) for path in ("", f"{old.pk}/")]
    carry(northmere, "Helen", old, second)
    assert [words(priya.get(f"{northmere.base}targets/{path}")) for path in ("", f"{old.pk}/")] == before
    assert LISTEN.behaviour in before[1]
    assert "Settled" not in before[1]
