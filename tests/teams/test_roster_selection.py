"""Which part of a plan is carried out, and the colours of new functions; no database."""

from __future__ import annotations

from hypothesis import given, strategies as st

from teams.rules.colours import COLOURS, next_colours
from teams.rules.roster import Correction, ExistingLeader, RosterPlan, plan_roster, recognise_columns
from teams.rules.roster.cycles import circles
from teams.rules.selection import Selection, fingerprint, without_circles
from tests.teams.rostering import ROWS, table


def plan(
    rows: list[list[str]] = ROWS,
    existing: tuple[ExistingLeader, ...] = (),
    corrections: dict[int, Correction] | None = None,
) -> RosterPlan:
    read = table(rows)
    return plan_roster(read, recognise_columns(read), existing, (), corrections)


def called(people: object) -> list[str]:
    return [person.called for person in people]  # type: ignore[attr-defined]


def test_people_with_a_question_are_held_back_unless_everything_is_wanted() -> None:
    ready = Selection(plan())
    assert called(ready.added) == ["Amara", "Tom", "Marek", "Vikram", "Maggie"]
    assert [row.number for row in ready.asked] == [4, 7]
    assert [row.number for row in ready.lacking] == [8, 9]
    assert [row.number for row in ready.left_out] == [11]
    everything = Selection(plan(), everything=True)
    assert len(everything.added) == 9
    assert everything.held == frozenset()


def test_only_functions_that_somebody_added_is_in_are_created() -> None:
    rows = [row for row in ROWS if row[0] != "Maggie Thornton"]
    assert Selection(plan(rows)).functions == ["Housing Services", "Finance"]
    assert Selection(plan(rows), everything=True).functions == ["Housing Services", "Finance", "Digital"]


def test_a_row_that_was_looked_at_is_ready() -> None:
    settled = plan(corrections={4: Correction(include=True), 8: Correction(manager="row:10")})
    assert "Gareth" in called(Selection(settled).added)
    assert "Mei-Ling" in called(Selection(settled).added)


def test_a_new_line_manager_who_is_held_back_is_waited_for() -> None:
    chidi = ExistingLeader("c", "Chidi Eze", "chidi@pilot.example", "Head of Technology", "Digital")
    rows = [["Chidi Eze", "chidi@pilot.example", "Digital", "Head of Technology", "Mei-Ling Chan"], ROWS[6]]
    waiting = plan(rows, (chidi,))
    (person,) = waiting.people_who("update")
    assert [change.field for change in person.changes] == ["manager"]
    assert Selection(waiting).waits(person)
    assert Selection(waiting).updated == ()
    assert called(Selection(waiting, everything=True).updated) == ["Chidi"]


def test_the_fingerprint_tells_plans_apart_by_what_they_do() -> None:
    assert fingerprint(plan()) == fingerprint(plan())
    changed = [*ROWS[:-1], ["Vera Newcomer", "", "Digital", "Head of Cloud", "Maggie Thornton"]]
    assert fingerprint(plan()) != fingerprint(plan(changed))
    assert fingerprint(plan()) != fingerprint(plan(corrections={4: Correction(include=True)}))
    amara = ExistingLeader("a", "Amara Okafor", "amara@pilot.example")
    assert fingerprint(plan()) != fingerprint(plan(existing=(amara,)))


def test_a_circle_is_broken_by_leaving_one_changed_link_as_it_was() -> None:
    before = {"a": "b", "b": None, "c": None}
    assert without_circles(before, {"a": "b", "b": "a", "c": None}) == before
    assert without_circles({}, {"x": "y", "y": "x"}) in ({"x": "y", "y": None}, {"x": None, "y": "x"})


lines = st.dictionaries(st.integers(0, 8), st.none() | st.integers(0, 8), max_size=9)


@given(before=lines, after=lines)
def test_no_circle_is_left_and_links_are_as_wanted_or_as_they_were(
    before: dict[int, int | None], after: dict[int, int | None]
) -> None:
    for circle in circles(before):
        before[circle[0]] = None
    settled = without_circles(before, after)
    if not circles({**before, **settled}):
        assert circles(settled) == []
    assert circles(settled) == []
    for key, manager in settled.items():
        assert manager in (after[key], before.get(key))
    if not circles(after):
        assert settled == after


def test_colours_are_handed_out_in_order_and_then_shared_evenly() -> None:
    assert next_colours([], 3) == [1, 2, 3]
    assert next_colours([1, 3, 3], 2) == [2, 4]
    assert next_colours(range(1, 13), 2) == [1, 2]
    assert next_colours([], 14) == [*range(1, 13), 1, 2]
    assert len(COLOURS) == 12
