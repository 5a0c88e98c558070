"""Helen, in a pair with Priya, asks through the services and the pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from feedback.models import Asking, Request
from feedback.services.asking import ask_colleagues
from feedback.services.shown import ShownAsking, shown_asking
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import signed_in as browser_of
from tests.cycles.past_services import add_target, signed_in

UNTIL = dt.date(2026, 12, 4)


@dataclass
class Helens:
    """``targets`` are hers, the first one always there."""

    cast: Northmere
    cycle: Cycle
    targets: list[GrowthTarget]

    @property
    def base(self) -> str:
        return f"{self.cast.base}feedback/"

    def ask(self, *names: str, **more: Any) -> Asking:
        with signed_in(self.cast, "Helen"):
            said: dict[str, Any] = {
                "cycle": Cycle.objects.get(pk=self.cycle.pk),
                "leader": self.cast.leader("Helen"),
                "by": self.cast.person("Helen"),
                "at": NOW,
                "targets": [self.targets[0].pk],
                "givers": [self.cast.leader(name) for name in names],
                "closes_on": UNTIL,
            }
            return ask_colleagues(**{**said, **more})

    def do(self, service: Callable[..., Any], **more: Any) -> Any:
        """One of services.changing, as Helen; ``asking`` and ``request`` are read anew."""
        with signed_in(self.cast, "Helen"):
            for name, model in (("asking", Asking), ("request", Request)):
                if name in more:
                    related = "cycle" if model is Asking else "asking__cycle"
                    more[name] = model.objects.select_related(related).get(pk=more[name].pk)
            said = {"leader": self.cast.leader("Helen"), "by": self.cast.person("Helen"), "at": NOW}
            return service(**{**said, **more})

    def shown(self, asking: Asking, at: dt.datetime = NOW) -> ShownAsking:
        with signed_in(self.cast, "Helen"):
            return shown_asking(Asking.objects.select_related("cycle").get(pk=asking.pk), at=at)

    def states(self, asking: Asking, at: dt.datetime = NOW) -> list[tuple[str, str]]:
        return [(one.request.giver_name, one.state) for one in self.shown(asking, at).requests]

    def request(self, asking: Asking, name: str) -> Request:
        with signed_in(self.cast, "Helen"):
            found = Request.objects.filter(asking=asking).select_related("giver")
            return next(one for one in found if one.giver_name.startswith(name))

    def letters(self, **of: Any) -> list[OutgoingMail]:
        with scope(organisation=self.cast.organisation.pk):
            return list(
                OutgoingMail.objects.filter(kind__startswith="feedback-", **of).order_by("due_at", "period")
            )

    def askings(self) -> list[Asking]:
        with signed_in(self.cast, "Helen"):
            return list(Asking.objects.select_related("cycle"))

    def browser(self, name: str = "Helen") -> Client:
        return browser_of(self.cast, name)

    def form(self, *names: str, **more: Any) -> dict[str, Any]:
        """What the form sends with those colleagues ticked."""
        return {
            "number": str(uuid.uuid4()),
            "targets": [str(self.targets[0].pk)],
            "colleagues": [str(self.cast.leader(name).pk) for name in names],
            "personal": "",
            "closes_on": "2026-12-04",
            "reveal": "come",
            "do": "preview",
            **more,
        }


def helens(cast: Northmere, *words: str, **cycle: Any) -> Helens:
    """With a target for each of the words, one by default."""
    made = make_cycle(cast, **cycle)
    with signed_in(cast, "Helen"):
        targets = [
            add_target(cast, made, "Helen", slot=slot, words=one)
            for slot, one in enumerate(words or ("Listening first",), start=1)
        ]
    return Helens(cast, made, targets)
