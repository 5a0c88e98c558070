"""Two organisations with one object of each kind that an address can name, and everybody who may ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from awayday.models import Claim
from awayday.services.claims import make_claim
from awayday.services.doors import open_doors
from awayday.services.planning import Plan, plan_awayday
from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Cycle,
    GrowthTarget,
    HousePage,
    Lesson,
    Pair,
    PairMember,
    Participant,
    PlannedSession,
    Session,
    Strength,
    TargetWording,
    TryOut,
)
from cycles.rules.months import last_day_of_cycle
from cycles.services.lessons import offer_lesson
from feedback.models import Answer, AskedTarget, Asking, Request
from feedback.rules.answers import First, to_text
from pairing.models import HelpSignal, KeptApart, Proposal, SuggestedLeader, Suggestion
from teams.models import Function, Invitation, Leader, Person, Role, RosterDraft
from teams.services.organisations import create_team, grant_role
from tests.access_table import ADMINISTRATOR, FACILITATOR, LEADER, SPONSOR
from tests.cast import Northmere, make_northmere, make_person


@dataclass
class World:
    here: Northmere
    there: Northmere
    ours: dict[str, Any]
    theirs: dict[str, Any]
    people: dict[str, Person]


def choose(cast: Northmere, number: int, starts_on: dt.date) -> Cycle:
    cycle = Cycle.objects.create(
        organisation=cast.organisation,
        team=cast.team,
        number=number,
        stage=Cycle.Stage.CHOOSING,
        starts_on=starts_on,
        ends_on=last_day_of_cycle(starts_on),
        time_zone="Europe/London",
        choosing_opened_at=timezone.now(),
    )
    for leader in cast.leaders.values():
        Participant.objects.create(organisation=cast.organisation, cycle=cycle, leader=leader)
    return cycle


def pair_up(cycle: Cycle, cast: Northmere, *names: str) -> Pair:
    pair = Pair.objects.create(organisation=cast.organisation, cycle=cycle)
    for leader in map(cast.leader, names):
        assert leader.function
        PairMember.objects.create(
            organisation=cast.organisation, cycle=cycle, pair=pair, leader=leader, function=leader.function
        )
    return pair


def suggest(cycle: Cycle, cast: Northmere, *names: str) -> Suggestion:
    suggestion = Suggestion.objects.create(organisation=cast.organisation, cycle=cycle)
    for leader in map(cast.leader, names):
        SuggestedLeader.objects.create(
            organisation=cast.organisation, suggestion=suggestion, cycle=cycle, leader=leader
        )
    return suggestion


def awayday_of(cast: Northmere, closes: Cycle, opens: Cycle) -> tuple[Claim, Lesson]:
    """Its doors are open; somebody says that they are Amara, and Priya has offered a lesson."""
    plan = Plan(held_on=opens.starts_on, starts_at=dt.time(9), ends_at=dt.time(13))
    awayday = open_doors(
        awayday=plan_awayday(opens=opens, plan=plan, by=cast.facilitator), by=cast.facilitator
    )
    claim = make_claim(awayday=awayday, leader=cast.leader("Amara"))
    return claim, offer_lesson(cycle=closes, leader=cast.leader("Priya"), text="Ask first.")


def tried(cast: Northmere, cycle: Cycle) -> tuple[GrowthTarget, TryOut]:
    """Priya works on something, and has tried it once."""
    here = {"organisation": cast.organisation}
    target = GrowthTarget.objects.create(**here, cycle=cycle, leader=cast.leader("Priya"), slot=1)
    TargetWording.objects.create(**here, target=target, direction="up", behaviour="Ask before I answer")
    return target, TryOut.objects.create(**here, target=target, on=dt.date(2026, 11, 2), occasion="Budget")


def asked(cast: Northmere, target: GrowthTarget, *names: str) -> tuple[AskedTarget, list[Request]]:
    """The target's owner, who is signed in, asks these leaders about it."""
    here, now = {"organisation": cast.organisation}, timezone.now()
    asking = Asking.objects.create(
        **here, cycle=target.cycle, leader=target.leader, closes_at=now + dt.timedelta(days=14)
    )
    about = AskedTarget.objects.create(
        **here, asking=asking, target=target, position=1, direction="up", behaviour="Ask before I answer"
    )
    return about, [Request.objects.create(**here, asking=asking, giver=cast.leader(name)) for name in names]


def feedback_of(cast: Northmere, target: GrowthTarget) -> dict[str, Any]:
    """Priya has asked Amara, who has answered, and Joanna; Siobhan has asked Priya."""
    here = {"organisation": cast.organisation}
    about, (to_amara, to_joanna) = asked(cast, target, "Amara", "Joanna")
    with scope(organisation=cast.organisation.pk, person=cast.person("Amara").pk):
        answer = Answer.objects.create(**here, request=to_amara, said=to_text(First("both", "Go on")))
    with scope(organisation=cast.organisation.pk, person=cast.person("Siobhan").pk):
        other = GrowthTarget.objects.create(**here, cycle=target.cycle, leader=cast.leader("Siobhan"), slot=1)
        _about, (to_priya, _to_vikram) = asked(cast, other, "Priya", "Vikram")
    return {
        "asking_id": about.asking_id,
        "asked_id": about.pk,
        "answer_id": answer.pk,
        "request_id": to_joanna.pk,
        "request_to_priya": to_priya.pk,
    }


