"""Strengths as one partner reads them: those they gave, and those they were given, partner by partner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cycles.models import PairMember, Strength, StrengthsRead
from cycles.rules.strengths import MOST_STRENGTHS, is_read
from cycles.services.pair_words import left_at, why_read_only
from cycles.services.pairs import ShownPair
from teams.models import Leader


@dataclass(frozen=True)
class WithPartner:
    """What a leader rates in one partner and what that partner rates in them, oldest first.

    ``unread`` counts those received that stand behind a press.
    """

    partner: PairMember
    given: tuple[Strength, ...]
    received: tuple[Strength, ...]
    unread: int

    @property
    def readers(self) -> str:
        """In a trio too it is between the two."""
        return f"You and {self.partner.leader.called}"

    @property
    def is_full(self) -> bool:
        return len(self.given) >= MOST_STRENGTHS


@dataclass(frozen=True)
class ShownStrengths:
    """A leader's pair with each of their partners in it; ``why_read_only`` is '' while it is under way."""

    own: ShownPair
    partners: tuple[WithPartner, ...]
    why_read_only: str


def shown_strengths(pairs: Iterable[ShownPair], leader: Leader) -> list[ShownStrengths]:
    """Those of some of the leader's pairs, in their order. Two queries, however many.

    Where nothing can be marked as read any more, what was received is simply shown.
    """
    pairs = list(pairs)
    here = [one.pair for one in pairs]
    strengths = list(Strength.objects.filter(pair__in=here).order_by("created_at", "id"))
    marks = StrengthsRead.objects.filter(pair__in=here, reader=leader)
    read = {(pair_id, author): at for pair_id, author, at in marks.values_list("pair", "author", "read_at")}
    return [_of_pair(own, leader, strengths, read) for own in pairs]


def _of_pair(
    own: ShownPair,
    leader: Leader,
    strengths: list[Strength],
    read: dict[tuple[UUID, UUID], dt.datetime],
) -> ShownStrengths:
    why = why_read_only(own.pair, is_member=left_at(own, leader) is None)
    partners = [_with(own, partner, leader, strengths, read, why) for partner in own.partners_of(leader)]
    return ShownStrengths(own, tuple(partners), why)


def _with(
    own: ShownPair,
    partner: PairMember,
    leader: Leader,
    strengths: list[Strength],
    read: dict[tuple[UUID, UUID], dt.datetime],
    why_read_only: str,
) -> WithPartner:
    here = [one for one in strengths if one.pair_id == own.pair.pk]
    to_me = [one for one in here if one.author_id == partner.leader_id and one.about_id == leader.pk]
    read_at = read.get((own.pair.pk, partner.leader_id))
    is_over = bool(why_read_only) or partner.left_at is not None
    shown = [one for one in to_me if is_over or is_read(one.changed_at, read_at)]
    return WithPartner(
        partner,
        tuple(one for one in here if one.author_id == leader.pk and one.about_id == partner.leader_id),
        tuple(shown),
        len(to_me) - len(shown),
    )
