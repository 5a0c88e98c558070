"""A roster as rows and columns, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
MAX_CHARACTERS = 10_000_000


def too_many_rows() -> str:
    return f"This file has more than {MAX_ROWS:,} rows. Send the leaders of one team alone."


@dataclass(frozen=True)
class SourceRow:
    """``number`` is the row a person sees in their spreadsheet; ``cells`` is as long as the header."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """``header`` names are unique and never blank. ``headed`` is false where the names are ours.

    ``encoding`` is set for text, ``sheet`` for a workbook; ``notes`` are sentences to show.
    """

    header: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    headed: bool = True
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()

    def column(self, index: int) -> list[str]:
        return [row.cells[index] for row in self.rows]

    def to_json(self) -> dict[str, Any]:
        return {
            "header": list(self.header),
            "rows": [[row.number, *row.cells] for row in self.rows],
            "headed": self.headed,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "notes": list(self.notes),
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Table:
        """The inverse of ``to_json``; KeyError or TypeError for anything else."""
        return Table(
            header=tuple(stored["header"]),
            rows=tuple(SourceRow(int(row[0]), tuple(row[1:])) for row in stored["rows"]),
            headed=stored["headed"],
            encoding=stored["encoding"],
            delimiter=stored["delimiter"],
            sheet=stored["sheet"],
            notes=tuple(stored["notes"]),
        )


@dataclass(frozen=True)
class RawRows:
    """What a reader found: numbered rows of any width, blank ones left out."""

    rows: tuple[SourceRow, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()
