"""Answers to problems made at random, against trying everything and the rules read from the document."""

from __future__ import annotations

import json
import re
from itertools import combinations
from random import Random
from typing import Any

from tests.pairing.documents import called, check_shape, documents, graph_in, random_document, solved
from tests.pairing.trying import Trying, places


def test_the_answer_is_what_trying_everything_finds() -> None:
    for document in documents():
        answer = solved(document)
        ids = [one["id"] for one in document["people"]]
        formed = tuple(tuple(ids.index(one) for one in group) for group in document["formed"])
        tried = Trying(graph_in(document), formed, document["trio"])
        choosing = tried.choosing.bit_count()
        check_shape(answer)
        assert answer["most_pairs"] == tried.most_pairs(tried.choosing), document
        assert answer["complete"] == (tried.placed() == choosing), document
        assert len(answer["suggestion"]["out"]) == choosing - tried.placed(), document
        offered = tried.offered()
        assert answer["offered"] == [
            [ids[one], ids[other]] for one, row in enumerate(offered) for other in places(row) if one < other
        ], document
        few = {ids[place]: offered[place].bit_count() for place in places(tried.choosing)}
        told = {entry["id"]: entry["choices"] for entry in answer["at_risk"]["people"]}
        assert told == {one: count for one, count in few.items() if count <= 2}, document


def test_the_suggestion_keeps_the_rules_of_the_document() -> None:
    for document in documents():
        ids, graph = [one["id"] for one in document["people"]], graph_in(document)
        suggestion = solved(document)["suggestion"]
        together = [set(group) for group in document["formed"]]
        groups = suggestion["pairs"] + ([suggestion["trio"]] if suggestion["trio"] else [])
        for group in groups:
            for one, other in combinations(group, 2):
                is_fact = any({one, other} <= pair for pair in together)
                assert is_fact or graph[ids.index(one)] >> ids.index(other) & 1, document
        assert [entry["people"] for entry in suggestion["reasons"]] == groups
        assert all(entry["reasons"] for entry in suggestion["reasons"])


def test_lists_are_in_the_order_of_the_file() -> None:
    for document in documents():
        answer, ids = solved(document), [one["id"] for one in document["people"]]
        suggestion, at_risk = answer["suggestion"], answer["at_risk"]
        short = at_risk["short"] or {"people": [], "others": []}
        lists = [
            answer["offered"],
            suggestion["pairs"],
            [suggestion["trio"] or []],
            [suggestion["out"]],
            [group for group in at_risk["settle"] if len(group) == 2],
            [group for group in at_risk["settle"] if len(group) == 3],
            at_risk["undo"],
            [short["people"]],
            [short["others"]],
            *answer["horizon"]["schedule"],
        ]
        for groups in lists:
            numbers = [[ids.index(one) for one in group] for group in groups]
            assert numbers == sorted(sorted(group) for group in numbers), document
        few = [(entry["choices"], ids.index(entry["id"])) for entry in at_risk["people"]]
        assert few == sorted(few), document


def test_the_schedule_is_one_that_can_be() -> None:
    """Everybody is in it once a round, no two meet twice, and the first round has what is formed."""
    for document in documents():
        ids, graph, ahead = (
            [one["id"] for one in document["people"]],
            graph_in(document),
            solved(document)["horizon"],
        )
        assert len(ahead["schedule"]) == ahead["at_least"] <= ahead["at_most"], document
        together = [frozenset(two) for group in document["formed"] for two in combinations(group, 2)]
        met: set[frozenset[Any]] = set()
        for number, groups in enumerate(ahead["schedule"]):
            assert sorted(map(str, (one for group in groups for one in group))) == sorted(map(str, ids))
            twos = {frozenset(two) for group in groups for two in combinations(group, 2)}
            assert number or twos.issuperset(together), document
            assert not met & twos, document
            met |= twos
        for one, other in map(tuple, met - set(together)):
            assert graph[ids.index(one)] >> ids.index(other) & 1, document


# Names change nothing, nor does the machine


def test_what_people_are_called_changes_nothing_but_names() -> None:
    for seed in range(25):
        rng = Random(seed)
        document = random_document(rng)
        names = {one["id"]: f"<{place}>" for place, one in enumerate(document["people"])}
        others = dict(zip(names, rng.sample(list(names.values()), len(names)), strict=True))
        plain = json.dumps(solved(called(document, names)))
        other = json.dumps(solved(called(document, others)))
        back = {others[one]: names[one] for one in names}
        assert "".join(back.get(part, part) for part in re.split(r"(<\d+>)", other)) == plain, document


def test_functions_may_be_called_anything() -> None:
    functions = {"Care": "Zebras", "Finance": 12, 3: "Abacus", "People": "Moon", None: None}
    for document in list(documents())[:25]:
        same = document | {
            "people": [one | {"function": functions[one["function"]]} for one in document["people"]]
        }
        answer, other = solved(document), solved(same)
        for part in ("most_pairs", "complete", "offered", "horizon"):
            assert answer[part] == other[part]
        for part in ("pairs", "trio", "out"):
            assert answer["suggestion"][part] == other["suggestion"][part]
