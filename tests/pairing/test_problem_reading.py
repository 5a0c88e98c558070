"""Reading a pairing problem: what it comes to. `test_problem_refused` has those that cannot be used."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from embedded.homes import CHECKOUT
from pairing.rules.eligibility import Chooser, Terms
from pairing.rules.problem import Problem, read_problem

PEOPLE = [
    {"id": "maggie", "function": "Housing"},
    {"id": "priya", "function": "Care", "manager": "maggie"},
    {"id": "helen", "function": "Finance", "manager": "maggie"},
    {"id": "vikram", "function": "Finance", "manager": "helen"},
    {"id": "idris", "function": "People", "manager": None},
    {"id": 7, "function": None},
]
MAGGIE, PRIYA, HELEN, VIKRAM, IDRIS, SEVEN = (UUID(int=number) for number in range(1, 7))
HOUSING, CARE, FINANCE, PEOPLE_TEAM = (UUID(int=number) for number in range(1, 5))


def read(**parts: Any) -> Problem:
    return read_problem(json.dumps({"people": PEOPLE} | parts))


def test_people_are_places_in_the_order_of_the_file() -> None:
    problem = read()
    assert problem.ids == ("maggie", "priya", "helen", "vikram", "idris", 7)
    assert problem.people == (
        Chooser(MAGGIE, "maggie", HOUSING, None),
        Chooser(PRIYA, "priya", CARE, MAGGIE),
        Chooser(HELEN, "helen", FINANCE, MAGGIE),
        Chooser(VIKRAM, "vikram", FINANCE, HELEN),
        Chooser(IDRIS, "idris", PEOPLE_TEAM, None),
        Chooser(SEVEN, "7", None, None),
    )


def test_all_but_the_people_may_be_left_out_or_null() -> None:
    left_out = read()
    assert left_out.terms == Terms({}, frozenset())
    assert left_out.formed == ()
    assert left_out.shortlists == ((), (), (), (), (), ())
    assert left_out.trio is True
    assert left_out == read(past=None, apart=None, formed=None, shortlists=None, trio=None)


def test_nobody_at_all_is_a_problem_too() -> None:
    assert read_problem('{"people": []}') == Problem((), (), Terms({}, frozenset()), (), (), True, ())


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_problem('\ufeff{"people": []}') == read_problem('{"people": []}')


def test_the_last_cycle_together_counts_whatever_the_order() -> None:
    history = read(past=[["priya", "helen", 3], ["helen", "priya", 1], ["idris", 7, 2]]).terms.history
    assert history == {frozenset((PRIYA, HELEN)): 3, frozenset((IDRIS, SEVEN)): 2}


def test_a_past_trio_is_three_twos() -> None:
    assert read(past=[["maggie", "idris", 7, 4]]).terms.history == {
        frozenset((MAGGIE, IDRIS)): 4,
        frozenset((MAGGIE, SEVEN)): 4,
        frozenset((IDRIS, SEVEN)): 4,
    }


def test_apart_twice_is_apart() -> None:
    assert read(apart=[["priya", "idris"], ["idris", "priya"]]).terms.apart == {frozenset((PRIYA, IDRIS))}


def test_formed_pairs_need_not_be_allowed() -> None:
    """Helen is Vikram's line manager and in his function; an override may have made them a pair."""
    problem = read(formed=[["vikram", "helen"], ["maggie", 7, "idris"]])
    assert problem.formed == ((3, 2), (0, 5, 4))


def test_shortlists_keep_their_order_and_find_numbers_by_their_text() -> None:
    problem = read(shortlists={"7": ["priya", "maggie"], "idris": [7], "helen": []})
    assert problem.shortlists == ((), (), (), (), (5,), (1, 0))


@pytest.mark.parametrize("trio", [True, False])
def test_trio_as_said(trio: bool) -> None:
    assert read(trio=trio).trio is trio


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_function_and_manager_may_be_left_open(nothing: str | None) -> None:
    problem = read_problem(json.dumps({"people": [{"id": 0, "function": nothing, "manager": nothing}]}))
    assert problem.people == (Chooser(UUID(int=1), "0", None, None),)


def test_a_manager_outside_the_team_is_passed_over() -> None:
    problem = read_problem('{"people": [{"id": "tom", "function": "Care", "manager": "somebody else"}]}')
    assert problem.people == (Chooser(UUID(int=1), "tom", UUID(int=1), None),)


def test_only_the_direct_line_counts_so_a_ring_of_managers_does_no_harm() -> None:
    ring = [{"id": one, "function": one, "manager": two} for one, two in ("ab", "bc", "ca")]
    managers = [chooser.manager_id for chooser in read_problem(json.dumps({"people": ring})).people]
    assert managers == [UUID(int=2), UUID(int=3), UUID(int=1)]


def test_ids_come_back_exactly_as_given() -> None:
    ids = [" Tom", "tom", "TOM", "Zoë", "Zoe\u0308", "0", -1, 999_999_999_999_999_999]
    problem = read_problem(json.dumps({"people": [{"id": one} for one in ids]}))
    assert list(problem.ids) == ids


def test_a_shortlist_of_five() -> None:
    people = [{"id": number} for number in range(7)]
    assert read(people=people, shortlists={"0": [5, 4, 3, 2, 1]}).shortlists[0] == (5, 4, 3, 2, 1)


def test_the_example_of_the_documentation() -> None:
    page = (CHECKOUT / "docs" / "pairing-problem.md").read_text(encoding="utf-8")
    example = read_problem(page.split("```json\n")[1].split("```")[0])
    assert example.ids == ("maggie", "priya", "helen", "idris")
    assert example.shortlists == ((), (2, 0), (), (0,))


def test_a_thousand_people_after_eight_cycles() -> None:
    people = [{"id": number, "function": number % 12} for number in range(1000)]
    past = [[one, (one + cycle) % 1000, cycle] for cycle in range(1, 9) for one in range(1000)]
    problem = read(people=people, past=past)
    assert len(problem.people) == 1000
    assert len(problem.terms.history) == 8000


NAMES = st.lists(st.one_of(st.text(min_size=1), st.integers(0, 99)), min_size=6, max_size=6)


@given(NAMES.filter(lambda names: len({str(name) for name in names if str(name).strip()}) == 6))
def test_renaming_people_changes_nothing_but_names(names: list[str | int]) -> None:
    def problem(ids: list[str | int]) -> Problem:
        one, two, three, four, five, six = ids
        people = [
            {"id": name, "function": place // 2, "manager": None if place == 0 else one}
            for place, name in enumerate(ids)
        ]
        return read(
            people=people,
            past=[[one, four, 1], [two, five, six, 2]],
            apart=[[three, five]],
            formed=[[six, one]],
            shortlists={str(two): [three, six], str(five): [one]},
        )

    before, after = problem(["a", "b", "c", "d", "e", "f"]), problem(names)
    assert after.ids == tuple(names)
    assert [chooser.name for chooser in after.people] == [str(name) for name in names]
    assert [(one.id, one.function_id, one.manager_id) for one in after.people] == [
        (one.id, one.function_id, one.manager_id) for one in before.people
    ]
    assert (after.terms, after.formed, after.shortlists, after.trio) == (
        before.terms,
        before.formed,
        before.shortlists,
        before.trio,
    )
