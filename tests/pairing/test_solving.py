"""A pairing problem solved: the shape of the answer, and answers to small problems in full."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

from embedded.homes import CHECKOUT
from tests.pairing.documents import Document, check_shape, solved


def people(*functions: object) -> list[Document]:
    """Named a, b, c …, each of the function given."""
    return [{"id": "abcdefghijklm"[place], "function": function} for place, function in enumerate(functions)]


# The shape, and the example of the documentation


def test_the_example_of_the_documentation() -> None:
    page = (CHECKOUT / "docs" / "pairing-problem.md").read_text(encoding="utf-8")
    problem, answer = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert solved(json.loads(problem)) == json.loads(answer)


def test_nobody() -> None:
    answer = solved({"people": []})
    check_shape(answer)
    assert (answer["most_pairs"], answer["complete"], answer["offered"]) == (0, True, [])
    assert answer["suggestion"] == {"pairs": [], "trio": None, "out": [], "reasons": []}
    assert answer["at_risk"] == {"people": [], "short": None, "settle": [], "undo": []}
    assert answer["horizon"]["schedule"] == []


def test_one_person() -> None:
    answer = solved({"people": people("Care")})
    check_shape(answer)
    assert (answer["most_pairs"], answer["complete"], answer["offered"]) == (0, False, [])
    assert answer["suggestion"] == {"pairs": [], "trio": None, "out": ["a"], "reasons": []}
    assert answer["at_risk"] == {
        "people": [{"id": "a", "choices": 0}],
        "short": {"people": ["a"], "others": [], "words": "a has nobody left to choose."},
        "settle": [],
        "undo": [],
    }


def test_a_trio() -> None:
    answer = solved({"people": people("Care", "Finance", "People")})
    assert (answer["most_pairs"], answer["complete"]) == (1, True)
    assert answer["suggestion"]["trio"] == ["a", "b", "c"]
    assert answer["suggestion"]["reasons"] == [
        {
            "people": ["a", "b", "c"],
            "reasons": [
                "The first pair between Care and Finance",
                "The first pair between Care and People",
                "The first pair between Finance and People",
            ],
        }
    ]


def test_no_trio_is_wanted() -> None:
    answer = solved({"people": people("Care", "Finance", "People"), "trio": False})
    assert (answer["most_pairs"], answer["complete"]) == (1, False)
    assert (answer["suggestion"]["trio"], len(answer["suggestion"]["out"])) == (None, 1)
    assert (
        answer["at_risk"]["short"]["words"]
        == "Three people can only choose one another, and three is an odd number."
    )
    assert (answer["horizon"]["at_least"], answer["horizon"]["at_most"]) == (0, 0)


def test_pairs_that_are_formed_are_not_asked_about_again() -> None:
    functions = ["Care", "Care", "Finance", "People", "Estates", "Housing"]
    answer = solved({"people": people(*functions), "formed": [["a", "c"]]})
    assert (answer["most_pairs"], answer["complete"]) == (2, True)
    assert {name for two in answer["offered"] for name in two} == {"b", "d", "e", "f"}
    assert {name for two in answer["suggestion"]["pairs"] for name in two} == {"b", "d", "e", "f"}
    assert ["a", "c"] in answer["horizon"]["schedule"][0]


def test_the_last_one_joins_a_pair_that_is_formed() -> None:
    answer = solved({"people": people("Care", "Finance", "People"), "formed": [["c", "a"]]})
    assert (answer["most_pairs"], answer["complete"], answer["offered"]) == (0, True, [])
    assert answer["suggestion"]["trio"] == ["a", "b", "c"]


def test_two_of_one_function_who_are_a_pair_already_may_take_in_a_third() -> None:
    answer = solved({"people": people("Care", "Care", "Finance"), "formed": [["a", "b"]]})
    assert (answer["complete"], answer["suggestion"]["trio"]) == (True, ["a", "b", "c"])
    assert answer["suggestion"]["reasons"][0]["reasons"] == ["The first pair between Care and Finance"]


def test_a_function_that_is_short_of_partners() -> None:
    functions = ["Operations"] * 5 + ["Finance", "People", "Care"]
    answer = solved({"people": people(*functions)})
    assert (answer["most_pairs"], answer["complete"]) == (3, False)
    assert answer["at_risk"]["short"] == {
        "people": ["a", "b", "c", "d", "e"],
        "others": ["f", "g", "h"],
        "words": "Five people from Operations have only three others left to choose.",
    }
    assert len(answer["suggestion"]["out"]) == 2


def test_a_formed_pair_to_undo() -> None:
    answer = solved({"people": people("Care", "Care", "Finance", "People"), "formed": [["d", "c"]]})
    assert answer["complete"] is False
    assert answer["at_risk"]["undo"] == [["c", "d"]]


def test_ids_come_back_as_they_were() -> None:
    answer = solved({"people": [{"id": 7, "function": 1}, {"id": "Zoë ", "function": "1a"}]})
    assert answer["offered"] == [[7, "Zoë "]]
    assert answer["suggestion"]["reasons"][0]["reasons"][0] == "The first pair between 1 and 1a"


def test_words_have_nothing_that_breaks_a_line() -> None:
    answer = solved({"people": [{"id": "a\nb", "function": "x\x1b"}, {"id": "c", "function": "x\x1b"}]})
    assert answer["suggestion"]["out"] == ["a\nb", "c"]
    assert answer["at_risk"]["short"]["words"] == "a\\nb has nobody left to choose."


def test_the_schedule_that_lasts_longest_is_followed_when_nothing_else_decides() -> None:
    """All functions have met, and nobody has a shortlist."""
    past = [["a", "b", 1], ["c", "d", 1], ["e", "g", 1], ["f", "h", 1], ["a", "d", 2], ["b", "c", 2]]
    answer = solved({"people": people(*["Care", "Finance", "People", "Estates"] * 2), "past": past})
    assert answer["suggestion"]["pairs"] == answer["horizon"]["schedule"][0]
    reasons = [entry["reasons"] for entry in answer["suggestion"]["reasons"]]
    assert reasons == [["It leaves nobody else without a partner"]] * 4


# The same bytes everywhere


def test_every_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """Sets of text come in another order in each process: nothing may depend on it."""
    count = 15
    file = tmp_path / "problem.json"
    rng = Random(1)
    ids = [f"person {number}" for number in rng.sample(range(100), count)]
    file.write_text(
        json.dumps(
            {
                "people": [{"id": one, "function": f"function {place % 5}"} for place, one in enumerate(ids)],
                "past": [[*rng.sample(ids, 2), cycle] for cycle in range(1, 12)],
                "apart": [rng.sample(ids, 2) for _ in range(4)],
                "formed": [ids[4:6]],
                "shortlists": {one: rng.sample([other for other in ids if other != one], 3) for one in ids},
            }
        )
    )
    first, second = (output_with_seed(file, seed) for seed in ("1", "31337"))
    assert first == second
    assert json.loads(first)["complete"] is True


def output_with_seed(file: Path, seed: str) -> bytes:
    command = [sys.executable, "manage.py", "pairing_problem", str(file), "--json"]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, capture_output=True).stdout
