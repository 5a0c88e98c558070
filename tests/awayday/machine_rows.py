"""A room as its tables have it, read past everything that the product reads with."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection

from awayday.models import Awayday
from tests.pairing.trying import Trying

Row = Any
"""A named tuple with the columns that were asked for."""
Table = dict[UUID, Row]
PAIR = 2
READ = {
    "cycle": "SELECT id, stage, paused, repeats_through FROM cycles_cycle WHERE id = %(cycle)s",
    "awayday": """SELECT id, stage, code, lesson_id, closed_at IS NULL AND doors_opened_at IS NOT NULL AS open
                  FROM awayday_awayday WHERE id = %(awayday)s""",
    "people": "SELECT id, name, function_id, manager_id, left_on FROM teams_leader WHERE team_id = %(team)s",
    "participants": "SELECT leader_id, absent, sits_out FROM cycles_participant WHERE cycle_id = %(cycle)s",
    "pairs": "SELECT id, is_trio, ended_at FROM cycles_pair WHERE cycle_id = %(cycle)s",
    "members": """SELECT id, pair_id, leader_id, function_id, left_at FROM cycles_pairmember
                  WHERE cycle_id = %(cycle)s""",
    "proposals": """SELECT id, proposer_id, addressee_id, state, recorded_by_id FROM pairing_proposal
                    WHERE cycle_id = %(cycle)s""",
    "suggestions": """SELECT id, asked_by_id, ended_at, became_id FROM pairing_suggestion
                      WHERE cycle_id = %(cycle)s""",
    "suggested": """SELECT id, suggestion_id, leader_id, answer, is_open FROM pairing_suggestedleader
                    WHERE cycle_id = %(cycle)s""",
    "signals": "SELECT id, leader_id, ended_at FROM pairing_helpsignal WHERE cycle_id = %(cycle)s",
    "apart": "SELECT id, one_id, other_id FROM pairing_keptapart WHERE team_id = %(team)s",
    "arrivals": "SELECT leader_id, how FROM awayday_arrival WHERE awayday_id = %(awayday)s",
    "claims": """SELECT id, leader_id, number, confirmed_at, ended_at FROM awayday_claim
                 WHERE awayday_id = %(awayday)s""",
    "cards": "SELECT id, leader_id, revoked_at FROM awayday_placecard WHERE awayday_id = %(awayday)s",
    "lessons": "SELECT id, leader_id, offered_at, shown_at FROM cycles_lesson WHERE cycle_id = %(closes)s",
}
BEFORE = """
SELECT one.leader_id, other.leader_id, max(c.number)
FROM cycles_pairmember one JOIN cycles_pairmember other ON other.pair_id = one.pair_id
JOIN cycles_cycle c ON c.id = one.cycle_id
WHERE c.team_id = %(team)s AND c.id <> %(cycle)s AND one.leader_id < other.leader_id
GROUP BY one.leader_id, other.leader_id
"""


@dataclass(frozen=True)
class Rows:
    """Every table of the room: the first column of each → the row."""

    cycle: Table
    awayday: Table
    people: Table
    participants: Table
    pairs: Table
    members: Table
    proposals: Table
    suggestions: Table
    suggested: Table
    signals: Table
    apart: Table
    arrivals: Table
    claims: Table
    cards: Table
    lessons: Table

    @property
    def stage(self) -> str:
        """Of the cycle."""
        (row,) = self.cycle.values()
        return str(row.stage)

    @property
    def is_paused(self) -> bool:
        (row,) = self.cycle.values()
        return bool(row.paused)

    @property
    def is_sealed(self) -> bool:
        return self.stage not in ("draft", "choosing")

    @property
    def groups(self) -> dict[UUID, list[UUID]]:
        """Pair → its members."""
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for member in self.members.values():
            if member.left_at is None:
                found[member.pair_id].append(member.leader_id)
        return dict(found)

    @property
    def trio(self) -> list[UUID]:
        """Its members; nobody where there is none."""
        return next((group for group in self.groups.values() if len(group) > PAIR), [])

    @property
    def paired(self) -> list[UUID]:
        """Everybody in a pair, as often as they are."""
        return [member.leader_id for member in self.members.values() if member.left_at is None]

    @property
    def aside(self) -> set[UUID]:
        return {one for one, row in self.participants.items() if row.absent or row.sits_out}

    @property
    def gone(self) -> set[UUID]:
        """Who has left the team."""
        return {one for one, row in self.people.items() if row.left_on is not None}

    @property
    def still_choosing(self) -> set[UUID]:
        return set(self.participants) - self.aside - self.gone - set(self.paired)

    def open_questions(self) -> list[Row]:
        return [row for row in self.proposals.values() if row.state == "open"]

    def people_of(self, suggestion: UUID) -> list[Row]:
        return [row for row in self.suggested.values() if row.suggestion_id == suggestion]

    def changed(self, other: Rows) -> set[str]:
        """The tables in which they differ."""
        names = [field.name for field in fields(self)]
        return {name for name in names if getattr(self, name) != getattr(other, name)}


class Tables:
    """Reads one Awayday's room again and again. ``before``: two leaders → their last cycle as partners."""

    def __init__(self, awayday: Awayday) -> None:
        self._what = {
            "awayday": awayday.pk,
            "cycle": awayday.opens_id,
            "closes": awayday.closes_id,
            "team": awayday.team_id,
        }
        with connection.cursor() as cursor:
            cursor.execute(BEFORE, self._what)
            self.before = {frozenset((one, other)): number for one, other, number in cursor.fetchall()}

    def read(self) -> Rows:
        with connection.cursor() as cursor:
            return Rows(**{name: self._table(cursor, name) for name in READ})

    def _table(self, cursor: Any, name: str) -> Table:
        cursor.execute(f"{READ[name]} ORDER BY 1", self._what)
        kind = _kind(name, tuple(column.name for column in cursor.description))
        return {row[0]: kind(*row) for row in cursor.fetchall()}

    def may_meet(self, rows: Rows, one: UUID, other: UUID) -> bool:
        """The hard rules, once more."""
        mine, theirs = rows.people[one], rows.people[other]
        if {one, other} & rows.gone:
            return False
        if None in (mine.function_id, theirs.function_id) or mine.function_id == theirs.function_id:
            return False
        if one == theirs.manager_id or other == mine.manager_id:
            return False
        if any({one, other} == {row.one_id, row.other_id} for row in rows.apart.values()):
            return False
        (cycle,) = rows.cycle.values()
        return bool(self.before.get(frozenset((one, other)), 0) <= cycle.repeats_through)

    def is_odd(self, rows: Rows) -> bool:
        """How many choose or have a partner, without those who have left the team."""
        return len({*rows.still_choosing, *rows.paired} - rows.gone) % 2 == 1

    def left_over(self, rows: Rows) -> int:
        """How many of those still choosing find nobody, whatever everybody chooses; by trying everything."""
        seated = sorted({*rows.still_choosing, *rows.paired})
        place_of = {leader: place for place, leader in enumerate(seated)}
        graph = [0] * len(seated)
        for one, other in combinations(seated, 2):
            if self.may_meet(rows, one, other):
                graph[place_of[one]] |= 1 << place_of[other]
                graph[place_of[other]] |= 1 << place_of[one]
        formed = tuple(tuple(sorted(place_of[one] for one in group)) for group in rows.groups.values())
        room = Trying(graph, formed, trio=self.is_odd(rows))
        return room.choosing.bit_count() - room.placed()


@cache
def _kind(name: str, columns: Sequence[str]) -> Any:
    return namedtuple(name, columns)
