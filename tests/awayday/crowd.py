"""People who press what their phones offer, all at once, each on a connection of their own."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connections
from django.test import Client

from awayday.models import Awayday
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.choosers import read_choosers
from tests.awayday.forms_on import Button, buttons_on
from tests.awayday.machine_offers import Offers
from tests.cast import Northmere

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
EAGER = {"acceptance": 8, "proposals": 4, "joining": 4, "arrival": 2}
"""How much more often than anything else."""


def kind_of(button: Button) -> str:
    """The last word of its address."""
    return button.action.rstrip("/").rsplit("/", 1)[-1]


class Phone:
    """A browser at the board. Now and then, and once nothing is offered, an older page is pressed on."""

    def __init__(self, client: Client, base: str, seed: int) -> None:
        self.client, self.base, self.random = client, base, random.Random(seed)
        self.statuses: Counter[int] = Counter()
        self.kinds: Counter[str] = Counter()
        self._before: list[Button] = []

    def press(self) -> None:
        if not self._before or self.random.random() < 0.7:
            self._before = self._look() or self._before
        if not self._before:
            return
        kinds = sorted({kind_of(button) for button in self._before})
        kind = self.random.choices(kinds, [EAGER.get(one, 1) for one in kinds])[0]
        button = self.random.choice([one for one in self._before if kind_of(one) == kind])
        response = self.client.post(button.action, button.fields, **HTMX)
        self.statuses[response.status_code] += 1
        self.kinds[kind] += 1

    def _look(self) -> list[Button]:
        response = self.client.get(f"{self.base}phone/")
        assert response.status_code == 200
        away = ("leaving", "logout", "lessons", "first-session")  # out of the room, or with words to be typed
        return [one for one in buttons_on(response.content.decode()) if kind_of(one) not in away]


class Chooser:
    """Presses past the pages, as fast as the services let them: what was offered a moment ago."""

    def __init__(self, cast: Northmere, awayday: Awayday, seed: int) -> None:
        self.cast, self.cycle_id, self.random = cast, awayday.opens_id, random.Random(seed)
        self.kinds: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._before: list[Callable[[], Any]] = []

    def press(self) -> None:
        who = self.random.choice(list(self.cast.leaders.values())).pk
        with scope(organisation=self.cast.organisation.pk):
            self._before = self._offered(who) or self._before
        if self._before:
            self.random.choice(self._before)()

    def _offered(self, who: UUID) -> list[Callable[[], Any]]:
        choosers = read_choosers(Cycle.objects.select_related("team").get(pk=self.cycle_id))
        view = choosers.view_of(choosers.leaders[who])
        offers = Offers(view, view.me, self._do)
        return list(offers.yes()) or offers.all()

    def _do(self, service: Callable[..., Any], **arguments: Any) -> None:
        self.kinds[service.__name__] += 1
        try:
            with scope(organisation=self.cast.organisation.pk):
                service(**arguments)
        except DomainError as refusal:
            self.refused[str(refusal)] += 1


class Crowd:
    """All of them at once, from ``pressing`` to its end."""

    def __init__(self, everybody: Sequence[Phone | Chooser]) -> None:
        self.everybody = everybody
        self._stop = threading.Event()

    @contextmanager
    def pressing(self) -> Iterator[None]:
        """What went wrong for anybody is raised at the end."""
        with ThreadPoolExecutor(len(self.everybody)) as pool:
            running = [pool.submit(self._keep_pressing, somebody) for somebody in self.everybody]
            try:
                yield
            finally:
                self._stop.set()
        for one in running:
            one.result()

    def go_on(self, presses: int, within: float = 30.0) -> None:
        """Until so many more have pressed; a slow machine presses less."""
        wanted, end = self.presses + presses, time.monotonic() + within
        while self.presses < wanted and time.monotonic() < end:
            time.sleep(0.02)

    @property
    def presses(self) -> int:
        return sum(one.kinds.total() for one in self.everybody)

    @property
    def statuses(self) -> Counter[int]:
        """What the pages answered."""
        return sum((one.statuses for one in self.everybody if isinstance(one, Phone)), Counter())

    def _keep_pressing(self, somebody: Phone | Chooser) -> None:
        try:
            while not self._stop.is_set():
                somebody.press()
        finally:
            connections.close_all()
