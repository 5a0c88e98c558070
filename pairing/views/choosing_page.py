"""The parts of the page on which a leader chooses. Nothing here reads the database or a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from cycles.models import Cycle, PairMember
from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.rules.eligibility import NOT_OFFERED
from pairing.rules.outlook_words import Said, to_a_leader
from pairing.services.own import OwnView, Stands
from pairing.services.own_list import Colleague
from pairing.views import choosing_words as wording
from pairing.views.choosing_links import Links
from pairing.views.choosing_rows import count_of, render_row
from pairing.views.suggestion_card import SuggestionCard
from teams.models import Leader

SEARCH_FROM = 15
"""More colleagues than this do not fit a phone without a search."""
REFRESHING = (Stands.CHOOSING, Stands.INVITED, Stands.WAITING, Stands.AWAY)


@dataclass(frozen=True)
class Asked:
    """An open question: when it was asked, in the cycle's zone, and whether a yes is possible just now.

    ``not_signed_in``: whoever is to answer cannot do so on a screen of their own.
    """

    proposal: Proposal
    when: str
    works_now: bool
    not_signed_in: bool
    links: Links

    @property
    def yes_address(self) -> str:
        return self.links.accept(self.proposal.pk)

    @property
    def no_address(self) -> str:
        return self.links.decline(self.proposal.pk)

    @property
    def withdraw_address(self) -> str:
        return self.links.withdraw(self.proposal.pk)


@dataclass(frozen=True)
class Joinable:
    """A pair that could take them in; ``members`` are (who, has not signed in yet)."""

    shown: ShownPair
    members: tuple[tuple[PairMember, bool], ...]
    links: Links

    @property
    def address(self) -> str:
        return self.links.join(self.shown.pair.pk)


@dataclass(frozen=True)
class ChoosingPage:
    """What the templates show. ``view`` is None while no cycle is open to leaders.

    ``is_guest``: nothing leads to what only a sign-in opens. ``is_live``: changes come by themselves.
    """

    links: Links
    now: dt.datetime
    view: OwnView | None = None
    version: str = ""
    """With which the fragment is asked for again; empty when only the whole would do."""
    is_guest: bool = False
    is_live: bool = False
    seen: str = ""
    """What a live page says that it shows (choosing_live.Shown)."""
    typed: str = ""
    """What somebody without script looks for among their colleagues."""
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
    def is_paused(self) -> bool:
        return self.view is not None and self.view.is_paused

    @cached_property
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
        return self.view.news if self.view and not self.is_paused else ""

    @cached_property
    def invitations(self) -> list[Asked]:
        return [self._asked(self.view, one) for one in self.view.invitations] if self.view else []

    @cached_property
    def waiting(self) -> Asked | None:
        return self._asked(self.view, self.view.waiting) if self.view and self.view.waiting else None

    @property
    def one_invitation(self) -> Asked | None:
        """Alone on the page it gets all of it; with others, or while waiting, each is a card."""
        alone = len(self.invitations) == 1 and self.waiting is None and not self.is_paused
        return self.invitations[0] if alone else None

    @cached_property
    def card(self) -> SuggestionCard | None:
        suggestion = self.view.suggestion if self.view else None
        return SuggestionCard(suggestion, self.view, self.links) if self.view and suggestion else None

    @property
    def instead(self) -> Leader | None:
        return self.wanted if self.waiting and not self.is_paused else None

    @cached_property
    def partners(self) -> list[PairMember]:
        pair = self.view.pair if self.view else None
        return list(pair.partners_of(self.view.me)) if self.view and pair else []

    @property
    def can_come_in(self) -> bool:
        """They sit out and may choose after all; in a room that is together what has been sealed stands."""
        if self.view is None or self.stands != Stands.SITS_OUT:
            return False
        return self.view.cycle.is_choosing or not (self.is_live or self.is_guest)

    @property
    def can_end(self) -> bool:
        """A pair that has begun, for somebody who is signed in and not at an Awayday."""
        return self.stands == Stands.SEALED and not self.is_live and not self.is_guest

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
        """Nobody while there is nothing to choose."""
        lists = self.view is not None and self.view.is_still_choosing and not self.is_paused
        return self.view.colleagues if self.view and lists else []

    @property
    def has_search(self) -> bool:
        return len(self.colleagues) > SEARCH_FROM and not self.instead

    @property
    def words(self) -> str:
        return self.typed if self.has_search else ""

    @cached_property
    def found(self) -> list[Colleague]:
        """Those whom the words find."""
        return [one for one in self.colleagues if matches(one.leader, self.words)]

    @property
    def can_rows(self) -> list[SafeString]:
        return [render_row(one.row) for one in self.found if not one.why]

    @property
    def cannot_rows(self) -> list[SafeString]:
        return [render_row(one.row) for one in self.found if one.why]

    @property
    def count(self) -> str:
        return count_of([one.row for one in self.found])

    @cached_property
    def reasons(self) -> set[str]:
        """Why people on the list cannot be asked; an empty one for those who can."""
        return {one.why for one in self.colleagues}

    @property
    def has_somebody(self) -> bool:
        """There is somebody whom they can ask."""
        return "" in self.reasons

    @property
    def finds_nobody(self) -> bool:
        """The words find nobody whom they can ask."""
        return bool(self.words) and not any(not one.why for one in self.found)

    @property
    def on_whom_we_offer(self) -> str:
        """Said once, as soon as somebody is not offered just now."""
        return wording.WHOLE_ROOM if NOT_OFFERED in self.reasons else ""

    @cached_property
    def joinable(self) -> list[Joinable]:
        if self.view is None:
            return []
        reach = self.view.is_reachable
        return [
            Joinable(shown, tuple((one, not reach(one.leader)) for one in shown.members), self.links)
            for shown in self.view.joinable
        ]

    @property
    def outlook(self) -> Said | None:
        if self.view is None:
            return None
        return to_a_leader(self.view.room.outlook) if self.view.cycle.is_choosing else wording.IN_MID_CYCLE

    @property
    def listens(self) -> bool:
        """Something may still change here: choosing opens, or goes on."""
        if self.view is None or self.view.cycle.is_choosing:
            return True
        return self.view.is_still_choosing

    @property
    def refreshes(self) -> bool:
        """Without script the page asks again by itself, unless somebody is looking for a name."""
        return self.stands in REFRESHING and not self.words

    def _asked(self, view: OwnView, proposal: Proposal) -> Asked:
        when = wording.said_when(proposal.made_at, self.now, view.cycle.zone)
        return Asked(
            proposal, when, view.works_now(proposal), not view.is_reachable(proposal.addressee), self.links
        )


def matches(leader: Leader, words: str) -> bool:
    """Whether every word is in their name, job title or function."""
    function = leader.function.name if leader.function else ""
    text = f"{leader.name} {leader.title} {function}".casefold()
    return all(word in text for word in words.casefold().split())
