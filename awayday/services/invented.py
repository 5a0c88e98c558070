"""The invented room of a rehearsal, made of rows that are never saved: what its screens are drawn from.

The people are the team's own; what they say, when they come and what they learnt is invented.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.rehearsal import Answer, Formed, Question, Scene, Step, What, scene_after
from awayday.rules.rehearsal_words import INVENTED_LESSONS
from awayday.rules.stages import Stage
from awayday.services.now import Now, room_of
from cycles.models import Cycle, Lesson, Pair, PairMember, Participant
from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.rules.guard import Hall
from pairing.services.choosers import Choosers
from pairing.services.room import Room
from teams.models import Leader

NO_CODE = "000000"
"""On the invented wall: no doors ever have it."""
BETWEEN_STEPS = dt.timedelta(seconds=20)
STATES = {
    Answer.NONE: Proposal.State.OPEN,
    Answer.YES: Proposal.State.ACCEPTED,
    Answer.NOT_THIS_TIME: Proposal.State.DECLINED,
    Answer.LAPSED: Proposal.State.LAPSED,
}


@dataclass(frozen=True)
class Cast:
    """Who plays: everybody who will choose, as if nobody had said anything yet. ``lessons``: how many."""

    room: Room
    lessons: int

    @property
    def leaders(self) -> tuple[Leader, ...]:
        """By place."""
        return self.room.seating.leaders

    @property
    def hall(self) -> Hall:
        return self.room.seating.assembly.hall

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the people and with what counts between them; tells nothing of either."""
        parts = [self.lessons, *(leader.pk for leader in self.leaders), *self.hall.graph]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def read_cast(awayday: Awayday) -> Cast:
    """Those who are away stay away. Three queries before choosing has opened, five afterwards."""
    cycle = awayday.opens
    before = room_of(cycle)
    taking_part = tuple(
        Participant(
            organisation_id=cycle.organisation_id, cycle=cycle, leader=entry.leader, absent=entry.absent
        )
        for entry in before.taking_part
    )
    room = Room(cycle=cycle, taking_part=taking_part, pairs=(), terms=before.terms)
    return Cast(room, lessons=len(INVENTED_LESSONS) if awayday.closes_id else 0)


def now_in_rehearsal(
    awayday: Awayday, cast: Cast, steps: Sequence[Step], step: int, *, started_at: dt.datetime
) -> InventedNow:
    """The room once ``step`` of the steps have happened. No query."""
    return _Inventing(awayday, cast, tuple(steps), step, started_at).now()


@dataclass(frozen=True)
class InventedNow:
    """``now`` is what the wall is drawn from, ``choosers`` what each phone is."""

    now: Now
    choosers: Choosers

    @property
    def would_like_help(self) -> list[Leader]:
        """For facilitators alone."""
        return [leader for pk, leader in self.choosers.leaders.items() if pk in self.choosers.helped]


