"""How long a team can go on without a repeat, in words and with the schedule that shows it."""

from __future__ import annotations

import pytest

from coachingpairs.tenancy.scope import scope
from pairing.rules.horizon import Horizon
from pairing.rules.horizon.bounds import Bound, Limit
from pairing.rules.horizon.words import cycles_in_words
from pairing.services.ahead import MOST_SHOWN, look_ahead_from
from pairing.services.preflight import read_draft
from pairing.services.room import read_room
from tests.cast import Northmere, make_northmere
from tests.pairing.room import earlier_cycle, open_room, pair_up
from tests.pairing.views.test_preflight_page import draft


@pytest.mark.parametrize(
    ("at_least", "at_most", "said"),
    [
        (5, 5, "Exactly 5 more cycles without a repeat"),
        (1, 1, "Exactly 1 more cycle without a repeat"),
        (5, 7, "At least 5 and at most 7 more cycles without a repeat"),
        (0, 3, "At most 3 more cycles without a repeat"),
        (0, 0, "No complete cycle without a repeat any more"),
    ],
)
def test_in_words(at_least: int, at_most: int, said: str) -> None:
    assert cycles_in_words(Horizon(at_least, at_most, (), Bound(Limit.TOO_FEW, at_most))) == said


def test_a_draft_counts_its_own_cycle_first_and_shows_how(inside: Northmere) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = draft(inside)
    found = look_ahead_from(read_draft(cycle).seating, cycle.number)
    assert (found.words, found.cycles) == ("Exactly 2 more cycles without a repeat", 2)
    assert found.because == "Maggie Thornton has 2 new partners left."
    assert [number for number, _pairs in found.rounds] == [2, 3]
    maggies = {next(pair for pair in pairs if "Maggie" in pair) for _number, pairs in found.rounds}
    assert maggies == {"Vikram Sethi and Maggie Thornton", "Idris Kaya and Maggie Thornton"}
    for _number, pairs in found.rounds:
        assert sorted(name for pair in pairs for name in pair.split(" and ")) == sorted(inside.leaders)


def test_repeats_that_are_allowed_do_not_lengthen_it(inside: Northmere) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = draft(inside)
    before = look_ahead_from(read_draft(cycle).seating, cycle.number)
    cycle.repeats_through = 1
    assert look_ahead_from(read_draft(cycle).seating, cycle.number) == before


def test_pairs_formed_already_are_in_the_first_cycle(inside: Northmere) -> None:
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Idris")
    (number, pairs), *_later = look_ahead_from(read_room(cycle).seating, cycle.number).rounds
    assert number == 1
    assert "Idris Kaya and Amara Okafor" in pairs


def test_a_long_schedule_shows_its_first_six_years(db: None) -> None:
    cast = make_northmere(leaders=24)
    with scope(organisation=cast.organisation.pk):
        cast.leader("Maggie").delete()
        cycle = draft(cast)
        found = look_ahead_from(read_draft(cycle).seating, cycle.number)
    assert found.cycles > MOST_SHOWN
    assert len(found.rounds) == MOST_SHOWN
