"""What everybody may see of an Awayday: the wall, and its fragment for all screens that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from awayday.rules import wall_words as words
from awayday.rules.qr import Qr, qr_of
from awayday.rules.stages import Stage
from awayday.rules.wall import Wall
from awayday.rules.wall_parts import Join, WallArrival, WallFunction, WallLesson, WallPair, WallPerson
from awayday.services.now import Now
from cycles.services.pairs import ShownPair
from pairing.rules.outlook_words import on_the_wall
from teams.models import Function, Leader

__all__ = ["Wall", "wall_context", "wall_html", "wall_of"]


def wall_of(now: Now, *, site: str, at: dt.datetime | None = None) -> Wall:
    """``site``: where the installation is, for example https://pairs.example.org. No query.

    ``at``, an aware instant, decides what one is greeted with, and nothing else.
    """
    if now.stage is Stage.LOBBY:
        return _lobby(now, site, at or timezone.now())
    if now.stage is Stage.LESSONS:
        return _lessons(now)
    if now.stage is Stage.CHOOSING:
        return _choosing(now, site)
    return _sealed(now) if now.awayday.is_sealed else _nothing_yet(now)


def wall_context(wall: Wall, previous: Wall | None = None) -> dict[str, Any]:
    """For awayday/_wall.html: the wall, and what of it is new to a screen that showed ``previous``."""
    return {"wall": wall, "new": _new_since(wall, previous)}


def wall_html(wall: Wall, previous: Wall | None) -> SafeString:
    """For all screens that show ``previous``; None: what they show is not known, so nothing is new on them.

    The wall for htmx's out-of-band swap, and the sentence about it for the page's live region.
    """
    context = wall_context(wall, previous) | {"said": words.what_changed(wall, previous)}
    return SafeString(render_to_string("awayday/_wall_swap.html", context).strip())


def _lobby(now: Now, site: str, at: dt.datetime) -> Wall:
    arrivals = sorted(
        (WallArrival(str(leader.pk), _leader(leader), leader.pk in now.arrived) for leader in now.expected),
        key=lambda one: not one.is_here,
    )
    here = sum(one.is_here for one in arrivals)
    return Wall(
        stage=now.stage,
        heading=words.welcome(at.astimezone(now.cycle.zone).hour),
        sub=_occasion(now),
        counts=(("here", f"{here} of {len(arrivals)}"),),
        join=_join(now, site),
        arrivals=tuple(arrivals),
    )


def _lessons(now: Now) -> Wall:
    closes, lesson, place = now.awayday.closes, now.lesson, now.lesson_place
    shown = None
    if lesson is not None and place is not None:
        who = _leader(lesson.leader)
        shown = WallLesson(str(lesson.pk), lesson.text, who, number=place + 1, of=len(now.lessons))
    return Wall(
        stage=now.stage,
        heading=words.LEARNT,
        sub=words.lessons_of(closes.number if closes else None),
        counts=(("lessons", f"{shown.number} of {shown.of}"),) if shown else (),
        lesson=shown,
        remark="" if shown else words.NO_LESSON,
    )


def _choosing(now: Now, site: str) -> Wall:
    room = now.room
    said = on_the_wall(room.outlook, all_choose=not room.absent and not room.sitting_out)
    number = len(room.pairs)
    return Wall(
        stage=now.stage,
        heading=words.CHOOSING,
        sub=words.how_to_join("".join(_where(site)), now.awayday.shown_code),
        counts=(
            ("pair" if number == 1 else "pairs", str(number)),
            ("still choosing", str(len(room.still_choosing))),
        ),
        outlook=words.PAUSED if now.is_paused else said,
        choosing=tuple(_leader(leader) for leader in room.still_choosing),
        pairs=_pairs(room.pairs),
        is_paused=now.is_paused,
    )


def _sealed(now: Now) -> Wall:
    """Also after the Awayday: who is paired with whom is no secret."""
    pairs, cycle = _pairs(reversed(now.room.pairs)), now.cycle
    return Wall(
        stage=now.stage,
        heading=words.ready(len(pairs)),
        sub=words.running(number=cycle.number, starts_on=cycle.starts_on, ends_on=cycle.ends_on),
        counts=(
            ("leaders", str(sum(len(pair.members) for pair in pairs))),
            ("pair" if len(pairs) == 1 else "pairs", str(len(pairs))),
        ),
        pairs=pairs,
        remark=words.FIRST_HOUR if now.stage is Stage.SEALED else "",
    )


def _nothing_yet(now: Now) -> Wall:
    """Before the doors open, or after they have closed upon people who are still choosing."""
    if now.stage is Stage.PLANNED:
        return Wall(stage=now.stage, heading="Awayday", sub=_occasion(now), remark=words.NOT_YET)
    goes_on = words.CHOOSING_GOES_ON if now.cycle.is_choosing else ""
    return Wall(stage=now.stage, heading=words.OVER, sub=_occasion(now), remark=goes_on)


def _occasion(now: Now) -> str:
    awayday = now.awayday
    return words.occasion(
        organisation=awayday.organisation.name, team=awayday.team.name, held_on=awayday.held_on
    )


def _join(now: Now, site: str) -> Join | None:
    """None once there is no code."""
    if not now.awayday.code:
        return None
    host, tail = _where(site)
    return Join(host, tail, now.awayday.shown_code, _qr(f"{site.rstrip('/')}/join/{now.awayday.code}/"))


def _where(site: str) -> tuple[str, str]:
    """Host and path of the page where one enters the code."""
    parts = urlsplit(site)
    return parts.netloc, f"{parts.path.rstrip('/')}/join"


@lru_cache(maxsize=32)
def _qr(text: str) -> Qr:
    """Drawn once: it takes longer than all the rest of a wall."""
    return qr_of(text)


def _pairs(shown: Iterable[ShownPair]) -> tuple[WallPair, ...]:
    """In the order given; each with the functions that its members had when it was formed."""
    return tuple(
        WallPair(
            key=f"{one.pair.pk}{'-3' if one.pair.is_trio else ''}",
            members=tuple(
                WallPerson(member.leader.name, _function(member.function)) for member in one.members
            ),
        )
        for one in shown
    )


def _leader(leader: Leader) -> WallPerson:
    return WallPerson(leader.name, _function(leader.function))


def _function(function: Function | None) -> WallFunction | None:
    return WallFunction(function.name, function.code, function.colour) if function else None


def _new_since(wall: Wall, previous: Wall | None) -> frozenset[str]:
    """Keys of pairs and arrivals; none when the room has just come here from another stage."""
    if previous is None or previous.stage is not wall.stage:
        return frozenset()
    there = {one.key for one in previous.arrivals if one.is_here} | {pair.key for pair in previous.pairs}
    now = {one.key for one in wall.arrivals if one.is_here} | {pair.key for pair in wall.pairs}
    return frozenset(now - there)
