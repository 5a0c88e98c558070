"""A draft of a roster as its page shows it: figures, rows with what will happen, functions with colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from coachingpairs.components.templatetags.components import in_words
from teams.models import Function, Team
from teams.rules.colours import next_colours
from teams.rules.roster import (
    Change,
    ExistingLeader,
    PlannedPerson,
    PlannedRow,
    Question,
    RosterPlan,
    read_name,
)
from teams.rules.roster.text import clean_text
from teams.rules.selection import Selection, fingerprint
from teams.services.drafts import ReadDraft

FIELD_NAMES = {
    "name": "Name",
    "email": "Email",
    "title": "Job title",
    "function": "Function",
    "manager": "Line manager",
    "external_id": "Id",
}


@dataclass(frozen=True)
class Coloured:
    """A function, there already or to be created, with all that its token needs."""

    name: str
    code: str
    colour: int
    people: int = 0


@dataclass(frozen=True)
class ShownRow:
    """One row: ``says`` is the verdict in words, with a tone (calm, heed, stop or none) and an icon."""

    row: PlannedRow
    person: PlannedPerson | None
    function: Coloured | None
    manager: str
    says: str
    tone: str
    icon: str
    given_function: str = ""
    is_left_out_by_hand: bool = False
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.row.questions

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.row.given_name

    @property
    def asks_function(self) -> Question | None:
        return next((one for one in self.questions if one.kind == "function_new"), None)


@dataclass(frozen=True)
class Figure:
    number: int
    words: str


@dataclass
class DraftPage:
    """All that the page of a draft needs once it is known which column holds the names."""

    team: Team
    read: ReadDraft
    plan: RosterPlan

    @cached_property
    def ready(self) -> Selection:
        return Selection(self.plan)

    @cached_property
    def everything(self) -> Selection:
        return Selection(self.plan, everything=True)

    @cached_property
    def seen(self) -> str:
        return fingerprint(self.plan)

    @cached_property
    def functions(self) -> dict[str, Coloured]:
        """By name without case; those to be created have the next free colours, as they will get them."""
        known = list(Function.objects.filter(organisation=self.team.organisation_id))
        found = {one.name.casefold(): Coloured(one.name, one.code, one.colour) for one in known}
        new = self.plan.new_functions
        colours = next_colours((one.colour for one in known), len(new))
        for one, colour in zip(new, colours, strict=True):
            found[one.name.casefold()] = Coloured(one.name, one.code, colour, one.people)
        return found

    @property
    def new_functions(self) -> list[Coloured]:
        return [self.functions[one.name.casefold()] for one in self.plan.new_functions]

    @property
    def to_look_at(self) -> tuple[PlannedRow, ...]:
        return self.plan.rows_to_look_at

    @property
    def already_there(self) -> int:
        return len(self.plan.people_who("unchanged"))

    @property
    def figures(self) -> list[Figure]:
        """What is ready, asked, lacking and new; what is updated and left out where there is any."""
        told = [
            (len(self.ready.added), "leader ready to add", "leaders ready to add", True),
            (len(self.ready.updated), "leader to update", "leaders to update", False),
            (len(self.ready.asked), "row with a question for you", "rows with a question for you", True),
            (len(self.ready.lacking), "row with something missing", "rows with something missing", True),
            (len(self.plan.new_functions), "function to be created", "functions to be created", True),
            (len(self.ready.left_out), "row left out", "rows left out", False),
        ]
        return [
            Figure(number, one if number == 1 else more)
            for number, one, more, always in told
            if number or always
        ]

    @property
    def leavers(self) -> list[ExistingLeader]:
        return sorted(self.plan.leavers, key=lambda leader: read_name(leader.name).sort.casefold())

    @property
    def add_words(self) -> str:
        """What the button does to those without a question; blank where there is nobody."""
        return _button(self.ready)

    @property
    def add_all_words(self) -> str:
        """The same for everybody, rows with a question as they stand; blank where that is no difference."""
        if not self.to_look_at:
            return ""
        every = self.everything
        if every.added and not every.updated:
            return (
                f"Add all {len(every.added)} as they stand"
                if len(every.added) > 1
                else "Add one as it stands"
            )
        return f"{_button(every)}, as they stand"

    @property
    def save_hint(self) -> str:
        held = len(self.to_look_at)
        if self.add_words and held:
            others = "other row stays" if held == 1 else f"other {in_words(held)} stay"
            return f"The {others} here until you have looked at {'it' if held == 1 else 'them'}."
        if held:
            return "As they stand: each becomes what its row says."
        if self.add_words:
            return "Nobody is written to. You invite people afterwards, from the roster."
        there = "Everybody in this file is on the roster already."
        return f"{there} Those you tick are recorded as having left." if self.plan.leavers else there

    def functions_for(self, row: PlannedRow) -> list[str]:
        """The functions somebody can be put in: there already, in the file, or as their own row has it."""
        named = {key: function.name for key, function in self.functions.items()}
        given = self.given(row.number, "function")
        if given:
            named.setdefault(given.casefold(), given)
        return sorted(named.values(), key=str.casefold)

    def given(self, number: int, field: str) -> str:
        """What the file says in one cell, blank where it has no such column."""
        at = getattr(self.read.mapping, field)
        return "" if at is None else clean_text(self._cells[number][at])

    @cached_property
    def _cells(self) -> dict[int, tuple[str, ...]]:
        return {row.number: row.cells for row in self.read.table.rows}

    def rows(self, only: str) -> Sequence[PlannedRow]:
        """The rows to page through: all, those with a question, or those left out."""
        if only == "questions":
            return self.to_look_at
        return self.ready.left_out if only == "left-out" else self.plan.rows

    def shown(self, rows: Iterable[PlannedRow]) -> list[ShownRow]:
        return [self._shown(row) for row in rows]

    def _shown(self, row: PlannedRow) -> ShownRow:
        person = self.plan.person(row)
        says, tone, icon = self._verdict(row, person)
        told = self.read.corrections.get(row.number)
        return ShownRow(
            row=row,
            person=person,
            function=self.functions.get(person.function.casefold()) if person and person.function else None,
            manager=_manager(row, person),
            says=says,
            tone=tone,
            icon=icon,
            given_function=self.given(row.number, "function"),
            is_left_out_by_hand=bool(told and told.include is False),
            notes=row.notes,
            changes=tuple(map(_said, person.changes)) if person and row.outcome == "update" else (),
        )

    def _verdict(self, row: PlannedRow, person: PlannedPerson | None) -> tuple[str, str, str]:
        if person is None:
            return row.reason, "", "rest"
        if row.questions:
            return "", row.severity or "heed", row.severity or "heed"
        if row.outcome == "joined":
            return f"One leader with row {person.row}.", "calm", "done"
        if self.ready.waits(person) and person.manager:
            return f"On the roster. The line manager follows with row {person.manager.row}.", "", "clock"
        return _OUTCOMES[row.outcome], "calm", "done"


_OUTCOMES = {
    "add": "Will be added",
    "update": "Will be updated",
    "unchanged": "On the roster already",
}


def _button(selection: Selection) -> str:
    added, updated = len(selection.added), len(selection.updated)
    if added:
        add = f"Add {added} leader{'' if added == 1 else 's'}"
        return f"{add}, update {updated}" if updated else add
    return f"Update {updated} leader{'' if updated == 1 else 's'}" if updated else ""


def _manager(row: PlannedRow, person: PlannedPerson | None) -> str:
    """Who it will be; where nobody is found, what the file says, so that one sees what the question means."""
    if person is not None and person.manager is not None:
        return person.manager.name
    if any(question.field == "manager" for question in row.questions):
        return row.given_manager
    return ""


def _said(change: Change) -> str:
    if change.field == "active":
        return "Back on the roster"
    return f"{FIELD_NAMES[change.field]}: {change.old or 'none'} → {change.new or 'none'}"
