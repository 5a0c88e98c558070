"""Importing a roster: what a table would change, and carrying it out."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError, said_as
from teams.audit import record
from teams.leaving import follow_leaving, hold_what_follows
from teams.models import Function, Leader, Organisation, Person, Team
from teams.rules.colours import next_colours
from teams.rules.roster import (
    ColumnMapping,
    Corrections,
    ExistingFunction,
    ExistingLeader,
    PlannedPerson,
    RosterPlan,
    Table,
    plan_roster,
)
from teams.rules.selection import Selection, without_circles
from teams.services import functions
from teams.services.leaders import hold_leaders, hold_roster, lines_of, move_reports, revoke_open_invitations

TAKEN_OVER = ("name", "sort_name", "email", "title", "external_id")
WRITTEN = (*TAKEN_OVER, "function", "manager", "left_on")


@dataclass(frozen=True)
class Imported:
    """How many leaders and functions an import added, changed or recorded as having left."""

    added: int
    updated: int
    left: int
    functions: int


def existing_leaders(team: Team) -> list[ExistingLeader]:
    """Everybody who is or was on the roster, as the rules want them; one query."""
    leaders = Leader.objects.filter(team=team).select_related("function").order_by("pk")
    return [
        ExistingLeader(
            id=str(leader.pk),
            name=leader.name,
            email=leader.email,
            title=leader.title,
            function=leader.function.name if leader.function else "",
            manager_id=str(leader.manager_id) if leader.manager_id else None,
            external_id=leader.external_id,
            active=leader.is_active,
        )
        for leader in leaders
    ]


def existing_functions(team: Team) -> list[ExistingFunction]:
    """The organisation's functions, which all its teams share; one query."""
    rows = Function.objects.filter(organisation=team.organisation_id).values_list("name", "code")
    return [ExistingFunction(name, code) for name, code in rows]


def plan_for(
    *, team: Team, table: Table, mapping: ColumnMapping, corrections: Corrections | None = None
) -> RosterPlan:
    """What the table would change on this roster as it is now. RosterError when no column holds names."""
    return plan_roster(table, mapping, existing_leaders(team), existing_functions(team), corrections)


@transaction.atomic
def import_table(
    *, team: Team, table: Table, mapping: ColumnMapping, by: Person | None
) -> tuple[RosterPlan, Imported]:
    """Plan a table and add everybody in it, rows with a question as they would become if left alone."""
    hold_for_import(team)
    plan = plan_for(team=team, table=table, mapping=mapping)
    return plan, carry_out(team=team, selection=Selection(plan, everything=True), left=(), by=by)


def hold_for_import(team: Team) -> None:
    """Let nobody else change this roster or the organisation's functions until the transaction ends."""
    functions.hold_functions(Organisation(pk=team.organisation_id))
    hold_roster(team)


@transaction.atomic
def carry_out(*, team: Team, selection: Selection, left: Collection[UUID], by: Person | None) -> Imported:
    """Write a selection, and record that the leaders ``left`` have left; all or nothing.

    The caller holds the roster and has made the plan since. The number of queries does not depend on the
    number of rows.
    """
    changed = {UUID(person.leader_id) for person in selection.updated if person.leader_id}
    if left:
        hold_what_follows(team)
    hold_leaders(changed | set(left))
    made = _create_functions(team, selection)
    written = _write(team, selection)
    gone = _record_leavers(team, left)
    imported = Imported(len(selection.added), len(selection.updated), gone, made)
    if written or gone:
        record(
            "roster imported",
            organisation_id=team.organisation_id,
            by=by,
            team=team,
            added=imported.added,
            updated=imported.updated,
            left=gone,
            functions=made,
        )
    return imported


def _create_functions(team: Team, selection: Selection) -> int:
    names = selection.functions
    if not names:
        return 0
    codes = {function.name: function.code for function in selection.plan.new_functions}
    taken = Function.objects.filter(organisation=team.organisation_id).values_list("colour", flat=True)
    new = [
        Function(organisation_id=team.organisation_id, name=name, code=codes[name], colour=colour)
        for name, colour in zip(names, next_colours(taken, len(names)), strict=True)
    ]
    with said_as(functions.SENTENCES):
        Function.objects.bulk_create(new)
    return len(new)


def _write(team: Team, selection: Selection) -> int:
    """Insert those added and overwrite those updated, in one statement."""
    leaders = _leaders(team, selection)
    if not leaders:
        return 0
    Leader.objects.bulk_create(
        leaders, update_conflicts=True, unique_fields=["id"], update_fields=list(WRITTEN)
    )
    readdressed = [
        UUID(person.leader_id)
        for person in selection.updated
        if person.leader_id and any(change.field == "email" for change in person.changes)
    ]
    if readdressed:
        revoke_open_invitations(readdressed)
    return len(leaders)


def _leaders(team: Team, selection: Selection) -> list[Leader]:
    """The rows to write, by their ids."""
    people = [*selection.added, *selection.updated]
    if not people:
        return []
    ids = {person.row: UUID(person.leader_id) for person in selection.plan.people if person.leader_id}
    ids |= {person.row: uuid.uuid4() for person in selection.added}
    found = Function.objects.filter(organisation=team.organisation_id)
    by_name = {function.name.casefold(): function for function in found}
    managers = _managers(team, people, ids)
    leaders = [
        Leader(
            id=ids[person.row],
            organisation_id=team.organisation_id,
            team=team,
            function=by_name[person.function.casefold()] if person.function else None,
            manager_id=managers[ids[person.row]],
            **{field: getattr(person, field) for field in TAKEN_OVER},
        )
        for person in people
    ]
    return sorted(leaders, key=lambda leader: leader.pk)


def _managers(
    team: Team, people: Iterable[PlannedPerson], ids: Mapping[int, UUID]
) -> dict[UUID, UUID | None]:
    """Everybody's line manager as it will be. A manager who is held back changes nothing yet."""
    before, _active = lines_of(team)
    after = dict(before)
    for person in people:
        own, link = ids[person.row], person.manager
        if link is None:
            after[own] = None
        elif link.row is None:
            after[own] = UUID(link.leader_id) if link.leader_id else None
        else:
            after[own] = ids.get(link.row, before.get(own))
    return without_circles(before, after)


def _record_leavers(team: Team, left: Collection[UUID]) -> int:
    if not left:
        return 0
    today = timezone.now().astimezone(team.organisation.zone).date()
    gone = list(Leader.objects.active().filter(team=team, pk__in=left).values_list("pk", flat=True))
    if len(gone) != len(set(left)):
        raise DomainError("Somebody you ticked is not on the roster any more. Look again before you go on.")
    Leader.objects.filter(pk__in=gone).update(left_on=today)
    move_reports(gone, team=team)
    revoke_open_invitations(gone)
    follow_leaving(team, gone)
    return len(gone)
