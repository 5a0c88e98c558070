"""Pairing problems as they stand in a file, made at random, and what the file alone says about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any

from pairing.rules.problem import read_problem
from pairing.rules.solving import solve

Document = dict[str, Any]


def solved(document: Document) -> Document:
    """Written and read as JSON, in and out."""
    answer: Document = json.loads(json.dumps(solve(read_problem(json.dumps(document)))))
    return answer


def check_shape(answer: Document) -> None:
    assert list(answer) == ["most_pairs", "complete", "offered", "suggestion", "at_risk", "horizon"]
    assert list(answer["suggestion"]) == ["pairs", "trio", "out", "reasons"]
    assert all(list(entry) == ["people", "reasons"] for entry in answer["suggestion"]["reasons"])
    assert list(answer["at_risk"]) == ["people", "short", "settle", "undo"]
    assert all(list(entry) == ["id", "choices"] for entry in answer["at_risk"]["people"])
    if answer["at_risk"]["short"] is not None:
        assert list(answer["at_risk"]["short"]) == ["people", "others", "words"]
    assert list(answer["horizon"]) == ["at_least", "at_most", "because", "schedule"]


def random_document(rng: Random) -> Document:
    count = rng.randint(2, 9)
    ids: list[str | int] = [
        place * 7 % 11 if place % 3 == 0 else f"{place * 5 % 9}x" for place in range(count)
    ]
    twos = list(combinations(ids, 2))
    free = rng.sample(ids, count)
    sizes = rng.choice([[], [], [2], [2, 2], [3]])
    return {
        "people": [
            {
                "id": one,
                "function": rng.choice(["Care", "Finance", 3, None, "People"]),
                "manager": rng.choice([None, None, *ids[:place], "elsewhere"]),
            }
            for place, one in enumerate(ids)
        ],
        "past": [[*rng.choice(twos), rng.randint(1, 4)] for _ in range(rng.randint(0, 5))],
        "apart": [list(rng.choice(twos)) for _ in range(rng.randint(0, 2))],
        "formed": [[free.pop() for _one in range(size)] for size in sizes if len(free) >= size],
        "shortlists": {
            str(one): rng.sample([other for other in ids if other != one], min(count - 1, rng.randint(0, 3)))
            for one in ids
        },
        "trio": rng.random() < 0.8,
    }


def documents() -> Iterator[Document]:
    rng = Random(3)
    for _ in range(150):
        yield random_document(rng)


def graph_in(document: Document) -> list[int]:
    """Who may be with whom, from the document alone."""
    everybody = document["people"]
    forbidden = [set(entry[:-1]) for entry in document["past"]] + [set(two) for two in document["apart"]]

    def may(one: Document, other: Document) -> bool:
        functions = one["function"], other["function"]
        in_line = one["manager"] == other["id"] or other["manager"] == one["id"]
        known = {one["id"], other["id"]} in forbidden
        return None not in functions and functions[0] != functions[1] and not in_line and not known

    return [
        sum(1 << place for place, other in enumerate(everybody) if other is not one and may(one, other))
        for one in everybody
    ]


def called(document: Document, names: dict[Any, str]) -> Document:
    def named(group: list[Any]) -> list[Any]:
        return [names[one] for one in group]

    texts = {str(one): name for one, name in names.items()}
    return document | {
        "people": [
            one | {"id": names[one["id"]], "manager": names.get(one["manager"])} for one in document["people"]
        ],
        "past": [[*named(entry[:-1]), entry[-1]] for entry in document["past"]],
        "apart": [named(two) for two in document["apart"]],
        "formed": [named(group) for group in document["formed"]],
        "shortlists": {texts[one]: named(listed) for one, listed in document["shortlists"].items()},
    }