class _Inventing:
    def __init__(
        self, awayday: Awayday, cast: Cast, steps: tuple[Step, ...], step: int, started_at: dt.datetime
    ) -> None:
        self.cast, self.steps, self.started_at = cast, steps, started_at
        self.scene: Scene = scene_after(steps[:step])
        self.cycle = self._cycle(awayday.opens)
        self.lessons = self._lessons(awayday)
        self.awayday = self._awayday(awayday)

    def now(self) -> InventedNow:
        now = Now(
            awayday=self.awayday,
            room=self._room(),
            arrived={arrival.leader_id: arrival for arrival in self._arrivals()},
            lessons=self.lessons,
        )
        helped = frozenset(self.cast.leaders[place].pk for place in self.scene.helped)
        return InventedNow(now, Choosers(now.room, self._proposals(), helped=helped))

    def _id(self, what: str, *numbers: int) -> UUID:
        """The same for all screens and at every look; another in every rehearsal."""
        return uuid5(self.cycle.pk, f"rehearsal {self.started_at.isoformat()} {what} {numbers}")

    def _at(self, step: int) -> dt.datetime:
        """When a step happened: before now, and in order."""
        return self.started_at - BETWEEN_STEPS * (len(self.steps) - step + 1)

    def _cycle(self, opens: Cycle) -> Cycle:
        cycle = copy.copy(opens)
        cycle.stage = {
            Stage.CHOOSING: Cycle.Stage.CHOOSING,
            Stage.SEALED: Cycle.Stage.RUNNING,
        }.get(self.scene.stage, Cycle.Stage.DRAFT)
        cycle.paused = self.scene.paused
        return cycle

    def _awayday(self, planned: Awayday) -> Awayday:
        awayday = copy.copy(planned)
        awayday.opens = self.cycle
        sealed_from = {Stage.SEALED: Stage.CHOOSING}
        awayday.stage = sealed_from.get(self.scene.stage, self.scene.stage).value
        awayday.code = NO_CODE
        awayday.doors_opened_at = self._at(0)
        awayday.doors_close_at = timezone.now() + dt.timedelta(days=1)
        awayday.lesson = None if self.scene.lesson is None else self.lessons[self.scene.lesson]
        return awayday

    def _room(self) -> Room:
        pairs = tuple(self._pair(formed) for formed in self.scene.formed)
        together = {member.leader_id for pair in pairs for member in pair.members}
        taking_part = tuple(
            Participant(
                organisation_id=self.cycle.organisation_id,
                cycle=self.cycle,
                leader=entry.leader,
                absent=entry.absent,
                sits_out=self._sits_out(entry, entry.leader_id in together),
            )
            for entry in self.cast.room.taking_part
        )
        return Room(self.cycle, taking_part, pairs[::-1], self.cast.room.terms)

    def _sits_out(self, entry: Participant, paired: bool) -> bool:
        """Those whom nobody could be found for, once the pairs are sealed."""
        return self.scene.stage is Stage.SEALED and not paired and not entry.absent

    def _pair(self, formed: Formed) -> ShownPair:
        shared = {"organisation_id": self.cycle.organisation_id, "cycle": self.cycle}
        pair = Pair(
            id=self._id("pair", formed.formed_in, *formed.began_as),
            is_trio=len(formed.group) > 2,
            formed_at=self._at(formed.formed_in),
            **shared,
        )
        leaders = [self.cast.leaders[place] for place in formed.group]
        members = (PairMember(pair=pair, leader=one, function=one.function, **shared) for one in leaders)
        return ShownPair(pair, tuple(members))

    def _arrivals(self) -> list[Arrival]:
        return [
            Arrival(
                id=self._id("arrival", place),
                organisation_id=self.awayday.organisation_id,
                awayday=self.awayday,
                leader=self.cast.leaders[place],
                how=Arrival.How.CARD,
                arrived_at=self._at(step),
            )
            for place, step in self.scene.arrived
        ]

    def _lessons(self, awayday: Awayday) -> tuple[Lesson, ...]:
        """By those who come first."""
        first = [place for step in self.steps if step.what is What.ARRIVE for place in step.groups[0]]
        return tuple(
            Lesson(
                id=self._id("lesson", number),
                organisation_id=awayday.organisation_id,
                cycle=awayday.closes,
                leader=self.cast.leaders[first[number % len(first)]],
                text=INVENTED_LESSONS[number],
                offered_at=self._at(0),
            )
            for number in range(self.cast.lessons)
        )

    def _proposals(self) -> tuple[Proposal, ...]:
        questions = enumerate(self.scene.questions)
        return tuple(self._proposal(number, question) for number, question in questions)

    def _proposal(self, number: int, question: Question) -> Proposal:
        answered = question.answer is not Answer.NONE
        return Proposal(
            id=self._id("question", number),
            organisation_id=self.cycle.organisation_id,
            cycle=self.cycle,
            proposer=self.cast.leaders[question.who],
            addressee=self.cast.leaders[question.whom],
            state=STATES[question.answer],
            made_at=self._at(question.asked_in),
            answered_at=self._at(question.answered_in) if answered else None,
        )
