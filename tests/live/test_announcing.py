"""Wake-ups go out when a change is committed, once, and never stand in its way."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.client import PubSub

from coachingpairs.live import announcing
from coachingpairs.live.announcing import CHANNEL, Announcer, announce

NORTHMERE, ROOM = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def channel() -> Iterator[PubSub]:
    with Redis.from_url(settings.REDIS_URL) as valkey, valkey.pubsub() as channel:
        channel.subscribe(CHANNEL)
        assert channel.get_message(timeout=10) is not None
        yield channel


def heard(channel: PubSub) -> list[str]:
    """What has been said of our organisation up to now: tests in other processes may use the same Valkey."""
    up_to_here = f"{NORTHMERE}:up to here {uuid.uuid4()}"
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.publish(CHANNEL, up_to_here)
    found: list[str] = []
    while up_to_here not in found:
        message = channel.get_message(timeout=10)
        assert message is not None
        found.append(message["data"].decode())
    return [text for text in found[:-1] if text.startswith(str(NORTHMERE))]


@pytest.mark.django_db(transaction=True)
def test_a_change_is_announced_when_it_is_committed(channel: PubSub) -> None:
    with transaction.atomic():
        announce(NORTHMERE, ROOM)
        announce(NORTHMERE, "rehearsal:7")
        assert heard(channel) == []
    assert heard(channel) == [f"{NORTHMERE}:{ROOM}", f"{NORTHMERE}:rehearsal:7"]


@pytest.mark.django_db(transaction=True)
def test_a_room_is_announced_once_for_each_transaction(channel: PubSub) -> None:
    for _ in range(2):
        with transaction.atomic():
            announce(NORTHMERE, ROOM)
            with transaction.atomic():
                announce(NORTHMERE, str(ROOM))
            announce(NORTHMERE, ROOM)
    announce(NORTHMERE, ROOM)
    assert heard(channel) == [f"{NORTHMERE}:{ROOM}"] * 3


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_announced_and_hides_nothing(channel: PubSub) -> None:
    def press_in_vain() -> None:
        with transaction.atomic():
            announce(NORTHMERE, ROOM)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        press_in_vain()
    assert heard(channel) == []
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            press_in_vain()
        announce(NORTHMERE, ROOM)
    assert heard(channel) == [f"{NORTHMERE}:{ROOM}"]


@contextmanager
def an_announcer(monkeypatch: pytest.MonkeyPatch, address: str) -> Iterator[Announcer]:
    made = Announcer(address)
    monkeypatch.setattr(announcing, "announcer", lambda: made)
    yield made


@contextmanager
def nobody_answers() -> Iterator[socket.socket]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def address_of(server: socket.socket) -> str:
    return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def connections_to(server: socket.socket) -> int:
    """How many have been opened."""
    server.setblocking(False)
    found = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return found
        found += 1


def press() -> None:
    with transaction.atomic():
        announce(NORTHMERE, ROOM)


def seconds_for(presses: int) -> float:
    began = time.monotonic()
    for _ in range(presses):
        press()
    return time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_a_dead_valkey_costs_nobody_their_press_and_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(announcing, "SKIP_SECONDS", 0.0)
    with an_announcer(monkeypatch, "redis://127.0.0.1:1/0"):
        assert seconds_for(20) < 4
    said = [record for record in caplog.records if "live wake-ups cannot be sent" in record.getMessage()]
    assert len(said) == 1


@pytest.mark.django_db(transaction=True)
def test_a_valkey_that_hangs_holds_up_one_press_for_half_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "SKIP_SECONDS", 60.0)
    with nobody_answers() as server, an_announcer(monkeypatch, address_of(server)):
        assert 0.4 < seconds_for(1) < 4
        for _ in range(20):
            press()
        assert connections_to(server) == 1


@pytest.mark.django_db(transaction=True)
def test_announcing_goes_on_when_valkey_has_closed_a_kept_connection(channel: PubSub) -> None:
    press()
    kept = announcing.announcer()._valkey.client_id()
    with Redis.from_url(settings.REDIS_URL) as valkey:
        assert valkey.client_kill_filter(_id=kept) == 1
    press()
    assert heard(channel) == [f"{NORTHMERE}:{ROOM}"] * 2


@pytest.mark.django_db(transaction=True)
def test_after_a_pause_it_is_tried_again(monkeypatch: pytest.MonkeyPatch, channel: PubSub) -> None:
    monkeypatch.setattr(announcing, "SKIP_SECONDS", 0.05)
    with nobody_answers() as server, an_announcer(monkeypatch, address_of(server)) as announcer:
        press()
        announcer._valkey = Redis.from_url(settings.REDIS_URL)
        time.sleep(0.3)
        press()
        announcer._valkey.close()
    assert heard(channel) == [f"{NORTHMERE}:{ROOM}"]
