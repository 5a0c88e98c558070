"""The reasons of a suggestion in words, for whoever may read them."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.reasons import Because, Ground

WHOLE = "It leaves nobody else without a partner"


def ground_in_words(
    ground: Ground, names: Sequence[str], functions: Sequence[str], me: int | None = None
) -> str:
    """One reason; names and functions are by place. Shortlists are named: for somebody who knows them all.

    ``me`` is the place of the one who reads it, who is spoken to.
    """
    one, other = (names[place] for place in ground.about[:2])
    mine = me is not None and ground.about[0] == me
    if ground.because is Because.EACH_LISTED_THE_OTHER:
        return f"{one} and {other} each listed the other"
    if ground.because is Because.LISTED:
        return f"{'You' if mine else one} listed {other}"
    if ground.because is Because.NEW_BRIDGE:
        first, second = (functions[place] for place in ground.about)
        return f"The first pair between {first} and {second}"
    if ground.because is Because.ONLY_CHOICE:
        return f"{other} is the only one still offered to {'you' if mine else one}"
    return WHOLE
