"""Which rows are the same person, and who shares an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import wording
from .entries import Entry
from .findings import Findings
from .names import PersonName, either_order_key
from .text import fold
from .values import email_key, id_key


@dataclass(frozen=True)
class Member:
    """A person of the file: one entry for each of their posts, the first row first."""

    entries: tuple[Entry, ...]

    @property
    def row(self) -> int:
        return self.entries[0].number

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(entry.number for entry in self.entries)

    @property
    def name(self) -> PersonName:
        return self.entries[0].name

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.id for entry in self.entries if entry.id))

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple({fold(entry.title): entry.title for entry in self.entries if entry.title}.values())

    @property
    def function(self) -> str:
        return next((entry.function for entry in self.entries if entry.function), "")

    @property
    def email(self) -> str:
        return next((entry.email for entry in self.entries if entry.email), "")


def merge_rows(entries: Iterable[Entry], findings: Findings) -> list[Member]:
    """People in the order of their first rows. One name with one address or one id is one person.

    Asks about rows that were joined, and about namesakes who may be one person after all.
    """
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[either_order_key(entry.name.full)].append(entry)
    members: list[Member] = []
    for namesakes in by_name.values():
        found = [Member(tuple(posts)) for posts in _same_people(namesakes)]
        _ask_about_namesakes(found, findings)
        members.extend(found)
    for member in members:
        for entry in member.entries[1:]:
            asked = wording.two_posts(member.row, member.name.full, len(member.titles))
            findings.ask(entry.number, asked)
    return sorted(members, key=lambda member: member.row)


def _same_people(namesakes: Sequence[Entry]) -> Iterable[list[Entry]]:
    """Groups of rows with one name that have an address or an id in common, or are alike throughout."""
    groups: dict[int, list[Entry]] = {}
    group_of: dict[tuple[str, ...], int] = {}
    for entry in namesakes:
        marks = _marks(entry)
        group = next((group_of[mark] for mark in marks if mark in group_of), len(groups))
        groups.setdefault(group, []).append(entry)
        for mark in marks:
            group_of.setdefault(mark, group)
    return groups.values()


def _marks(entry: Entry) -> list[tuple[str, ...]]:
    marks: list[tuple[str, ...]] = []
    if entry.email:
        marks.append(("email", email_key(entry.email)))
    if entry.id:
        marks.append(("id", id_key(entry.id)))
    alike = ("alike", fold(entry.title), fold(entry.function), fold(entry.manager_given))
    return marks or [alike]


def _ask_about_namesakes(found: list[Member], findings: Findings) -> None:
    first_at: dict[tuple[str, str], Member] = {}
    for member in found:
        place = (fold(member.function), fold("; ".join(member.titles)))
        other = first_at.setdefault(place, member)
        if other is not member:
            findings.ask(member.row, wording.namesake(other.row, member.name.full))


def ask_about_shared_ids(members: Iterable[Member], findings: Findings) -> None:
    """Several people under one id: two in one post where they have one title, else an id used twice."""
    first_with: dict[str, Member] = {}
    for member in members:
        for given in member.ids:
            other = first_with.setdefault(id_key(given), member)
            if other is member:
                continue
            one_post = fold(member.entries[0].title) == fold(other.entries[0].title)
            asked = wording.id_shared(given, other.row, other.name.full, one_post=one_post)
            findings.ask(member.row, asked)
