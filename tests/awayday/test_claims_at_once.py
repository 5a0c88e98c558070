"""Claims made and confirmed at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connections

from awayday.models import Arrival, Awayday, Claim
from awayday.services.claims import NOT_WAITING, confirm_claim, make_claim
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from tests.awayday.held import opened
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db(transaction=True)


def say(cast: Northmere, awayday: Awayday, name: str) -> Claim:
    return make_claim(awayday=awayday, leader=cast.leader(name))


def test_of_two_who_confirm_two_phones_at_once_one_wins() -> None:
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        awayday = opened(cast)
    for _again in range(5):
        with scope(organisation=cast.organisation.pk):
            one, other = say(cast, awayday, "Priya"), say(cast, awayday, "Priya")
        results = at_once(*[confirming(cast, claim) for claim in (one, other)])
        assert results.count(NOT_WAITING) == 1
        (won,) = [result for result in results if isinstance(result, Claim)]
        with scope(organisation=cast.organisation.pk):
            assert [claim.pk for claim in Claim.objects.confirmed()] == [won.pk]
            assert [row.leader.called for row in Arrival.objects.select_related("leader")] == ["Priya"]


def test_many_phones_at_once_have_numbers_of_their_own() -> None:
    cast = make_northmere(leaders=12)
    with scope(organisation=cast.organisation.pk):
        awayday = opened(cast)

    def saying(name: str) -> Callable[[], Any]:
        def press() -> Any:
            with scope(organisation=cast.organisation.pk):
                return say(cast, awayday, name).number

        return press

    numbers = at_once(*[saying(name) for name in cast.leaders])
    assert len(set(numbers)) == 12


def confirming(cast: Northmere, claim: Claim) -> Callable[[], Any]:
    def press() -> Any:
        with scope(organisation=cast.organisation.pk, person=cast.facilitator.pk):
            return confirm_claim(claim=claim, by=cast.facilitator)

    return press


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
