"""The parts of the page on which a leader chooses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from cycles.models import Cycle, PairMember
from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.rules.eligibility import NOT_OFFERED
from pairing.rules.outlook_words import Said, to_a_leader
from pairing.services.own import Colleague, OwnView, Stands
from pairing.views import choosing_words as wording
from pairing.views.suggestion_card import SuggestionCard
from teams.models import Leader

SEARCH_FROM = 15
"""More colleagues than this do not fit a phone without a search."""
REFRESHING = (Stands.CHOOSING, Stands.INVITED, Stands.WAITING, Stands.AWAY)


@dataclass(frozen=True)
class Asked:
    """An open question: when it was asked, in the cycle's zone, and whether a yes is possible just now."""

    proposal: Proposal
    when: str
    works_now: bool


@dataclass(frozen=True)
class ChoosingPage:
    """What the templates show. ``view`` is None while no cycle is open to leaders."""

    address: str
    version: str
    now: dt.datetime
    view: OwnView | None = None
    typed: str = ""
    """What somebody looks for among their colleagues."""
    came_from: str = ""
    """How the leader stood on the screen that asks, when HTMX asks."""
    wanted: Leader | None = None
    """Whom they tried to ask while waiting for somebody else."""
    problem: str = ""
    moved: bool = False
    """Something has just happened because they pressed: the new heading takes the focus."""

    @property
    def stands(self) -> str:
        return self.view.stands if self.view else "closed"

    @property
    def cycle(self) -> Cycle | None:
        return self.view.cycle if self.view else None

    @property
    def heading(self) -> str:
        return wording.heading_of(self.view)

    @property
    def said(self) -> str:
        """Read aloud after something was pressed, or has changed by itself."""
        if self.moved and self.card and self.card.own.said_yes and not self.problem:
            return self.card.heading if self.card.is_my_question else self.card.said
        return self.problem or self.heading

    @property
    def news(self) -> str:
        return self.view.news if self.view else ""

    @cached_property
    def invitations(self) -> list[Asked]:
        return [self._asked(self.view, one) for one in self.view.invitations] if self.view else []

    @cached_property
    def waiting(self) -> Asked | None:
        return self._asked(self.view, self.view.waiting) if self.view and self.view.waiting else None

    @property
    def one_invitation(self) -> Asked | None:
        """Alone on the page it gets all of it; with others, or while waiting, each is a card."""
        return self.invitations[0] if len(self.invitations) == 1 and self.waiting is None else None

    @cached_property
    def card(self) -> SuggestionCard | None:
        suggestion = self.view.suggestion if self.view else None
        return SuggestionCard(suggestion, self.view.me) if self.view and suggestion else None

    @property
    def instead(self) -> Leader | None:
        return self.wanted if self.waiting else None

    @cached_property
    def partners(self) -> list[PairMember]:
        pair = self.view.pair if self.view else None
        return list(pair.partners_of(self.view.me)) if self.view and pair else []

    @property
    def has_met(self) -> bool:
        """The pair is new to this screen: its halves are drawn coming together."""
        return self.stands == Stands.PAIRED and self.came_from not in ("", Stands.PAIRED)

    @property
    def form(self) -> str:
        return wording.form_of(self.view) if self.view else ""

    @property
    def freed_by_stepping_back(self) -> str:
        return wording.freed_by_stepping_back(self.view) if self.view else ""

    @cached_property
    def colleagues(self) -> list[Colleague]:
        return self.view.colleagues() if self.view and self.view.is_still_choosing else []

    @property
    def has_search(self) -> bool:
        return len(self.colleagues) > SEARCH_FROM and not self.instead

    @property
    def words(self) -> str:
        return self.typed if self.has_search else ""

    @cached_property
    def can_ask(self) -> list[Colleague]:
        return [one for one in self.colleagues if not one.why and matches(one.leader, self.words)]

    @cached_property
    def cannot(self) -> list[Colleague]:
        return [one for one in self.colleagues if one.why and matches(one.leader, self.words)]

    @property
    def on_whom_we_offer(self) -> str:
        """Said once, as soon as somebody is not offered just now."""
        return wording.WHOLE_ROOM if any(one.why == NOT_OFFERED for one in self.cannot) else ""

    @property
    def joinable(self) -> list[ShownPair]:
        return self.view.joinable if self.view else []

    @property
    def outlook(self) -> Said | None:
        return to_a_leader(self.view.room.outlook) if self.view else None

    @property
    def listens(self) -> bool:
        """Something may still change here: choosing opens, or goes on."""
        return self.cycle is None or self.cycle.is_choosing

    @property
    def refreshes(self) -> bool:
        """Without script the page asks again by itself, unless somebody is looking for a name."""
        return self.stands in REFRESHING and not self.words

    def _asked(self, view: OwnView, proposal: Proposal) -> Asked:
        when = wording.said_when(proposal.made_at, self.now, proposal.cycle.zone)
        return Asked(proposal, when, view.works_now(proposal))


def matches(leader: Leader, words: str) -> bool:
    """Whether every word is in their name, job title or function."""
    function = leader.function.name if leader.function else ""
    text = f"{leader.name} {leader.title} {function}".casefold()
    return all(word in text for word in words.casefold().split())
