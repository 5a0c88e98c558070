"""An evening on a real server, with every byte kept that any screen is sent and every page that it loads."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from awayday.services.reading import read_everything
from awayday.views.live_reader import read_room
from coachingpairs.live.hub import Hub
from coachingpairs.tenancy.scope import scope
from tests.awayday.at_the_door import base_of, by_card, by_code, facilitator, signed_in
from tests.awayday.evening import STEPS, Evening, Step, a_room, finish
from tests.awayday.same_ids import SameIds, same_ids
from tests.live.serving import Server, Stream, served, streaming

BEAT = b"event: beat\ndata: -\n\n"
EACH_TIME_ANOTHER = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|data-live-ticket=")[^"]+'
)
PHONES = ("Maggie", "Amara", "Siobhan", "Priya", "Helen", "Vikram", "Joanna", "Idris")
BY_CARD = ("Siobhan", "Joanna")
"""These are looked at as guests, too."""
LOADED_AFTER = {"the next lesson", "a pause", "Amara and Vikram are a pair", "sealed"}


@dataclass
class Recording:
    """Screen → all that its stream brought, its pages at some moments, and once it was over."""

    streams: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, list[bytes]] = field(default_factory=dict)
    afterwards: dict[str, tuple[int, bytes]] = field(default_factory=dict)


def record_evening(private: frozenset[str]) -> Recording:
    """With those private things alone; what the database held before is gone afterwards, and this too."""
    with same_ids() as ids:
        ids.begin("the room")
        room = a_room()
        steps = [step for step in STEPS if not step.private or step.private in private]
        try:
            return _record(room, steps, ids)
        finally:
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def _record(room: Evening, steps: list[Step], ids: SameIds) -> Recording:
    recorded, browsers = Recording(), _browsers(room)
    with ExitStack() as open_streams, served(Hub(settings.REDIS_URL, read_room)) as server:
        ears = {
            name: open_streams.enter_context(_hearing(server, _ticket(*browser)))
            for name, browser in browsers.items()
        }
        settle(server, room, len(ears))
        for step in steps:
            ids.begin(step.name)
            with scope(organisation=room.cast.organisation.pk):
                step.do(room)
            settle(server, room, len(ears))
            if step.name in LOADED_AFTER:
                _load(recorded, browsers)
        finish(room)
        settle(server, room, 0)
        for name, (client, address) in browsers.items():
            response = client.get(address)
            recorded.afterwards[name] = response.status_code, response.content
    recorded.streams = {name: ear.all() for name, ear in ears.items()}
    return recorded


def _browsers(room: Evening) -> dict[str, tuple[Client, str]]:
    """Everybody's screens: a browser and the address that it loads."""
    base, run = base_of(room.cast, room.awayday), facilitator(room.cast)
    sponsor = signed_in(room.cast, "Maggie")
    found = {
        "wall of a guest": (by_code(room.awayday), f"{base}board/"),
        "wall of a leader": (signed_in(room.cast, "Joanna"), f"{base}board/"),
        "wall of an organiser": (run, f"{base}board/"),
        "desk of the facilitator": (run, base),
        "desk of the sponsor": (sponsor, base),
    }
    for name in PHONES:
        found[f"phone of {name}"] = (signed_in(room.cast, name), f"{base}phone/")
    for name in BY_CARD:
        found[f"phone of {name} by card"] = (by_card(room.cast, room.awayday, name), f"{base}phone/")
    return found


def _load(recorded: Recording, browsers: dict[str, tuple[Client, str]]) -> None:
    for name, (client, address) in browsers.items():
        response = client.get(address)
        assert response.status_code == 200, (name, response.status_code)
        recorded.pages.setdefault(name, []).append(EACH_TIME_ANOTHER.sub(rb"\1", response.content))


def settle(server: Server, room: Evening, screens: int) -> None:
    """Until every screen has been sent all there is."""
    with scope(organisation=room.cast.organisation.pk):
        wanted = read_everything(room.awayday).version
    end = time.monotonic() + 60
    while time.monotonic() < end:
        rooms = list(server.hub.rooms.values())
        if rooms and _is_settled(rooms[0], wanted, screens):
            return
        time.sleep(0.005)
    raise AssertionError("The screens are not up to date.")


def _is_settled(live: Any, wanted: str, screens: int) -> bool:
    """``screens`` 0: however many are left."""
    listeners = list(live.listeners)
    return bool(
        live.snapshot is not None
        and live.snapshot.version == wanted
        and (not screens or len(listeners) == screens)
        and all(listener.ended or listener.up_to is live.snapshot for listener in listeners)
    )


class Ear:
    """Keeps what arrives on a stream, without the beats, which come by the clock."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._heard = stream, bytearray()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while piece := self._stream.answer.read1(65536):
            self._heard += piece

    def all(self) -> bytes:
        """Once the stream has ended."""
        self._thread.join(30)
        assert not self._thread.is_alive()
        return bytes(self._heard).replace(BEAT, b"")


def _ticket(client: Client, address: str) -> str:
    """With which the page listens."""
    (found,) = re.findall(r'data-live-ticket="([^"]+)"', client.get(address).content.decode())
    return str(found)


@contextmanager
def _hearing(server: Server, ticket: str) -> Iterator[Ear]:
    with streaming(server.port, ticket) as stream:
        yield Ear(stream)
