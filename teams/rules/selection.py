"""Which part of a roster plan is carried out, and what of it can wait for an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from teams.rules.roster import PlannedPerson, PlannedRow, RosterPlan
from teams.rules.roster.cycles import circles

Key = TypeVar("Key")


@dataclass(frozen=True)
class Selection:
    """The people of a plan whom an import adds or updates.

    Without ``everything`` those with an open question are held back. ``added`` and ``updated`` say who is
    left; people of the plan already as they should be are in neither.
    """

    plan: RosterPlan
    everything: bool = False

    @cached_property
    def held(self) -> frozenset[int]:
        """Keys of the people with a question on one of their rows."""
        if self.everything:
            return frozenset()
        return frozenset(row.person for row in self.plan.rows_to_look_at if row.person is not None)

    @cached_property
    def missing(self) -> frozenset[int]:
        """Keys of those held back who are not on the roster yet: nobody can report to them so far."""
        return frozenset(person.row for person in self.plan.people_who("add") if person.row in self.held)

    @cached_property
    def added(self) -> tuple[PlannedPerson, ...]:
        return tuple(person for person in self.plan.people_who("add") if person.row not in self.held)

    @cached_property
    def updated(self) -> tuple[PlannedPerson, ...]:
        return tuple(
            person
            for person in self.plan.people_who("update")
            if person.row not in self.held and not self.waits(person)
        )

    def waits(self, person: PlannedPerson) -> bool:
        """Whether all that changes for an existing leader is a line manager who is held back."""
        link = person.manager
        only_manager = {change.field for change in person.changes} == {"manager"}
        return only_manager and link is not None and link.row in self.missing

    @property
    def functions(self) -> list[str]:
        """Names of new functions that those added or updated are in, in the order of the plan."""
        wanted = {person.function for person in (*self.added, *self.updated)}
        return [function.name for function in self.plan.new_functions if function.name in wanted]

    @cached_property
    def asked(self) -> tuple[PlannedRow, ...]:
        """Rows with a question for somebody."""
        return tuple(row for row in self.plan.rows if row.severity == "heed")

    @cached_property
    def lacking(self) -> tuple[PlannedRow, ...]:
        """Rows where something is missing or cannot be right."""
        return tuple(row for row in self.plan.rows if row.severity == "stop")

    @cached_property
    def left_out(self) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.plan.rows if row.verdict == "skip")


def fingerprint(plan: RosterPlan) -> str:
    """A short mark of what a plan would do: two plans that do the same have the same one."""
    does = (
        plan.people,
        [(row.number, row.verdict, row.outcome) for row in plan.rows],
        plan.new_functions,
        [leader.id for leader in plan.leavers],
    )
    return hashlib.sha256(repr(does).encode()).hexdigest()[:32]


def without_circles(
    before: Mapping[Key, Key | None], after: Mapping[Key, Key | None]
) -> dict[Key, Key | None]:
    """Line managers as in ``after``, save where a part of the plan that is held back would close a circle.

    There one changed link goes back to what it was in ``before`` (nobody, for somebody new). ``before`` has
    no circle, so this ends.
    """
    settled = dict(after)
    while found := circles(settled):
        for circle in found:
            changed = [key for key in circle if settled[key] != before.get(key)]
            settled[changed[-1]] = before.get(changed[-1])
    return settled
