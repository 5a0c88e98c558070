"""What the tests about the roster share: an invented file, and drafts of it."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import openpyxl

from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Function, Leader, RosterDraft, Team
from teams.rules.roster import Table, read_pasted
from teams.rules.selection import fingerprint
from teams.services import drafts
from teams.services.organisations import create_team
from teams.services.rosters import Imported
from tests.cast import Northmere

HEADINGS = ["Name", "Email", "Department", "Job title", "Line manager"]
ROWS = [
    ["Amara Okafor", "amara@pilot.example", "Housing Services", "Director of Housing", "Maggie Thornton"],
    ["Tom Whitfield", "tom.whitfield@pilot.example", "Housing Services", "Head of Lettings", "Amara Okafor"],
    ["Gareth Llewellyn", "tom.whitfield@pilot.example", "Housing Services", "Head of Income", "Amara Okafor"],
    ["Marek Zieliński", "marek@pilot.example", "Finance", "Chief Finance Officer", "Maggie Thornton"],
    ["Vikram Sethi", "vikram@pilot.example", "Finance", "Head of Procurement", "Marek Zieliński"],
    ["Nia Bowen", "nia@pilot.example", "Finance & Procurement", "Financial Controller", "Marek Zieliński"],
    ["Mei-Ling Chan", "mei@pilot.example", "Digital", "Head of Data", "J Clark"],
    ["Chidi Eze", "", "Digital", "Head of Technology", "Mei-Ling Chan"],
    ["Maggie Thornton", "maggie@pilot.example", "Digital", "Chief Executive", ""],
    ["Vacant", "", "Digital", "Head of Cloud", "Maggie Thornton"],
]
"""Ten rows, numbered 2 to 11: four with a question (4, 7, 8, 9), one post without a person (11)."""

FUNCTIONS = ["Operations", "Estates", "Legal", "Marketing", "Research", "Transport"]


def as_csv(rows: list[list[str]] = ROWS, headings: list[str] = HEADINGS, delimiter: str = ";") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in [headings, *rows]).encode()


def as_workbook(rows: list[list[str]] = ROWS, headings: list[str] = HEADINGS) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [headings, *rows]:
        sheet.append(row)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def table(rows: list[list[str]] = ROWS) -> Table:
    return read_pasted(as_csv(rows).decode())


def many(count: int) -> list[list[str]]:
    """Invented leaders in six functions, eight reports to a line manager."""
    return [
        [
            f"Leader{number:05} Invented{number % 97}",
            f"leader{number:05}@many.example",
            FUNCTIONS[number % len(FUNCTIONS)],
            f"Head of number {number}",
            f"leader{number // 8:05}@many.example" if number else "",
        ]
        for number in range(count)
    ]


def pilot_team(cast: Northmere) -> Team:
    """A second team of the organisation, with nobody in it."""
    with scope(organisation=cast.organisation.pk):
        return create_team(organisation=cast.organisation, name="Pilot", by=cast.facilitator)


def base(cast: Northmere, team: Team) -> str:
    return f"/o/{cast.organisation.slug}/t/{team.slug}/roster/"


def draft_of(cast: Northmere, team: Team, rows: list[list[str]] = ROWS) -> RosterDraft:
    with scope(organisation=cast.organisation.pk):
        return drafts.make_draft(
            team=team, table=table(rows), filename="leaders.csv", replaces=None, by=cast.facilitator
        )


def names(cast: Northmere, team: Team) -> list[str]:
    """Active leaders by name."""
    with scope(organisation=cast.organisation.pk):
        return sorted(Leader.objects.active().filter(team=team).values_list("name", flat=True))


def one(cast: Northmere, team: Team, name: str) -> Leader:
    with scope(organisation=cast.organisation.pk):
        return Leader.objects.select_related("function", "manager").get(team=team, name=name)


def manager_of(cast: Northmere, first_name: str) -> str | None:
    """The first name of somebody's line manager."""
    leader = one(cast, cast.team, cast.leader(first_name).name)
    return leader.manager.called if leader.manager else None


def function_names(cast: Northmere) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        return sorted(Function.objects.values_list("name", flat=True))


def audited(cast: Northmere, verb: str) -> list[dict[str, Any]]:
    """Details of the entries with a verb, oldest first."""
    with scope(organisation=cast.organisation.pk):
        return list(AuditEntry.objects.filter(verb=verb).order_by("at").values_list("details", flat=True))


def seen(cast: Northmere, draft: RosterDraft) -> str:
    """The fingerprint of what the page shows now."""
    with scope(organisation=cast.organisation.pk):
        plan = drafts.read_draft(RosterDraft.objects.get(pk=draft.pk), team=draft.team).plan
    assert plan is not None
    return fingerprint(plan)


def add_draft(
    cast: Northmere,
    draft: RosterDraft,
    *,
    everything: bool = False,
    left: frozenset[UUID] = frozenset(),
    mark: str | None = None,
) -> tuple[Imported, int]:
    mark = seen(cast, draft) if mark is None else mark
    with scope(organisation=cast.organisation.pk):
        return drafts.add_draft(draft=draft, everything=everything, left=left, seen=mark, by=cast.facilitator)
