"""Marking somebody away, or keeping two apart, at the very moment in which they become a pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairMember, Participant
from pairing.models import KeptApart
from pairing.services.kept_apart import keep_apart
from pairing.services.participants import mark_absent
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import agree, ask_past_services, insert_pair, put_aside
from tests.pairing.room import open_room, paired, say_yes
from tests.pairing.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TWO = {frozenset({"Helen", "Priya"})}


@pytest.fixture
def cast() -> Northmere:
    return make_northmere()


def choosing(cast: Northmere) -> Cycle:
    with scope(organisation=cast.organisation.pk):
        return open_room(cast)


def within(cast: Northmere, press: Callable[[], Any]) -> Callable[[], str]:
    """``"done"``, or the name of the constraint that refused it."""

    def run() -> str:
        try:
            with scope(organisation=cast.organisation.pk):
                press()
        except IntegrityError as broken:
            diag: Any = getattr(broken.__cause__, "diag", None)
            return str(diag.constraint_name)
        return "done"

    return run


def test_past_the_services_only_one_of_the_two_happens(cast: Northmere) -> None:
    cycle = choosing(cast)
    with scope(organisation=cast.organisation.pk):
        agree(cast, cycle, "Helen", "Priya")
    for _again in range(8):
        results = at_once(
            within(cast, lambda: insert_pair(cast, cycle, "Helen", "Priya")),
            within(cast, lambda: put_aside(cast, cycle, "Priya")),
        )
        assert sorted(results) == ["done", "member_is_there"]
        with scope(organisation=cast.organisation.pk):
            away = Participant.objects.filter(cycle=cycle, sits_out=True).count()
            assert PairMember.objects.count() == (0 if away else 2)
            for member in PairMember.objects.select_related("pair")[:1]:
                member.pair.delete()
            put_aside(cast, cycle, "Priya", sits_out=False)


def test_a_yes_and_being_marked_away(cast: Northmere) -> None:
    cycle = choosing(cast)
    helen, priya = cast.leader("Helen"), cast.leader("Priya")
    with scope(organisation=cast.organisation.pk):
        question = ask_past_services(cast, cycle, "Helen", "Priya")
    at_once(
        within(cast, lambda: say_yes(cast, question)),
        within(cast, lambda: mark_absent(cycle=cycle, leader=helen, by=cast.facilitator)),
    )
    with scope(organisation=cast.organisation.pk):
        away = Participant.objects.filter(cycle=cycle, absent=True).exists()
        assert paired(cycle) == (set() if away else TWO)
        question.refresh_from_db()
        assert question.state == ("lapsed" if away else "accepted")
        assert question.addressee == priya


def test_a_yes_and_being_kept_apart(cast: Northmere) -> None:
    cycle = choosing(cast)
    helen, priya = cast.leader("Helen"), cast.leader("Priya")
    with scope(organisation=cast.organisation.pk):
        question = ask_past_services(cast, cycle, "Helen", "Priya")
    at_once(
        within(cast, lambda: say_yes(cast, question)),
        within(cast, lambda: keep_apart(one=helen, other=priya, by=cast.facilitator)),
    )
    with scope(organisation=cast.organisation.pk):
        assert paired(cycle) == (set() if KeptApart.objects.exists() else TWO)
