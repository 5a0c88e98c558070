from __future__ import annotations

from collections.abc import Iterator

import pytest

from coachingpairs.live.hub import Hub
from coachingpairs.live.tickets import Viewer, issue
from tests.cast import Northmere, make_northmere
from tests.live.noticeboard import NoticeReader
from tests.live.serving import Server, Subscription, served


@pytest.fixture
def committed(transactional_db: None) -> Northmere:
    """Northmere, for other connections to see."""
    return make_northmere()


@pytest.fixture
def reader() -> Iterator[NoticeReader]:
    reader = NoticeReader()
    yield reader
    reader.may_go_on.set()


@pytest.fixture
def subscription() -> Subscription:
    return Subscription()


@pytest.fixture
def server(reader: NoticeReader, subscription: Subscription) -> Iterator[Server]:
    with served(Hub(subscription.address, reader)) as server:
        yield server


@pytest.fixture
def wall(committed: Northmere) -> Viewer:
    """Somebody who looks at the team's notice."""
    return Viewer(committed.organisation.pk, str(committed.team.pk), "wall")


@pytest.fixture
def ticket(wall: Viewer) -> str:
    return issue(wall)
