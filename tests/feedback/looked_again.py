"""Asking to look again and answering it, for its tests: Helen, in month five, asks those she asked before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cycles.models import GrowthTarget
from feedback.models import Asking, Request
from feedback.rules.answers import Again, OnTarget
from feedback.services.again import look_again
from tests.cast import Northmere
from tests.cycles.past_services import FIRST, add_target, settled, signed_in
from tests.feedback.past_services import UNTIL, answer, ask, close, request_to

LATER = dt.datetime(2027, 2, 10, 9, tzinfo=dt.UTC)
"""A Wednesday in the fifth month of a cycle that begins on 1 October."""

LAST_DAY = dt.date(2027, 2, 24)


def asked_before(
    cast: Northmere,
    target: GrowthTarget,
    *names: str,
    answered: Sequence[str] = ("Amara", "Joanna"),
    **more: Any,
) -> Asking:
    """Helen's first asking, closed: of Amara, Siobhan and Joanna, of whom two have answered."""
    with signed_in(cast, "Helen"):
        first = ask(cast, target, *names, **more)
        requests = {name: request_to(cast, first, name) for name in answered}
    for name, request in requests.items():
        with signed_in(cast, name):
            answer(request, f"Listen, says {name}", FIRST)
    with signed_in(cast, "Helen"):
        close(first, UNTIL)
        first.refresh_from_db()
    return first


def look(
    cast: Northmere,
    first: Asking,
    target: GrowthTarget,
    *names: str,
    requests: Sequence[UUID] | None = None,
    **also: Any,
) -> Asking:
    """Helen asks these, Amara and Joanna when none is named, to look again."""
    with signed_in(cast, "Helen"), settled():
        if requests is None:
            requests = [request_to(cast, first, name).pk for name in names or ("Amara", "Joanna")]
        return look_again(
            **{
                "first": first,
                "leader": cast.leader("Helen"),
                "by": cast.person("Helen"),
                "at": LATER,
                "targets": [target.pk],
                "requests": requests,
                "closes_on": LAST_DAY,
                **also,
            }
        )


def looked(change: int | None, noticed: str = "", after: str = "") -> Again:
    """What somebody says of one target; None leaves it open."""
    return Again((OnTarget(change, noticed, after, open=change is None),))


def givers_of(cast: Northmere, asking: Asking) -> list[str]:
    with signed_in(cast, "Helen"):
        return sorted(one.giver_name for one in Request.objects.filter(asking=asking).select_related("giver"))


def answer_again(cast: Northmere, asking: Asking, name: str, said: Again, at: dt.datetime = LATER) -> None:
    """As that colleague of the team."""
    with signed_in(cast, "Helen"):
        request = request_to(cast, asking, name)
    with signed_in(cast, name):
        answer(request, said, at)


def two_targets(cast: Northmere, first: GrowthTarget) -> list[UUID]:
    """Helen works on a second one as well."""
    with signed_in(cast, "Helen"):
        second = add_target(cast, first.cycle, "Helen", slot=2, words="Interrupting")
        second.wordings.update(direction="down")
    return [first.pk, second.pk]
