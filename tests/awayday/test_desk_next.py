"""The one filled button on the facilitator's own screen: what comes next, once it does."""

from __future__ import annotations

import re

import pytest

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from coachingpairs.tenancy.scope import scope
from cycles.services.lessons import offer_lesson
from tests.awayday.at_the_door import base_of, facilitator
from tests.awayday.held import draft, moved, opened
from tests.cast import Northmere
from tests.pairing.room import earlier_cycle, pair_up, seal

pytestmark = pytest.mark.django_db
PAIRS = (("Amara", "Priya"), ("Helen", "Siobhan"), ("Idris", "Maggie"), ("Joanna", "Vikram"))
BUTTON = re.compile(
    r'<(?:button|a) class="btn( btn--quiet| btn--primary)?"[^>]*>(?:<svg.*?</svg>)?([^<]+?) ?<'
)


def filled(cast: Northmere, awayday: Awayday) -> list[str]:
    """What the filled buttons say, up to what only those read who listen."""
    page = " ".join(facilitator(cast).get(base_of(cast, awayday)).text.split())
    return [said.strip() for style, said in BUTTON.findall(page) if style != " btn--quiet"]


def test_on_from_the_lobby_once_all_have_come_in(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
    assert filled(northmere, awayday) == []
    with scope(organisation=northmere.organisation.pk):
        for leader in northmere.leaders.values():
            record_arrival(awayday=awayday, leader=leader, how=Arrival.How.CARD)
    assert filled(northmere, awayday) == ["Go to choosing"]


def test_on_from_the_last_lesson(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        earlier_cycle(northmere, ("Maggie", "Priya"), ("Amara", "Vikram"))
        awayday = opened(northmere, draft(northmere))
        assert awayday.closes
        offer_lesson(cycle=awayday.closes, leader=northmere.leader("Maggie"), text="A walk is worth three.")
        offer_lesson(cycle=awayday.closes, leader=northmere.leader("Priya"), text="Silence is an answer.")
        moved(northmere, awayday, Stage.LESSONS)
    assert filled(northmere, awayday) == ["Next lesson"]
    facilitator(northmere).post(f"{base_of(northmere, awayday)}lesson/", {"turn": "next"})
    assert filled(northmere, awayday) == ["Go to choosing"]


def test_sealing_once_everybody_has_a_partner(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = moved(northmere, opened(northmere), Stage.CHOOSING)
        for one, other in PAIRS[:-1]:
            pair_up(northmere, awayday.opens, one, other)
    assert filled(northmere, awayday) == []
    with scope(organisation=northmere.organisation.pk):
        pair_up(northmere, awayday.opens, *PAIRS[-1])
    assert filled(northmere, awayday) == ["Seal the pairs"]
    with scope(organisation=northmere.organisation.pk):
        seal(northmere, awayday.opens)
    page = " ".join(facilitator(northmere).get(base_of(northmere, awayday)).text.split())
    assert filled(northmere, awayday) == ["Print the pairs"]
    assert "Cycle 1 runs from 1 December 2026. Everybody sees all pairs" in page
