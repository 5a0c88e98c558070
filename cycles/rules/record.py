"""A leader's record as plain data, from which a page, a PDF and JSON are all made.

A section holds entries, an entry facts and further sections. docs/record.md describes the JSON; whoever
renames or removes a key raises VERSION.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cycles.rules.words import day_and_month

FORMAT, VERSION = "coaching-pairs-record", 1

Value = str | int | bool | dt.date | dt.datetime | tuple[str, ...] | None


@dataclass(frozen=True)
class Fact:
    """One thing that is known: ``value`` as it is kept, ``words`` as one reads it where that differs.

    Without a ``label`` it stands in the JSON alone.
    """

    key: str
    value: Value
    label: str = ""
    words: str = ""

    @property
    def is_text(self) -> bool:
        """Of any length, as somebody typed it."""
        return isinstance(self.value, str | tuple) and not self.words

    @property
    def said(self) -> str:
        """What is read beside the label; '' when there is nothing to read."""
        if self.words or self.value is None or isinstance(self.value, bool):
            return self.words
        if isinstance(self.value, tuple):
            return ", ".join(self.value)
        return day_in_words(self.value) if isinstance(self.value, dt.date) else str(self.value)


@dataclass(frozen=True)
class Entry:
    """One agreement, one session, one cycle."""

    heading: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...] = ()

    @property
    def shown(self) -> tuple[Fact, ...]:
        """The facts that are read."""
        return tuple(fact for fact in self.facts if fact.label and fact.said)

    @property
    def filled(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.entries)


@dataclass(frozen=True)
class Section:
    """Entries of one kind under a ``title``, and who ``reads`` them in words, where it says."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    reads: str = ""


@dataclass(frozen=True)
class Added:
    """A section that another app adds: to the cycle of that number, or beside all cycles."""

    section: Section
    cycle: int | None = None


@dataclass(frozen=True)
class Record:
    """``made_at`` is aware; ``cycles`` are newest first, ``others`` belong to no cycle."""

    made_at: dt.datetime
    leader: Entry
    cycles: Section
    others: tuple[Section, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is read, in order."""
        return tuple(section for section in (self.cycles, *self.others) if section.entries)


def day_in_words(day: dt.date) -> str:
    """“26 November 2026”."""
    return f"{day_and_month(day)} {day.year}"


def as_data(record: Record) -> dict[str, Any]:
    """What JSON is written from: dates as 2026-11-26, moments in UTC with their offset."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _plain(record.made_at),
        "leader": _entry(record.leader),
        record.cycles.key: _section(record.cycles),
        **{section.key: _section(section) for section in record.others},
    }


def _section(section: Section) -> list[dict[str, Any]]:
    return [_entry(entry) for entry in section.entries]


def _entry(entry: Entry) -> dict[str, Any]:
    return dict(_pairs(entry))


def _pairs(entry: Entry) -> Iterator[tuple[str, Any]]:
    for fact in entry.facts:
        yield fact.key, _plain(fact.value)
    for section in entry.sections:
        yield section.key, _section(section)


def _plain(value: Value) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
