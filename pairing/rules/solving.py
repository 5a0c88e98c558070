"""The answer to a pairing problem from a file, ready for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pairing.rules.assembly import Assembly, assemble
from pairing.rules.bits import bits_of
from pairing.rules.guard import Guard, guard
from pairing.rules.horizon import Horizon, horizon
from pairing.rules.problem import Problem
from pairing.rules.problem.text import Id, legible
from pairing.rules.reason_words import ground_in_words
from pairing.rules.reasons import grounds_for
from pairing.rules.risk import Risk, assess
from pairing.rules.risk_words import shortage_in_words
from pairing.rules.suggesting import Suggestion, suggest

Named = Callable[[Iterable[int]], list[Id]]


def solve(problem: Problem) -> dict[str, Any]:
    """Everything that is asked, with people as the file calls them, in the order of the file."""
    assembly = assemble(
        problem.people,
        problem.terms,
        formed=problem.formed,
        shortlists=problem.shortlists,
        trio=problem.trio,
    )
    found = guard(assembly.hall)
    ahead = horizon(assembly.hall.graph, first=problem.formed, trio=problem.trio)
    suggestion = suggest(assembly, planned=ahead.schedule[0] if ahead.schedule else ())
    words = _Words(problem)
    return {
        "most_pairs": found.prospect.most_pairs,
        "complete": found.prospect.is_whole,
        "offered": [
            words.named((one, other))
            for one, row in enumerate(found.offered)
            for other in bits_of(row >> one << one)
        ],
        "suggestion": words.suggestion(assembly, found, suggestion),
        "at_risk": words.risk(assess(found, suggestion)),
        "horizon": words.horizon(ahead),
    }


class _Words:
    """Places turned back into what the file calls people."""

    def __init__(self, problem: Problem) -> None:
        self.ids = problem.ids
        self.names = [legible(str(each)) for each in problem.ids]
        self.functions = [legible(str(each)) if each is not None else "" for each in problem.functions]

    def named(self, places: Iterable[int]) -> list[Id]:
        return [self.ids[place] for place in places]

    def suggestion(self, assembly: Assembly, found: Guard, suggestion: Suggestion) -> dict[str, Any]:
        return {
            "pairs": [self.named(two) for two in suggestion.pairs],
            "trio": self.named(suggestion.trio) if suggestion.trio else None,
            "out": self.named(suggestion.out),
            "reasons": [
                {
                    "people": self.named(group),
                    "reasons": [
                        ground_in_words(ground, self.names, self.functions)
                        for ground in grounds_for(assembly, found, group)
                    ],
                }
                for group in suggestion.groups
            ],
        }

    def risk(self, risk: Risk) -> dict[str, Any]:
        short = risk.short
        return {
            "people": [{"id": self.ids[place], "choices": choices} for place, choices in risk.few],
            "short": short
            and {
                "people": self.named(short.people),
                "others": self.named(short.others),
                "words": shortage_in_words(short, self.names, self.functions),
            },
            "settle": [self.named(group) for group in risk.settle],
            "undo": [self.named(group) for group in sorted(map(sorted, risk.undo))],
        }

    def horizon(self, ahead: Horizon) -> dict[str, Any]:
        return {
            "at_least": ahead.at_least,
            "at_most": ahead.at_most,
            "because": ahead.because.in_words(self.names),
            "schedule": [[self.named(group) for group in groups] for groups in ahead.schedule],
        }
