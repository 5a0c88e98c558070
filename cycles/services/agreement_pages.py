"""A pair's agreement as its members read it; whoever has left reads what stood when they did."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Agreement, AgreementYes
from cycles.rules.agreements import QUESTIONS, Question, Standing, agreed_in_words, standing_for
from cycles.services.pair_words import left_at, to_the_last, why_read_only
from cycles.services.pairs import ShownPair
from teams.models import Leader


@dataclass(frozen=True)
class ShownAgreement:
    """One pair's agreement for ``leader``; ``wording`` is None when there is none, or none for them to see.

    ``yeses`` are the leaders who have agreed to that wording, as far as this leader may know.
    """

    own: ShownPair
    leader: Leader
    wording: Agreement | None
    yeses: frozenset[UUID]
    why_read_only: str

    @property
    def partner_names(self) -> str:
        return self.own.partner_names(self.leader)

    @property
    def you_and(self) -> str:
        return self.own.you_and(self.leader)

    @property
    def readers(self) -> str:
        return self.own.readers(self.leader)

    @property
    def standing(self) -> Standing:
        if self.wording is None:
            return Standing.NONE
        return standing_for(self.leader.pk, [one.leader_id for one in self.own.members], self.yeses)

    @property
    def written_on(self) -> dt.date | None:
        """By the clocks of the cycle."""
        return self.wording.written_at.astimezone(self.own.pair.cycle.zone).date() if self.wording else None

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """The four questions with what the pair answers, '' where it has not."""
        return [(question, getattr(self.wording, question.answer, "")) for question in QUESTIONS]

    @property
    def agreed(self) -> str:
        """Who agrees and who has still to, in a sentence or two."""
        others = self.own.partners_of(self.leader)
        people = [("You", self.leader.pk), *((one.leader.called, one.leader_id) for one in others)]
        return agreed_in_words(
            [(name, leader_id in self.yeses) for name, leader_id in people], over=bool(self.why_read_only)
        )


def shown_agreements(pairs: Iterable[ShownPair], leader: Leader) -> list[ShownAgreement]:
    """Those of some of the leader's pairs, in their order. Two queries, however many."""
    pairs = list(pairs)
    wordings: defaultdict[UUID, list[Agreement]] = defaultdict(list)
    found = Agreement.objects.filter(pair__in=[one.pair for one in pairs]).order_by("written_at", "id")
    for wording in found.select_related("written_by"):
        wordings[wording.pair_id].append(wording)
    last = {pair_id: max(those, key=_how_late) for pair_id, those in wordings.items()}
    yeses: defaultdict[UUID, list[AgreementYes]] = defaultdict(list)
    for yes in AgreementYes.objects.filter(agreement__in=list(last.values())):
        yeses[yes.agreement_id].append(yes)
    return [_shown(own, leader, last.get(own.pair.pk), yeses) for own in pairs]


def _how_late(wording: Agreement) -> tuple[bool, float]:
    """The one that stands is the last; to whoever has left, the database shows but what stood then."""
    return wording.replaced_at is None, wording.written_at.timestamp()


def _shown(
    own: ShownPair,
    leader: Leader,
    wording: Agreement | None,
    yeses: defaultdict[UUID, list[AgreementYes]],
) -> ShownAgreement:
    until = left_at(own, leader)
    said = [yes for yes in yeses[wording.pk] if until is None or yes.said_at <= until] if wording else []
    return ShownAgreement(
        own=to_the_last(own, leader),
        leader=leader,
        wording=wording,
        yeses=frozenset(yes.leader_id for yes in said),
        why_read_only=why_read_only(own.pair, is_member=until is None),
    )
