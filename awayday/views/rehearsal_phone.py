"""Somebody's phone in a rehearsal: the real one, on which every press leads to the same place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from awayday.services.reading import Everything
from awayday.views.phone_page import CHOOSING, Phone, phone_of
from awayday.views.phone_shared import Shared
from awayday.views.places import address
from awayday.views.rehearsal_page import Going
from pairing.views.choosing_links import Links
from teams.models import Leader


@dataclass(frozen=True)
class RehearsedLinks(Links):
    """Whatever is pressed, ``page`` says that nothing was sent."""

    @cached_property
    def choosing(self) -> str:
        """It gets a query of its own."""
        return self.page.partition("?")[0]

    def _to(self, name: str, *which: object) -> str:  # noqa: ARG002
        return self.page


@dataclass(frozen=True)
class RehearsedShared(Shared):
    """``not_sent`` is where every press leads to, ``wall`` the invented wall."""

    not_sent: str = ""
    wall: str = ""

    def address(self, name: str, *more: object) -> str:  # noqa: ARG002
        return self.not_sent


@dataclass(frozen=True)
class RehearsedPhone(Phone):
    rehearsed: bool = True


def rehearsed_phone(going: Going, me: Leader, *, not_sent: str, wall: str) -> RehearsedPhone:
    """As it looks at the step that the rehearsal has come to. No query."""
    invented = going.invented()
    has_page = invented.now.stage in CHOOSING
    everything = Everything(
        now=invented.now,
        choosers=invented.choosers if has_page else None,
        planned={},
        claims=(),
        suggested=(),
        signals=(),
    )
    links = RehearsedLinks(going.awayday.organisation.slug, going.awayday.team.slug, page=not_sent)
    shared = RehearsedShared(invented.now, links, not_sent=not_sent, wall=wall)
    phone = phone_of(everything, me, shared=shared, is_guest=False, at=timezone.now())
    return RehearsedPhone(phone.shared, phone.me, phone.is_guest, phone.at, page=phone.page)


def not_sent_address(going: Going, me: Leader) -> str:
    awayday = going.awayday
    found = address("rehearsal_not_sent", awayday.organisation, awayday.team, awayday.opens.number)
    return f"{found}?leader={me.pk}"
