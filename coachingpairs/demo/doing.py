"""What there is for each leader of an organisation to do now, in a sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.now import stage_now
from cycles.models import Cycle, PairMember, Session
from cycles.rules.words import listed
from pairing.models import Proposal
from teams.models import Leader

SEEN_BY_LEADERS = (Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP)
GATHERING = (Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING)
NOT_ACCEPTED = "Has not accepted the invitation, which is among the messages."
COMES_ANYWAY = "Has not accepted the invitation, and can join the room all the same, with the code."


@dataclass
class Doing:
    """Of one organisation. By leader: first names of their partners, whom they asked, who asked them.

    ``cycle`` is the newest that leaders see, ``awayday`` the newest there is; ``arrived`` are those who have
    come to it, ``met`` those whose pair has met.
    """

    cycle: Cycle | None
    awayday: Awayday | None
    arrived: set[UUID] = field(default_factory=set)
    partners: dict[UUID, list[str]] = field(default_factory=dict)
    met: set[UUID] = field(default_factory=set)
    asked: defaultdict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked_by: defaultdict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))

    def of(self, leader: Leader) -> str:
        stage = stage_now(self.awayday) if self.awayday else None
        if leader.person_id is None and not (self._chooses_now and leader.pk in self.partners):
            return COMES_ANYWAY if stage in GATHERING else NOT_ACCEPTED
        if stage in GATHERING and not self._chooses_now:
            return self._in_the_room(leader)
        if stage is Stage.CHOOSING and leader.pk not in self.arrived and leader.pk not in self.partners:
            return f"Can join the room. {self._in_the_cycle(leader)}"
        if stage is Stage.PLANNED and not self._chooses_now:
            return f"{self._in_the_cycle(leader)} Joins the Awayday once its doors are open."
        return self._in_the_cycle(leader)

    @property
    def _chooses_now(self) -> bool:
        return self.cycle is not None and self.cycle.is_choosing

    def _in_the_room(self, leader: Leader) -> str:
        """Lessons are of the cycle that ends, from those who were in it."""
        here = "Is in the room" if leader.pk in self.arrived else "Can join the room"
        return f"{here}. Can offer a lesson." if leader.pk in self.partners else f"{here}."

    def _in_the_cycle(self, leader: Leader) -> str:
        if self.cycle is None:
            return "Waits for the next cycle."
        partners = listed(self.partners.get(leader.pk, []))
        if self.cycle.is_choosing:
            return f"Is paired with {partners}." if partners else self._choosing(leader)
        if not partners:
            return "Sits this cycle out."
        has_met = leader.pk in self.met
        return f"Can log a session with {partners}." if has_met else f"Has yet to meet {partners}."

    def _choosing(self, leader: Leader) -> str:
        if self.asked_by[leader.pk]:
            return f"Can answer {listed(self.asked_by[leader.pk])}, who would like to pair with them."
        if self.asked[leader.pk]:
            return f"Has asked {listed(self.asked[leader.pk])} and waits for an answer."
        return "Can ask somebody to be partners."


def read_doing() -> Doing:
    """In the scope of the organisation; six queries, however many leaders."""
    cycle = Cycle.objects.filter(stage__in=SEEN_BY_LEADERS).order_by("number").last()
    awaydays = Awayday.objects.select_related("organisation", "team", "opens")
    doing = Doing(cycle, awaydays.order_by("created_at").last())
    arrivals = Arrival.objects.filter(awayday=doing.awayday)
    doing.arrived = set(arrivals.values_list("leader", flat=True))
    _read_pairs(doing)
    open_ones = Proposal.objects.open().filter(cycle=cycle).select_related("proposer", "addressee")
    for proposal in open_ones.order_by("made_at"):
        doing.asked[proposal.proposer_id].append(proposal.addressee.called)
        doing.asked_by[proposal.addressee_id].append(proposal.proposer.called)
    return doing


def _read_pairs(doing: Doing) -> None:
    by_pair: defaultdict[UUID, list[Leader]] = defaultdict(list)
    members = PairMember.objects.filter(cycle=doing.cycle, pair__ended_at=None, left_at=None)
    for member in members.select_related("leader").order_by("pair__formed_at", "pk"):
        by_pair[member.pair_id].append(member.leader)
    met = set(Session.objects.filter(pair__in=by_pair).values_list("pair", flat=True))
    for pair_id, together in by_pair.items():
        for leader in together:
            doing.partners[leader.pk] = [other.called for other in together if other != leader]
        if pair_id in met:
            doing.met |= {leader.pk for leader in together}
