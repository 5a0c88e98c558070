"""Bytes of a text file, whatever program wrote them."""

from __future__ import annotations

import codecs
import unicodedata

from .errors import RosterError
from .text import drop_controls

NOT_TEXT = "This does not look like a roster. Send a CSV or XLSX file, or paste the rows."
GUESSED = (
    "The file does not say how its letters are stored; it was read as Windows-1252. "
    "If accented names look wrong, save it as CSV UTF-8 and upload it again."
)
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 20_000


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, the name of its encoding and notes for the reader.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 and UTF-16 without; Windows-1252 for what is left.
    Raises RosterError for anything that is not text.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _plausible(_strictly(data[len(mark) :], encoding)), encoding, ()
    if data.count(0) * 50 > len(data):
        encoding = _wide_order(data)
        return _plausible(_strictly(data, encoding)), encoding, ()
    return _narrow(data)


def _narrow(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode("utf-8", errors="surrogateescape")
    strays = sum("\udc80" <= character <= "\udcff" for character in text) if not text.isascii() else 0
    if not strays:
        return _plausible(text), "utf-8", ()
    whole = sum(character > "\x7f" for character in text) - strays
    if whole > strays:
        return _plausible(_mend(text)), "utf-8", (GUESSED,)
    return _plausible(_windows(data)), "windows-1252", (GUESSED,)


def _strictly(data: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16") and len(data) % 2:
        data = data[:-1]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RosterError(NOT_TEXT) from None


def _wide_order(data: bytes) -> str:
    """Which half of each pair of bytes is zero tells the order: commas and line ends are below U+0100."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _mend(text: str) -> str:
    """UTF-8 with a few single bytes pasted in from a Windows program."""
    return "".join(
        _windows(bytes([ord(character) - 0xDC00])) if "\udc80" <= character <= "\udcff" else character
        for character in text
    )


def _plausible(text: str) -> str:
    sample = text[:_SAMPLE]
    odd = sum(unicodedata.category(character) in _NEVER_TYPED for character in sample)
    odd -= sum(sample.count(character) for character in "\t\n\r\x0b\x0c\x85")
    if odd * 20 > len(sample):
        raise RosterError(NOT_TEXT)
    return drop_controls(text.lstrip("\ufeff"))


_NEVER_TYPED = {"Cc", "Cn", "Co", "Cs"}
