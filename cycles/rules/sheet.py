"""How many columns the pairs of a team need to stay on one sheet of A4."""

from __future__ import annotations

ONE_COLUMN, TWO_COLUMNS = 14, 40
"""The most pairs that stand one below the other, and side by side in two columns."""


def columns_for(pairs: int) -> int:
    """One, two or three columns; three take about 70 pairs, more go on to a second sheet."""
    if pairs <= ONE_COLUMN:
        return 1
    return 2 if pairs <= TWO_COLUMNS else 3
