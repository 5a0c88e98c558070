"""Who reports to whom: by id, address, name or title, past vacant posts, without going round in circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from . import wording
from .entries import Entry
from .findings import Findings
from .identity import Member
from .model import ExistingLeader, ManagerLink
from .names import either_order_key, name_key, read_name
from .text import fold
from .values import email_key, find_email, id_key, loose_id_key, names_no_manager, names_nobody

_Index = Literal["id", "loose id", "email", "name", "either order", "title"]
_Found = Member | Entry | ExistingLeader
_BY_ID = ("id", "loose id")
_MOST_NAMED = 3
_MOST_FOUND = 50


@dataclass(frozen=True)
class Line:
    """One person's line manager. ``decided`` is false where the file says nothing that can be used."""

    link: ManagerLink | None
    decided: bool


@dataclass(frozen=True)
class Reached:
    """Whom a cell leads to and how. With nobody, ``cell`` is the last one followed; ``post`` was passed."""

    how: _Index
    people: list[Member | ExistingLeader]
    cell: str
    post: int | None = None


class Directory:
    """Everybody a line manager may be: people and vacant posts of the file, then leaders of the roster."""

    def __init__(
        self,
        members: Sequence[Member],
        vacant: Iterable[Entry],
        emails: Mapping[int, str],
        matched: Mapping[int, ExistingLeader],
        existing: Iterable[ExistingLeader],
    ) -> None:
        self.member_of = {leader.id: member for member in members if (leader := matched.get(member.row))}
        self.members = {row: member for member in members for row in member.rows}
        self.leaders = {leader.id: leader for leader in existing}
        self._index: dict[tuple[_Index, str], list[_Found]] = defaultdict(list)
        self._of_roster: dict[tuple[_Index, str], list[_Found]] = defaultdict(list)
        self._reached_from: dict[int, Reached] = {}
        for member in members:
            self._add(self._index, member, _keys_of_member(member, emails[member.row]))
        for entry in vacant:
            self._add(self._index, entry, _keys_of_entry(entry))
        for leader in self.leaders.values():
            if leader.active and leader.id not in self.member_of:
                self._add(self._of_roster, leader, _keys_of_leader(leader))

    @staticmethod
    def _add(
        index: dict[tuple[_Index, str], list[_Found]], found: _Found, keys: Iterable[tuple[_Index, str]]
    ) -> None:
        for key in dict.fromkeys(keys):
            if key[1]:
                index[key].append(found)

    def reach(self, given: str) -> Reached:
        """The people a cell means; where it means a vacant post, those whom that post reports to."""
        how, people, post = self._find(given)
        if post is None:
            return Reached(how, people, given)
        return replace(self._above(post), post=post.number)

    def _find(self, given: str) -> tuple[_Index, list[Member | ExistingLeader], Entry | None]:
        """By the surest way that finds anybody: people, or else the first vacant post."""
        for index in (self._index, self._of_roster):
            for key in _keys_of_given(given):
                found = index.get(key, [])[:_MOST_FOUND]
                people = [one for one in found if not isinstance(one, Entry)]
                if found:
                    post = None if people else next(one for one in found if isinstance(one, Entry))
                    return key[0], people, post
        return "title", [], None

    def _above(self, post: Entry) -> Reached:
        """Who stands above a vacant post, worked out once for every post on the way."""
        way: list[int] = []
        at: Entry | None = post
        reached = Reached("title", [], "")
        while at is not None and at.number not in self._reached_from:
            self._reached_from[at.number] = reached
            way.append(at.number)
            how, people, above = self._find(at.manager_given)
            if above is None:
                reached = Reached(how, people, at.manager_given)
            at = above
        if at is not None:
            reached = self._reached_from[at.number]
        self._reached_from.update(dict.fromkeys(way, reached))
        return reached

    def link(self, found: Member | ExistingLeader) -> ManagerLink:
        if isinstance(found, ExistingLeader):
            member = self.member_of.get(found.id)
            if member is None:
                return ManagerLink(found.name, leader_id=found.id)
            found = member
        return ManagerLink(found.name.full, row=found.row)


def _keys_of_entry(entry: Entry) -> Iterator[tuple[_Index, str]]:
    yield "id", id_key(entry.id)
    if entry.id:
        yield "loose id", loose_id_key(entry.id)
    yield "title", fold(entry.title)


