"""One row of the table read as a person, with what was put right by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import wording
from .columns import ColumnMapping
from .model import Correction, Corrections
from .names import PersonName, read_name, read_two_names
from .table import SourceRow, Table
from .text import clean_text, has_letter, shorten
from .values import clean_id, find_email, is_nothing, names_nobody

MAX_TITLE = 300
MAX_FUNCTION = 120
_ADDRESS_BESIDE_NAME = re.compile(r"[<(\[]?\s*(?:mailto:)?[^\s<>()\[\]]+@[^\s<>()\[\]]+\s*[>)\]]?")


@dataclass(frozen=True)
class Entry:
    """A row, cleaned. ``skip`` is the reason why nobody comes of it; ``""`` where somebody does.

    ``email_given`` and ``manager_given`` are the cells as they stand, for questions about them.
    """

    number: int
    name: PersonName
    name_given: str
    email: str
    email_given: str
    title: str
    function: str
    id: str
    manager_given: str
    correction: Correction
    skip: str = ""


def read_entries(table: Table, mapping: ColumnMapping, corrections: Corrections) -> list[Entry]:
    nothing = Correction()
    return [_read(row, mapping, corrections.get(row.number, nothing)) for row in table.rows]


def _read(row: SourceRow, mapping: ColumnMapping, correction: Correction) -> Entry:
    name_given = _given_name(row, mapping) if correction.name is None else clean_text(correction.name)
    email_given = _told(_cell(row, mapping.email), correction.email)
    name = _name(row, mapping, name_given, correction)
    if names_nobody(name_given) or not has_letter(name.full):
        name = PersonName("")
    return Entry(
        number=row.number,
        name=name,
        name_given=name_given,
        email=find_email(email_given) or (find_email(name_given) if correction.email is None else ""),
        email_given="" if is_nothing(email_given) else email_given,
        title=shorten(_or_blank(_told(_cell(row, mapping.title), correction.title)), MAX_TITLE),
        function=_function(_told(_cell(row, mapping.function), correction.function)),
        id=clean_id(_cell(row, mapping.id)),
        manager_given=_cell(row, mapping.manager),
        correction=correction,
        skip=_reason_to_skip(name_given, name, correction),
    )


def _cell(row: SourceRow, at: int | None) -> str:
    return "" if at is None else clean_text(row.cells[at])


def _told(cell: str, corrected: str | None) -> str:
    return cell if corrected is None else clean_text(corrected)


def _or_blank(text: str) -> str:
    return "" if is_nothing(text) else text


def _function(text: str) -> str:
    """``/Finance/Payroll``, the path of a directory, is Finance."""
    if text.startswith("/"):
        text = text.strip("/").split("/")[0].strip()
    return shorten(_or_blank(text), MAX_FUNCTION)


def _given_name(row: SourceRow, mapping: ColumnMapping) -> str:
    """The name as it stands in the row: the two columns where both are filled, else the one."""
    first, last = _cell(row, mapping.first_name), _cell(row, mapping.last_name)
    whole = _cell(row, mapping.name)
    return whole if whole and not (first and last) else f"{first} {last}".strip()


def _name(row: SourceRow, mapping: ColumnMapping, given: str, correction: Correction) -> PersonName:
    first, last = _cell(row, mapping.first_name), _cell(row, mapping.last_name)
    if first and last and correction.name is None:
        return read_two_names(first, last)
    if "@" in given:
        given = _ADDRESS_BESIDE_NAME.sub(" ", given).strip(" ,;\"'") or _from_address(given)
    return read_name(given)


def _from_address(address: str) -> str:
    """``sue.marlow@northmere.example`` where a name should be: Sue Marlow."""
    local = address.partition("@")[0].strip("<(\"' ")
    parts = [part for part in re.split(r"[._+\d]+", local) if part]
    return " ".join(part[:1].upper() + part[1:] for part in parts) or address


def _reason_to_skip(name_given: str, name: PersonName, correction: Correction) -> str:
    if correction.include is False:
        return wording.skipped_by_hand()
    if not name_given:
        return wording.skipped_blank()
    if names_nobody(name_given):
        return wording.skipped_nobody(shorten(name_given, 80))
    if not name.full:
        return wording.skipped_no_name(shorten(name_given, 80))
    return ""
