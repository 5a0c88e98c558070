"""The line at the foot of every phone: how far the room is, in words."""

from __future__ import annotations

from awayday.rules.stages import Stage


def line_of(stage: Stage, *, here: int, expected: int, pairs: int, choosing: int) -> str:
    """“18 of 22 are here.”, or “7 pairs, 8 still choosing.”; nothing where there is nothing to count."""
    if stage is Stage.LOBBY:
        return f"{here} of {expected} {'is' if here == 1 else 'are'} here."
    if stage is Stage.CHOOSING:
        formed = f"{pairs} pair{'' if pairs == 1 else 's'}" if pairs else "No pair yet"
        return f"{formed}, {choosing} still choosing."
    return f"{pairs} pair{'' if pairs == 1 else 's'}." if stage is Stage.SEALED else ""