def _keys_of_member(member: Member, email: str) -> Iterator[tuple[_Index, str]]:
    for entry in member.entries:
        yield from _keys_of_entry(entry)
    yield "email", email_key(email)
    yield "name", name_key(member.name.full)
    yield "either order", either_order_key(member.name.full)


def _keys_of_leader(leader: ExistingLeader) -> Iterator[tuple[_Index, str]]:
    yield "id", id_key(leader.external_id)
    if leader.external_id:
        yield "loose id", loose_id_key(leader.external_id)
    yield "email", email_key(leader.email)
    yield "name", name_key(leader.name)
    yield "either order", either_order_key(leader.name)


def _keys_of_given(given: str) -> Iterator[tuple[_Index, str]]:
    yield "id", id_key(given)
    plain, _, rest = given.partition("(")
    inner = rest.partition(")")[0]
    if inner:
        yield "id", id_key(inner)
    yield "loose id", loose_id_key(given)
    yield "email", email_key(find_email(given))
    name = read_name(plain if plain.strip() else given).full
    yield "name", name_key(name)
    yield "either order", either_order_key(name)
    yield "title", fold(given)


def resolve_managers(members: Sequence[Member], directory: Directory, findings: Findings) -> dict[int, Line]:
    """The line manager of each person by row, asking where the file cannot be followed."""
    return {member.row: _resolve(member, directory, findings) for member in members}


def _resolve(member: Member, directory: Directory, findings: Findings) -> Line:
    told = next((entry.correction.manager for entry in member.entries if entry.correction.manager), None)
    if told is not None:
        return _by_hand(member, told, directory)
    given = next((entry.manager_given for entry in member.entries if entry.manager_given), "")
    if not given:
        return Line(None, decided=False)
    return _follow(member, given, directory, findings)


def _by_hand(member: Member, told: str, directory: Directory) -> Line:
    """``none``, ``row:12`` or ``leader:<id>``; somebody who is gone since, or oneself, is none."""
    kind, _, key = told.partition(":")
    found: Member | ExistingLeader | None = None
    if kind == "row" and key.isdecimal():
        found = directory.members.get(int(key))
    elif kind == "leader":
        found = directory.leaders.get(key)
    link = directory.link(found) if found else None
    return Line(link if link and link.row != member.row else None, decided=True)


def _follow(member: Member, given: str, directory: Directory, findings: Findings) -> Line:
    """From a cell to a person, past posts without one."""
    reached = directory.reach(given)
    oneself = any(one is member for one in reached.people)
    if oneself and (reached.how in _BY_ID or len(reached.people) == 1):
        return Line(None, decided=True)
    if reached.people:
        return _one_of(member, given, reached, directory, findings)
    if names_no_manager(reached.cell):
        if reached.post is not None:
            findings.note(member.row, wording.note_through_vacant(reached.post, ""))
        return Line(None, decided=True)
    if names_nobody(given):
        findings.ask(member.row, wording.manager_vacant(member.name.full, given))
    else:
        findings.ask(member.row, wording.manager_unknown(member.name.full, reached.cell[:80]))
    return Line(None, decided=False)


def _one_of(member: Member, given: str, reached: Reached, directory: Directory, findings: Findings) -> Line:
    links = [directory.link(person) for person in reached.people[:_MOST_NAMED]]
    if len(links) > 1 and reached.how not in _BY_ID:
        places = [_placed(link) for link in links]
        findings.ask(member.row, wording.manager_ambiguous(member.name.full, given[:80], places))
        return Line(None, decided=False)
    if len(links) > 1:
        findings.ask(member.row, wording.manager_shared(links[0].name, links[1].name))
    if reached.post is not None:
        findings.note(member.row, wording.note_through_vacant(reached.post, links[0].name))
    return Line(links[0], decided=True)


def _placed(link: ManagerLink) -> str:
    return f"{link.name} on row {link.row}" if link.row is not None else f"{link.name}, already on the roster"


def note_when_none_found(
    members: Sequence[Member], lines: Mapping[int, Line], column: str, findings: Findings
) -> None:
    """Where a whole column leads to nobody, one note on the file stands for a question on each row."""
    unknown = [
        member.row
        for member in members
        if any(question.kind == "manager_unknown" for question in findings.questions(member.row))
    ]
    if len(unknown) < 5 or any(line.link for line in lines.values()):
        return
    first = next(member for member in members if member.row == unknown[0])
    given = next(entry.manager_given for entry in first.entries if entry.manager_given)
    findings.withdraw("manager_unknown")
    findings.file_notes.append(wording.note_no_managers_found(column, given[:80]))
