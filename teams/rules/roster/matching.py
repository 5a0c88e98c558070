"""Which people of the file are on the roster already: never two of them one leader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from . import wording
from .findings import Findings
from .functions import FunctionNames, function_key, is_variant
from .identity import Member
from .model import ExistingLeader
from .names import either_order_key, is_likely_same, name_key, shares_word
from .text import fold
from .values import email_key, id_key, loose_id_key

_MOST_COMPARED = 20
_BOTH = {"id", "email"}


class _Matching:
    def __init__(self, members: Sequence[Member], existing: Sequence[ExistingLeader]) -> None:
        self.members = members
        # Those still here come first: of two with one mark they are meant.
        self.leaders = sorted(existing, key=lambda leader: not leader.active)
        self.found: dict[int, ExistingLeader] = {}
        self.taken: set[str] = set()

    def pair(self, member: Member, leader: ExistingLeader) -> None:
        self.found[member.row] = leader
        self.taken.add(leader.id)

    def open_members(self) -> list[Member]:
        return [member for member in self.members if member.row not in self.found and not _is_new(member)]

    def first_open(self, leaders: Iterable[ExistingLeader]) -> ExistingLeader | None:
        return next((leader for leader in leaders if leader.id not in self.taken), None)

    def open_leaders(self) -> list[ExistingLeader]:
        return [leader for leader in self.leaders if leader.id not in self.taken]


def match_leaders(
    members: Sequence[Member],
    emails: Mapping[int, str],
    functions: FunctionNames,
    existing: Sequence[ExistingLeader],
    findings: Findings,
) -> dict[int, ExistingLeader]:
    """By row the leader a person is. By hand, then id, then own address, then name and function, then name.

    An id or an address alone is no proof: posts and mailboxes are handed on, so the names must agree.
    """
    matching = _Matching(members, existing)
    _by_hand(matching)
    _by_mark_and_name(matching, emails)
    _by_mark_and_likely_name(matching, emails)
    for active in (True, False):
        _by_place(matching, emails, functions, findings, active=active)
        _by_doubtful_place(matching, emails, functions, findings, active=active)
        _by_name_alone(matching, emails, functions.of, findings, active=active)
    _ask_about_handed_on_ids(matching, findings)
    return matching.found


def _is_new(member: Member) -> bool:
    return any(entry.correction.leader == "new" for entry in member.entries)


def _by_hand(matching: _Matching) -> None:
    by_id = {leader.id: leader for leader in matching.leaders}
    for member in matching.members:
        told = next((entry.correction.leader for entry in member.entries if entry.correction.leader), None)
        if told is None or told == "new":
            continue
        if told in by_id and told not in matching.taken:
            matching.pair(member, by_id[told])


def _member_marks(member: Member, emails: Mapping[int, str]) -> list[tuple[str, str]]:
    """What a leader may be found by, surest first."""
    ids = [("id", id_key(given)) for given in member.ids]
    loose = [("loose id", loose_id_key(given)) for given in member.ids]
    email = emails[member.row]
    return ids + loose + ([("email", email_key(email))] if email else [])


def _leader_marks(leader: ExistingLeader) -> list[tuple[str, str]]:
    marks = [("email", email_key(leader.email))] if leader.email else []
    if leader.external_id:
        marks += [("id", id_key(leader.external_id)), ("loose id", loose_id_key(leader.external_id))]
    return marks


def _by_mark_and_name(matching: _Matching, emails: Mapping[int, str]) -> None:
    by_mark: dict[tuple[str, str, str], list[ExistingLeader]] = defaultdict(list)
    for leader in matching.open_leaders():
        for kind, key in _leader_marks(leader):
            by_mark[kind, key, either_order_key(leader.name)].append(leader)
    for member in matching.open_members():
        name = either_order_key(member.name.full)
        for kind, key in _member_marks(member, emails):
            found = matching.first_open(by_mark.get((kind, key, name), []))
            if found:
                matching.pair(member, found)
                break


def _by_mark_and_likely_name(matching: _Matching, emails: Mapping[int, str]) -> None:
    by_mark: dict[tuple[str, str], list[ExistingLeader]] = defaultdict(list)
    for leader in matching.open_leaders():
        for mark in _leader_marks(leader):
            by_mark[mark].append(leader)
    for member in matching.open_members():
        candidates = [
            leader
            for mark in _member_marks(member, emails)
            for leader in by_mark.get(mark, [])[:_MOST_COMPARED]
            if is_likely_same(leader.name, member.name.full)
        ]
        found = matching.first_open(candidates)
        if found:
            matching.pair(member, found)


def _pairs(
    matching: _Matching,
    member_key: Callable[[Member], str],
    leader_key: Callable[[ExistingLeader], str],
    *,
    active: bool,
    in_order: bool = False,
) -> list[tuple[Member, ExistingLeader]]:
    """Those alone with their key on both sides; with ``in_order`` also several, the first with the first."""
    ours: dict[str, list[Member]] = defaultdict(list)
    theirs: dict[str, list[ExistingLeader]] = defaultdict(list)
    for member in matching.open_members():
        ours[member_key(member)].append(member)
    for leader in matching.open_leaders():
        if leader.active is active:
            theirs[leader_key(leader)].append(leader)
    pairs: list[tuple[Member, ExistingLeader]] = []
    for key, found in ours.items():
        if in_order or len(found) == len(theirs[key]) == 1:
            pairs.extend(zip(found, theirs[key], strict=False))
    return pairs


def _by_place(
    matching: _Matching,
    emails: Mapping[int, str],
    functions: FunctionNames,
    findings: Findings,
    *,
    active: bool,
) -> None:
    """The same name in the same function: first with the same title, then whatever the title."""
    given = {**functions.of, **functions.doubtful}
    for with_title in (True, False):

        def key(name: str, function: str, title: str, with_title: bool = with_title) -> str:
            told = [either_order_key(name), function_key(function), *([fold(title)] if with_title else [])]
            return "|".join(told)

        pairs = _pairs(
            matching,
            lambda member: key(member.name.full, given[member.row], "; ".join(member.titles)),
            lambda leader: key(leader.name, leader.function, leader.title),
            active=active,
            in_order=with_title,
        )
        for member, leader in pairs:
            if _contradict(member, leader, emails[member.row]) != _BOTH:
                matching.pair(member, leader)
                _ask_about_new_address(member, leader, emails[member.row], findings)


def _by_doubtful_place(
    matching: _Matching,
    emails: Mapping[int, str],
    functions: FunctionNames,
    findings: Findings,
    *,
    active: bool,
) -> None:
    """The same name in a function that a doubtful name may have meant before; the same title first."""
    by_name: dict[str, list[ExistingLeader]] = defaultdict(list)
    for leader in matching.open_leaders():
        if leader.active is active and leader.function:
            by_name[either_order_key(leader.name)].append(leader)
    for member in matching.open_members():
        if member.row not in functions.doubtful:
            continue
        candidates = [
            leader
            for leader in by_name.get(either_order_key(member.name.full), [])[:_MOST_COMPARED]
            if is_variant(member.function, leader.function)
            and _contradict(member, leader, emails[member.row]) != _BOTH
        ]
        title = fold("; ".join(member.titles))
        candidates.sort(key=lambda leader: fold(leader.title) != title)
        found = matching.first_open(candidates)
        if found:
            matching.pair(member, found)
            _ask_about_new_address(member, found, emails[member.row], findings)


def _contradict(member: Member, leader: ExistingLeader, email: str) -> set[str]:
    """Which of id and address say that these are two people."""
    told = set()
    if leader.external_id and member.ids:
        ids = {loose_id_key(given) for given in member.ids}
        if loose_id_key(leader.external_id) not in ids:
            told.add("id")
    if leader.email and email and email_key(email) != email_key(leader.email):
        told.add("email")
    return told


def _ask_about_new_address(member: Member, leader: ExistingLeader, email: str, findings: Findings) -> None:
    if not email or not leader.email or email_key(email) == email_key(leader.email):
        return
    if email_key(email).partition("@")[0] == email_key(leader.email).partition("@")[0]:
        return
    if not any(entry.correction.email for entry in member.entries):
        findings.ask(member.row, wording.email_changes(member.name.full, leader.email, email))


def _by_name_alone(
    matching: _Matching,
    emails: Mapping[int, str],
    functions: Mapping[int, str],
    findings: Findings,
    *,
    active: bool,
) -> None:
    """The same name in another function, where neither id nor address says that it is somebody else."""
    pairs = _pairs(
        matching,
        lambda member: name_key(member.name.full),
        lambda leader: name_key(leader.name),
        active=active,
    )
    for member, leader in pairs:
        if _contradict(member, leader, emails[member.row]):
            continue
        matching.pair(member, leader)
        new, old = functions[member.row], leader.function
        if new and old and function_key(new) != function_key(old):
            findings.ask(member.row, wording.moved(member.name.full, old, new))


def _ask_about_handed_on_ids(matching: _Matching, findings: Findings) -> None:
    """An id that somebody else has had: asked where the names have a part in common, as after a wedding."""
    by_key: dict[str, list[ExistingLeader]] = defaultdict(list)
    for leader in matching.open_leaders():
        if leader.external_id:
            by_key[id_key(leader.external_id)].append(leader)
    for member in matching.open_members():
        name = member.name.full
        for given in member.ids:
            for leader in by_key.get(id_key(given), [])[:_MOST_COMPARED]:
                if shares_word(leader.name, name):
                    findings.ask(member.row, wording.id_reused(given, leader.name, name))
