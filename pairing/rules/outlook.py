"""Whether everybody still choosing can still find a partner: one line for all to see, naming nobody."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.rules.guard import Guard


@dataclass(frozen=True)
class Outlook:
    """``choosing`` people have no partner yet; at most ``pairs`` more pairs can be formed among them.

    ``left_over`` will be without a partner, however well the others choose. ``trio``: the number is odd, and
    one of them will join a pair. ``holds_back``: some choices would leave somebody more without one.
    """

    choosing: int
    pairs: int
    left_over: int
    trio: bool
    holds_back: bool

    @property
    def is_whole(self) -> bool:
        """Everybody can still be in a pair or the trio."""
        return self.left_over == 0

    @property
    def one_by_number(self) -> bool:
        """Nobody is stranded by what the others did: the number is odd, and no trio is possible."""
        return self.left_over == 1 and self.choosing % 2 == 1


def outlook(guard: Guard) -> Outlook:
    prospect = guard.prospect
    return Outlook(
        choosing=guard.hall.choosing.bit_count(),
        pairs=prospect.most_pairs,
        left_over=prospect.left_over,
        trio=prospect.third is not None,
        holds_back=guard.refuses,
    )