def objects_of(cast: Northmere) -> dict[str, Any]:
    """One object of each kind that an address can name: a cycle that runs and a second one that chooses."""
    now = timezone.now()
    with scope(organisation=cast.organisation.pk, person=cast.person("Priya").pk):
        running = choose(cast, 1, dt.date(2026, 10, 1))
        held = pair_up(running, cast, "Priya", "Helen")
        Participant.objects.filter(cycle=running).exclude(leader__in=held.members.values("leader")).update(
            sits_out=True
        )
        Cycle.objects.filter(pk=running.pk).update(stage=Cycle.Stage.RUNNING, sealed_at=now)
        session = Session.objects.create(
            organisation=cast.organisation,
            pair=held,
            held_on=dt.date(2026, 11, 2),
            minutes=60,
            logged_by=cast.leader("Priya"),
        )
        PlannedSession.objects.create(
            organisation=cast.organisation,
            pair=held,
            starts_at=now + dt.timedelta(days=7),
            minutes=60,
            planned_by=cast.leader("Helen"),
        )
        strength = Strength.objects.create(
            organisation=cast.organisation,
            pair=held,
            author=cast.leader("Priya"),
            about=cast.leader("Helen"),
            text="When the roof leaked, I saw you stay calm.",
        )
        target, try_out = tried(cast, running)
        feedback = feedback_of(cast, target)
        choosing = choose(cast, 2, dt.date(2027, 4, 1))
        pair = pair_up(choosing, cast, "Siobhan", "Vikram")
        proposal = Proposal.objects.create(
            organisation=cast.organisation,
            cycle=choosing,
            proposer=cast.leader("Idris"),
            addressee=cast.leader("Priya"),
        )
        suggestion = suggest(choosing, cast, "Priya", "Amara")
        one, other = sorted((cast.leader("Helen"), cast.leader("Amara")), key=lambda leader: leader.pk)
        kept_apart = KeptApart.objects.create(
            organisation=cast.organisation, team=cast.team, one=one, other=other
        )
        signal = HelpSignal.objects.create(
            organisation=cast.organisation, cycle=choosing, leader=cast.leader("Idris")
        )
        draft = RosterDraft.objects.create(
            organisation=cast.organisation, team=cast.team, created_by=cast.facilitator, table={}
        )
        invitation = Invitation.objects.create(
            organisation=cast.organisation,
            email="new@northmere.example",
            role=Role.SPONSOR,
            expires_at=now + dt.timedelta(days=14),
        )
        HousePage.objects.create(
            organisation=cast.organisation, team=cast.team, title="In our house", text="Ask Joanna."
        )
        claim, lesson = awayday_of(cast, running, choosing)
    return {
        "organisation": cast.organisation.slug,
        "team": cast.team.slug,
        "number": 2,
        "leader_id": cast.leader("Amara").pk,
        "function_id": cast.functions["FIN"].pk,
        "draft_id": draft.pk,
        "invitation_id": invitation.pk,
        "person_id": cast.sponsor.pk,
        "role": "sponsor",
        "session_id": session.pk,
        "strength_id": strength.pk,
        "target_id": target.pk,
        "try_out_id": try_out.pk,
        "proposal_id": proposal.pk,
        "suggestion_id": suggestion.pk,
        "pair_id": pair.pk,
        "kept_apart_id": kept_apart.pk,
        "signal_id": signal.pk,
        "claim_id": claim.pk,
        "lesson_id": lesson.pk,
        "page": "month-1",
        **feedback,
    }


def make_world() -> World:
    here, there = make_northmere(), make_northmere("southmere")
    ours, theirs = objects_of(here), objects_of(there)
    with scope(organisation=here.organisation.pk):
        other_team = create_team(organisation=here.organisation, name="Pilot", by=None)
        elsewhere = make_person("Otto Lindqvist")
        Leader.objects.create(
            organisation=here.organisation,
            team=other_team,
            person=elsewhere,
            name="Otto Lindqvist",
            sort_name="Lindqvist Otto",
            function=Function.objects.get(code="FIN"),
        )
        left = make_person("Lena Gone")
        Leader.objects.create(
            organisation=here.organisation,
            team=here.team,
            person=left,
            name="Lena Gone",
            sort_name="Gone Lena",
            left_on=dt.date(2026, 11, 1),
        )
    people = {
        ADMINISTRATOR: here.administrator,
        FACILITATOR: here.facilitator,
        SPONSOR: make_person("Sol Sponsor"),
        LEADER: here.person("Priya"),
        "leader of another team": elsewhere,
        "leaver": left,
        "facilitator elsewhere": there.facilitator,
        "leader elsewhere": there.person("Helen"),
        "nobody": make_person("Nobody Inparticular"),
    }
    with scope(organisation=here.organisation.pk):
        grant_role(organisation=here.organisation, person=people[SPONSOR], role=Role.SPONSOR, by=None)
    return World(here, there, ours, theirs, people)
