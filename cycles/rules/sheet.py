"""In how many columns, and how large, the pairs of a team stand on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cycles.rules.wrapping import MM_PER_POINT, ems_on_line, wrapped_lines

PART, STEP = 76, 63
"""Widths in a clasp 44 high: of its last part, and from one part to the next."""

TRIO, CLOSE = 3, 4


@dataclass(frozen=True)
class Layout:
    """As print.css has it for .p-list--``step``: millimetres, and points for the size of names.

    ``column`` is how wide one is, ``clasp`` how high, ``gap`` between clasp and names, ``line`` how far
    apart lines are, of the size; ``between`` is what stands between two pairs, ``height`` what a column has
    on a sheet.
    """

    step: int
    columns: int
    column: float
    points: float
    line: float
    clasp: float
    gap: float
    between: float
    height: float

    @property
    def is_close(self) -> bool:
        """Whether the sheet has narrow margins and a short head."""
        return self.step >= CLOSE

    def pair(self, names: Sequence[str]) -> float:
        """How high the row of a pair is."""
        clasp = (PART + STEP * (min(len(names), TRIO) - 1) + 2) / 46 * self.clasp
        line = ems_on_line(self.column - clasp - self.gap, self.points)
        lines = sum(wrapped_lines(name, line) for name in names)
        return max(self.clasp, lines * self.points * self.line * MM_PER_POINT) + self.between

    def takes(self, pairs: Sequence[Sequence[str]]) -> bool:
        """Whether all fit: a column may end a row early, because no row is divided."""
        rows = [self.pair(names) for names in pairs]
        return sum(rows) / self.columns + (max(rows, default=0) if self.columns > 1 else 0) <= self.height


LAYOUTS = (
    Layout(1, columns=1, column=170, points=10.5, line=1.25, clasp=8.5, gap=4, between=3.4, height=195),
    Layout(2, columns=2, column=80.5, points=9, line=1.15, clasp=6.6, gap=3, between=1.6, height=195),
    Layout(3, columns=3, column=52.6, points=8, line=1.1, clasp=5, gap=2, between=1.2, height=198),
    # From here on with narrow margins and a short head.
    Layout(4, columns=3, column=58, points=7.5, line=1.1, clasp=4.6, gap=1.8, between=0.9, height=242),
    Layout(5, columns=4, column=42.7, points=7, line=1.1, clasp=4.2, gap=1.5, between=0.7, height=242),
    Layout(6, columns=3, column=58, points=6, line=1.08, clasp=3.6, gap=1.4, between=0.6, height=242),
    Layout(7, columns=3, column=58, points=5.5, line=1.06, clasp=3.2, gap=1.2, between=0.4, height=242),
)
"""From the roomiest to the closest: 150 pairs fit, even when nobody's name is short."""


def layout_for(pairs: Sequence[Sequence[str]]) -> Layout:
    """The roomiest that takes all of them, given by their names; the closest when none does."""
    return next((layout for layout in LAYOUTS if layout.takes(pairs)), LAYOUTS[-1])
