"""Short ways to plan a roster written in a test, and to save it as the application would."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from teams.rules.roster import (
    Correction,
    ExistingFunction,
    ExistingLeader,
    ManagerLink,
    PlannedPerson,
    PlannedRow,
    RosterPlan,
    plan_roster,
    read_pasted,
    recognise_columns,
)


def plan(
    text: str,
    existing: Sequence[ExistingLeader] = (),
    functions: Sequence[ExistingFunction] = (),
    corrections: Mapping[int, Correction] | None = None,
    columns: Mapping[str, str] | None = None,
) -> RosterPlan:
    table = read_pasted(text, (columns or {}).values())
    return plan_roster(table, recognise_columns(table, columns), existing, functions, corrections)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def row(plan: RosterPlan, number: int) -> PlannedRow:
    return next(row for row in plan.rows if row.number == number)


def person(plan: RosterPlan, name: str) -> PlannedPerson:
    return next(person for person in plan.people if person.name == name)


def asked(plan: RosterPlan, number: int) -> list[str]:
    """The kinds of the questions about a row."""
    return [question.kind for question in row(plan, number).questions]


def manager_names(plan: RosterPlan) -> dict[str, str | None]:
    return {person.name: person.manager.name if person.manager else None for person in plan.people}


def as_existing(plan: RosterPlan, before: Sequence[ExistingLeader] = ()) -> list[ExistingLeader]:
    """The roster after the plan was carried out and nobody was said to have left."""
    ids = {person.row: person.leader_id or f"new-{len(before)}-{person.row}" for person in plan.people}

    def manager(link: ManagerLink | None) -> str | None:
        if link is None:
            return None
        return link.leader_id if link.row is None else ids[link.row]

    after = [
        ExistingLeader(
            id=ids[person.row],
            name=person.name,
            email=person.email,
            title=person.title,
            function=person.function,
            manager_id=manager(person.manager),
            external_id=person.external_id,
        )
        for person in plan.people
    ]
    touched = set(ids.values())
    return after + [leader for leader in before if leader.id not in touched]


def created(plan: RosterPlan) -> list[ExistingFunction]:
    return [ExistingFunction(function.name, function.code) for function in plan.new_functions]
