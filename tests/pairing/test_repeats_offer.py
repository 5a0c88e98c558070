"""Which repeats are offered when not everybody can be paired without one, with the numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.kept_apart import keep_apart
from pairing.services.repeats import seating_of
from pairing.services.repeats_offer import Offer, cycles_through, offer_repeats
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import pair_past_services, put_aside
from tests.pairing.room import STARTS_ON, open_room, pair_up, seal

FOUR = ("Helen", "Vikram", "Priya", "Joanna")


def before(cast: Northmere, *cycles: tuple[tuple[str, str], ...]) -> None:
    """Sealed cycles with those pairs, a year each."""
    for year, pairs in enumerate(cycles, start=2020):
        cycle = open_room(cast, dt.date(year, 6, 1))
        for names in pairs:
            pair_past_services(cast, cycle, *names)
        seal(cast, cycle)


def only(cast: Northmere, *names: str) -> None:
    """Everybody else has left."""
    Leader.objects.exclude(pk__in=[cast.leader(name).pk for name in names]).update(left_on=STARTS_ON)


def draft(cast: Northmere) -> Cycle:
    return create_cycle(team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=cast.facilitator)


def offered(cycle: Cycle) -> Offer:
    return offer_repeats(seating_of(cycle))


def rows(offer: Offer) -> list[tuple[int, int, int, int, int | None]]:
    return [(row.through, row.pairs, row.most, row.left_over, row.repeats) for row in offer.rows]


def test_nothing_is_offered_where_everybody_can_be_paired(inside: Northmere) -> None:
    before(inside, (("Helen", "Priya"),))
    assert offered(draft(inside)) == Offer(True, "", (), 0)


def test_repeats_of_longest_ago_come_first_with_the_numbers(inside: Northmere) -> None:
    before(inside, (("Helen", "Priya"),), (("Helen", "Joanna"),))
    cycle = draft(inside)
    only(inside, *FOUR)
    offer = offered(cycle)
    assert not offer.is_whole
    assert offer.short == "Helen Armitage has nobody left to choose."
    assert rows(offer) == [(1, 2, 2, 0, 1)]
    assert offer.rows[0].whose == "Partners of cycle 1"
    assert offer.fewest == ("Helen Armitage and Priya Nair (cycle 1)",)


def test_each_further_cycle_is_offered_only_where_it_places_more(inside: Northmere) -> None:
    before(
        inside,
        (("Helen", "Priya"), ("Vikram", "Joanna")),
        (("Helen", "Joanna"), ("Amara", "Siobhan")),
        (("Vikram", "Priya"),),
        (("Amara", "Joanna"),),
        (("Amara", "Priya"), ("Helen", "Siobhan")),
        (("Helen", "Amara"), ("Vikram", "Siobhan")),
        (("Vikram", "Amara"),),
    )
    cycle = draft(inside)
    only(inside, *FOUR, "Amara", "Siobhan")
    offer = offered(cycle)
    assert rows(offer) == [(1, 2, 3, 2, 1), (2, 3, 3, 0, 3)]
    assert offer.wanted == offer.rows
    Cycle.objects.filter(pk=cycle.pk).update(repeats_through=1)
    cycle.refresh_from_db()
    offer = offered(cycle)
    assert (offer.allowed, offer.whose) == (1, "Partners of cycle 1")
    assert [row.through for row in offer.wanted] == [2]
    assert [row.allowed for row in offer.rows] == [True, False]


def test_repeats_that_would_help_nobody_are_not_offered(inside: Northmere) -> None:
    before(inside, (("Helen", "Amara"),))
    cycle = draft(inside)
    only(inside, "Helen", "Vikram", "Amara")
    offer = offered(cycle)
    assert (offer.is_whole, rows(offer)) == (False, [])


def test_two_who_are_kept_apart_are_no_repeat_that_helps(inside: Northmere) -> None:
    before(inside, (("Helen", "Priya"),))
    cycle = draft(inside)
    only(inside, "Helen", "Priya")
    assert rows(offered(cycle)) == [(1, 1, 1, 0, 1)]
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    assert rows(offered(cycle)) == []


def test_in_the_room_it_counts_with_the_pairs_that_are_formed(inside: Northmere) -> None:
    before(inside, (("Helen", "Priya"),))
    cycle = open_room(inside)
    put_aside(inside, cycle, "Maggie", "Amara", "Siobhan", "Idris")
    pair_past_services(inside, cycle, "Vikram", "Joanna")
    assert rows(offered(cycle)) == [(1, 2, 2, 0, 1)]


def test_the_last_one_may_join_a_pair_thanks_to_a_repeat(db: None) -> None:
    odd = make_northmere(leaders=7)
    with scope(organisation=odd.organisation.pk):
        before(odd, (("Vikram", "Siobhan"),))
        cycle = open_room(odd)
        put_aside(odd, cycle, "Maggie", "Priya", "Helen", "Joanna")
        pair_up(odd, cycle, "Amara", "Siobhan")
        offer = offered(cycle)
        assert rows(offer) == [(1, 1, 1, 0, None)]


@pytest.mark.parametrize(
    ("through", "said"), [(1, "cycle 1"), (2, "cycles 1 and 2"), (3, "cycles 1 to 3"), (9, "cycles 1 to 9")]
)
def test_cycles_in_words(through: int, said: str) -> None:
    assert cycles_through(through) == said
