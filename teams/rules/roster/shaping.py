"""From raw rows to a table: which row holds the headings, what stands above and below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .errors import RosterError
from .headings import count_fields, fields_of
from .table import MAX_COLUMNS, MAX_ROWS, RawRows, SourceRow, Table, too_many_rows
from .text import clean_text, fold, has_letter
from .values import find_email, is_email

_LOOK_AT = 40
_LAST_ROWS = 10
_FOOT = re.compile(
    r"(?:grand |sub ?|sub-)?totals?\b|(?:sum|count|average|mean|gesamt|summe|anzahl|somme|suma|totale|"
    r"totaal|notes?|source|prepared by|number of \w+)\s*(?:[:=(\d]|$)|(?:generated|exported|printed|updated|"
    r"last updated|confidential)\b|report (?:run|date|generated|created)\b|end of (?:report|file|list)\b|"
    r"page \d|as at \d|\(?\d+ (?:rows|records|people|employees)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Heading:
    """Where the headings are, an index into the rows, if anywhere; ``start`` is the first row of people."""

    index: int | None
    start: int
    note: str = ""


def shape(raw: RawRows, columns: Iterable[str] = ()) -> Table:
    """The table in the rows. ``columns`` are headings somebody named: the row that has them is the heading.

    Raises RosterError when nothing is left or when there is more than a roster can hold.
    """
    rows = _one_per_row(raw)
    if not rows:
        raise RosterError("There is nothing in this file.")
    heading = _find_heading(rows, {fold(name) for name in columns})
    body, notes = _body(rows, heading)
    if not body:
        raise RosterError("There are headings but no rows beneath them.")
    if len(body) > MAX_ROWS:
        raise RosterError(too_many_rows())
    given = () if heading.index is None else rows[heading.index].cells
    header, even, ragged = _even_out(given, body)
    return Table(
        header=header,
        rows=even,
        headed=heading.index is not None,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        sheet=raw.sheet,
        notes=(*raw.notes, *filter(None, [heading.note]), *notes, *ragged),
    )


def _one_per_row(raw: RawRows) -> tuple[SourceRow, ...]:
    """Recipients copied from a message stand on one line: one cell is one person then."""
    if len(raw.rows) != 1:
        return raw.rows
    cells = [cell for cell in raw.rows[0].cells if cell]
    addresses = sum(bool(find_email(cell)) for cell in cells)
    names = (
        raw.delimiter == ";" and len(cells) > 1 and all(" " in cell and has_letter(cell) for cell in cells)
    )
    if addresses < 2 and not (names and not count_fields(cells)):
        return raw.rows
    return tuple(SourceRow(at, (cell,)) for at, cell in enumerate(cells, start=1))


def _find_heading(rows: Sequence[SourceRow], named: set[str]) -> _Heading:
    first = rows[:_LOOK_AT]
    scores = [_heading_score(row, named) for row in first]
    best = max(scores)
    if best >= 2 or (best == 1 and _stands_alone(first[scores.index(best)], rows)):
        return _Heading(scores.index(best), scores.index(best) + 1)
    return _unknown_heading(rows)


def _heading_score(row: SourceRow, named: set[str]) -> int:
    if any(is_email(cell) for cell in row.cells):
        return 0
    wanted = sum(fold(cell) in named for cell in row.cells) if named else 0
    return 10 * wanted + count_fields(row.cells)


def _stands_alone(row: SourceRow, rows: Sequence[SourceRow]) -> bool:
    """One known heading is enough when it names people and its row is as full as those below it."""
    if not any({"name", "last_name", "email"} & set(fields_of(cell)) for cell in row.cells):
        return False
    usual = Counter(_filled(below) for below in rows if below.number > row.number).most_common(1)
    return not usual or _filled(row) >= usual[0][0]


def _filled(row: SourceRow) -> int:
    return sum(1 for cell in row.cells if cell)


def _unknown_heading(rows: Sequence[SourceRow]) -> _Heading:
    """No heading we know: addresses tell where people begin, else the first full row holds headings."""
    width = Counter(_filled(row) for row in rows).most_common(1)[0][0]
    full = next((at for at, row in enumerate(rows) if _filled(row) >= min(2, width)), 0)
    at, column = _first_email(rows[:_LOOK_AT])
    if column >= 0 and (at == 0 or not _cell(rows[at - 1], column)):
        note = "There are no headings; the columns were told apart by what is in them."
        return _Heading(None, min(at, full), note)
    if column < 0 and len(rows) == 1:
        return _Heading(None, 0, "There are no headings; the one row was read as a person.")
    if column < 0 and width == 1:
        return _Heading(None, 0, "There are no headings; every row was read as a name.")
    known = at - 1 if column >= 0 else full
    note = f"Row {rows[known].number} was taken for the headings, though none of them is one we know. "
    return _Heading(known, known + 1, note + "Say which column is which.")


def _first_email(rows: Sequence[SourceRow]) -> tuple[int, int]:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if find_email(cell):
                return at, column
    return 0, -1


def _cell(row: SourceRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _body(rows: Sequence[SourceRow], heading: _Heading) -> tuple[list[SourceRow], list[str]]:
    """The rows of people: without headings repeated on every page and without what stands at the foot."""
    repeated = rows[heading.index].cells if heading.index is not None else None
    body = [row for row in rows[heading.start :] if row.cells != repeated]
    usual = max(map(_filled, body[-_LAST_ROWS:]), default=0)
    notes = []
    while body and _is_foot(body[-1], usual):
        row = body.pop()
        text = clean_text(next(cell for cell in row.cells if cell))
        notes.append(f"Row {row.number} (“{text[:60]}”) stands below the roster and was left out.")
    return body, notes[::-1]


def _is_foot(row: SourceRow, usual: int) -> bool:
    first, *others = [cell for cell in row.cells if cell]
    if not _FOOT.match(first) or any(find_email(cell) for cell in others):
        return False
    return len(others) < max(1, usual // 2) or not any(has_letter(cell) for cell in others)


def _even_out(
    given: tuple[str, ...], body: list[SourceRow]
) -> tuple[tuple[str, ...], tuple[SourceRow, ...], list[str]]:
    """Every row as wide as the header; blank columns at the end are dropped."""
    width = max((at + 1 for row in body for at, cell in enumerate(row.cells) if cell), default=1)
    named = max((at + 1 for at, cell in enumerate(given) if cell), default=0)
    if max(width, named) > MAX_COLUMNS:
        raise RosterError(f"This file has more than {MAX_COLUMNS} columns. Keep those that a roster needs.")
    ragged = [row.number for row in body if named and any(row.cells[len(given) :])]
    notes = []
    if ragged:
        shown = ", ".join(str(number) for number in ragged[:5]) + (" …" if len(ragged) > 5 else "")
        notes.append(f"Row {shown}: more cells than headings. Check that they stand in the right columns.")
    width = max(width, named)
    header = _unique(given + ("",) * (width - len(given)), width)
    blank = ("",) * width
    even = tuple(SourceRow(row.number, (row.cells + blank)[:width]) for row in body)
    return header, even, notes


def _unique(given: tuple[str, ...], width: int) -> tuple[str, ...]:
    header: list[str] = []
    seen: set[str] = set()
    for at, cell in enumerate(given[:width], start=1):
        name = plain = clean_text(cell)[:120] or f"Column {at}"
        copy = 2
        while fold(name) in seen:
            name = f"{plain} ({copy})"
            copy += 1
        seen.add(fold(name))
        header.append(name)
    return tuple(header)
