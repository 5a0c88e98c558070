"""Every address × everybody: who gets in, who is told no, and for whom there is nothing there.

The table below is written by hand on purpose. An address that is not in it fails the suite, and so does one
whose view declares something else than the table says.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, Participant, Session
from cycles.rules.months import last_day_of_cycle
from pairing.models import KeptApart, Proposal, SuggestedLeader, Suggestion
from teams.models import Function, Invitation, Leader, Person, Role, RosterDraft
from teams.services.organisations import create_team
from tests.cast import Northmere, make_northmere, make_person

OPEN = "open"
OWN = "own"
ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER = "administrator", "facilitator", "sponsor", "leader"
ANYONE = {ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER}
PEOPLE = {ADMINISTRATOR, FACILITATOR}
SETS_UP = {FACILITATOR, SPONSOR}
ROLES = {ADMINISTRATOR, FACILITATOR, SPONSOR}

WHO: dict[str, str | set[str]] = {
    "home": OWN,
    "places": OWN,
    "teams:own_name": OWN,
    "healthz": OPEN,
    "account_login": OPEN,
    "account_confirm_login_code": OPEN,
    "account_logout": OPEN,
    "mail:unsubscribe": OPEN,
    "demo:cast": OPEN,
    "demo:sign_in": OPEN,
    "demo:mailbox": OPEN,
    "demo:message": OPEN,
    "demo:message_html": OPEN,
    "teams:organisation": ANYONE,
    "teams:new_team": SETS_UP | {ADMINISTRATOR},
    "teams:people": ROLES,
    "teams:grant": {ADMINISTRATOR},
    "teams:withdraw": {ADMINISTRATOR},
    "teams:facilitate": {ADMINISTRATOR},
    "teams:invite_role": {ADMINISTRATOR},
    "teams:revoke_invitation": {ADMINISTRATOR},
    "teams:invitation_link": OPEN,
    "teams:invitation": OPEN,
    "teams:invite_leaders": PEOPLE,
    "teams:invite_leader": PEOPLE,
    "teams:roster": ROLES,
    "teams:new_leader": PEOPLE,
    "teams:leader": PEOPLE,
    "teams:leaving": PEOPLE,
    "teams:returning": PEOPLE,
    "teams:function": PEOPLE,
    "teams:delete_function": PEOPLE,
    "teams:roster_import": PEOPLE,
    "teams:roster_draft": PEOPLE,
    "teams:roster_columns": PEOPLE,
    "teams:roster_row": PEOPLE,
    "teams:roster_add": PEOPLE,
    "teams:roster_discard": PEOPLE,
    "cycles:home": ANYONE,
    "cycles:overview": ROLES,
    "cycles:new_cycle": SETS_UP,
    "cycles:edit_cycle": SETS_UP,
    "cycles:pairs": ANYONE,
    "cycles:pairs_pdf": ANYONE,
    "cycles:sessions": {LEADER},
    "cycles:new_session": {LEADER},
    "cycles:session": {LEADER},
    "cycles:delete_session": {LEADER},
    "cycles:restore_session": {LEADER},
    "cycles:delete_cycle": SETS_UP,
    "pairing:choosing": {LEADER},
    "pairing:propose": {LEADER},
    "pairing:accept": {LEADER},
    "pairing:decline": {LEADER},
    "pairing:withdraw": {LEADER},
    "pairing:step_back": {LEADER},
    "pairing:help": {LEADER},
    "pairing:shortlist": {LEADER},
    "pairing:take_suggestion": {LEADER},
    "pairing:leave_suggestion": {LEADER},
    "pairing:ask_to_join": {LEADER},
    "pairing:sit_out": {LEADER},
    "pairing:choose_after_all": {LEADER},
    "pairing:preflight": SETS_UP,
    "pairing:open_choosing": SETS_UP,
    "pairing:room": SETS_UP,
    "pairing:record_pair": SETS_UP,
    "pairing:undo_pair": SETS_UP,
    "pairing:add_participant": SETS_UP,
    "pairing:take_in_third": SETS_UP,
    "pairing:mark_away": SETS_UP,
    "pairing:mark_back": SETS_UP,
    "pairing:mark_resting": SETS_UP,
    "pairing:mark_choosing": SETS_UP,
    "pairing:suggest": SETS_UP,
    "pairing:repeats": SETS_UP,
    "pairing:what_if": SETS_UP,
    "pairing:kept_apart": {FACILITATOR},
    "pairing:lift_kept_apart": {FACILITATOR},
    "pairing:seal": SETS_UP,
    "pairing:board": SETS_UP,
}


def all_patterns(
    resolver: URLResolver | None = None, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, URLPattern, set[str]]]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_patterns(entry, inner, route + str(entry.pattern))
        else:
            yield f"{namespace}{entry.name}", entry, set(entry.pattern.converters)


PATTERNS = {name: (pattern, arguments) for name, pattern, arguments in all_patterns()}
PLACED = sorted(name for name, who in WHO.items() if isinstance(who, set))
OBJECTS = {
    "leader_id",
    "function_id",
    "draft_id",
    "invitation_id",
    "session_id",
    "proposal_id",
    "suggestion_id",
    "pair_id",
    "kept_apart_id",
}
SOMEBODY_ELSES = {"pairing:withdraw"}
"""Of the leader who asks in these tests: the proposal is addressed to her, so there is none to withdraw."""
NAMING_OBJECTS = [name for name in PLACED if name in PATTERNS and PATTERNS[name][1] & OBJECTS]


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
        draft = RosterDraft.objects.create(
            organisation=cast.organisation, team=cast.team, created_by=cast.facilitator, table={}
        )
        invitation = Invitation.objects.create(
            organisation=cast.organisation,
            email="new@northmere.example",
            role=Role.SPONSOR,
            expires_at=now + dt.timedelta(days=14),
        )
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
        "proposal_id": proposal.pk,
        "suggestion_id": suggestion.pk,
        "pair_id": pair.pk,
        "kept_apart_id": kept_apart.pk,
    }


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests of this file, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    return made_world


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
        from teams.services.organisations import grant_role

        grant_role(organisation=here.organisation, person=people[SPONSOR], role=Role.SPONSOR, by=None)
    return World(here, there, ours, theirs, people)


def address(name: str, values: dict[str, Any]) -> str:
    _pattern, arguments = PATTERNS[name]
    return reverse(name, kwargs={argument: values[argument] for argument in arguments})


def answers(person: Person | None, where: str) -> tuple[Any, Any]:
    """What GET and an empty POST answer, each in a browser of its own."""
    client = Client(raise_request_exception=True)
    if person:
        client.force_login(person)
    return client.get(where), client.post(where)


def test_every_address_is_classified() -> None:
    assert set(PATTERNS) == set(WHO)


@pytest.mark.parametrize("name", sorted(WHO))
def test_views_declare_what_the_table_says(name: str) -> None:
    if name.startswith("account_"):
        return  # allauth's own views; tests/teams/test_sign_in.py has them
    access = PATTERNS[name][0].callback.access  # type: ignore[attr-defined]
    who = WHO[name]
    if isinstance(who, set):
        assert access.kind in ("organisation", "team")
        assert access.roles == who
    else:
        assert access.kind == {OPEN: "open", OWN: "person"}[who]


@pytest.mark.parametrize("name", [*PLACED, "home", "places", "teams:own_name"])
def test_people_who_are_not_signed_in_are_sent_to_sign_in(name: str, world: World) -> None:
    for response in answers(None, address(name, world.ours)):
        if response.status_code != 405:
            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PLACED)
def test_roles(name: str, world: World) -> None:
    allowed = WHO[name]
    assert isinstance(allowed, set)
    for role in (ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER):
        got, posted = answers(world.people[role], address(name, world.ours))
        if role in allowed:
            assert got.status_code in (200, 204, 302, 405), (role, got.status_code)
            assert posted.status_code in (200, 204, 302, 303, 405, 409, 422) or (
                name in SOMEBODY_ELSES and posted.status_code == 404
            ), (role, posted.status_code)
        else:
            assert {got.status_code, posted.status_code} <= {403, 405}, role
            assert 403 in (got.status_code, posted.status_code), role


@pytest.mark.parametrize("name", PLACED)
@pytest.mark.parametrize(
    "who", ["leader of another team", "leaver", "facilitator elsewhere", "leader elsewhere", "nobody"]
)
def test_for_strangers_nothing_is_there(name: str, who: str, world: World) -> None:
    where = address(name, world.ours)
    missing = address(name, {**world.ours, "organisation": "nowhere"})
    inside = who == "leader of another team" and "team" not in PATTERNS[name][1]
    person = world.people[who]
    for response, unknown in zip(answers(person, where), answers(person, missing), strict=True):
        if inside:
            assert response.status_code in (200, 302, 403, 405)
            continue
        assert response.status_code in (404, 405)
        if response.status_code == 404:
            assert response.content == unknown.content


@pytest.mark.parametrize("name", NAMING_OBJECTS)
def test_objects_of_another_organisation_are_as_missing_as_missing_ones(name: str, world: World) -> None:
    allowed = WHO[name]
    (argument,) = PATTERNS[name][1] & OBJECTS
    foreign = address(name, {**world.ours, argument: world.theirs[argument]})
    missing = address(name, {**world.ours, argument: uuid.uuid4()})
    for role in allowed:
        person = world.people[role]
        for response, unknown in zip(answers(person, foreign), answers(person, missing), strict=True):
            assert response.status_code in (404, 405), role
            assert response.status_code == unknown.status_code
            if response.status_code == 404:
                assert response.content == unknown.content


@pytest.mark.parametrize("name", PLACED)
def test_no_page_of_one_organisation_names_another(name: str, world: World) -> None:
    for role in WHO[name]:
        for response in answers(world.people[role], address(name, world.ours)):
            assert b"southmere" not in response.content.lower()
