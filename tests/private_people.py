"""What is to stand in addresses of the team of tests/private_world.py, and everybody who asks for them."""

from __future__ import annotations

from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget, Lesson, Pair, Session, Strength, TryOut
from feedback.models import Answer, AskedTarget, Asking, Request
from teams.models import Leader, Person, RosterDraft
from teams.services.organisations import create_team
from tests.cast import Northmere, make_person
from tests.cycles.hands import as_


def values_of(cast: Northmere) -> dict[str, list[Any]]:
    """Of what only some may see, all there is, whoever sees it."""
    found: dict[str, list[Any]] = {
        "organisation": [cast.organisation.slug],
        "team": [cast.team.slug],
        "number": [1, 2, 3],
        "page": ["month-1"],
        "leader_id": [leader.pk for leader in cast.leaders.values()],
        "function_id": [cast.functions["FIN"].pk],
    }
    everything = {
        "session_id": Session,
        "strength_id": Strength,
        "target_id": GrowthTarget,
        "try_out_id": TryOut,
        "lesson_id": Lesson,
        "pair_id": Pair,
        "asking_id": Asking,
        "asked_id": AskedTarget,
        "request_id": Request,
        "answer_id": Answer,
    }
    for argument, model in everything.items():
        ids = set()
        for name in ("Helen", "Priya", "Joanna", "Amara", "Vikram", "Idris"):
            with as_(cast, name):
                ids |= set(model._default_manager.values_list("pk", flat=True))
        found[argument] = sorted(ids)
    with scope(organisation=cast.organisation.pk):
        draft = RosterDraft.objects.create(
            organisation=cast.organisation, team=cast.team, created_by=cast.facilitator, table={}
        )
    found["draft_id"] = [draft.pk]
    return found


def readers_of(cast: Northmere, elsewhere: Northmere) -> dict[str, Person | None]:
    """Maggie is the sponsor and takes part."""
    otto = make_person("Otto Lindqvist")
    with scope(organisation=cast.organisation.pk):
        Leader.objects.create(
            organisation=cast.organisation,
            team=create_team(organisation=cast.organisation, name="Pilot", by=None),
            person=otto,
            name="Otto Lindqvist",
            sort_name="Lindqvist Otto",
            function=cast.functions["FIN"],
        )
    return {
        **{name: cast.person(name) for name in ("Helen", "Priya", "Joanna", "Amara", "Vikram", "Idris")},
        "facilitator": cast.facilitator,
        "sponsor": cast.sponsor,
        "administrator": cast.administrator,
        "leader of another team": otto,
        "facilitator elsewhere": elsewhere.facilitator,
        "leader elsewhere": elsewhere.person("Helen"),
        "somebody without a place": make_person("Nobody Inparticular"),
        "nobody": None,
    }
