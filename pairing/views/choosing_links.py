"""The addresses on the pages of choosing, from slugs alone: made once for everybody in a room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True)
class Links:
    """``organisation`` and ``team`` are slugs; ``page`` is where everybody is sent back to."""

    organisation: str
    team: str
    page: str

    @cached_property
    def choosing(self) -> str:
        """Of the fragment that is asked for again and again."""
        return self._to("pairing:choosing")

    @cached_property
    def propose(self) -> str:
        return self._to("pairing:propose")

    @cached_property
    def step_back(self) -> str:
        return self._to("pairing:step_back")

    @cached_property
    def help(self) -> str:
        return self._to("pairing:help")

    @cached_property
    def ask_for_help(self) -> str:
        return self._to("pairing:ask_for_help")

    @cached_property
    def take_back_help(self) -> str:
        return self._to("pairing:take_back_help")

    @cached_property
    def sit_out(self) -> str:
        return self._to("pairing:sit_out")

    @cached_property
    def choose_after_all(self) -> str:
        return self._to("pairing:choose_after_all")

    @cached_property
    def shortlist(self) -> str:
        return self._to("pairing:shortlist")

    @cached_property
    def end_pair(self) -> str:
        return self._to("pairing:end_own_pair")

    @cached_property
    def home(self) -> str:
        return self._to("cycles:home")

    @cached_property
    def new_session(self) -> str:
        return self._to("cycles:new_session")

    def accept(self, proposal: UUID) -> str:
        return self._to("pairing:accept", proposal)

    def decline(self, proposal: UUID) -> str:
        return self._to("pairing:decline", proposal)

    def withdraw(self, proposal: UUID) -> str:
        return self._to("pairing:withdraw", proposal)

    def take(self, suggestion: UUID) -> str:
        return self._to("pairing:take_suggestion", suggestion)

    def leave(self, suggestion: UUID) -> str:
        return self._to("pairing:leave_suggestion", suggestion)

    def join(self, pair: UUID) -> str:
        return self._to("pairing:ask_to_join", pair)

    def _to(self, name: str, *which: UUID) -> str:
        return reverse(name, args=[self.organisation, self.team, *which])


def links_for(organisation: str, team: str, *, page: str = "") -> Links:
    """``page`` is the page of choosing itself where nothing else is said."""
    return Links(organisation, team, page or reverse("pairing:choosing", args=[organisation, team]))
