"""From a table to what will become of it: a pure function of table, columns, roster and corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .assembly import Roster, cut_circles, people_of, rows_of
from .codes import suggest_codes
from .columns import ColumnMapping
from .entries import Entry, read_entries
from .errors import RosterError
from .findings import Findings
from .functions import FunctionNames, confirm_functions, function_key, settle_functions
from .holders import settle_held_addresses
from .identity import Member, ask_about_shared_ids, merge_rows
from .mailboxes import ask_about_missing, note_when_nobody_has_one, settle_mailboxes
from .managers import Directory, note_when_none_found, resolve_managers
from .matching import match_leaders
from .model import (
    Corrections,
    ExistingFunction,
    ExistingLeader,
    ManagerLink,
    NewFunction,
    PlannedPerson,
    PlannedRow,
)
from .table import Table


@dataclass(frozen=True)
class RosterPlan:
    """What an import will do. ``rows`` are all rows of the file, ``people`` the leaders they become.

    ``leavers`` are active leaders who are not in the file: proposed to have left, never removed by the plan.
    ``notes`` are sentences on the whole file.
    """

    rows: tuple[PlannedRow, ...]
    people: tuple[PlannedPerson, ...]
    new_functions: tuple[NewFunction, ...]
    leavers: tuple[ExistingLeader, ...]
    notes: tuple[str, ...]

    @property
    def rows_to_look_at(self) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.verdict == "question")

    def people_who(self, outcome: str) -> tuple[PlannedPerson, ...]:
        """Those to ``add``, to ``update`` or ``unchanged``."""
        return tuple(person for person in self.people if person.outcome == outcome)

    def person(self, row: PlannedRow) -> PlannedPerson | None:
        return self._by_key.get(row.person) if row.person is not None else None

    @cached_property
    def _by_key(self) -> dict[int, PlannedPerson]:
        return {person.row: person for person in self.people}

    def functions(self) -> dict[str, int]:
        """How many people each function has, in the order of the file; those without one are not counted."""
        return dict(Counter(person.function for person in self.people if person.function))

    def summary(self) -> dict[str, Any]:
        """For JSON: counts, and ``{"row": number, "reason": text}`` for rows skipped or asked about."""
        return {
            "people": len(self.people),
            "functions": self.functions(),
            "managers_resolved": sum(person.manager is not None for person in self.people),
            "added": len(self.people_who("add")),
            "updated": len(self.people_who("update")),
            "unchanged": len(self.people_who("unchanged")),
            "skipped": [
                {"row": row.number, "reason": row.reason} for row in self.rows if row.verdict == "skip"
            ],
            "questions": [
                {"row": row.number, "reason": f"{question.text} {question.outcome}"}
                for row in self.rows
                for question in row.questions
            ],
            "leavers": [leader.name for leader in self.leavers],
            "new_functions": {function.name: function.code for function in self.new_functions},
            "notes": list(self.notes),
        }


def plan_roster(
    table: Table,
    mapping: ColumnMapping,
    existing: Sequence[ExistingLeader] = (),
    functions: Sequence[ExistingFunction] = (),
    corrections: Corrections | None = None,
) -> RosterPlan:
    """What becomes of every row. The same input gives the same plan; time is linear in the rows.

    ``existing`` are the team's leaders, also those who left; ``functions`` are the organisation's.
    Raises RosterError when no column holds names.
    """
    if not mapping.has_names:
        raise RosterError("No column with names was found. Say which one it is.")
    corrections = corrections or {}
    findings = Findings(row for row, correction in corrections.items() if correction.include)
    entries = read_entries(table, mapping, corrections)
    members = merge_rows((entry for entry in entries if not entry.skip), findings)
    ask_about_shared_ids(members, findings)
    headings = mapping.names(table)
    known = [*(function.name for function in functions), *_functions_of(existing)]
    settled = _settle(members, known, existing, headings.get("email", ""), findings)
    links = _links(entries, members, settled, existing, headings.get("manager", ""), findings)
    roster = Roster({leader.id: leader for leader in existing}, settled.matched)
    people = people_of(members, settled.emails, settled.functions, links, roster, findings)
    left_out = [entry for entry in entries if entry.skip and entry.correction.include is False]
    return RosterPlan(
        rows=tuple(rows_of(entries, people, findings)),
        people=tuple(people),
        new_functions=_new_functions(people, known, functions),
        leavers=_leavers(existing, settled.matched, left_out),
        notes=(*table.notes, *findings.file_notes),
    )


@dataclass(frozen=True)
class _Settled:
    """By row: addresses and functions as they will be, and who is on the roster already."""

    emails: Mapping[int, str]
    functions: Mapping[int, str]
    matched: Mapping[int, ExistingLeader]


def _settle(
    members: Sequence[Member],
    known_functions: Sequence[str],
    existing: Sequence[ExistingLeader],
    email_heading: str,
    findings: Findings,
) -> _Settled:
    names = settle_functions(members, known_functions)
    own = settle_mailboxes(members, findings)
    ask_about_missing(members, findings)
    matched = match_leaders(members, own, names, existing, findings)
    functions = confirm_functions(members, names, matched, findings)
    emails = settle_held_addresses(members, own, matched, existing, findings)
    note_when_nobody_has_one(members, email_heading, findings, emails)
    return _Settled(emails, functions, matched)


def _links(
    entries: Sequence[Entry],
    members: Sequence[Member],
    settled: _Settled,
    existing: Sequence[ExistingLeader],
    manager_heading: str,
    findings: Findings,
) -> dict[int, ManagerLink | None]:
    vacant = [entry for entry in entries if entry.skip and not entry.name.full]
    directory = Directory(members, vacant, settled.emails, settled.matched, existing)
    lines = resolve_managers(members, directory, findings)
    note_when_none_found(members, lines, manager_heading, findings)
    return cut_circles(members, lines, directory, settled.matched, findings)


def _functions_of(existing: Sequence[ExistingLeader]) -> list[str]:
    return list(dict.fromkeys(leader.function for leader in existing if leader.function))


def _new_functions(
    people: Sequence[PlannedPerson], known: Sequence[str], functions: Sequence[ExistingFunction]
) -> tuple[NewFunction, ...]:
    keys = {function_key(name) for name in known}
    counted = Counter(person.function for person in people if person.function)
    new = {name: count for name, count in counted.items() if function_key(name) not in keys}
    codes = suggest_codes(new, (function.code for function in functions))
    return tuple(NewFunction(name, codes[name], count) for name, count in new.items())


def _leavers(
    existing: Sequence[ExistingLeader], matched: Mapping[int, ExistingLeader], left_out: Sequence[Entry]
) -> tuple[ExistingLeader, ...]:
    """Active leaders whom no row names; a row left out by hand still says that its person is there."""
    found = {leader.id for leader in matched.values()}
    missing = [leader for leader in existing if leader.active and leader.id not in found]
    quiet = Findings(())
    named = [Member((entry,)) for entry in left_out if entry.name.full]
    emails = {member.row: member.email for member in named}
    functions = FunctionNames({member.row: member.function for member in named}, {})
    present = {leader.id for leader in match_leaders(named, emails, functions, missing, quiet).values()}
    return tuple(leader for leader in missing if leader.id not in present)
