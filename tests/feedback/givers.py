"""Asked by Helen, and answering: what the tests of givers do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from feedback.links import make_link
from feedback.models import Answer, Asking, Draft, Request
from feedback.rules.answers import Said, from_text
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import hidden
from tests.cycles.past_services import add_target, signed_in
from tests.feedback.past_services import allow_others, ask, by_link, request_to

OUTSIDE = ("Marek Nowak", "marek@supplier.example")


@dataclass
class Asked:
    """An asking of Helen's, who is in a pair with Priya, to Amara, Joanna and Marek, who is outside."""

    cast: Northmere
    cycle: Cycle
    asking: Asking
    requests: dict[str, Request]

    def link(self, name: str, purpose: str = "answer") -> str:
        """The path of a new link."""
        request = self.requests[name]
        with scope(organisation=self.cast.organisation.pk):
            address = make_link(
                request_id=request.pk, organisation_id=request.organisation_id, purpose=purpose
            )
        return "/f/" + address.split("/f/")[1]

    def page(self, name: str, of: str = "give") -> str:
        return reverse(f"feedback:{of}", args=[self.requests[name].pk])

    def come(self, name: str, client: Client | None = None) -> Client:
        """A browser in which that giver's link has been followed."""
        client = client or Client()
        response = client.get(self.link(name))
        assert (response.status_code, response.headers["Location"]) == (303, self.page(name))
        return client

    def send(
        self, client: Client, name: str, *, of: str = "give", seen: str | None = None, **said: str
    ) -> Any:
        """Fill in the form as the page shows it now and send it."""
        if seen is None:
            page = client.get(self.page(name))
            if b'name="seen"' not in page.content:
                page = client.get(self.page(name, "give_change"))
            seen = hidden(page)["seen"]
        return client.post(self.page(name, of), {"seen": seen, **said})

    def now(self, name: str) -> Request:
        """As the giver sees it."""
        with by_link(self.cast, self.requests[name]):
            return Request.objects.get(pk=self.requests[name].pk)

    def draft(self, name: str) -> Said | None:
        with by_link(self.cast, self.requests[name]):
            found = Draft.objects.filter(request=self.requests[name]).first()
        return from_text(found.said) if found else None

    def answer(self, name: str) -> Said | None:
        with by_link(self.cast, self.requests[name]):
            found = Answer.objects.filter(request=self.requests[name]).first()
        return from_text(found.said) if found else None

    def close(self, at: dt.datetime) -> None:
        with signed_in(self.cast, "Helen"):
            Asking.objects.filter(pk=self.asking.pk).update(closed_at=at)


def asked_by_helen(
    cast: Northmere, *, targets: int = 1, outside: tuple[str, str] = OUTSIDE, **more: Any
) -> Asked:
    cycle = make_cycle(cast)
    allow_others(cast)
    with signed_in(cast, "Helen"):
        first, *others = (
            add_target(cast, cycle, "Helen", slot=slot, words=words)
            for slot, words in ((1, "Listening first"), (2, "Saying the difficult thing early"))[:targets]
        )
        asking = ask(cast, first, "Amara", "Joanna", emails=[outside], **more)
        for target in others:
            _also_about(asking, target)
        requests = {name: request_to(cast, asking, name) for name in ("Amara", "Joanna")}
        requests["Marek"] = Request.objects.get(asking=asking, giver=None)
    return Asked(cast, cycle, asking, requests)


def _also_about(asking: Asking, target: GrowthTarget) -> None:
    asking.targets.create(
        organisation_id=asking.organisation_id,
        target=target,
        position=2,
        direction="up",
        behaviour="Saying the difficult thing early",
    )
