"""How many wrong codes may come from where. Right ones are not counted: a room has one address.

Six digits could be guessed by trying. From an address that somebody has come in from, three times as many
slips are forgiven, and slips elsewhere do not lock it out: that is the room. Counted in Valkey; without it
nothing is counted, for a room must not be locked out by a cache.
"""

from __future__ import annotations

import hashlib

import structlog
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

TEN_MINUTES, HOUR, DAY = 600, 3600, 24 * 3600
FROM_ANYWHERE = 30
FROM_A_ROOM = 100
IN_ALL = 300
ALL = "awayday:wrong:all"
log = structlog.get_logger()


def may_try(request: HttpRequest) -> bool:
    """Whether a code from this address is looked at. Slips are counted from the first on, for ten minutes."""
    address = _address(request)
    try:
        found = cache.get_many([slips_of(address), room_of(address), ALL])
    except (OSError, RedisError) as error:
        return _not_counted(error)
    slips = found.get(slips_of(address), 0)
    if room_of(address) in found:
        return bool(slips < FROM_A_ROOM)
    return bool(slips < FROM_ANYWHERE and found.get(ALL, 0) < IN_ALL)


def note_wrong(request: HttpRequest) -> None:
    address = _address(request)
    try:
        _count(slips_of(address), TEN_MINUTES)
        if cache.get(room_of(address)) is None:
            _count(ALL, HOUR)
    except (OSError, RedisError) as error:
        _not_counted(error)


def note_right(request: HttpRequest) -> None:
    try:
        cache.set(room_of(_address(request)), 1, DAY)
    except (OSError, RedisError) as error:
        _not_counted(error)


def _count(key: str, seconds: int) -> None:
    cache.add(key, 0, seconds)
    try:
        cache.incr(key)
    except ValueError:  # it ran out in between
        cache.add(key, 1, seconds)


def _not_counted(error: Exception) -> bool:
    log.warning("awayday.codes_not_counted", error=type(error).__name__)
    return True


def slips_of(address: str) -> str:
    return f"awayday:wrong:{address}"


def room_of(address: str) -> str:
    return f"awayday:room:{address}"


def hashed(address: str) -> str:
    """With a key of ours: Valkey holds nothing that tells people apart."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:{address}".encode()).hexdigest()[:24]


def _address(request: HttpRequest) -> str:
    try:
        return hashed(get_ip(request))
    except PermissionDenied:  # allauth's way of saying that no address can be told
        return hashed("")
