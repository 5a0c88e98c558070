"""Merrow Water's Awayday, moved on as its facilitator moves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import open_doors
from awayday.services.stages import move_room
from coachingpairs.demo.places import FACILITATOR_EMAIL
from coachingpairs.tenancy.scope import scope
from teams.models import Leader, Organisation, Person


class Morning:
    """In the scope of the organisation, but for ``inside``."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.facilitator = Person.objects.get(email=FACILITATOR_EMAIL)

    @contextmanager
    def inside(self) -> Iterator[None]:
        with scope(organisation=self.organisation.pk):
            yield

    @property
    def awayday(self) -> Awayday:
        return Awayday.objects.select_related("organisation", "team", "opens__team", "closes").get()

    def leader(self, name: str) -> Leader:
        return Leader.objects.get(name=name)

    def opened(self) -> Awayday:
        return open_doors(awayday=self.awayday, by=self.facilitator)

    def moved(self, to: Stage) -> Awayday:
        return move_room(awayday=self.awayday, to=to, by=self.facilitator)

    def choosing(self) -> Awayday:
        self.opened()
        return self.moved(Stage.CHOOSING)
