"""A crowd for trying an Awayday out alone: the leaders of Merrow Water whom nobody else is.

They do what their phones offer them and nothing that is the facilitator's, one after another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from awayday.services.now import Now, read_now
from coachingpairs.demo.crowd_choosing import Deed, answers, questions
from coachingpairs.demo.organisations import found_organisations
from coachingpairs.demo.places import FACILITATOR
from coachingpairs.demo.water import GOOD_TO_BE, MERROW_WATER, NEWCOMER
from coachingpairs.demo.words import LESSONS_OF_THE_CROWD
from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from coachingpairs.tenancy.scope import scope
from cycles.models import Participant
from cycles.services.lessons import offer_lesson
from pairing.services.choosers import read_choosers
from teams.models import Leader

LOOKS_AGAIN = 1.0
"""Seconds, while there is nothing to do."""
ANSWERS_FIRST = 0.6
COMES_LATE = 0.5
WAITS_FOR_DOORS = f"The doors are closed. Open them as {FACILITATOR}, and they come."
WAITS_FOR_ROOM = f"Everybody who plays is here. Go on when you like, as {FACILITATOR}."
WAITS_FOR_PAUSE = "Choosing is paused."
WAITS_FOR_YOU = "It is for those whom you play to ask or answer now."
BY_CROWD = Arrival.How.CARD
"""How those who are played arrive; whoever has come in another way is somebody at a screen."""


@dataclass(frozen=True)
class Said:
    """What has happened. ``waits``: nothing, until somebody else does something."""

    text: str
    waits: bool = False
    is_over: bool = False


class Crowd:
    """``left`` are the names of those who are never played."""

    def __init__(self, awayday: Awayday, *, left: Collection[str] = (), chance: Random) -> None:
        self.awayday, self.left, self.chance = awayday, frozenset(left), chance

    def play(self, *, every: float, say: Callable[[str], object]) -> None:
        """One act every so many seconds, until all are paired, the pairs sealed or the doors closed again."""
        before = ""
        while True:
            said = self.act()
            if not said.waits or said.text != before:
                say(said.text)
            if said.is_over:
                return
            before = said.text
            time.sleep(max(every, LOOKS_AGAIN) if said.waits else every)

    def act(self) -> Said:
        """Whatever one of them does now; nothing where somebody at a screen was quicker."""
        try:
            with scope(organisation=self.awayday.organisation_id):
                return self._act(read_now(self.awayday))
        except Awayday.DoesNotExist:
            return Said("The Awayday was cancelled.", is_over=True)
        except DomainError as refusal:
            return Said(f"Not now: {refusal}")

    def _act(self, now: Now) -> Said:
        if now.stage is Stage.PLANNED:
            return Said(WAITS_FOR_DOORS, waits=True)
        if now.stage in (Stage.SEALED, Stage.OVER):
            over = "The Awayday is over." if now.stage is Stage.OVER else "The pairs are sealed."
            return Said(over, is_over=True)
        if now.stage is not Stage.CHOOSING:
            return self._done(self._arrivals(now) or self._lessons(now), WAITS_FOR_ROOM)
        if not now.room.still_choosing:
            return Said("Everybody is in a pair. Seal them when you like.", is_over=True)
        if now.is_paused:
            return self._done(self._arrivals(now), WAITS_FOR_PAUSE)
        return self._done(self._in_choosing(now), WAITS_FOR_YOU)

    def _done(self, deeds: Sequence[Deed], otherwise: str) -> Said:
        """One of the deeds, if there is any."""
        if not deeds:
            return Said(otherwise, waits=True)
        deed = self.chance.choice(deeds)
        deed.do()
        return Said(deed.said)

    def _arrivals(self, now: Now) -> list[Deed]:
        return [
            Deed(f"{leader.name} arrives.", self._arriving(now.awayday, leader))
            for leader in now.expected
            if leader.name not in self.left and leader.pk not in now.arrived
        ]

    def _arriving(self, awayday: Awayday, leader: Leader) -> Callable[[], object]:
        return lambda: record_arrival(awayday=awayday, leader=leader, how=BY_CROWD)

    def _lessons(self, now: Now) -> list[Deed]:
        """Each once, by somebody who was in the cycle that ends and has not offered anything."""
        heard = {lesson.text for lesson in now.lessons}
        unheard = [text for text in LESSONS_OF_THE_CROWD if text not in heard]
        if now.awayday.closes is None or not unheard:
            return []
        quiet = self._played(now) - {lesson.leader_id for lesson in now.lessons}
        authors = Participant.objects.filter(cycle=now.awayday.closes, leader__in=quiet)
        return [
            Deed(f"{row.leader.name} offers a lesson.", self._offering(now, row.leader, unheard[0]))
            for row in authors.select_related("leader").order_by("leader__sort_name")
        ]

    def _offering(self, now: Now, leader: Leader, text: str) -> Callable[[], object]:
        def offer() -> None:
            if now.awayday.closes is not None:
                offer_lesson(cycle=now.awayday.closes, leader=leader, text=text)
                announce(now.awayday.organisation_id, now.awayday.opens_id)

        return offer

    def _in_choosing(self, now: Now) -> Sequence[Deed]:
        late = self._arrivals(now)
        if late and self.chance.random() < COMES_LATE:
            return late
        choosers, played = read_choosers(now.cycle), self._played(now)
        here = frozenset(now.arrived)
        playing = (leader for pk, leader in choosers.leaders.items() if pk in played)
        views = [choosers.view_of(leader, reachable=here) for leader in playing]
        answering = answers(views, self.chance)
        asking = questions(views, here=here, played=played, proposals=choosers.proposals)
        if answering and asking:
            return answering if self.chance.random() < ANSWERS_FIRST else asking
        return answering or asking or late

    def _played(self, now: Now) -> set[UUID]:
        """Those of them who are here."""
        names = {leader.pk: leader.name for leader in now.expected}
        return {
            pk
            for pk, arrival in now.arrived.items()
            if arrival.how == BY_CROWD and pk in names and names[pk] not in self.left
        }


def merrow_awayday() -> Awayday | None:
    """The newest, once the demo is made."""
    organisation = found_organisations().get(MERROW_WATER.slug)
    if organisation is None:
        return None
    with scope(organisation=organisation.pk):
        return Awayday.objects.select_related("organisation", "team", "opens").order_by("created_at").last()


def left_for_you(number: int) -> list[str]:
    """So many names, the same every time: of those who can sign in, at first those who are good to be."""
    known = (someone.name for someone in MERROW_WATER.leaders)
    return [*GOOD_TO_BE, *(name for name in known if name not in (*GOOD_TO_BE, NEWCOMER))][:number]
