"""The last step of planning: final values for each person, changes against the roster, a verdict per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import wording
from .cycles import circles
from .entries import MAX_TITLE, Entry
from .findings import Findings
from .functions import function_key
from .identity import Member
from .managers import Directory, Line
from .model import (
    Change,
    ChangedField,
    ExistingLeader,
    ManagerLink,
    Outcome,
    PlannedPerson,
    PlannedRow,
    Question,
    Verdict,
)
from .text import fold, shorten
from .values import email_key, loose_id_key

_Node = int | str
_MOST_NAMED = 6


def cut_circles(
    members: Sequence[Member],
    lines: Mapping[int, Line],
    directory: Directory,
    matched: Mapping[int, ExistingLeader],
    findings: Findings,
) -> dict[int, ManagerLink | None]:
    """Final line managers by row, none of them going round: the last row of each circle loses its own.

    Where the file says nothing usable, an existing leader keeps the line manager they have.
    """
    links = {
        row: line.link if line.decided else _kept(row, matched, directory) for row, line in lines.items()
    }
    above: dict[_Node, _Node | None] = {row: _node(link) for row, link in links.items()}
    for leader in directory.leaders.values():
        if leader.id not in directory.member_of:
            above[leader.id] = _node(_link_to(leader.manager_id, directory))
    names: dict[_Node, str] = {leader.id: leader.name for leader in directory.leaders.values()}
    names.update((member.row, member.name.full) for member in members)
    for circle in circles(above):
        last = max((node for node in circle if isinstance(node, int)), default=None)
        if last is not None:
            said = _said(circle, circle.index(last), names)
            findings.ask(last, wording.manager_cycle(names[last], said))
            links[last] = None
    return links


def _kept(row: int, matched: Mapping[int, ExistingLeader], directory: Directory) -> ManagerLink | None:
    leader = matched.get(row)
    link = _link_to(leader.manager_id, directory) if leader else None
    return None if link and link.row == row else link


def _link_to(leader_id: str | None, directory: Directory) -> ManagerLink | None:
    leader = directory.leaders.get(leader_id) if leader_id else None
    return directory.link(leader) if leader else None


def _node(link: ManagerLink | None) -> _Node | None:
    if link is None:
        return None
    return link.row if link.row is not None else link.leader_id


def _said(circle: Sequence[_Node], turn: int, names: Mapping[_Node, str]) -> list[str]:
    said = [names[node] for node in [*circle[turn:], *circle[:turn]]]
    if len(said) > _MOST_NAMED:
        said = [*said[: _MOST_NAMED - 1], "…"]
    return [*said, names[circle[turn]]]


@dataclass(frozen=True)
class Roster:
    """The leaders there are, by id, and by row those who are in the file."""

    leaders: Mapping[str, ExistingLeader]
    matched: Mapping[int, ExistingLeader]


def people_of(
    members: Iterable[Member],
    emails: Mapping[int, str],
    functions: Mapping[int, str],
    links: Mapping[int, ManagerLink | None],
    roster: Roster,
    findings: Findings,
) -> list[PlannedPerson]:
    people = []
    anybody_in_a_function = any(functions.values())
    for member in members:
        person = _person(member, emails[member.row], functions[member.row], links[member.row], roster)
        if not person.function and anybody_in_a_function and not _said_none(member):
            findings.ask(member.row, wording.function_missing(person.name))
        people.append(person)
    if people and not any(person.function for person in people):
        findings.file_notes.append(wording.note_no_functions())
    return people


def _said_none(member: Member) -> bool:
    return any(entry.correction.function == "" for entry in member.entries)


@dataclass(frozen=True)
class _Values:
    name: str
    email: str
    title: str
    function: str
    external_id: str


def _person(
    member: Member,
    email: str,
    function: str,
    link: ManagerLink | None,
    roster: Roster,
) -> PlannedPerson:
    leader = roster.matched.get(member.row)
    title = shorten("; ".join(member.titles), MAX_TITLE)
    given = _Values(member.name.full, email, title, function, next(iter(member.ids), ""))
    final = _kept_values(member, given, leader) if leader else given
    return PlannedPerson(
        row=member.row,
        rows=member.rows,
        name=final.name,
        sort_name=member.name.sort,
        called=member.name.called,
        email=final.email,
        title=final.title,
        function=final.function,
        manager=link,
        external_id=final.external_id,
        honorific=member.name.honorific,
        leader_id=leader.id if leader else None,
        changes=_changes(final, link, leader, roster) if leader else (),
    )


def _kept_values(member: Member, given: _Values, leader: ExistingLeader) -> _Values:
    """What the file says, save where it says nothing or the same in other letters."""
    corrections = [entry.correction for entry in member.entries]
    wiped_title = any(correction.title == "" for correction in corrections)
    keeps_id = loose_id_key(leader.external_id) in {loose_id_key(given) for given in member.ids}
    return _Values(
        name=leader.name if sorted(leader.name.split()) == sorted(given.name.split()) else given.name,
        email=leader.email if email_key(leader.email) == email_key(given.email) else given.email,
        title=leader.title if not wiped_title and _same_titles(given.title, leader.title) else given.title,
        function=given.function if given.function or _said_none(member) else leader.function,
        external_id=leader.external_id if keeps_id or not given.external_id else given.external_id,
    )


def _same_titles(given: str, kept: str) -> bool:
    """Nothing given, or the same titles in any order."""
    return not given or {fold(part) for part in given.split(";")} == {fold(part) for part in kept.split(";")}


def _changes(
    final: _Values,
    link: ManagerLink | None,
    leader: ExistingLeader,
    roster: Roster,
) -> tuple[Change, ...]:
    same_function = function_key(leader.function) == function_key(final.function)
    told: list[tuple[ChangedField, str, str]] = [
        ("name", leader.name, final.name),
        ("email", leader.email, final.email),
        ("title", leader.title, final.title),
        ("function", leader.function, leader.function if same_function else final.function),
        ("external_id", leader.external_id, final.external_id),
        ("active", "" if leader.active else "left", "" if leader.active else "back"),
    ]
    changes = [Change(field, old, new) for field, old, new in told if old != new]
    before = roster.leaders.get(leader.manager_id) if leader.manager_id else None
    if _leader_id(link, roster.matched) != (before.id if before else None):
        changes.append(Change("manager", before.name if before else "", link.name if link else ""))
    return tuple(changes)


def _leader_id(link: ManagerLink | None, matched: Mapping[int, ExistingLeader]) -> str | None:
    """The id of a line manager who is on the roster; a key of no leader for one who is yet to be added."""
    if link is None or link.row is None:
        return link.leader_id if link else None
    leader = matched.get(link.row)
    return leader.id if leader else f"row {link.row}"


def rows_of(
    entries: Iterable[Entry], people: Iterable[PlannedPerson], findings: Findings
) -> Iterable[PlannedRow]:
    person_at = {row: person for person in people for row in person.rows}
    for entry in entries:
        yield _row(entry, person_at.get(entry.number), findings)


def _row(entry: Entry, person: PlannedPerson | None, findings: Findings) -> PlannedRow:
    number, given, manager = entry.number, entry.name_given, entry.manager_given
    if person is None:
        return PlannedRow(number, "skip", "skip", given, manager, reason=entry.skip)
    asked, settled = _still_to_ask(person, findings.questions(number))
    outcome: Outcome = person.outcome if number == person.row else "joined"
    verdict: Verdict = "question" if asked else person.outcome
    notes = (*findings.notes(number), *(question.text for question in settled))
    return PlannedRow(
        number, verdict, outcome, given, manager, person=person.row, questions=asked, notes=notes
    )


def _still_to_ask(
    person: PlannedPerson, asked: Sequence[Question]
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Questions about somebody on the roster are settled where nothing would change for it."""
    if person.leader_id is None:
        return tuple(asked), ()
    changed = {change.field for change in person.changes}
    return (
        tuple(question for question in asked if question.field in changed),
        tuple(question for question in asked if question.field not in changed),
    )
