"""The cases that NetworkX's own maximum matching is tested with, where they are.

They are no part of the repository. Where the environment variable MATCHING_SAMPLES names the folder with
networkx_weighted_matching_cases.json, our matcher counts their pairs, and that of NetworkX finds their weight
the way suggestions use it: the heaviest of all largest sets of pairs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from pairing.rules.couples import keeping_the_most
from pairing.rules.matching import count_pairs, maximum_matching
from tests.pairing.graphs import graph_of

SAMPLES = os.environ.get("MATCHING_SAMPLES", "")
needs_samples = pytest.mark.skipif(not SAMPLES, reason="MATCHING_SAMPLES names no folder with the cases")

Case = dict[str, Any]
Weights = dict[tuple[str, str], float]


def cases() -> list[Case]:
    if not SAMPLES:
        return []
    text = (Path(SAMPLES) / "networkx_weighted_matching_cases.json").read_text(encoding="utf-8")
    found: list[Case] = json.loads(text)["cases"]
    return found


def lines(case: Case) -> Weights:
    """The weight of each two; nobody is paired with themself."""
    return {(one, other): weight for one, other, weight in case["edges"] if one != other}


def heaviest(weights: Weights) -> float:
    """The weight of the heaviest of all largest sets of pairs."""
    room: nx.Graph[str] = nx.Graph()
    room.add_weighted_edges_from((one, other, weight) for (one, other), weight in weights.items())
    pairs = nx.max_weight_matching(room, maxcardinality=True)
    return sum(weights.get((one, other), weights.get((other, one), 0)) for one, other in pairs)


def twice(case: Case) -> Weights:
    """The room beside itself, everybody next to their double for nothing: so nobody is without a partner.

    So the heaviest largest set of pairs weighs twice what the heaviest set of pairs of any size does.
    """
    weights: Weights = {(one, f"{one}'"): 0 for one in case["people"]}
    for (one, other), weight in lines(case).items():
        weights[one, other] = weights[f"{one}'", f"{other}'"] = weight
    return weights


def lightest(weights: Weights) -> Weights:
    """The heaviest of these are the lightest of those, as long as there are as many pairs."""
    return {two: -weight for two, weight in weights.items()}


@needs_samples
def test_there_are_fifty_two() -> None:
    assert len(cases()) == 52


@needs_samples
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_most_pairs(case: Case) -> None:
    graph, _place_of = room_of(case)
    assert count_pairs(maximum_matching(graph)) == case["maximum_cardinality"]


@needs_samples
@pytest.mark.parametrize(
    "case",
    [case for case in cases() if case["expected_size"] == case["maximum_cardinality"]],
    ids=lambda case: case["id"],
)
def test_what_is_in_a_largest_set_of_pairs_is_kept_by_the_guard(case: Case) -> None:
    graph, place_of = room_of(case)
    kept = keeping_the_most(graph, maximum_matching(graph))
    for one, other in case["expected_pairs"]:
        assert kept[place_of[one]] >> place_of[other] & 1


@needs_samples
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_weight(case: Case) -> None:
    expected = pytest.approx(case["expected_weight"])
    if case["objective"] == "min_weight_among_maximum_cardinality":
        assert -heaviest(lightest(lines(case))) == expected
    elif case["maximum_cardinality_first"]:
        assert heaviest(lines(case)) == expected
    else:
        assert heaviest(twice(case)) / 2 == expected


def room_of(case: Case) -> tuple[list[int], dict[str, int]]:
    place_of = {name: place for place, name in enumerate(case["people"])}
    edges = ((place_of[one], place_of[other]) for one, other in lines(case))
    return graph_of(len(place_of), edges), place_of
