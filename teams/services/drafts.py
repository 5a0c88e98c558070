"""Drafts: rosters that somebody uploaded or pasted and is still looking at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from teams.audit import record
from teams.models import Person, RosterDraft, Team
from teams.rules.roster import (
    ColumnMapping,
    Correction,
    RosterError,
    RosterPlan,
    Table,
    corrections_from_json,
    corrections_to_json,
    recognise_columns,
)
from teams.rules.selection import Selection, fingerprint
from teams.services.rosters import Imported, carry_out, hold_for_import, plan_for

KEPT_FOR = dt.timedelta(days=7)
CHANGED_SINCE = (
    "The roster has changed since you opened this page. Nothing was added; here is what would happen now."
)


class DraftFinished(DomainError):
    """Everything of the draft was added before."""


class DraftChanged(DomainError):
    """What would happen is no longer what the person saw."""


@dataclass(frozen=True)
class ReadDraft:
    """A draft's table, which column is which, and what would happen.

    ``plan`` is None while no column with names is known; ``problem`` says so.
    """

    table: Table
    mapping: ColumnMapping
    corrections: dict[int, Correction]
    plan: RosterPlan | None
    problem: str = ""


def read_draft(draft: RosterDraft, *, team: Team) -> ReadDraft:
    """Plan a draft against the roster as it is now."""
    table = Table.from_json(draft.table)
    corrections = corrections_from_json(draft.corrections)
    try:
        mapping = recognise_columns(table, draft.columns)
        plan = plan_for(team=team, table=table, mapping=mapping, corrections=corrections)
    except RosterError as refusal:
        return ReadDraft(table, recognise_columns(table), corrections, None, str(refusal))
    return ReadDraft(table, mapping, corrections, plan)


@transaction.atomic
def make_draft(*, team: Team, table: Table, filename: str, replaces: UUID | None, by: Person) -> RosterDraft:
    """Keep a table to look at; one that it replaces is deleted, and its columns by hand are used again."""
    earlier = RosterDraft.objects.filter(team=team, pk=replaces).first() if replaces else None
    columns: dict[str, Any] = {}
    if earlier is not None:
        if set(earlier.columns.values()) <= {*table.header, ""}:
            columns = earlier.columns
        earlier.delete()
    return RosterDraft.objects.create(
        organisation_id=team.organisation_id,
        team=team,
        created_by=by,
        filename=filename[:255],
        table=table.to_json(),
        columns=columns,
    )


@transaction.atomic
def choose_columns(*, draft: RosterDraft, columns: Mapping[str, str]) -> None:
    """Say which column is which: field → heading, blank for none. RosterError for what is not there."""
    draft = _held(draft)
    recognise_columns(Table.from_json(draft.table), columns)
    draft.columns = dict(columns)
    draft.save(update_fields=["columns", "changed_at"])


@transaction.atomic
def correct_row(*, draft: RosterDraft, number: int, **told: Any) -> None:
    """Put one row right: fields of ``Correction``. What was put right before stays unless told otherwise."""
    draft = _held(draft)
    corrections = corrections_from_json(draft.corrections)
    corrections[number] = replace(corrections.get(number, Correction()), **told)
    draft.corrections = corrections_to_json(corrections)
    draft.save(update_fields=["corrections", "changed_at"])


@transaction.atomic
def forget_corrections(*, draft: RosterDraft, number: int) -> None:
    """Take one row as the file has it again."""
    draft = _held(draft)
    draft.corrections = {row: kept for row, kept in draft.corrections.items() if row != str(number)}
    draft.save(update_fields=["corrections", "changed_at"])


@transaction.atomic
def add_draft(
    *, draft: RosterDraft, everything: bool, left: Collection[UUID], seen: str, by: Person
) -> tuple[Imported, int]:
    """Add what was shown; returns what was done and how many rows with a question stay in the draft.

    ``seen`` is the fingerprint of the plan that the person looked at. DraftFinished when it was all added
    before, DraftChanged when the same would do something else by now; nothing is written then.
    """
    team = draft.team
    hold_for_import(team)
    draft = _held(draft)
    plan = read_draft(draft, team=team).plan
    if plan is None or fingerprint(plan) != seen:
        raise DraftChanged(CHANGED_SINCE)
    selection = Selection(plan, everything)
    unknown = set(left) - {UUID(leader.id) for leader in plan.leavers}
    if unknown:
        raise DraftChanged(CHANGED_SINCE)
    imported = carry_out(team=team, selection=selection, left=left, by=by)
    waiting = 0 if everything else len(plan.rows_to_look_at)
    if not waiting:
        _empty(draft)
    return imported, waiting


@transaction.atomic
def discard_draft(*, draft: RosterDraft, by: Person) -> None:
    """Delete a draft and with it all that was in the file."""
    draft.delete()
    record("roster draft discarded", organisation_id=draft.organisation_id, by=by, team=draft.team)


@transaction.atomic
def delete_old_drafts(*, organisation_id: UUID, at: dt.datetime | None = None) -> int:
    """Delete the organisation's drafts that are older than a week; returns how many."""
    before = (at or timezone.now()) - KEPT_FOR
    old = RosterDraft.objects.filter(organisation=organisation_id, created_at__lt=before)
    deleted, _by_model = old.delete()
    return deleted


def _held(draft: RosterDraft) -> RosterDraft:
    """The draft as it is now, held until the transaction ends. DraftFinished when all was added."""
    found = RosterDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None or found.is_finished:
        raise DraftFinished("These leaders have been added already.")
    return found


def _empty(draft: RosterDraft) -> None:
    draft.filename, draft.table, draft.columns, draft.corrections = "", {}, {}, {}
    draft.save(update_fields=["filename", "table", "columns", "corrections", "changed_at"])
