"""One Awayday from the lobby to the end, step by step; some of the steps are nobody else's business.

Eight leaders. Siobhan is away, so the room is odd. Maggie is the sponsor, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from awayday.services.claims import make_claim
from awayday.services.doors import close_doors, open_doors
from awayday.services.stages import Turn, move_room, turn_lesson
from coachingpairs.live.announcing import announce
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson, Pair
from cycles.services.lessons import offer_lesson
from cycles.services.sessions import log_session
from pairing.models import Proposal
from pairing.services.choosing import accept, decline, propose
from pairing.services.facilitating import pause_choosing, resume_choosing, undo_pair
from pairing.services.help_signals import ask_for_help
from pairing.services.participants import mark_absent
from pairing.services.recording import record_pair, record_third
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from pairing.services.shortlists import choose_shortlist
from pairing.services.suggesting import ask_to_join, leave, take
from tests.awayday.held import draft, planned
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, earlier_cycle
from tests.pairing.suggesting import the_suggestion

PRIVATE_LESSON = "Canary of Vikram: I have avoided hard conversations"
PRIVATE_NOTE = "Canary of Helen: only for myself"
PAIR_NOTE = "Canary of Helen and Idris: for the two of us"
CODE = "482913"
MAY_TAKE_PART = ("Maggie", "Amara", "Priya", "Helen", "Vikram", "Joanna", "Idris", "Siobhan")


@dataclass
class Evening:
    cast: Northmere
    awayday: Awayday

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.select_related("team").get(pk=self.awayday.opens_id)

    @property
    def closes(self) -> Cycle:
        assert self.awayday.closes is not None
        return self.awayday.closes

    def as_(self, name: str) -> Any:
        return scope(organisation=self.cast.organisation.pk, person=self.cast.person(name).pk)

    def pair_of(self, name: str) -> Pair:
        return Pair.objects.get(cycle=self.cycle, members__leader=self.cast.leader(name))

    def question(self, who: str) -> Proposal:
        found = Proposal.objects.select_related("cycle__team", "proposer", "addressee")
        return found.get(cycle=self.cycle, proposer=self.cast.leader(who), state="open")


@dataclass(frozen=True)
class Step:
    """``private``: what kind of thing it is; empty for what everybody may see."""

    name: str
    do: Callable[[Evening], Any] = field(compare=False)
    private: str = ""


def a_room() -> Evening:
    """In the lobby, with a cycle behind it in which Helen and Idris were partners."""
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Helen", "Idris"), ("Amara", "Joanna"))
        awayday = planned(cast, draft(cast))
        open_doors(awayday=awayday, by=cast.facilitator)
        Awayday.objects.update(code=CODE)
        found = Awayday.objects.select_related("organisation", "team", "opens__team", "closes")
        return Evening(cast, found.get(pk=awayday.pk))


def _arrive(name: str) -> Callable[[Evening], Any]:
    how = Arrival.How.SIGNED_IN
    return lambda room: record_arrival(awayday=room.awayday, leader=room.cast.leader(name), how=how)


def _move(to: Stage) -> Callable[[Evening], Any]:
    return lambda room: move_room(awayday=room.awayday, to=to, by=room.cast.facilitator, at=AT)


def _run(service: Callable[..., Any]) -> Callable[[Evening], Any]:
    return lambda room: service(cycle=room.cycle, by=room.cast.facilitator)


def _ask(room: Evening, who: str, whom: str) -> Proposal:
    me, them = room.cast.leader(who), room.cast.leader(whom)
    return propose(cycle=room.cycle, proposer=me, addressee=them, by=room.cast.person(who), at=AT)


def _agree(who: str, whom: str) -> Callable[[Evening], Any]:
    """Asked and answered at once, so that everybody sees the pair and nobody the question."""
    return lambda room: accept(proposal=_ask(room, who, whom), by=room.cast.person(whom), at=AT)


def _offer_lesson(room: Evening) -> None:
    offer_lesson(cycle=room.closes, leader=room.cast.leader("Helen"), text="Ask, then wait.", at=AT)
    announce(room.awayday.organisation_id, room.awayday.opens_id)


def _keep_lesson(room: Evening) -> None:
    with room.as_("Vikram"):
        Lesson.objects.create(
            organisation=room.cast.organisation,
            cycle=room.closes,
            leader=room.cast.leader("Vikram"),
            text=PRIVATE_LESSON,
        )


def _note_session(room: Evening) -> None:
    with room.as_("Helen"):
        log_session(
            pair=Pair.objects.get(cycle=room.closes, members__leader=room.cast.leader("Helen")),
            leader=room.cast.leader("Helen"),
            held_on=dt.date(2026, 7, 1),
            minutes=60,
            pair_note=PAIR_NOTE,
            private_note=PRIVATE_NOTE,
            by=room.cast.person("Helen"),
            at=timezone.now(),
        )


def _list_colleagues(room: Evening) -> None:
    with room.as_("Joanna"):
        colleagues = [room.cast.leader(name) for name in ("Vikram", "Siobhan", "Maggie")]
        leader, by = room.cast.leader("Joanna"), room.cast.person("Joanna")
        choose_shortlist(leader=leader, colleagues=colleagues, by=by)


def _ask_to_join(room: Evening) -> None:
    pair, me = room.pair_of("Maggie"), room.cast.leader("Vikram")
    ask_to_join(cycle=room.cycle, leader=me, pair=pair, by=room.cast.person("Vikram"), at=AT)


def _answer(service: Callable[..., Any], name: str) -> Callable[[Evening], Any]:
    def press(room: Evening) -> None:
        suggestion = the_suggestion(room.cast, room.cycle, name)
        service(suggestion=suggestion, leader=room.cast.leader(name), by=room.cast.person(name), at=AT)

    return press


def _seal(room: Evening) -> None:
    left = read_room(room.cycle).still_choosing
    seal_cycle(cycle=room.cycle, sitting_out=left, by=room.cast.facilitator, at=AT)


def _claim(room: Evening) -> None:
    make_claim(awayday=room.awayday, leader=room.cast.leader("Siobhan"))


def _decline(room: Evening) -> None:
    decline(proposal=room.question("Helen"), by=room.cast.person("Amara"), at=AT)


def _ask_for_help(room: Evening) -> None:
    me = room.cast.leader("Vikram")
    ask_for_help(cycle=room.cycle, leader=me, by=room.cast.person("Vikram"), at=AT)


def _mark_absent(room: Evening) -> None:
    mark_absent(cycle=room.cycle, leader=room.cast.leader("Siobhan"), by=room.cast.facilitator, at=AT)


def _write_down(room: Evening) -> None:
    one, other = room.cast.leader("Amara"), room.cast.leader("Vikram")
    record_pair(cycle=room.cycle, one=one, other=other, both_said_yes=True, by=room.cast.facilitator, at=AT)


def _write_down_third(room: Evening) -> None:
    pair, third = room.pair_of("Maggie"), room.cast.leader("Idris")
    record_third(cycle=room.cycle, pair=pair, third=third, all_said_yes=True, by=room.cast.facilitator, at=AT)


STEPS = (
    Step("Maggie arrives", _arrive("Maggie")),
    Step("a phone says that it is Siobhan’s", _claim, "claim"),
    Step("Joanna lists whom she would be glad of", _list_colleagues, "shortlist"),
    Step("Vikram keeps a lesson for himself", _keep_lesson, "lesson"),
    Step("Helen writes notes", _note_session, "note"),
    Step("Helen arrives", _arrive("Helen")),
    Step("Helen offers a lesson", _offer_lesson),
    Step("the lessons", _move(Stage.LESSONS)),
    Step(
        "the next lesson",
        lambda room: turn_lesson(awayday=room.awayday, turn=Turn.NEXT, by=room.cast.facilitator),
    ),
    Step("choosing", _move(Stage.CHOOSING)),
    Step("Siobhan is away", _mark_absent),
    Step("Helen asks Amara", lambda room: _ask(room, "Helen", "Amara"), "declined"),
    Step("Amara says not this time", _decline, "declined"),
    Step("Idris asks Amara", lambda room: _ask(room, "Idris", "Amara"), "unanswered"),
    Step("Vikram would like some help", _ask_for_help, "help"),
    Step("Maggie and Priya are a pair", _agree("Maggie", "Priya")),
    Step("Vikram asks to join them", _ask_to_join, "suggestion"),
    Step("Priya says yes to that", _answer(take, "Priya"), "suggestion"),
    Step("a pause", _run(pause_choosing)),
    Step("choosing goes on", _run(resume_choosing)),
    Step("Maggie says not this time", _answer(leave, "Maggie"), "suggestion"),
    Step("Helen and Joanna are a pair", _agree("Helen", "Joanna")),
    Step(
        "that is undone",
        lambda room: undo_pair(cycle=room.cycle, pair=room.pair_of("Helen"), by=room.cast.facilitator, at=AT),
    ),
    Step("back to the lessons", _move(Stage.LESSONS)),
    Step("choosing again", _move(Stage.CHOOSING)),
    Step("Helen and Joanna are a pair after all", _agree("Joanna", "Helen")),
    Step("Amara and Vikram are a pair", _write_down),
    Step("Idris joins Maggie and Priya", _write_down_third),
    Step("sealed", _seal),
)
PRIVATE = frozenset(step.private for step in STEPS if step.private)


def finish(room: Evening) -> None:
    with scope(organisation=room.cast.organisation.pk):
        close_doors(awayday=room.awayday, by=room.cast.facilitator)
