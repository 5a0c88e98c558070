"""Whether everybody who is still choosing can still find a partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing.rules.eligibility import Chooser, History, possible_partners
from pairing.rules.matching import count_pairs, maximum_matching


@dataclass(frozen=True)
class Outlook:
    """``choosing`` people have no partner yet; at most ``pairs`` more pairs can be formed among them."""

    choosing: int
    pairs: int

    @property
    def left_over(self) -> int:
        """How many will be without a partner, however well the others choose."""
        return self.choosing - 2 * self.pairs

    @property
    def is_calm(self) -> bool:
        """Nobody is stranded; one is left when the number is odd, and that is nobody's choice."""
        return self.left_over == self.choosing % 2


def outlook(still_choosing: Sequence[Chooser], history: History) -> Outlook:
    graph = possible_partners(still_choosing, history)
    return Outlook(len(still_choosing), count_pairs(maximum_matching(graph)))
