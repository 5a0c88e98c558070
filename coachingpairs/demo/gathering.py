"""Where an Awayday of the demo is: what its doors and screens are called, for a page that leads to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.now import stage_now


@dataclass(frozen=True)
class Gathering:
    """``code`` and ``join`` lead in while the doors are open, else they are empty; the rest are addresses."""

    stage: Stage
    code: str
    join: str
    desk: str
    wall: str
    phone: str

    @property
    def is_open(self) -> bool:
        return self.stage not in (Stage.PLANNED, Stage.OVER)

    @property
    def is_sealed(self) -> bool:
        return self.stage is Stage.SEALED


def gathering_of(awayday: Awayday) -> Gathering:
    """Needs its organisation, team and ``opens``."""

    def address(name: str) -> str:
        where = [awayday.organisation.slug, awayday.team.slug, awayday.opens.number]
        return reverse(f"awayday:{name}", args=where)

    code = awayday.code if awayday.is_open else ""
    return Gathering(
        stage=stage_now(awayday),
        code=awayday.shown_code if code else "",
        join=reverse("awayday:join_by_code", args=[code]) if code else "",
        desk=address("desk"),
        wall=address("board"),
        phone=address("phone"),
    )
