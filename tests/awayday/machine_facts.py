"""What is true of a room after every press, whatever was pressed: DOMAIN.md once more, over its rows."""

from __future__ import annotations

from itertools import combinations
from uuid import UUID

from tests.awayday.machine_rows import Rows, Tables

OUT_OF_BOUNDS = {
    "pairs",
    "members",
    "proposals",
    "suggestions",
    "suggested",
    "signals",
    "participants",
    "cycle",
}
"""Nothing here changes once the pairs are sealed."""


def check_room(tables: Tables, rows: Rows) -> None:
    """All that holds at any moment."""
    check_pairs(tables, rows)
    check_yes(rows)
    check_questions(rows)
    check_suggestions(rows)
    check_signals(rows)
    check_stage(rows)
    check_doors(rows)


def check_pairs(tables: Tables, rows: Rows) -> None:
    """Two or three, of different functions, nobody twice, nobody who is not there, no repeat unallowed."""
    assert len(rows.paired) == len(set(rows.paired))
    assert set(rows.paired) <= set(rows.participants)
    assert not set(rows.paired) & rows.aside
    groups = rows.groups
    assert set(groups) == set(rows.pairs)
    for pair, members in groups.items():
        assert len(members) == (3 if rows.pairs[pair].is_trio else 2)
    assert sum(row.is_trio for row in rows.pairs.values()) <= 1
    (cycle,) = rows.cycle.values()
    functions = {member.leader_id: member.function_id for member in rows.members.values()}
    apart = [{row.one_id, row.other_id} for row in rows.apart.values()]
    for one, other in partners(rows):
        assert functions[one] is not None
        assert functions[one] != functions[other]
        assert {one, other} not in apart
        assert tables.before.get(frozenset((one, other)), 0) <= cycle.repeats_through


def check_yes(rows: Rows) -> None:
    """Every pair stands on a yes of all to all, and every yes that counts is of people who are together."""
    agreed = {
        frozenset((row.proposer_id, row.addressee_id))
        for row in rows.proposals.values()
        if row.state == "accepted"
    }
    together = {frozenset(two) for two in partners(rows)}
    assert agreed <= together
    for pair, members in rows.groups.items():
        took = [one for one, row in rows.suggestions.items() if row.became_id == pair]
        by_suggestion = any(_all_took(rows, one, members) for one in took)
        assert by_suggestion or all(frozenset(two) in agreed for two in combinations(members, 2))
    for row in rows.suggestions.values():
        assert row.became_id is None or row.became_id in rows.pairs


def _all_took(rows: Rows, suggestion: UUID, members: list[UUID]) -> bool:
    people = rows.people_of(suggestion)
    return {row.leader_id for row in people} == set(members) and {row.answer for row in people} == {"yes"}


def check_questions(rows: Rows) -> None:
    """One open question each at most, between people who may still choose."""
    asked = rows.open_questions()
    proposers = [row.proposer_id for row in asked]
    assert len(proposers) == len(set(proposers))
    between = [frozenset((row.proposer_id, row.addressee_id)) for row in asked]
    assert len(between) == len(set(between))
    busy = set(rows.paired) | rows.aside
    for two in between:
        assert len(two) == 2
        assert not two & busy
        assert two <= set(rows.participants)
    assert not (asked and rows.is_sealed)


def check_suggestions(rows: Rows) -> None:
    """Nobody is in two that are open, and those in one could still take it: free, or a pair and a third."""
    open_ones = [one for one, row in rows.suggestions.items() if row.ended_at is None]
    concerned = [row.leader_id for one in open_ones for row in rows.people_of(one)]
    assert len(concerned) == len(set(concerned))
    assert not set(concerned) & rows.aside
    assert not (open_ones and rows.is_sealed)
    for one, row in rows.suggestions.items():
        assert len(rows.people_of(one)) in (2, 3)
        assert {person.is_open for person in rows.people_of(one)} == {row.ended_at is None}
    for one in open_ones:
        people = {person.leader_id for person in rows.people_of(one)}
        already = people & set(rows.paired)
        assert not already or any(
            set(group) == already and len(people) == 3 for group in rows.groups.values()
        )


def check_signals(rows: Rows) -> None:
    """Only those without a partner would like help, once each, and nobody any more once sealed."""
    asking = [row.leader_id for row in rows.signals.values() if row.ended_at is None]
    assert len(asking) == len(set(asking))
    assert not set(asking) & set(rows.paired)
    assert not (asking and rows.is_sealed)


def check_stage(rows: Rows) -> None:
    """The room is where the cycle allows it to be, and a sealed one has dropped nobody."""
    (awayday,) = rows.awayday.values()
    assert awayday.stage != "choosing" or rows.stage != "draft"
    assert not rows.is_paused or rows.stage == "choosing"
    if rows.stage == "draft":
        assert not any([rows.pairs, rows.proposals, rows.suggestions, rows.signals, rows.participants])
    if awayday.lesson_id is not None:
        assert rows.lessons[awayday.lesson_id].shown_at is not None
    assert all(row.shown_at is None or row.offered_at is not None for row in rows.lessons.values())


def check_doors(rows: Rows) -> None:
    """A code while they are open, claims too; one phone confirmed for each, and whoever it is has arrived."""
    (awayday,) = rows.awayday.values()
    assert (len(awayday.code) == 6) == awayday.open
    alive = [row for row in rows.claims.values() if row.ended_at is None]
    assert awayday.open or not alive
    waiting = [row.number for row in alive if row.confirmed_at is None]
    assert len(waiting) == len(set(waiting))
    confirmed = [row.leader_id for row in alive if row.confirmed_at is not None]
    assert len(confirmed) == len(set(confirmed))
    assert set(confirmed) <= set(rows.arrivals)


def partners(rows: Rows) -> list[tuple[UUID, UUID]]:
    """Every two who are together."""
    return [two for group in rows.groups.values() for two in combinations(sorted(group), 2)]


def check_step(tables: Tables, before: Rows, after: Rows) -> None:
    """What one press may make of a room, whoever pressed."""
    check_new_pairs(tables, before, after)
    if before.is_sealed:
        assert not before.changed(after) & OUT_OF_BOUNDS
        assert after.awayday.keys() == before.awayday.keys()
        (was,), (now,) = before.awayday.values(), after.awayday.values()
        assert now.stage == was.stage
    order = ["draft", "choosing", "running"]
    assert order.index(after.stage) - order.index(before.stage) in (0, 1)
    if after.is_sealed and not before.is_sealed:
        assert after.groups == before.groups
        assert after.pairs == before.pairs
        assert not after.still_choosing
        (was,), (now,) = before.awayday.values(), after.awayday.values()
        assert now == was
    for one, row in before.proposals.items():
        now = after.proposals[one]
        assert (
            now.state == row.state or row.state == "open" or (row.state, now.state) == ("accepted", "lapsed")
        )
        assert now[1:3] == row[1:3]
    for one, row in before.suggested.items():
        assert after.suggested[one].answer == row.answer or (row.answer == "none" and row.is_open)


def check_new_pairs(tables: Tables, before: Rows, after: Rows) -> None:
    """Nobody is put with their line manager, and a trio forms only while the number is odd."""
    for one, other in set(partners(after)) - set(partners(before)):
        assert tables.may_meet(before, one, other)
    trios = {pair for pair, row in after.pairs.items() if row.is_trio}
    for pair in trios:
        if pair not in before.pairs or not before.pairs[pair].is_trio:
            there = set(after.participants) - after.aside - after.gone
            assert len(there) % 2 == 1
