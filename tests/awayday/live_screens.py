"""Screens kept up to date by what an Awayday's streams send, beside the page that a reload gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from difflib import unified_diff
from typing import NamedTuple

from django.test import Client

from awayday.models import Awayday
from awayday.services.reading import read_everything
from awayday.views.live_reader import RoomSnapshot
from coachingpairs.live.protocol import State
from coachingpairs.live.tickets import Viewer, read
from tests.pairing.views.dom import Element, apply, parse

NO_END = "<wbr>", ""
PHONE = ("phone", "choosing-foot", "choosing-chip", "room-line", "phone-seen")
WALL = ("wall",)
DRAWN_AS_NEW = {"tall-clasp--meet", "pairing--meet", "is-new"}
ASKED_AGAIN_WITH = re.compile(r"\?seen=\w*&was=[\w+%]*")
SEEN, TICKET = "data-live-seen", "data-live-ticket"


class Stands(NamedTuple):
    """What stands on a screen: the rows of its list by id, and all else. The order of rows is their own."""

    rows: dict[str, list[str]]
    rest: list[str]


class Screen:
    """``shows`` is what the stream has sent last; None before it is connected. ``whose``: to tell it by."""

    def __init__(self, whose: str, client: Client, address: str) -> None:
        self.whose, self.client, self.address = whose, client, address
        self.is_over = False
        self.sent = 0
        self.load()
        self.parts = WALL if self.viewer.kind == "wall" else PHONE

    def load(self) -> None:
        self.page = self.reloaded()
        self.shows: State | None = None
        self.up_to = ""

    @property
    def viewer(self) -> Viewer:
        """Whom the page's ticket says."""
        (ticket,) = [one.attributes[TICKET] for one in self.page if TICKET in one.attributes]
        admission = read(ticket or "")
        assert admission is not None
        return admission.viewer

    def reloaded(self) -> Element:
        response = self.client.get(self.address)
        assert response.status_code == 200, (self.whose, response.status_code)
        return parse(response.content.decode().replace(*NO_END))

    def connect_anew(self) -> None:
        """The next snapshot begins from what the page says that it shows."""
        self.shows = [one.attributes[SEEN] for one in self.page if SEEN in one.attributes][-1] or None
        self.up_to = ""

    def catch_up(self, snapshot: RoomSnapshot) -> None:
        """As the hub does: nothing for a version that it has had."""
        if self.up_to == snapshot.version:
            return
        if not self.up_to and self.shows is None:
            self.connect_anew()
        viewer = self.viewer
        if snapshot.needs_work(viewer, self.shows):
            snapshot.work(viewer, self.shows)
        events, self.shows = snapshot.events(viewer, self.shows)
        self.up_to = snapshot.version
        for event in events:
            self.is_over = self.is_over or event.name == "over"
            if event.name not in ("over", "changed"):
                self._swap(event.data)

    def _swap(self, html: str) -> None:
        """As live.js does."""
        self.sent += 1
        if SEEN not in html:
            for one in self.page:
                if SEEN in one.attributes:
                    one.attributes[SEEN] = ""
        apply(self.page, html.replace(*NO_END))

    def differs_from_reload(self) -> list[str]:
        """Line by line, what stands there and what would."""
        here = what_stands_on(deepcopy(self.page), self.parts)
        there = what_stands_on(self.reloaded(), self.parts)
        rows = [
            f"{one}: {here.rows.get(one)} {there.rows.get(one)}"
            for one in here.rows.keys() ^ there.rows.keys()
        ]
        rows += [
            f"{one}: {here.rows[one]} {there.rows[one]}"
            for one in here.rows.keys() & there.rows.keys()
            if here.rows[one] != there.rows[one]
        ]
        return rows + list(unified_diff(here.rest, there.rest, lineterm="", n=1))


def what_stands_on(page: Element, parts: Iterable[str]) -> Stands:
    rows: dict[str, list[str]] = {}
    rest: list[str] = []
    for part in (page.by_id(name) for name in parts):
        for one in part:
            _settle(one)
        rows |= {str(one.id): list(lines_of(one)) for one in part if (one.id or "").startswith("c-")}
        for one in part:
            if one.id in ("can-list", "cannot-list"):
                one.children = []
        rest += lines_of(part)
    return Stands(rows, rest)


def lines_of(one: Element, depth: int = 0) -> Iterator[str]:
    """A tree as text, to be compared line by line."""
    attributes = " ".join(f"{name}={value}" for name, value in sorted(one.attributes.items()))
    yield f"{' ' * depth}{one.tag} {attributes}"
    for child in one.children:
        if isinstance(child, str):
            yield f"{' ' * (depth + 1)}“{child}”"
        else:
            yield from lines_of(child, depth + 1)


def _settle(one: Element) -> None:
    """Without what is drawn once, and what is another on every page."""
    one.children = [
        child
        for child in one.children
        if isinstance(child, str) or child.attributes.get("name") != "csrfmiddlewaretoken"
    ]
    one.attributes.pop(SEEN, None)
    if address := one.attributes.get("hx-get"):
        one.attributes["hx-get"] = ASKED_AGAIN_WITH.sub("", address)
    if looks := one.attributes.get("class"):
        one.attributes["class"] = " ".join(word for word in looks.split() if word not in DRAWN_AS_NEW)
    if one.attributes.get("class") == "":
        del one.attributes["class"]


def snapshot_of(awayday: Awayday, before: RoomSnapshot | None, at: object) -> RoomSnapshot:
    """As the reader takes it: the one before when nothing has changed."""
    everything = read_everything(awayday)
    if before is not None and before.version == everything.version:
        return before
    return RoomSnapshot(everything, before, at)  # type: ignore[arg-type]
