"""Helen has asked, Joanna and Amara have answered: where reading, sharing and deciding begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from cycles.models import GrowthTarget, Pair
from feedback.models import Answer, AskedTarget, Asking, Share
from feedback.rules.answers import First, to_text
from feedback.services.reading import ReadAsking, read_asking
from tests.cast import Northmere
from tests.cycles.made import NOW, pair_of
from tests.cycles.pages import signed_in as browser_of
from tests.cycles.past_services import FIRST, signed_in
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import answer, by_link

JOANNA = First("first", "Deadlines, before that one", "How you thank people")
AMARA = First("both", "", "Your calm")
MAREK = First("other", "Ask what we need", "")
SAID = {"Joanna": JOANNA, "Amara": AMARA, "Marek": MAREK}


@dataclass
class AnswersIn:
    """``asked`` knows the givers; ``at`` is when the answers came, Joanna's first, an hour apart."""

    cast: Northmere
    asked: Asked
    at: dict[str, dt.datetime]

    @property
    def asking(self) -> Asking:
        return self.asked.asking

    def page(self, of: str = "asking", *more: UUID) -> str:
        """The path of one of the asker's pages."""
        here = [self.cast.organisation.slug, self.cast.team.slug]
        return reverse(f"feedback:{of}", args=[*here, self.asking.pk, *more])

    def answer(self, name: str) -> Answer:
        """As Helen's services are handed it; only in a scope that shows it."""
        found = Answer.objects.select_related("request__asking__cycle", "request__giver")
        return found.get(request=self.asked.requests[name])

    def answer_id(self, name: str) -> UUID:
        with by_link(self.cast, self.asked.requests[name]):
            return Answer.objects.get(request=self.asked.requests[name]).pk

    def give_again(self, name: str) -> None:
        with by_link(self.cast, self.asked.requests[name]):
            answer(self.asked.requests[name], SAID[name], at=self.at[name])

    def share_page(self, name: str) -> str:
        here = [self.cast.organisation.slug, self.cast.team.slug]
        return reverse("feedback:share", args=[*here, self.answer_id(name)])

    def shared_page(self) -> str:
        return f"{self.cast.base}feedback/shared/"

    def read(self, at: dt.datetime = NOW) -> ReadAsking:
        """As Helen reads it."""
        with signed_in(self.cast, "Helen"):
            asking = Asking.objects.select_related("cycle", "leader").get(pk=self.asking.pk)
            return read_asking(asking, self.cast.leader("Helen"), at=at)

    def shared(self, reader: str) -> list[UUID]:
        """Of which answers the database shows that reader shares."""
        with signed_in(self.cast, reader):
            return list(Share.objects.values_list("answer", flat=True))

    def pair(self) -> Pair:
        return pair_of(self.asked.cycle, self.cast.leader("Helen"))

    def change(self, name: str, said: First, at: dt.datetime) -> None:
        with by_link(self.cast, self.asked.requests[name]):
            found = Answer.objects.get(request=self.asked.requests[name])
            found.said, found.changed_at = to_text(said), at
            found.save()

    def take_back(self, name: str) -> None:
        with by_link(self.cast, self.asked.requests[name]):
            Answer.objects.filter(request=self.asked.requests[name]).delete()

    def about(self, position: int = 1) -> AskedTarget:
        """With all that a service needs; only in Helen's scope."""
        found = AskedTarget.objects.select_related("asking__cycle", "target__cycle")
        return found.get(asking=self.asking, position=position)

    def targets(self, reader: str = "Helen") -> list[tuple[str, str]]:
        """Behaviour and state of each of Helen's targets, as that reader may see them."""
        with signed_in(self.cast, reader):
            found = GrowthTarget.objects.filter(leader=self.cast.leader("Helen"))
            return [
                (target.wordings.get(replaced_at=None).behaviour, target.state)
                for target in found.order_by("slot", "created_at")
            ]


def answers_in(
    cast: Northmere, *names: str, targets: int = 2, said: dict[str, First] | None = None, **more: Any
) -> AnswersIn:
    """By Joanna and Amara unless others are named; about two targets."""
    asked = asked_by_helen(cast, targets=targets, **more)
    at: dict[str, dt.datetime] = {}
    for hours, name in enumerate(_whom(names), start=1):
        at[name] = FIRST + dt.timedelta(hours=hours)
        with by_link(cast, asked.requests[name]):
            answer(asked.requests[name], (said or SAID)[name], at=at[name])
    return AnswersIn(cast, asked, at)


def _whom(names: Sequence[str]) -> Sequence[str]:
    return names or ("Joanna", "Amara")


def post(client: Client, page: str, **data: Any) -> Any:
    return client.post(page, data)


def share_past_services(world: AnswersIn, name: str, at: dt.datetime = NOW) -> None:
    """Helen shares it with her partner."""
    with signed_in(world.cast, "Helen"):
        Share.objects.create(
            organisation=world.cast.organisation, answer=world.answer(name), pair=world.pair(), shared_at=at
        )


__all__ = ["AnswersIn", "answers_in", "browser_of", "post", "share_past_services"]
