"""The page of choosing as it is pushed to the phones of a room: without a request and without a query.

What a phone shows is a ``Shown``: everything that decides what stands on the page, and the rows of its list.
Where only rows differ, only these are sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string

from pairing.rules.outlook_words import Said
from pairing.services.own import OwnView, Stands
from pairing.services.own_list import Row, Sign, sign_of
from pairing.views.choosing_links import Links
from pairing.views.choosing_page import Asked, ChoosingPage
from pairing.views.choosing_rows import render_rows
from pairing.views.suggestion_card import SuggestionCard


class ShownQuestion(NamedTuple):
    """An open question: of whom or to whom, and what is said of it."""

    id: UUID
    name: str
    called: str
    title: str
    sign: Sign | None
    when: str
    works_now: bool
    not_signed_in: bool


class ShownCard(NamedTuple):
    """An open suggestion."""

    id: UUID
    words: tuple[str, ...]
    signs: tuple[Sign | None, ...]
    said_yes: bool
    is_my_question: bool


class ShownMember(NamedTuple):
    """Somebody in one's own pair, or in one that could take one in."""

    id: UUID
    name: str
    title: str
    email: str
    sign: Sign | None
    not_signed_in: bool = False


class ShownCycle(NamedTuple):
    number: int
    stage: str
    starts_on: dt.date
    ends_on: dt.date
    paused: bool


@dataclass(frozen=True)
class OwnState:
    """Everything that decides what one leader's page shows, but for the rows of the list.

    Two equal ones are the same page. What is added to the page has to be added here.
    """

    stands: str
    is_guest: bool
    heading: str
    cycle: ShownCycle | None = None
    sign: Sign | None = None
    news: str = ""
    invitations: tuple[ShownQuestion, ...] = ()
    waiting: ShownQuestion | None = None
    card: ShownCard | None = None
    partners: tuple[ShownMember, ...] = ()
    form: str = ""
    freed_by_stepping_back: str = ""
    joinable: tuple[tuple[UUID, tuple[ShownMember, ...]], ...] = ()
    outlook: Said | None = None
    helped: bool = False
    can_sit_out: bool = False
    has_somebody: bool = False
    has_search: bool = False
    on_whom_we_offer: str = ""


@dataclass(frozen=True)
class Shown:
    """``seen`` tells one from another in a few letters, the same in every process."""

    own: OwnState
    rows: tuple[Row, ...]
    seen: str = field(compare=False)


def live_page(view: OwnView, *, links: Links, now: dt.datetime, is_guest: bool) -> ChoosingPage:
    """The page of somebody whose changes come by themselves."""
    return ChoosingPage(links=links, now=now, view=view, is_guest=is_guest, is_live=True)


def shown_on(page: ChoosingPage) -> Shown:
    """What the page shows to somebody who has not just pressed anything, or looked for a name."""
    own = own_state(page)
    digest = hashlib.blake2b(repr(own).encode(), digest_size=8)
    digest.update(b"".join([one.mark for one in page.colleagues]))
    return Shown(own, tuple([one.row for one in page.colleagues]), digest.hexdigest())


def with_seen(page: ChoosingPage) -> ChoosingPage:
    """A live page that says what it shows, so that a stream need not send it again."""
    return replace(page, seen=shown_on(page).seen)


def own_state(page: ChoosingPage) -> OwnState:
    if page.view is None:
        return OwnState(page.stands, page.is_guest, page.heading)
    cycle = page.view.cycle
    return OwnState(
        stands=page.stands,
        is_guest=page.is_guest,
        heading=page.heading,
        cycle=ShownCycle(cycle.number, str(cycle.stage), cycle.starts_on, cycle.ends_on, cycle.paused),
        sign=sign_of(page.view.me.function),
        news=page.news,
        invitations=tuple(_question(one, asks=True) for one in page.invitations),
        waiting=_question(page.waiting) if page.waiting else None,
        card=_card(page.card) if page.card else None,
        partners=_partners(page),
        form=page.form,
        freed_by_stepping_back=page.freed_by_stepping_back,
        joinable=_joinable(page),
        outlook=page.outlook if _says_outlook(page) else None,
        helped=page.view.helped,
        can_sit_out=page.view.can_sit_out,
        has_somebody=page.has_somebody,
        has_search=page.has_search,
        on_whom_we_offer=page.on_whom_we_offer,
    )


def update(page: ChoosingPage, had: Shown | str | None, shown: Shown | None = None) -> str:
    """What brings a screen up to date that shows ``had``, or the ``seen`` of it; empty when it is already.

    ``shown`` is what the page shows, when it has been worked out before.
    """
    shown = shown or shown_on(page)
    if had in (shown, shown.seen):
        return ""
    if isinstance(had, Shown) and had.own == shown.own:
        return render_rows(had.rows, shown.rows, seen=shown.seen)
    return render_own(page, had.own if isinstance(had, Shown) else None)


def render_own(page: ChoosingPage, before: OwnState | None = None) -> str:
    """The whole, each part in place of the one on the screen; what has happened is said in a sentence."""
    pushed = replace(with_seen(page), came_from=before.stands if before else "")
    context = {"page": pushed, "told": _told(pushed, before)}
    return render_to_string("pairing/_choosing_pushed.html", context)


def _told(page: ChoosingPage, before: OwnState | None) -> str:
    if before is None or before.heading != page.heading:
        return page.heading
    return page.news if before.news != page.news else ""


def _says_outlook(page: ChoosingPage) -> bool:
    """As the foot of the page does."""
    chooses = page.stands in (Stands.CHOOSING, Stands.INVITED)
    return chooses and page.waiting is None and page.one_invitation is None


def _question(asked: Asked, *, asks: bool = False) -> ShownQuestion:
    """With the one who asks, or the one who is asked."""
    proposal = asked.proposal
    other = proposal.proposer if asks else proposal.addressee
    return ShownQuestion(
        proposal.pk,
        other.name,
        other.called,
        other.title,
        sign_of(other.function),
        asked.when,
        asked.works_now,
        asked.not_signed_in,
    )


def _card(card: SuggestionCard) -> ShownCard:
    words = (card.heading, card.text, card.yes, card.said, card.not_signed_in, card.why_not_now, card.hint)
    return ShownCard(
        card.own.suggestion.pk,
        words,
        tuple(sign_of(function) for function in card.functions),
        card.own.said_yes,
        card.is_my_question,
    )


def _partners(page: ChoosingPage) -> tuple[ShownMember, ...]:
    return tuple(
        ShownMember(one.leader_id, one.leader.name, one.leader.title, one.leader.email, sign_of(one.function))
        for one in page.partners
    )


def _joinable(page: ChoosingPage) -> tuple[tuple[UUID, tuple[ShownMember, ...]], ...]:
    return tuple(
        (
            one.shown.pair.pk,
            tuple(
                ShownMember(
                    member.leader_id, member.leader.name, "", "", sign_of(member.function), not_signed_in
                )
                for member, not_signed_in in one.members
            ),
        )
        for one in page.joinable
    )
