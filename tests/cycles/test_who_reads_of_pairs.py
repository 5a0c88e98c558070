"""What the database shows to whom, and takes from whom, of agreements and strengths."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from coachingpairs.tenancy.scope import scope
from cycles.models import Agreement, AgreementYes, Pair, Strength, StrengthsRead
from tests.cast import Northmere
from tests.cycles.made import go_to, make_cycle, pair_of
from tests.cycles.past_services import BY_POLICY, DAY, FIRST, agree, part, rate, refused, signed_in

pytestmark = pytest.mark.django_db


def test_the_pair_alone_reads_and_replaces_its_agreement(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        agree(northmere, pair, "Helen", "Tuesdays", FIRST)
    with signed_in(northmere, "Priya"):
        stands = agree(northmere, pair, "Priya", "Fridays", FIRST + DAY)
        for name, is_allowed in (("Priya", True), ("Helen", False)):
            said = AgreementYes(
                organisation=northmere.organisation, agreement=stands, leader=northmere.leader(name)
            )
            if is_allowed:
                said.save(force_insert=True)
            else:
                with refused(BY_POLICY):
                    said.save(force_insert=True)
        with refused("agreement_not_rewritten"):
            Agreement.objects.filter(pk=stands.pk).update(written_at=FIRST)
    for other in ("Amara", None):
        with signed_in(northmere, other):
            assert not Agreement.objects.exists()
            assert not AgreementYes.objects.exists()
            with refused(BY_POLICY):
                agree(northmere, pair, "Helen", "Mondays", FIRST)


def test_whoever_left_a_pair_reads_the_agreement_that_stood(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        agree(northmere, pair, "Helen", "Tuesdays", FIRST)
        agree(northmere, pair, "Helen", "Fridays", FIRST + DAY)
    part(northmere, cycle, "Helen", FIRST + 2 * DAY)
    with signed_in(northmere, "Priya"):
        assert [one.meeting for one in Agreement.objects.all()] == ["Fridays"]
        with refused(BY_POLICY):
            agree(northmere, pair, "Priya", "Never", FIRST + 3 * DAY)


def test_nobody_agrees_in_a_closed_cycle(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        stands = agree(northmere, pair_of(cycle, northmere.leader("Helen")), "Helen", "Tuesdays", FIRST)
        go_to(cycle, "closed")
        with refused("written_while_under_way"):
            AgreementYes.objects.create(
                organisation=northmere.organisation, agreement=stands, leader=northmere.leader("Helen")
            )


def test_a_strength_is_between_the_two(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        rate(northmere, pair, "Helen", "Priya")
        with refused("strength_of_member"):
            rate(northmere, pair, "Helen", "Amara")
        with refused(BY_POLICY):
            rate(northmere, pair, "Priya", "Helen")
    with signed_in(northmere, "Priya"):
        assert Strength.objects.get().text == "Calm under fire"
        assert not Strength.objects.update(changed_at=FIRST)
    for other in ("Amara", None):
        with signed_in(northmere, other):
            assert not Strength.objects.exists()


def to_read(pair: Pair, author: str, reader: str, cast: Northmere) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cycles_strengths_to_read(%s, %s, %s)",
            [pair.pk, cast.leader(author).pk, cast.leader(reader).pk],
        )
        return bool(cursor.fetchone()[0])


def test_that_there_is_something_to_read_is_known_without_reading_it(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        rate(northmere, pair, "Helen", "Priya")
    with signed_in(northmere, None):
        assert to_read(pair, "Helen", "Priya", northmere)
        assert not to_read(pair, "Priya", "Helen", northmere)
    with signed_in(northmere, "Priya"):
        StrengthsRead.objects.create(
            organisation=northmere.organisation,
            pair=pair,
            reader=northmere.leader("Priya"),
            author=northmere.leader("Helen"),
            read_at=FIRST + DAY,
        )
        assert not to_read(pair, "Helen", "Priya", northmere)
    with scope(organisation=uuid4()):
        assert not to_read(pair, "Helen", "Priya", northmere)


def test_whoever_has_left_rates_and_agrees_no_more(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        stands = agree(northmere, pair, "Helen", "Tuesdays", FIRST)
        strength = rate(northmere, pair, "Helen", "Priya")
    part(northmere, cycle, "Helen", FIRST + DAY)
    with signed_in(northmere, "Helen"):
        with refused(BY_POLICY):
            rate(northmere, pair, "Helen", "Priya")
        with refused(BY_POLICY):
            Strength.objects.filter(pk=strength.pk).update(changed_at=FIRST + DAY)
        with refused(BY_POLICY):
            AgreementYes.objects.create(
                organisation=northmere.organisation, agreement=stands, leader=northmere.leader("Helen")
            )
