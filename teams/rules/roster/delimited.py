"""Text with cells between commas, semicolons, tabs or pipes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import RosterError
from .headings import count_fields
from .table import MAX_CELL, MAX_ROWS, RawRows, SourceRow, too_many_rows
from .values import is_email

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_CHARACTERS = 60_000
_SAMPLE_ROWS = 100
_TITLES = 50
_ENDED = "the end of the roster beyond doubt"
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\s*?(?:\r\n|\r|\n)', re.IGNORECASE)
_NAME_TURNED_ROUND = re.compile(r"[^,\d@]{2,40},\s*[^,\d@]{1,40}")


@dataclass(frozen=True, order=True)
class _Evidence:
    """Why one delimiter is likelier than another; compared from the first field on."""

    headings: int
    emails: int
    even: float
    width: int


def read_delimited(text: str, encoding: str = "") -> RawRows:
    """Rows of a text. Raises RosterError for an open quotation mark or more rows than are taken."""
    told = _SEPARATOR_LINE.match(text)
    if told:
        text = text[told.end() :]
    delimiter = told.group(1) if told and told.group(1) in DELIMITERS else find_delimiter(text)
    rows = tuple(SourceRow(number, tuple(cells)) for number, cells in _records(text, delimiter))
    return RawRows(rows, encoding=encoding, delimiter=delimiter)


def find_delimiter(text: str) -> str:
    """The delimiter under which headings and addresses come out whole and rows equally long."""
    sample = _whole_lines(text[:_SAMPLE_CHARACTERS])
    found = {delimiter: _weigh(sample, delimiter) for delimiter in DELIMITERS}
    if _is_list_of_turned_names(sample, found):
        return "\t"
    return max(DELIMITERS, key=lambda delimiter: found[delimiter])


def _whole_lines(sample: str) -> str:
    if len(sample) < _SAMPLE_CHARACTERS:
        return sample
    return sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample


def _weigh(sample: str, delimiter: str) -> _Evidence:
    rows = []
    for row in _reader(sample, delimiter):
        if any(cell.strip() for cell in row):
            rows.append([cell.strip() for cell in row])
        if len(rows) >= _SAMPLE_ROWS:
            break
    if not rows:
        return _Evidence(0, 0, 0, 0)
    heading = max(rows[:30], key=count_fields)
    headings = count_fields(heading)
    widths = Counter(len(row) for row in rows)
    width = len(heading) if headings else widths.most_common(1)[0][0]
    emails = sum(is_email(cell) for row in rows for cell in row)
    return _Evidence(headings, emails, round(widths[width] / len(rows), 2), width)


def _is_list_of_turned_names(sample: str, found: dict[str, _Evidence]) -> bool:
    """``MARLOW, Sue`` line by line, with no heading or address, is one column and not two."""
    if any(weight.headings > 1 or weight.emails for weight in found.values()) or found[","].width > 2:
        return False
    lines = [line for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()]
    if any(delimiter in line for line in lines for delimiter in DELIMITERS[1:]):
        return False
    turned = sum(_looks_turned(line.strip()) for line in lines)
    return turned > 0 and turned >= 0.6 * sum("," in line for line in lines)


def _looks_turned(line: str) -> bool:
    """``MARLOW, Sue`` and ``van der Berg, Jan``, and not ``Sue Marlow, Finance``."""
    if not _NAME_TURNED_ROUND.fullmatch(line):
        return False
    surname, _, rest = line.partition(",")
    one_word = " " not in surname.strip() or surname[0].islower()
    return surname.isupper() or (one_word and rest.startswith(" ") and " " not in rest.strip())


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Numbered records with something in them; blank lines are counted, as a spreadsheet counts them."""
    records: list[tuple[int, list[str]]] = []
    last: list[str] = []
    try:
        for number, last in enumerate(_reader(f"{text.rstrip()}\n{_ENDED}", delimiter), start=1):
            if any(cell.strip() for cell in last):
                records.append((number, [cell.strip()[:MAX_CELL] for cell in last]))
            if len(records) > MAX_ROWS + _TITLES:
                raise RosterError(too_many_rows())
    except csv.Error:
        raise RosterError(_open_quotation(number=len(records) + 1)) from None
    if last != [_ENDED]:
        raise RosterError(_open_quotation(number=records[-1][0] if records else 1))
    return records[:-1]


def _open_quotation(number: int) -> str:
    return (
        f"A quotation mark near row {number} is never closed, so the rest cannot be told apart. "
        "Close it or take it away, then send the file again."
    )
