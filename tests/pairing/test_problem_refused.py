"""Pairing problems that cannot be used: everything that is wrong is said, where it stands and why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from pairing.rules.problem import BadProblem, Problem, read_problem

PEOPLE = [
    {"id": "maggie", "function": "Housing"},
    {"id": "priya", "function": "Care", "manager": "maggie"},
    {"id": "helen", "function": "Finance", "manager": "maggie"},
    {"id": "vikram", "function": "Finance", "manager": "helen"},
    {"id": "idris", "function": "People", "manager": None},
    {"id": 7, "function": None},
]


def outcome(text: str) -> Problem | tuple[str, ...]:
    try:
        return read_problem(text)
    except BadProblem as bad:
        return bad.problems


def wrong_with(text: str) -> tuple[str, ...]:
    said = outcome(text)
    assert isinstance(said, tuple)
    return said


def wrong(**parts: Any) -> tuple[str, ...]:
    return wrong_with(json.dumps({"people": PEOPLE} | parts))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Line 1, column 1: not JSON. Expecting value."),
        ('{\n  "people": [}', "Line 2, column 14: not JSON. Expecting value."),
        ('{"people": []} {}', "Line 1, column 16: not JSON. Extra data."),
        ('{"people": ["a\nb"]}', "Line 1, column 15: not JSON. Invalid control character at."),
        ("[]", "The problem must be an object with “people”, and is a list."),
        ("null", "The problem must be an object with “people”, and is null."),
        ("NaN", "The problem must be an object with “people”, and is NaN."),
        ("[" * 100_000, "Lists or objects are nested too deeply."),
        ('{"people":' * 100_000, "Lists or objects are nested too deeply."),
        ("{}", "people: must be a list, and is missing."),
        ('{"people": null}', "people: must be a list, and is missing."),
        ('{"people": {"id": "tom"}}', "people: must be a list, and is an object."),
        ('{"people": [], "people": []}', "“people” is there more than once."),
        ('{"people": [], "shortlist": {}}', "“shortlist” is not known here. Did you mean “shortlists”?"),
        (
            '{"people": [], "x": {}}',
            "“x” is not known here. Known are people, past, apart, formed, shortlists, trio.",
        ),
        ('{"people": [7]}', "people[0]: must be an object with “id” and “function”, and is 7."),
    ],
)
def test_not_a_problem_at_all(text: str, said: str) -> None:
    assert wrong_with(text) == (said,)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("true", "true is neither text nor a whole number."),
        ("null", "null is neither text nor a whole number."),
        ("[1]", "a list is neither text nor a whole number."),
        ("{}", "an object is neither text nor a whole number."),
        ("1.0", "1.0 is not a whole number."),
        ("1e3", "1e3 is not a whole number."),
        ("NaN", "NaN is not a number."),
        ("-Infinity", "-Infinity is not a number."),
        ("1" + "0" * 18, "1000000000000000000 is too large; whole numbers have 18 digits at most."),
        ("9" * 5000, f"{'9' * 59}… is too large; whole numbers have 18 digits at most."),
        ('" "', "the text is empty."),
        (r'"\ud800"', r"“\ud800” has half a character in it (a surrogate without its other)."),
    ],
)
def test_ids_that_cannot_be(name: str, said: str) -> None:
    assert wrong_with(f'{{"people": [{{"id": {name}}}]}}') == (f"people[0].id: {said}",)


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ('{"function": "Care"}', "people[1]: “id” is missing."),
        ('{"id": "tom"}', "people[1].id: “tom” is there already, as people[0]."),
        ('{"id": "b", "id": "c"}', "people[1]: “id” is there more than once."),
        ('{"id": "b", "functoin": 2}', "people[1]: “functoin” is not known here. Did you mean “function”?"),
        ('{"id": "b", "function": false}', "people[1].function: false is neither text nor a whole number."),
        (
            '{"id": "b", "function": 1}',
            "people[1].function: 1 and “1” (people[0]) cannot be told apart. Write it one way.",
        ),
        ('{"id": "b", "manager": 0.5}', "people[1].manager: 0.5 is not a whole number."),
        ('{"id": "b", "manager": "b"}', "people[1].manager: “b” cannot be their own line manager."),
    ],
)
def test_people_who_cannot_be(person: str, said: str) -> None:
    assert wrong_with(f'{{"people": [{{"id": "tom", "function": "1"}}, {person}]}}') == (said,)


def test_a_number_and_its_text_cannot_both_be_ids() -> None:
    assert wrong_with('{"people": [7, {"id": 1}, {"id": "1"}]}') == (
        "people[0]: must be an object with “id” and “function”, and is 7.",
        "people[2].id: “1” and 1 (people[1]) cannot be told apart. Change one of them.",
    )


def test_a_reference_of_the_other_kind_is_said_and_never_guessed() -> None:
    people = [{"id": 1}, {"id": "2", "manager": "1"}]
    assert wrong(people=people, apart=[["1", 2]]) == (
        "people[1].manager: “1” is not among the people; the number 1 is.",
        "apart[0]: “1” is not among the people; the number 1 is.",
        "apart[0]: 2 is not among the people; the text “2” is.",
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (["priya", "tom", 1], "“tom” is not among the people."),
        (["priya", "priya", 1], "“priya” is named twice."),
        (["priya", "idris", "priya", 1], "“priya” is named twice."),
        (["priya", True, 1], "true is neither text nor a whole number."),
        (["priya", "idris", 0], "the cycle must be a positive whole number, and is 0."),
        (["priya", "idris", -2], "the cycle must be a positive whole number, and is -2."),
        (["priya", "idris", 1.5], "the cycle must be a positive whole number, and is 1.5."),
        (["priya", "idris", True], "the cycle must be a positive whole number, and is true."),
        (["priya", "idris", "2"], "the cycle must be a positive whole number, and is “2”."),
        (["priya", "idris", None], "the cycle must be a positive whole number, and is null."),
        (["priya", "idris", "helen"], "the cycle must be a positive whole number, and is “helen”."),
        (["priya", "idris"], "must be [a, b, cycle] or [a, b, c, cycle], and has 2 in it."),
        ("priya", "must be [a, b, cycle] or [a, b, c, cycle], and is “priya”."),
    ],
)
def test_past_entries_that_cannot_be(entry: object, said: str) -> None:
    assert wrong(past=[["priya", "idris", 1], entry]) == (f"past[1]: {said}",)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"past": {}}, "past: must be a list, and is an object."),
        ({"apart": "priya"}, "apart: must be a list, and is “priya”."),
        ({"apart": [["priya"]]}, "apart[0]: must be [a, b], and has 1 in it."),
        ({"apart": [["priya", "priya"]]}, "apart[0]: “priya” is named twice."),
        ({"formed": 3}, "formed: must be a list, and is 3."),
        ({"formed": [None]}, "formed[0]: must be [a, b] or [a, b, c], and is null."),
        ({"formed": [["idris", "nobody"]]}, "formed[0]: “nobody” is not among the people."),
        (
            {"formed": [["idris", "priya"], ["helen", "idris"]]},
            "formed[1]: “idris” is already in formed[0].",
        ),
        (
            {"formed": [["idris", "priya", 7], ["helen", "vikram", "maggie"]]},
            "formed[1]: there is a trio already, formed[0]; a cycle has one at most.",
        ),
        ({"shortlists": []}, "shortlists: must be an object of lists, and is a list."),
        ({"shortlists": {"tom": []}}, "shortlists: “tom” is not among the people."),
        ({"shortlists": {"07": []}}, "shortlists: “07” is not among the people."),
        ({"shortlists": {"7": None}}, "shortlists[“7”]: must be a list, and is null."),
        ({"shortlists": {"7": ["tom"]}}, "shortlists[“7”]: “tom” is not among the people."),
        ({"shortlists": {"7": ["7"]}}, "shortlists[“7”]: “7” is not among the people; the number 7 is."),
        ({"shortlists": {"7": [7]}}, "shortlists[“7”]: 7 cannot be on their own shortlist."),
        ({"shortlists": {"7": ["idris", "idris"]}}, "shortlists[“7”]: “idris” is named twice."),
        ({"trio": 1}, "trio: must be true or false, and is 1."),
        ({"trio": "no"}, "trio: must be true or false, and is “no”."),
    ],
)
def test_parts_that_cannot_be(parts: dict[str, Any], said: str) -> None:
    assert wrong(**parts) == (said,)


def test_the_same_two_formed_twice() -> None:
    assert wrong(formed=[["idris", "priya"], ["priya", "idris"]]) == (
        "formed[1]: “priya” is already in formed[0].",
        "formed[1]: “idris” is already in formed[0].",
    )


def test_a_shortlist_of_six() -> None:
    people = [{"id": number} for number in range(7)]
    assert wrong(people=people, shortlists={"0": [1, 2, 3, 4, 5, 6]}) == (
        "shortlists[“0”]: has 6 entries; a shortlist has 5 at most.",
    )


def test_somebody_with_two_shortlists() -> None:
    assert wrong_with('{"people": [{"id": "a"}, {"id": "b"}], "shortlists": {"a": [], "a": ["b"]}}') == (
        "shortlists: “a” is there more than once.",
    )


def test_everything_wrong_is_said_at_once() -> None:
    assert wrong(past=[["tom", "nia", 0]], apart=[["tom", 7]], trio=0, trios=True) == (
        "“trios” is not known here. Did you mean “trio”?",
        "past[0]: “tom” is not among the people.",
        "past[0]: “nia” is not among the people.",
        "past[0]: the cycle must be a positive whole number, and is 0.",
        "apart[0]: “tom” is not among the people.",
        "trio: must be true or false, and is 0.",
    )


def test_a_finding_keeps_to_one_legible_line() -> None:
    assert wrong(apart=[["a\nb\x1b", 7], ["x" * 100, 7]]) == (
        r"apart[0]: “a\nb\x1b” is not among the people.",
        f"apart[1]: “{'x' * 59}…” is not among the people.",
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats()
    | st.sampled_from(["a", "b", "1", "", "people"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["people", "past", "apart", "formed", "shortlists", "trio", "id", "a", "1"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_in_the_file_it_is_read_or_refused_in_words(value: object) -> None:
    said = outcome(json.dumps(value))
    if isinstance(said, Problem):
        assert isinstance(value, dict)
        assert len(said.ids) == len(value["people"])
    else:
        assert said
        assert all(line.endswith((".", "?")) and len(line.splitlines()) == 1 for line in said)


@given(st.text())
def test_whatever_the_text_it_is_refused_in_words(text: str) -> None:
    said = wrong_with("{" + text)
    assert said
    assert all(len(line.splitlines()) == 1 for line in said)
