"""Browsers that come in by the code on the wall, by a place card, or by a name that is confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from awayday import wrong_codes
from awayday.access import Board, at_the_board
from awayday.models import Awayday, Claim
from awayday.services.cards import print_cards
from awayday.services.claims import confirm_claim
from coachingpairs.tenancy.scope import scope
from teams.access import PlacedRequest
from teams.models import Person
from tests.cast import Northmere


def base_of(cast: Northmere, awayday: Awayday) -> str:
    return f"{cast.base}cycles/{awayday.opens.number}/awayday/"


def card_of(cast: Northmere, awayday: Awayday, name: str) -> str:
    """The address that a new card of theirs says."""
    with scope(organisation=cast.organisation.pk):
        (card,) = print_cards(awayday=awayday, leaders=[cast.leader(name)], by=cast.facilitator)
    return f"/card/{card.token}/"


def by_code(awayday: Awayday, client: Client | None = None) -> Client:
    """Nobody knows yet who that is."""
    client = client or Client()
    assert client.get(f"/join/{awayday.code}/").status_code == 303
    return client


def by_card(cast: Northmere, awayday: Awayday, name: str) -> Client:
    client = Client()
    assert client.get(card_of(cast, awayday, name)).status_code == 303
    return client


def say_name(cast: Northmere, awayday: Awayday, name: str, client: Client) -> Any:
    return client.post(f"{base_of(cast, awayday)}claims/", {"leader": str(cast.leader(name).pk)})


def by_name(cast: Northmere, awayday: Awayday, name: str) -> Client:
    """The facilitator has confirmed them."""
    client = by_code(awayday)
    say_name(cast, awayday, name, client)
    with scope(organisation=cast.organisation.pk):
        claim = Claim.objects.waiting().get(leader=cast.leader(name))
        confirm_claim(claim=claim, by=cast.facilitator)
    return client


def signed_in(cast: Northmere, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def facilitator(cast: Northmere) -> Client:
    client = Client()
    client.force_login(cast.facilitator)
    return client


def seen_by(
    cast: Northmere, awayday: Awayday, client: Client, ask: Callable[[], Any] = lambda: None
) -> tuple[Board, str, str, Any]:
    """The board as a view is given it, the transaction's organisation and person, and what asking found."""
    seen: list[tuple[Board, str, str, Any]] = []

    @at_the_board
    def probe(request: PlacedRequest, board: Board) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('app.organisation', true), current_setting('app.person', true)"
            )
            organisation, person = cursor.fetchone()
        seen.append((board, organisation, person, ask()))
        return HttpResponse(status=204)

    request = RequestFactory().get("/")
    request.session = client.session
    user = client.session.get("_auth_user_id")
    request.user = Person.objects.get(pk=user) if user else AnonymousUser()
    where = {"organisation": cast.organisation.slug, "team": cast.team.slug, "number": awayday.opens.number}
    assert probe(request, **where).status_code == 204
    return seen[0]


def forget_wrong_codes(*addresses: str) -> None:
    """Tests share a Valkey, and all of them come from one address."""
    keys = [wrong_codes.ALL]
    for address in {"127.0.0.1", *addresses}:
        hashed = wrong_codes.hashed(address)
        keys += [wrong_codes.slips_of(hashed), wrong_codes.room_of(hashed)]
    cache.delete_many(keys)


def without_tokens(response: Any) -> bytes:
    """The page with its form tokens, which are different each time, taken out."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)
