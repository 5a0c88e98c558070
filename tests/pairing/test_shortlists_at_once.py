"""Two pages of one leader that send their shortlist at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError

from coachingpairs.tenancy.scope import scope
from pairing.models import ShortlistEntry
from pairing.services.shortlists import choose_shortlist, own_shortlist
from tests.cast import Northmere, make_northmere
from tests.pairing.room import names
from tests.pairing.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND = ["Priya", "Idris", "Joanna"], ["Amara", "Siobhan", "Maggie"]


def sending(cast: Northmere, *colleagues: str) -> Callable[[], None]:
    person = cast.person("Helen")

    def press() -> None:
        with scope(organisation=cast.organisation.pk, person=person.pk):
            choose_shortlist(
                leader=cast.leader("Helen"), colleagues=[cast.leader(name) for name in colleagues], by=person
            )

    return press


def test_one_of_the_two_lists_stands_whole() -> None:
    cast = make_northmere()
    for _again in range(5):
        assert at_once(sending(cast, *FIRST), sending(cast, *SECOND)) == [None, None]
        with scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk):
            assert names(own_shortlist(cast.leader("Helen"))) in (FIRST, SECOND)


def writing(cast: Northmere, *colleagues: str) -> Callable[[], str]:
    """Past the services, all in one transaction: ``"full"`` when the database refuses the sixth."""

    def press() -> str:
        try:
            with scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk):
                for name in colleagues:
                    ShortlistEntry.objects.create(
                        organisation=cast.organisation,
                        leader=cast.leader("Helen"),
                        colleague=cast.leader(name),
                    )
        except IntegrityError:
            return "full"
        return "written"

    return press


def test_two_at_once_do_not_make_six_of_five() -> None:
    cast = make_northmere()
    assert sorted(at_once(writing(cast, *FIRST), writing(cast, *SECOND))) == ["full", "written"]
    with scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk):
        assert names(own_shortlist(cast.leader("Helen"))) in (FIRST, SECOND)
