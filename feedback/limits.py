"""How often links are followed, forms sent and lost links asked for, from one address and for one link.

Wide enough for a whole office behind one address. Counted in Valkey, under keys that tell nobody apart;
without it nothing is counted, for nobody's answer may hang on a cache.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

import structlog
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

TEN_MINUTES, HOUR = 600, 3600
FOLLOWED = 60
"""Times that one link is followed in ten minutes: scanners and previews come several times."""
NOTHING_OPENED = 200
"""Links that open nothing, from one address in ten minutes."""
SENT = 600
"""Forms of one giver in ten minutes, drafts included: one is sent at each pause in typing."""
SENT_FROM = 6_000
"""Forms from one address in ten minutes."""
LOOKED_FOR = 60
"""Lost links asked for from one address in an hour."""
log = structlog.get_logger()


def may_follow(request: HttpRequest, token: str) -> bool:
    return _count("link", token, TEN_MINUTES) <= FOLLOWED and (
        _counted("nothing", _address(request)) < NOTHING_OPENED
    )


def note_nothing_opened(request: HttpRequest) -> None:
    _count("nothing", _address(request), TEN_MINUTES)


def may_send(request: HttpRequest, request_id: UUID) -> bool:
    return (
        _count("sent", request_id.hex, TEN_MINUTES) <= SENT
        and _count("from", _address(request), TEN_MINUTES) <= SENT_FROM
    )


def may_look_for_links(request: HttpRequest) -> bool:
    return _count("lost", _address(request), HOUR) <= LOOKED_FOR


def key_of(what: str, whose: str) -> str:
    """With a key of ours: Valkey holds neither tokens nor addresses."""
    hashed = hashlib.sha256(f"{settings.SECRET_KEY}:{what}:{whose}".encode()).hexdigest()[:32]
    return f"feedback:{what}:{hashed}"


def _count(what: str, whose: str, seconds: int) -> int:
    """How often by now, this time included."""
    key = key_of(what, whose)
    try:
        cache.add(key, 0, seconds)
        try:
            return cache.incr(key)
        except ValueError:  # it ran out in between
            cache.add(key, 1, seconds)
            return 1
    except (OSError, RedisError) as error:
        return _not_counted(error)


def _counted(what: str, whose: str) -> int:
    try:
        return int(cache.get(key_of(what, whose), 0))
    except (OSError, RedisError) as error:
        return _not_counted(error)


def _not_counted(error: Exception) -> int:
    log.warning("feedback.not_counted", error=type(error).__name__)
    return 0


def _address(request: HttpRequest) -> str:
    try:
        return str(get_ip(request))
    except PermissionDenied:  # allauth's way of saying that no address can be told
        return ""
