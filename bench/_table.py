"""Times in milliseconds, and a table of aligned columns."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from statistics import median

NONE = "–"


def median_ms(work: Callable[[], object], *, repeats: int = 15, seconds: float = 1.0) -> float:
    """The median processor time of so many runs, or of as many as fit into so many seconds; at least one."""
    times: list[float] = []
    while len(times) < repeats and sum(times) < seconds:
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times) * 1000


def as_ms(value: float) -> str:
    """Three figures are enough: 0.123, 1.23, 12.3, 123, 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def header(*, unit: str) -> str:
    return f"Python {platform.python_version()}, one core. {unit}"


class Table:
    """Prints a row as soon as it is known."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.widths = [max(6, len(column)) for column in columns]
        self.row(columns)
        print("  ".join("-" * width for width in self.widths))

    def row(self, cells: Sequence[str]) -> None:
        print(
            "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, self.widths, strict=True)), flush=True
        )
