"""The two doors for a roster: a file, and rows pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .decoding import decode
from .delimited import DELIMITERS, read_delimited
from .errors import RosterError
from .shaping import shape
from .table import MAX_BYTES, Table
from .text import drop_controls, phrases
from .workbook import OLE_MARK, ZIP_MARK, read_workbook

_BETWEEN_CELLS = "".join(DELIMITERS) + "\"' \r\n\x0b\x0c\xa0"
_MEGABYTES = MAX_BYTES // 1024 // 1024
_NOT_ROSTERS = phrases("pdf, doc, docx, odt, pages, jpg, jpeg, png, gif, heic, msg, eml, pptx")


def read_table(data: bytes, filename: str, columns: Iterable[str] = ()) -> Table:
    """The table in a CSV or XLSX file, told by its content and not by its name.

    ``columns`` are headings a person has named, which help to find the heading row.
    Raises RosterError, worded for people, for everything that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise RosterError(f"This file is larger than {_MEGABYTES} MB. Keep the columns a roster needs.")
    if filename.rpartition(".")[2].lower() in _NOT_ROSTERS:
        raise RosterError("This is not a spreadsheet. Send a CSV or XLSX file, or paste the rows.")
    if not data.strip():
        raise RosterError("There is nothing in this file.")
    if data.startswith((OLE_MARK, ZIP_MARK + b"\x03\x04", ZIP_MARK + b"\x05\x06")):
        return shape(read_workbook(data), columns)
    text, encoding, notes = decode(data)
    return _read_text(text, encoding, notes, columns)


def read_pasted(text: str, columns: Iterable[str] = ()) -> Table:
    """The table in text pasted from a spreadsheet, a list or a file; see ``read_table``."""
    if len(text) > MAX_BYTES:
        raise RosterError("This is more text than a roster needs. Paste the rows of one team.")
    return _read_text(drop_controls(text), "", (), columns)


def _read_text(text: str, encoding: str, notes: tuple[str, ...], columns: Iterable[str]) -> Table:
    if not text.strip(_BETWEEN_CELLS):
        raise RosterError("There is nothing in this file.")
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "{\\rtf", "%pdf")):
        raise RosterError("This is a document and not a spreadsheet. Save it as XLSX or CSV and send that.")
    return shape(replace(read_delimited(text, encoding), notes=notes), columns)
