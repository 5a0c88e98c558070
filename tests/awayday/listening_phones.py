"""Phones without a browser: they listen as an EventSource does, and press what their page offers."""

from __future__ import annotations

import html
import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from teams.models import Person
from tests.awayday.forms_on import Button, buttons_on
from tests.e2e.live_site import Site

LOST = 40.0
RETRY = 1.0
CUT_OFF = (OSError, http.client.HTTPException)
SEEN = re.compile(r'id="phone-seen"[^>]*data-live-seen="([^"]*)"')
LINE = re.compile(r'id="room-line"[^>]*>([^<]*)')
TICKET = re.compile(r'data-live-ticket="([^"]*)"')
RENEW = re.compile(r'data-live-renew="([^"]*)"')


class Caller:
    """A browser's cookies and nothing more of it; ``statuses`` is what it was answered."""

    def __init__(self, site: Site, person: Person | None = None) -> None:
        self.site = site
        self.statuses: Counter[int] = Counter()
        self._cookies: dict[str, str] = {}
        if person is not None:
            client = Client()
            client.force_login(person)
            self._cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def press(self, button: Button) -> str:
        """As htmx would."""
        return self._ask("POST", button.action, urlencode(button.fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        """What was answered; one of CUT_OFF when nothing was."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=LOST)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        self.statuses[answer.status] += 1
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return text


class Phone:
    """``shows`` is what its page shows: the state that it names, and the line about the room."""

    def __init__(self, site: Site, person: Person, address: str) -> None:
        self.caller = Caller(site, person)
        self.address = address
        self.connections = 0
        self.changed_at = 0.0
        self._closed = threading.Event()
        page = self.caller.get(address)
        (self._ticket,), (self._renew,) = TICKET.findall(page), RENEW.findall(page)
        self._seen, self._line = self._read(page)
        self._says = self._seen
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def shows(self) -> tuple[str, str]:
        return self._seen, self._line

    def reloaded(self) -> tuple[str, str]:
        """What it would show."""
        return self._read(self.caller.get(self.address))

    def close(self) -> None:
        self._closed.set()

    def _listen(self) -> None:
        while not self._closed.is_set():
            with suppress(*CUT_OFF):
                self._follow()
            self._closed.wait(RETRY)

    def _follow(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.caller.site.port, timeout=LOST)
        try:
            connection.request("GET", f"/live/?{urlencode({'ticket': self._ticket, 'seen': self._says})}")
            answer = connection.getresponse()
            assert answer.status == 200
            self.connections += 1
            for name, data in _events(answer):
                if self._closed.is_set():
                    return
                if name == "renew":
                    self._ticket = self.caller.get(html.unescape(self._renew)).strip()
                elif not name:
                    self._swap(data)
        finally:
            connection.close()

    def _swap(self, data: str) -> None:
        """As live.js does: an update that does not say what it shows leaves that to the next connection."""
        self._says = self._seen = SEEN.findall(data)[-1] if SEEN.search(data) else self._seen
        if not SEEN.search(data):
            self._says = ""
        if LINE.search(data):
            self._line = LINE.findall(data)[-1].strip()
        self.changed_at = time.monotonic()

    @staticmethod
    def _read(page: str) -> tuple[str, str]:
        return SEEN.findall(page)[-1], LINE.findall(page)[-1].strip()


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, str]]:
    """Until the stream ends: the event's name, empty for a message, and its data."""
    name, lines = "", list[str]()
    while line := answer.readline().decode():
        match line.rstrip("\n").partition(":"):
            case "", "", "":
                if lines:
                    yield name, "\n".join(lines)
                name, lines = "", []
            case "event", ":", value:
                name = value.strip()
            case "data", ":", value:
                lines.append(value.removeprefix(" "))


class Crowd:
    """Everybody's phone on the table, and somebody who goes round and presses: ask, yes, ask, yes.

    ``formed`` are the pairs that a phone was told of.
    """

    def __init__(self, phones: dict[str, Phone]) -> None:
        self.phones = phones
        self.formed: list[frozenset[str]] = []
        self.cut_off = 0

    @property
    def statuses(self) -> Counter[int]:
        return sum((phone.caller.statuses for phone in self.phones.values()), Counter())

    def form(self, pairs: int) -> None:
        """Until so many have formed, however often nothing is answered meanwhile."""
        while len(self.formed) < pairs:
            try:
                self._form_one()
            except CUT_OFF:
                self.cut_off += 1
                time.sleep(0.1)

    def wait_for(self, pairs: int) -> None:
        assert soon(lambda: len(self.formed) >= pairs, within=60), self.formed

    def catch_up(self, within: float) -> float:
        """How many seconds it took until all phones showed what is. Nobody presses meanwhile."""
        began = time.monotonic()
        current = {name: phone.reloaded() for name, phone in self.phones.items()}

        def behind() -> list[str]:
            return [name for name, phone in self.phones.items() if phone.shows != current[name]]

        assert soon(lambda: not behind(), within), behind()
        return max(phone.changed_at for phone in self.phones.values()) - began

    def _form_one(self) -> None:
        """The next who may; what was asked or answered before the server went counts after it."""
        together = frozenset[str]().union(*self.formed)
        name, phone = next((name, phone) for name, phone in self.phones.items() if name not in together)
        page = phone.caller.get(phone.address)
        if self._are_told(name, page) or self._says_yes(name, page):
            return
        asked = re.search(r"<h1[^>]*>You have asked (\w+)", page)
        if asked is None:
            button = next(one for one in buttons_on(page) if one.says.startswith("Ask "))
            asked = re.match(r"Ask (\w+)", button.says)
            assert asked
            phone.caller.press(button)
        other = self.phones[asked[1]]
        assert self._says_yes(asked[1], other.caller.get(other.address))

    def _says_yes(self, name: str, page: str) -> bool:
        for button in buttons_on(page):
            if button.says.startswith("Yes, pair with"):
                assert self._are_told(name, self.phones[name].caller.press(button))
                return True
        return False

    def _are_told(self, name: str, page: str) -> bool:
        if found := re.search(r"You and (\w+) are a pair", page):
            self.formed.append(frozenset({name, found[1]}))
        return found is not None


@contextmanager
def pressing(crowd: Crowd, pairs: int) -> Iterator[None]:
    """While the block runs somebody presses, until so many pairs have formed."""
    problems: list[BaseException] = []

    def work() -> None:
        try:
            crowd.form(pairs)
        except BaseException as problem:
            problems.append(problem)
            raise

    presser = threading.Thread(target=work, daemon=True)
    presser.start()
    yield
    presser.join(120)
    assert (presser.is_alive(), problems) == (False, [])


def soon(condition: Callable[[], bool], within: float) -> bool:
    end = time.monotonic() + within
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()
