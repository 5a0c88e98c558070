"""Excel workbooks: the first sheet that holds a roster."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from .errors import RosterError
from .headings import count_fields
from .table import MAX_CELL, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, RawRows, SourceRow, too_many_rows
from .text import drop_controls

ZIP_MARK = b"PK"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 20
SHEET_ROWS = 1_048_576
# One sheet to its very end, and the others. Blank rows cost time as well: a file of a few kilobytes may have
# a million of them on each of its sheets.
MAX_WALKED = 1_500_000
_TITLES = 50
_DAMAGED = "This workbook could not be opened; it may be damaged. Save it again as XLSX or CSV."
_TOO_LARGE = "This workbook is too large once unpacked. Save the sheet with the roster as CSV and send that."
_RETURN = re.compile("_x000D_", re.IGNORECASE)


@dataclass(frozen=True)
class _Sheet:
    title: str
    hidden: bool
    rows: tuple[SourceRow, ...]

    @property
    def headings(self) -> int:
        return max((count_fields(row.cells) for row in self.rows[:30]), default=0)


def read_workbook(data: bytes) -> RawRows:
    """Rows of the first sheet with headings we know, else of the first with anything in it.

    Formulas give their last saved result. Raises RosterError for what is no workbook, is locked or too large.
    """
    _refuse_other_files(data)
    sheets = _filled_sheets(data)
    if not sheets:
        raise RosterError("There is nothing in this workbook.")
    ordered = sorted(sheets, key=lambda sheet: (sheet.hidden, sheet.headings < 2))
    chosen = ordered[0]
    notes: tuple[str, ...] = ()
    if len(sheets) > 1:
        notes = (f"The workbook has several sheets; “{chosen.title}” was read.",)
    return RawRows(chosen.rows, sheet=chosen.title, notes=notes)


def _refuse_other_files(data: bytes) -> None:
    if data.startswith(OLE_MARK):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RosterError("This workbook is locked with a password. Send a copy without one.")
        raise RosterError("This is a workbook of the old kind (.xls). Save it as XLSX or CSV and send that.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise RosterError(_DAMAGED) from None
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RosterError(_TOO_LARGE)
    if "xl/workbook.xml" not in names:
        raise RosterError(_other_package(names))


def _other_package(names: set[str]) -> str:
    if names & {"xl/workbook.bin", "content.xml", "Index/Document.iwa"}:
        return "This spreadsheet is of a kind that cannot be read here. Save it as XLSX or CSV and send that."
    return "This is not a spreadsheet. Send a CSV or XLSX file, or paste the rows."


def _filled_sheets(data: bytes) -> list[_Sheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            walked = count(1)
            found = [
                _Sheet(sheet.title, sheet.sheet_state != "visible", tuple(_rows(sheet, walked)))
                for sheet in workbook.worksheets[:MAX_SHEETS]
            ]
            workbook.close()
    except RosterError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise nearly anything
        raise RosterError(_DAMAGED) from error
    return [sheet for sheet in found if sheet.rows]


def _rows(sheet: Worksheet, walked: Iterator[int]) -> Iterator[SourceRow]:
    """The rows with something in them; `walked` counts every row of the workbook, blank ones too."""
    # Bounds of our own: those a file states may be wrong, or made to exhaust us.
    every = sheet.iter_rows(max_row=SHEET_ROWS, max_col=MAX_COLUMNS + 1, values_only=True)
    filled = characters = 0
    for number, values in enumerate(every, start=1):
        if next(walked) > MAX_WALKED:
            raise RosterError(_TOO_LARGE)
        if not any(value is not None for value in values):
            continue
        cells = tuple(cell_text(value) for value in values)
        if not any(cells):
            continue
        filled += 1
        characters += sum(map(len, cells))
        if filled > MAX_ROWS + _TITLES:
            raise RosterError(too_many_rows())
        if characters > MAX_CHARACTERS:
            raise RosterError(_TOO_LARGE)
        yield SourceRow(number, cells)


def cell_text(value: object) -> str:
    """A cell's value as somebody reads it on the sheet: ``173.0`` is ``173``, a date has no midnight."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    text = str(value)[: 2 * MAX_CELL]
    return drop_controls(_RETURN.sub("", text)).strip()[:MAX_CELL]
