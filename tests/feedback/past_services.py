"""Writing past the services what is asked and answered, for the tests of who reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from feedback.models import Answer, AskedTarget, Asking, OthersByEmail, Request
from feedback.rules.answers import First, Said, to_text
from tests.cast import Northmere
from tests.cycles.made import go_to
from tests.cycles.past_services import FIRST, settled

UNTIL = dt.datetime(2026, 12, 5, tzinfo=dt.UTC)
"""The midnight after Friday 4 December, a fortnight after made.NOW."""

ASKED = ("Amara", "Siobhan", "Joanna")


@contextmanager
def by_link(cast: Northmere, request: Request) -> Iterator[None]:
    """Whoever has brought the link of that request."""
    with scope(organisation=cast.organisation.pk, link=request.pk):
        yield


def ask(
    cast: Northmere,
    target: GrowthTarget,
    *names: str,
    emails: Sequence[tuple[str, str]] = (),
    at: dt.datetime = FIRST,
    closes_at: dt.datetime = UNTIL,
    words: str = "Listening first",
    **more: Any,
) -> Asking:
    """The target's owner, who is signed in, asks those leaders and those (name, address) about it."""
    with settled():
        asking = Asking.objects.create(
            organisation=cast.organisation,
            cycle=target.cycle,
            leader=target.leader,
            asked_at=at,
            closes_at=closes_at,
            **more,
        )
        AskedTarget.objects.create(
            organisation=cast.organisation,
            asking=asking,
            target=target,
            position=1,
            direction="up",
            behaviour=words,
        )
        for name in names or (() if emails else ASKED):
            add_request(asking, giver=cast.leader(name), created_at=at)
        for name, address in emails:
            add_request(asking, name=name, email=address, created_at=at)
    return asking


def add_request(asking: Asking, **of: Any) -> Request:
    return Request.objects.create(organisation_id=asking.organisation_id, asking=asking, **of)


def request_to(cast: Northmere, asking: Asking, name: str) -> Request:
    """As whoever asked sees it."""
    return Request.objects.get(asking=asking, giver=cast.leader(name))


def answer(request: Request, said: Said | str, at: dt.datetime = FIRST) -> Answer:
    """By whoever is giver in the running scope; words alone answer “what else?”."""
    said = First(right="both", else_=said) if isinstance(said, str) else said
    return Answer.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        said=to_text(said),
        sent_at=at,
        changed_at=at,
    )


def allow_others(cast: Northmere) -> None:
    with scope(organisation=cast.organisation.pk):
        OthersByEmail.objects.create(organisation=cast.organisation, team=cast.team)


def close(asking: Asking, at: dt.datetime = UNTIL) -> None:
    """By whoever asked."""
    Asking.objects.filter(pk=asking.pk).update(closed_at=at)


def close_cycle(cycle: Cycle) -> None:
    with scope(organisation=cycle.organisation_id):
        go_to(cycle, "closed", closed_at=UNTIL)
