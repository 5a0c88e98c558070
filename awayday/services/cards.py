"""Place cards: printed with a code each, good for one Awayday while its doors are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from awayday.models import Awayday, PlaceCard
from awayday.tokens import mint
from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from teams.audit import record
from teams.models import Leader, Person

IS_OVER = "This Awayday is over, so a card for it would lead nowhere."
FOR_NOBODY = "Choose for whom to print a card."


@dataclass(frozen=True)
class PrintedCard:
    """A card as it goes to the printer: the only time that its token is known."""

    leader: Leader
    token: str = field(repr=False)


@transaction.atomic
def print_cards(*, awayday: Awayday, leaders: Sequence[Leader], by: Person) -> list[PrintedCard]:
    """A new card for each of the leaders, in their order; cards printed earlier stay good.

    They can be printed before the doors open, and lead somewhere once those have. DomainError when the
    Awayday is over, for nobody, and for somebody who is not in the team any more.
    """
    if awayday.doors_opened_at is not None and not awayday.is_open:
        raise DomainError(IS_OVER)
    _require_in_team(awayday, leaders)
    minted = [(leader, *mint(awayday.organisation_id)) for leader in leaders]
    PlaceCard.objects.bulk_create(
        PlaceCard(
            organisation_id=awayday.organisation_id, awayday=awayday, leader=leader, token_hash=token_hash
        )
        for leader, _token, token_hash in minted
    )
    _record("place cards printed", awayday, by, [leader.pk for leader in leaders])
    return [PrintedCard(leader, token) for leader, token, _hash in minted]


@transaction.atomic
def revoke_cards(*, awayday: Awayday, leader: Leader | None = None, by: Person) -> int:
    """A card was lost: those of one leader, or of everybody, lead nowhere any more.

    Returns how many were good until now. Whoever came in with one of them is out at once.
    """
    good = PlaceCard.objects.select_for_update(of=("self",)).filter(awayday=awayday, revoked_at=None)
    if leader is not None:
        good = good.filter(leader=leader)
    cards = list(good)
    if cards:
        PlaceCard.objects.filter(pk__in=[card.pk for card in cards]).update(revoked_at=timezone.now())
        _record("place cards revoked", awayday, by, sorted({card.leader_id for card in cards}))
        announce(awayday.organisation_id, awayday.opens_id)
    return len(cards)


def leader_of_card(*, awayday: Awayday, token_hash: str) -> Leader | None:
    """Who the holder of that card is on this Awayday's board; nobody unless its doors are open. One query."""
    if not awayday.is_open:
        return None
    card = _good_cards().filter(awayday=awayday, token_hash=token_hash).first()
    return card.leader if card else None


def card_by_hash(token_hash: str) -> PlaceCard | None:
    """A card that nobody has revoked, of somebody still in the team, whether or not its doors are open.

    With ``leader`` and its function, and ``awayday`` with its team and cycle. Look in the scope of the
    organisation that the token names. One query.
    """
    cards = _good_cards().select_related("awayday__organisation", "awayday__team", "awayday__opens")
    return cards.filter(token_hash=token_hash).first()


def leaders_with_card(awayday: Awayday) -> set[UUID]:
    """Who has a card that is still good. One query."""
    return set(PlaceCard.objects.filter(awayday=awayday, revoked_at=None).values_list("leader_id", flat=True))


def _good_cards() -> QuerySet[PlaceCard]:
    return PlaceCard.objects.filter(revoked_at=None, leader__left_on=None).select_related("leader__function")


def _require_in_team(awayday: Awayday, leaders: Sequence[Leader]) -> None:
    if not leaders:
        raise DomainError(FOR_NOBODY)
    there = set(
        Leader.objects.active()
        .filter(team_id=awayday.team_id, pk__in=[leader.pk for leader in leaders])
        .values_list("pk", flat=True)
    )
    gone = next((leader for leader in leaders if leader.pk not in there), None)
    if gone is not None:
        raise DomainError(f"{gone.name} is not in the team any more. No card was printed.")


def _record(verb: str, awayday: Awayday, by: Person, leaders: Sequence[UUID]) -> None:
    record(
        verb,
        organisation_id=awayday.organisation_id,
        by=by,
        team=awayday.team,
        subject_id=awayday.pk,
        leaders=[str(leader) for leader in leaders],
    )
