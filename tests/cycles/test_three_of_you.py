"""What the pages of a trio say: all three by name, and never “both” or “your partner”."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from cycles.models import Cycle
from tests.cast import Northmere
from tests.cycles.made import log, make_cycle
from tests.cycles.pages import signed_in, words
from tests.cycles.parting import TRIO, end_pair_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
OCTOBER_9 = dt.date(2026, 10, 9)


@pytest.fixture
def trio(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, pairs=TRIO)


@pytest.fixture
def helen(northmere: Northmere, trio: Cycle) -> Client:
    return signed_in(northmere, "Helen")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("", "You, Joanna and Priya Joanna Clarke"),
        ("agreement/", "How you, Joanna and Priya work together"),
        ("agreement/", "What we never repeat, and what we may mention to others."),
        ("agreement/change/", "How you, Joanna and Priya work together"),
        ("sessions/", "Dates and lengths are for you, Joanna and Priya. Your facilitator sees only"),
        ("sessions/", "Cycle 1, with Joanna Clarke and Priya Nair None logged."),
        ("sessions/met/", "Have you, Joanna and Priya met?"),
        ("pair/ending/", "Leave the trio with Joanna and Priya? Whoever would rather not go on may leave."),
        ("pair/ending/", "Should all three of you wish to be a trio again later, tell your facilitator."),
    ],
)
def test_all_three_are_named(northmere: Northmere, helen: Client, page: str, says: str) -> None:
    assert says in words(helen.get(northmere.base + page))


def test_all_three_are_named_before_a_session_is_deleted_and_after(
    northmere: Northmere, trio: Cycle, helen: Client
) -> None:
    session = log(northmere, trio, "Helen", OCTOBER_9)
    address = f"{northmere.base}sessions/{session.pk}/"
    asks = words(helen.get(address))
    assert "Delete it for all of you? It goes from Joanna and Priya’s list as well, with its notes." in asks
    assert "For 30 days any of you can put it back." in asks
    bin_says = words(helen.post(f"{address}deletion/", follow=True))
    assert "Any of you can put them back." in bin_says


def test_a_pair_that_ended_before_it_met_is_not_listed(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    assert "with Priya Nair" in words(signed_in(northmere, "Helen").get(f"{northmere.base}sessions/"))
    end_pair_of(northmere, cycle, "Helen")
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}sessions/"))
    assert "with Priya Nair" not in page
    assert "No sessions yet" in page
