"""`manage.py import_roster FILE --organisation SLUG --team SLUG`: what the pages do, from a file at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import Team
from teams.rules.roster import (
    FIELDS,
    MAX_BYTES,
    RosterError,
    RosterPlan,
    Table,
    read_table,
    recognise_columns,
)
from teams.services import rosters
from teams.services.rosters import Imported


class Command(BaseCommand):
    help = "Bring a team's roster up to date from a CSV or XLSX file. Nobody is written to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, up to 5 MB")
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument(
            "--column",
            nargs="+",
            action="extend",
            default=[],
            metavar='FIELD="Heading"',
            help=f"which column is which, where it is not recognised; fields: {', '.join(FIELDS)}",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        columns = _columns(options["column"])
        file: Path = options["file"]
        data = _read(file)
        with scope(organisation=_organisation(options["organisation"])):
            team = _team(options["team"])
            try:
                table = read_table(data, file.name, columns.values())
                plan, imported = _import(team, table, columns, dry_run=options["dry_run"])
            except (RosterError, DomainError) as refusal:
                raise CommandError(str(refusal)) from refusal
        summary = plan.summary() | {"dry_run": options["dry_run"]}
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_said(summary, imported))


def _import(
    team: Team, table: Table, columns: dict[str, str], *, dry_run: bool
) -> tuple[RosterPlan, Imported | None]:
    mapping = recognise_columns(table, columns)
    if dry_run:
        return rosters.plan_for(team=team, table=table, mapping=mapping), None
    with transaction.atomic():
        return rosters.import_table(team=team, table=table, mapping=mapping, by=None)


def _columns(told: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for one in told:
        field, equals, heading = one.partition("=")
        if not equals:
            raise CommandError(f"“{one}” does not say which column: write it as function=Unit.")
        columns[field] = heading
    return columns


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError as missing:
        raise CommandError(f"There is no file {file}.") from missing
    except OSError as refusal:
        raise CommandError(f"{file} cannot be read: {refusal.strerror}.") from refusal


def _organisation(slug: str) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_by_slug(%s)", [slug])
        found: UUID | None = cursor.fetchone()[0]
    if found is None:
        raise CommandError(f"There is no organisation “{slug}”. `manage.py create_organisation` makes one.")
    return found


def _team(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is not None:
        return team
    there = ", ".join(Team.objects.order_by("slug").values_list("slug", flat=True))
    raise CommandError(
        f"There is no team “{slug}” here. The teams are: {there}."
        if there
        else f"There is no team “{slug}” here: the organisation has none yet. Make one on its page."
    )


def _said(summary: dict[str, Any], imported: Imported | None) -> str:
    done = "added" if imported else "to add"
    changed = "updated" if imported else "to update"
    lines = [
        f"{_counted(summary['people'], 'person', 'people')} in "
        f"{_counted(len(summary['functions']), 'function', 'functions')}: "
        f"{summary['added']} {done}, {summary['updated']} {changed}, {summary['unchanged']} as they were.",
        f"Line managers found for {summary['managers_resolved']}.",
        *(f"Row {one['row']} was left out: {one['reason']}" for one in summary["skipped"]),
        *(f"Row {one['row']}: {one['reason']}" for one in summary["questions"]),
        *(f"Not in the file, and still on the roster: {name}." for name in summary["leavers"]),
        *summary["notes"],
    ]
    if imported is None:
        lines.append("Nothing was changed: this was a dry run.")
    return "\n".join(lines)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
