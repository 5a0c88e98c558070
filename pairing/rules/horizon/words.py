"""How long a team can go on without a repeat, as a facilitator reads it."""

from __future__ import annotations

from pairing.rules.horizon import Horizon


def cycles_in_words(ahead: Horizon) -> str:
    """“Exactly 5 more cycles without a repeat”, “At least 5 and at most 7 more cycles without a repeat”."""
    if ahead.at_most == 0:
        return "No complete cycle without a repeat any more"
    if ahead.is_exact:
        return f"Exactly {_cycles(ahead.at_most)} without a repeat"
    if ahead.at_least == 0:
        return f"At most {_cycles(ahead.at_most)} without a repeat"
    return f"At least {ahead.at_least} and at most {_cycles(ahead.at_most)} without a repeat"


def _cycles(count: int) -> str:
    return "1 more cycle" if count == 1 else f"{count} more cycles"
