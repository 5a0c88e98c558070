"""Phones that are kept up to date by what is pushed to them, beside the page as a reload would give it."""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy
from typing import NamedTuple

from django.template.loader import render_to_string

from cycles.models import Cycle
from pairing.services.choosers import Choosers
from pairing.services.own import own_view
from pairing.views.choosing_links import links_for
from pairing.views.choosing_live import OwnState, Shown, live_page, shown_on, update, with_seen
from pairing.views.choosing_page import ChoosingPage
from teams.models import Leader
from tests.cast import Northmere
from tests.pairing.views.dom import Element, apply, parse

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
PARTS = ("pairing/_choosing.html", "pairing/_choosing_foot.html", "pairing/_choosing_chip.html")
CHANGES_BY_ITSELF = re.compile(r"seen=\w*&amp;was=[\w+%]*|seen=\w*&was=[\w+%]*")


class Page(NamedTuple):
    """What stands on a page: its rows by id, and everything else of it."""

    rows: dict[str, str]
    rest: str


def fresh_page(cast: Northmere, cycle: Cycle, leader: Leader) -> ChoosingPage:
    """As a reload reads it: for this leader alone."""
    links = links_for(cast.organisation.slug, cast.team.slug)
    view = own_view(cycle, leader)
    return with_seen(ChoosingPage(links=links, now=NOW, view=view, is_live=True))


def whole(page: ChoosingPage) -> Element:
    parts = [render_to_string(template, {"page": page}) for template in PARTS]
    return parse("".join([*parts, '<p id="choosing-said" role="status"></p>']))


def without_rows(page: Element) -> str:
    """What one's own state alone decides."""
    for one in page:
        if one.id in ("can-count", "live-seen"):
            one.children, one.attributes = [], {"id": one.id}
    return what_stands_on(page).rest


def what_stands_on(page: Element) -> Page:
    rows = {str(one.id): repr(one) for one in page if (one.id or "").startswith("c-")}
    for one in page:
        if one.id in ("can-list", "cannot-list"):
            one.children = []
        if one.id == "choosing-said":
            one.children = []
        address = one.attributes.get("hx-get")
        if address:
            one.attributes["hx-get"] = CHANGES_BY_ITSELF.sub("", address)
        if "tall-clasp--meet" in (one.attributes.get("class") or ""):
            one.attributes["class"] = "tall-clasp"
    return Page(rows, repr(page))


class LivePhone:
    """``shown`` is what the stream has sent last; ``page`` the tree on the screen.

    ``known`` are all states it ever was in, each with what stood on the page then, but for its rows.
    """

    def __init__(self, cast: Northmere, choosers: Choosers, leader: Leader) -> None:
        self.cast, self.leader = cast, leader
        self.known: dict[OwnState, str] = {}
        page = self._page(choosers)
        self.shown: Shown = shown_on(page)
        self.page = whole(with_seen(page))

    def catch_up(self, choosers: Choosers) -> str:
        """What was pushed."""
        page = self._page(choosers)
        html = update(page, self.shown)
        apply(self.page, html)
        self.shown = shown_on(page)
        return html

    def stands(self) -> Page:
        return what_stands_on(deepcopy(self.page))

    def _page(self, choosers: Choosers) -> ChoosingPage:
        links = links_for(self.cast.organisation.slug, self.cast.team.slug)
        leader = choosers.leaders.get(self.leader.pk, self.leader)
        return live_page(choosers.view_of(leader), links=links, now=NOW, is_guest=False)
