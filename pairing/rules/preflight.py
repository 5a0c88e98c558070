"""Can everybody be paired? What is found before choosing opens, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pairing.rules.eligibility import Terms, possible_masks
from pairing.rules.findings import (
    FEWEST,
    Finding,
    Member,
    Weight,
    nobody_to_ask,
    odd_with_trio,
    odd_without_trio,
    out_of_reach,
    over_half,
    some_left,
    too_few,
    without_function,
)
from pairing.rules.guard import Hall, Prospect, look_ahead

__all__ = ["Finding", "Member", "Preflight", "Weight", "check_before_opening"]


@dataclass(frozen=True)
class Preflight:
    """``functions`` are (name, people in it), largest first; ``prospect`` is of those with a function."""

    functions: tuple[tuple[str, int], ...]
    prospect: Prospect
    findings: tuple[Finding, ...]

    @property
    def people(self) -> int:
        return self.prospect.hall.choosing.bit_count()

    @property
    def most_pairs(self) -> int:
        """How many can form at most, the trio among them."""
        return self.prospect.most_pairs

    @property
    def may_open(self) -> bool:
        return all(finding.weight is not Weight.BLOCKS for finding in self.findings)

    @property
    def is_whole(self) -> bool:
        """Everybody can be in a pair, or in the one trio."""
        return self.people >= FEWEST and self.prospect.is_whole

    @property
    def has_trio(self) -> bool:
        return self.is_whole and self.people % 2 == 1


def check_before_opening(members: Sequence[Member], terms: Terms) -> Preflight:
    """Read the whole room. Findings come in the order in which they matter."""
    ready = [member for member in members if member.function_id is not None]
    sizes = Counter(member.function_name for member in ready)
    functions = tuple(sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0])))
    prospect = look_ahead(Hall(tuple(possible_masks(ready, terms))))
    named = [*over_half(functions, len(ready)), *nobody_to_ask(ready, terms)]
    findings = [
        *without_function(members),
        *too_few(ready, prospect.most_pairs),
        *_left_besides(prospect, functions, named, ready),
        *named,
        *odd_with_trio(prospect),
        *out_of_reach(members),
    ]
    return Preflight(functions, prospect, tuple(findings))


def _left_besides(
    prospect: Prospect,
    functions: Sequence[tuple[str, int]],
    named: Sequence[Finding],
    ready: Sequence[Member],
) -> Iterator[Finding]:
    """Lines and earlier partners together can leave people whom no single finding has counted."""
    kinds = [finding.kind for finding in named]
    over_half = 2 * functions[0][1] - prospect.hall.choosing.bit_count() if "over half" in kinds else 0
    if prospect.most_pairs and prospect.left_over > max(over_half, kinds.count("nobody to ask")):
        yield odd_without_trio(prospect) if prospect.left_over == 1 else some_left(prospect, ready)
