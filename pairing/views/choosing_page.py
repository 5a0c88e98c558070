"""The words and parts of the page on which a leader chooses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from coachingpairs.components.templatetags.components import in_words
from cycles.models import Cycle, PairMember
from pairing.models import Proposal
from pairing.services.own import Colleague, OwnView, Stands
from teams.models import Leader

SEARCH_FROM = 15
"""More colleagues than this do not fit a phone without a search."""


@dataclass(frozen=True)
class Asked:
    """An open question with when it was asked, in the cycle's zone."""

    proposal: Proposal
    when: str


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
        return _heading(self.view) if self.view else "Choosing is not open yet"

    @property
    def news(self) -> str:
        return self.view.news if self.view else ""

    @cached_property
    def invitations(self) -> list[Asked]:
        return [self._asked(one) for one in self.view.invitations] if self.view else []

    @cached_property
    def waiting(self) -> Asked | None:
        return self._asked(self.view.waiting) if self.view and self.view.waiting else None

    @property
    def one_invitation(self) -> Asked | None:
        """Alone on the page it gets all of it; with others, or while waiting, each is a card."""
        return self.invitations[0] if len(self.invitations) == 1 and self.waiting is None else None

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

    @cached_property
    def colleagues(self) -> list[Colleague]:
        view = self.view
        return view.colleagues() if view and view.cycle.is_choosing and not view.pair else []

    @property
    def has_search(self) -> bool:
        return len(self.colleagues) > SEARCH_FROM and not self.instead

    @property
    def words(self) -> str:
        return self.typed if self.has_search else ""

    @cached_property
    def can_ask(self) -> list[Colleague]:
        return [one for one in self.colleagues if not one.why and _matches(one, self.words)]

    @cached_property
    def cannot(self) -> list[Colleague]:
        return [one for one in self.colleagues if one.why and _matches(one, self.words)]

    @property
    def listens(self) -> bool:
        """Something may still change here: choosing opens, or goes on."""
        return self.cycle is None or self.cycle.is_choosing

    @property
    def refreshes(self) -> bool:
        """Without script the page asks again by itself, unless somebody is looking for a name."""
        return self.stands in (Stands.CHOOSING, Stands.INVITED, Stands.WAITING) and not self.words

    def _asked(self, proposal: Proposal) -> Asked:
        return Asked(proposal, said_when(proposal.made_at, self.now, proposal.cycle.zone))


def said_when(instant: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """“at 9.30”, or “on Thursday 26 November” for an earlier day. Stays true while the page stands."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"at {local.hour}.{local.minute:02}"
    return f"on {local:%A} {local.day} {local:%B}"


def _matches(colleague: Colleague, words: str) -> bool:
    leader = colleague.leader
    function = leader.function.name if leader.function else ""
    text = f"{leader.name} {leader.title} {function}".casefold()
    return all(word in text for word in words.casefold().split())


def _heading(view: OwnView) -> str:
    pair = view.pair
    if pair is not None:
        return f"You and {pair.partner_names(view.me)} are a {'trio' if len(pair.members) > 2 else 'pair'}"
    if view.stands == Stands.INVITED:
        return _invited(view.invitations)
    if view.stands == Stands.WAITING and view.waiting:
        return f"You have asked {view.waiting.addressee.name}"
    return {
        Stands.SITS_OUT: "You are sitting this cycle out",
        Stands.NOT_HERE: "You are not in this cycle yet",
    }.get(view.stands, "Who would you like to pair with?")


def _invited(invitations: list[Proposal]) -> str:
    if len(invitations) == 1:
        return f"{invitations[0].proposer.name} would like to pair with you"
    return f"{capfirst(in_words(len(invitations)))} people would like to pair with you"
