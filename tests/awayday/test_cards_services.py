"""Place cards: printed, scanned, revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awayday.models import Awayday, PlaceCard
from awayday.services.cards import (
    FOR_NOBODY,
    IS_OVER,
    card_by_hash,
    leader_of_card,
    leaders_with_card,
    print_cards,
    revoke_cards,
)
from awayday.services.doors import close_doors, open_doors
from awayday.tokens import read
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Leader
from teams.services.organisations import create_team
from tests.awayday.held import opened, planned
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db
NAMES = ("Helen", "Priya", "Amara")


def here(cast: Northmere) -> AbstractContextManager[None]:
    return scope(organisation=cast.organisation.pk)


def hash_of(token: str) -> str:
    found = read(token)
    assert found is not None
    return found.token_hash


def printed(cast: Northmere, awayday: Awayday, *names: str) -> list[str]:
    """The hashes of new cards for those leaders."""
    leaders = [cast.leader(name) for name in names]
    return [
        hash_of(card.token) for card in print_cards(awayday=awayday, leaders=leaders, by=cast.facilitator)
    ]


def test_a_card_for_each_in_the_order_asked_for_and_nothing_but_a_hash_is_kept(northmere: Northmere) -> None:
    with here(northmere):
        awayday = planned(northmere)
        leaders = [northmere.leader(name) for name in NAMES]
        cards = print_cards(awayday=awayday, leaders=leaders, by=northmere.facilitator)
        assert [card.leader for card in cards] == leaders
        kept = {row.leader_id: row for row in PlaceCard.objects.all()}
        everything = str(list(PlaceCard.objects.values())) + str(list(AuditEntry.objects.values()))
    for card in cards:
        found = read(card.token)
        assert found is not None
        assert found.organisation_id == northmere.organisation.pk
        assert kept[card.leader.pk].token_hash == found.token_hash
        assert found.token_hash == hashlib.sha256(card.token.encode()).hexdigest()
        assert card.token not in everything
        assert card.token[22:] not in everything
    assert len({card.token for card in cards}) == 3


def test_printing_is_in_the_audit_trail_with_for_whom(northmere: Northmere) -> None:
    with here(northmere):
        awayday = planned(northmere)
        printed(northmere, awayday, "Helen", "Priya")
        entry = AuditEntry.objects.get(verb="place cards printed")
    assert (entry.by_id, entry.subject_id) == (northmere.facilitator.pk, awayday.pk)
    assert entry.team_id == northmere.team.pk
    assert entry.details == {"leaders": [str(northmere.leader(name).pk) for name in ("Helen", "Priya")]}


def test_a_card_is_its_leader_while_the_doors_are_open(northmere: Northmere) -> None:
    with here(northmere):
        awayday = planned(northmere)
        [card] = printed(northmere, awayday, "Priya")
        assert leader_of_card(awayday=awayday, token_hash=card) is None
        open_doors(awayday=awayday, by=northmere.facilitator)
        awayday = Awayday.objects.get(pk=awayday.pk)
        assert leader_of_card(awayday=awayday, token_hash=card) == northmere.leader("Priya")
        awayday = close_doors(awayday=awayday, by=northmere.facilitator)
        assert leader_of_card(awayday=awayday, token_hash=card) is None


def test_a_card_is_dead_once_the_doors_have_closed_by_themselves(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        [card] = printed(northmere, awayday, "Priya")
        awayday.doors_close_at = timezone.now() - dt.timedelta(seconds=1)
        assert leader_of_card(awayday=awayday, token_hash=card) is None


def test_cards_printed_earlier_stay_good(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        cards = [*printed(northmere, awayday, "Priya"), *printed(northmere, awayday, "Priya")]
        found = [leader_of_card(awayday=awayday, token_hash=card) for card in cards]
    assert found == [northmere.leader("Priya")] * 2


def test_the_cards_of_one_are_revoked_and_the_others_work(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        helen, *priya = [
            *printed(northmere, awayday, "Helen", "Priya"),
            *printed(northmere, awayday, "Priya"),
        ]
        leader = northmere.leader("Priya")
        assert revoke_cards(awayday=awayday, leader=leader, by=northmere.facilitator) == 2
        assert revoke_cards(awayday=awayday, leader=leader, by=northmere.facilitator) == 0
        assert [leader_of_card(awayday=awayday, token_hash=card) for card in priya] == [None, None]
        assert [card_by_hash(card) for card in priya] == [None, None]
        assert leader_of_card(awayday=awayday, token_hash=helen) == northmere.leader("Helen")
        assert leaders_with_card(awayday) == {northmere.leader("Helen").pk}
        [anew] = printed(northmere, awayday, "Priya")
        assert leader_of_card(awayday=awayday, token_hash=anew) == leader
        [entry] = AuditEntry.objects.filter(verb="place cards revoked")
    assert entry.details == {"leaders": [str(leader.pk)]}
    assert entry.by_id == northmere.facilitator.pk


def test_all_cards_are_revoked(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        cards = printed(northmere, awayday, *NAMES)
        assert revoke_cards(awayday=awayday, by=northmere.facilitator) == 3
        assert [leader_of_card(awayday=awayday, token_hash=card) for card in cards] == [None] * 3
        assert leaders_with_card(awayday) == set()
        entry = AuditEntry.objects.get(verb="place cards revoked")
    assert set(entry.details["leaders"]) == {str(northmere.leader(name).pk) for name in NAMES}


def test_whoever_has_left_the_team_is_nobody_at_the_board(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        [card] = printed(northmere, awayday, "Priya")
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=dt.date(2026, 11, 1))
        assert leader_of_card(awayday=awayday, token_hash=card) is None
        assert card_by_hash(card) is None
        with pytest.raises(DomainError) as refused:
            printed(northmere, awayday, "Helen", "Priya")
        assert str(refused.value) == "Priya Nair is not in the team any more. No card was printed."
        assert PlaceCard.objects.count() == 1


def test_nobody_of_another_team_gets_a_card(northmere: Northmere) -> None:
    with here(northmere):
        awayday = planned(northmere)
        other = create_team(organisation=northmere.organisation, name="Pilot", by=northmere.facilitator)
        stranger = Leader.objects.create(
            organisation=northmere.organisation, team=other, name="Tom Whitfield", sort_name="Whitfield Tom"
        )
        with pytest.raises(DomainError, match="Tom Whitfield is not in the team any more"):
            print_cards(awayday=awayday, leaders=[stranger], by=northmere.facilitator)
        with pytest.raises(IntegrityError, match="not of the Awayday's team"), transaction.atomic():
            PlaceCard.objects.create(
                organisation=northmere.organisation, awayday=awayday, leader=stranger, token_hash="x"
            )


def test_no_two_cards_share_a_hash(northmere: Northmere) -> None:
    with here(northmere):
        awayday = planned(northmere)
        [card] = printed(northmere, awayday, "Priya")
        with pytest.raises(IntegrityError, match="token_hash"), transaction.atomic():
            PlaceCard.objects.create(
                organisation=northmere.organisation,
                awayday=awayday,
                leader=northmere.leader("Helen"),
                token_hash=card,
            )


def test_for_nobody_and_once_it_is_over_nothing_is_printed(northmere: Northmere) -> None:
    with here(northmere):
        awayday = opened(northmere)
        with pytest.raises(DomainError, match=FOR_NOBODY):
            printed(northmere, awayday)
        closed = close_doors(awayday=awayday, by=northmere.facilitator)
        with pytest.raises(DomainError, match=IS_OVER):
            printed(northmere, closed, "Priya")
        assert not PlaceCard.objects.exists()


def test_a_card_is_nothing_in_another_organisation(northmere: Northmere) -> None:
    southmere = make_northmere("southmere")
    with here(northmere):
        [card] = printed(northmere, opened(northmere), "Priya")
    with here(southmere):
        assert card_by_hash(card) is None
        assert leader_of_card(awayday=opened(southmere), token_hash=card) is None


def test_what_the_door_asks_takes_one_query_and_printing_as_many_for_all_as_for_one(
    northmere: Northmere,
) -> None:
    counts = []
    with here(northmere):
        awayday = opened(northmere)
        for names in (NAMES[:1], NAMES):
            with CaptureQueriesContext(connection) as queries:
                cards = printed(northmere, awayday, *names)
            counts.append(len(queries))
        for ask in (
            lambda: card_by_hash(cards[0]),
            lambda: leader_of_card(awayday=awayday, token_hash=cards[0]),
        ):
            with CaptureQueriesContext(connection) as queries:
                found = ask()
                assert found is not None
                leader = found.leader if isinstance(found, PlaceCard) else found
                assert leader.function is not None
            assert len(queries) == 1
    assert counts[0] == counts[1]
