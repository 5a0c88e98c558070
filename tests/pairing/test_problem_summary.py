"""The answer to a pairing problem in words."""

from __future__ import annotations

from pairing.rules.problem.summary import in_words

CALM = {
    "most_pairs": 1,
    "complete": True,
    "offered": [["Nia", "Tom"]],
    "suggestion": {
        "pairs": [["Nia", "Tom"]],
        "trio": None,
        "out": [],
        "reasons": [{"people": ["Nia", "Tom"], "reasons": ["Both would be glad", "A first bridge"]}],
    },
    "at_risk": {"people": [], "short": None, "settle": [], "undo": []},
    "horizon": {
        "at_least": 1,
        "at_most": 1,
        "because": "Nia has one partner left.",
        "schedule": [[["Nia", "Tom"]]],
    },
}

TIGHT = {
    "most_pairs": 3,
    "complete": False,
    "offered": [],
    "suggestion": {
        "pairs": [["Nia", 7], ["Ann", "Bo"]],
        "trio": ["Cai", "Dee", "Eve\x1b"],
        "out": ["Fay", "Gus"],
        "reasons": [],
    },
    "at_risk": {
        "people": [{"id": "Nia", "choices": 1}, {"id": 7, "choices": 2}],
        "short": {
            "people": ["Fay", "Gus"],
            "others": ["Ann"],
            "words": "Two people have only one other left.",
        },
        "settle": [["Nia", 7], ["Ann", "Fay"]],
        "undo": [["Ivy", "Jon"]],
    },
    "horizon": {"at_least": 0, "at_most": 2, "because": "", "schedule": []},
}


def test_a_calm_room() -> None:
    assert in_words(CALM) == (
        "1 pair at most. Everybody can find a partner.\n"
        "1 choice can be offered without stranding anybody.\n"
        "Suggested:\n"
        "  Nia and Tom (Both would be glad; A first bridge)\n"
        "Without anybody repeating: 1 cycle. Nia has one partner left."
    )


def test_a_tight_room() -> None:
    assert in_words(TIGHT) == (
        "3 pairs at most. Not everybody can find a partner.\n"
        "0 choices can be offered without stranding anybody.\n"
        "Suggested:\n"
        "  Nia and 7\n"
        "  Ann and Bo\n"
        "  Cai, Dee and Eve\\x1b\n"
        "Without a partner in this suggestion: Fay and Gus.\n"
        "Two people have only one other left.\n"
        "Nia has 1 choice left.\n"
        "7 has 2 choices left.\n"
        "Pairs that would settle it: Nia and 7; Ann and Fay.\n"
        "Formed pairs that stand in the way: Ivy and Jon.\n"
        "Without anybody repeating: between 0 and 2 cycles."
    )
