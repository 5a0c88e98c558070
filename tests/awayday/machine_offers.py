"""What one leader's phone offers just now, as presses that can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pairing.models import Proposal
from pairing.services.choosing import accept, decline, propose, step_back, withdraw
from pairing.services.help_signals import ask_for_help, take_back
from pairing.services.own import OwnView, Stands
from pairing.services.participants import choose_after_all, sit_out
from pairing.services.suggesting import ask_to_join, leave, take
from pairing.views.choosing_links import Links
from pairing.views.suggestion_card import SuggestionCard
from teams.speaking import Speaker

Press = Callable[[], Any]
Presses = Callable[..., Any]
LINKS = Links("northmere", "leadership-team", "/")


class Offers:
    """As the templates of the page of choosing read a view. ``press`` takes a service and its arguments."""

    def __init__(self, view: OwnView, by: Speaker, press: Presses) -> None:
        self.view, self._press = view, partial(press, by=by)
        self.card = SuggestionCard(view.suggestion, view, LINKS) if view.suggestion else None
        self._own = {"cycle": view.cycle, "leader": view.me}

    def all(self) -> list[Press]:
        return [*self.yes(), *self.questions(), *self.no(), *self.aside()]

    def yes(self) -> Iterator[Press]:
        """To an invitation or a suggestion."""
        if self._chooses:
            for one in self.view.invitations:
                if self.view.works_now(one):
                    yield self._about(accept, one)
        if self.card and self.card.can_say_yes:
            yield self._suggestion(take)

    def questions(self) -> Iterator[Press]:
        """To colleagues, perhaps instead of another, and to pairs."""
        if not self._chooses:
            return
        instead = self.view.waiting.pk if self.view.waiting else None
        for one in self.view.colleagues:
            if not one.why:
                two = {"proposer": self.view.me, "addressee": one.leader}
                yield partial(self._press, propose, cycle=self.view.cycle, instead_of=instead, **two)
        for shown in self.view.joinable:
            yield partial(self._press, ask_to_join, pair=shown.pair, **self._own)

    def no(self) -> Iterator[Press]:
        """Not this time, or something is taken back."""
        if self.view.waiting and self.view.is_still_choosing:
            yield self._about(withdraw, self.view.waiting)
        if self._chooses:
            for one in self.view.invitations:
                yield self._about(decline, one)
        if self.card and self.card.can_say_no:
            yield self._suggestion(leave)

    def unblocking(self) -> Iterator[Press]:
        """Somebody in a suggestion is not shown the pairs that they could join."""
        if self._chooses and self.card and self.card.can_say_no:
            yield self._suggestion(leave)

    def aside(self) -> Iterator[Press]:
        view = self.view
        if view.stands == Stands.PAIRED and not view.is_paused:
            yield partial(self._press, step_back, **self._own)
        if view.can_sit_out:
            yield partial(self._press, sit_out, **self._own)
        if view.stands == Stands.SITS_OUT and view.cycle.is_choosing and not view.is_paused:
            yield partial(self._press, choose_after_all, **self._own)
        if view.is_still_choosing:
            yield partial(self._press, take_back if view.helped else ask_for_help, **self._own)

    @property
    def _chooses(self) -> bool:
        return self.view.is_still_choosing and not self.view.is_paused

    def _about(self, service: Presses, proposal: Proposal) -> Press:
        return partial(self._press, service, proposal=proposal)

    def _suggestion(self, service: Presses) -> Press:
        own = self.view.suggestion
        assert own is not None
        return partial(self._press, service, suggestion=own.suggestion, leader=self.view.me)
