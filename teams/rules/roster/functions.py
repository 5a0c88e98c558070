"""Functions as the file names them: one spelling each, and a question where two may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import wording
from .findings import Findings
from .identity import Member
from .model import ExistingLeader
from .text import phrases, words

_GENERIC = phrases(
    """directorate, department, dept, division, team, group, unit, service, services, function, office,
    section, branch, area, the, abteilung, bereich, direction, departement, departamento, dipartimento,
    afdeling"""
)
_MOST_COMPARED = 200
_FEW = 2
_SHORTEST_SLIP = 5


def function_key(name: str) -> str:
    """``Estates & Logistics`` and ``ESTATES AND LOGISTICS`` are one function."""
    return " ".join(words(name.replace("&", " and ").replace("+", " and "))) or name.casefold()


@dataclass(frozen=True)
class FunctionNames:
    """By row each person's function as it seems; ``doubtful`` has the keys of new names that few bring."""

    of: Mapping[int, str]
    doubtful: Mapping[int, str]


def settle_functions(members: Sequence[Member], existing: Sequence[str]) -> FunctionNames:
    """Functions in the spelling of the existing one, or the commonest in the file.

    A new name much like one with more people is taken for that one.
    """
    spelled = _spellings(members, existing)
    people = Counter(function_key(member.function) for member in members if member.function)
    established = {function_key(name) for name in existing}
    meant = _likely_meant(spelled, people, established)
    settled: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    for member in members:
        key = function_key(member.function) if member.function else ""
        settled[member.row] = spelled.get(key, "")
        if key and key not in established and people[key] <= _FEW and not _is_confirmed(member):
            settled[member.row] = meant.get(key, settled[member.row])
            doubtful[member.row] = key
    return FunctionNames(settled, doubtful)


def confirm_functions(
    members: Iterable[Member],
    names: FunctionNames,
    matched: Mapping[int, ExistingLeader],
    findings: Findings,
) -> dict[int, str]:
    """Final functions by row: a doubtful name is what it was taken for before, if it was. Asks about each."""
    given = {member.row: member.function for member in members}
    kept: dict[int, str] = {}
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for row, key in names.doubtful.items():
        leader = matched.get(row)
        if leader and leader.function and is_variant(given[row], leader.function):
            kept[row] = leader.function
            before[key][leader.function] += 1
    final = dict(names.of)
    for row, key in names.doubtful.items():
        # A name taken for another that is itself in doubt goes where that one goes.
        told = before.get(key) or before.get(function_key(final[row])) or Counter([final[row]])
        final[row] = kept.get(row) or told.most_common(1)[0][0]
        if function_key(final[row]) != key:
            findings.ask(row, wording.function_new(given[row], final[row]))
    return final


def _is_confirmed(member: Member) -> bool:
    corrections = [entry.correction for entry in member.entries]
    return any(correction.include or correction.function is not None for correction in corrections)


def _spellings(members: Iterable[Member], existing: Iterable[str]) -> dict[str, str]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        if member.function:
            counted[function_key(member.function)][member.function] += 1
    spelled = {key: names.most_common(1)[0][0] for key, names in counted.items()}
    return {**spelled, **{function_key(name): name for name in existing}}


def _likely_meant(spelled: dict[str, str], people: Counter[str], established: set[str]) -> dict[str, str]:
    """New names, by key, that read like a slip or a variant of a name with more people behind it."""
    if len(spelled) > _MOST_COMPARED:
        return {}
    meant: dict[str, str] = {}
    for key in people:
        if key in established or people[key] > _FEW:
            continue
        alike = [
            other
            for other in spelled
            if (other in established or people[other] >= 2 * people[key])
            and other != key
            and is_variant(spelled[key], spelled[other])
        ]
        likeliest = _weightiest(alike, people)
        if likeliest is not None:
            meant[key] = likeliest
    return {key: spelled[_end_of(key, meant)] for key in meant}


def _end_of(key: str, meant: dict[str, str]) -> str:
    """A name may be taken for one that is taken for a third; each has more behind it, so this ends."""
    while key in meant:
        key = meant[key]
    return key


def _weightiest(keys: Iterable[str], people: Counter[str]) -> str | None:
    """The one with the most people; none where two have as many."""
    ranked = sorted(keys, key=lambda key: -people[key])
    if not ranked or (len(ranked) > 1 and people[ranked[0]] == people[ranked[1]]):
        return None
    return ranked[0]


def is_variant(name: str, other: str) -> bool:
    """``Finance & Procurement``, ``Finance Team``, ``Finnace`` for Finance; ``HR`` for Human Resources."""
    first, second = _parts(name), _parts(other)
    if not first or not second:
        return False
    one, two = " ".join(first), " ".join(second)
    if one == two or one in second or two in first:
        return True
    return _are_initials(name, other) or _are_initials(other, name) or _is_slip(one, two)


def _parts(name: str) -> list[str]:
    """What ``and`` joins, without words that any function may carry."""
    parts: list[list[str]] = [[]]
    for word in words(name.replace("&", " and ").replace("+", " and ").replace(",", " and ")):
        if word == "and":
            parts.append([])
        elif word not in _GENERIC:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _are_initials(short: str, name: str) -> bool:
    letters = "".join(word[0] for word in words(name) if word not in ("and", "of", "the"))
    return short.isupper() and 2 <= len(short) <= 4 and short.casefold() == letters


def _is_slip(one: str, two: str) -> bool:
    """One letter wrong, missing or too many, or two swapped; never a number or the first letter."""
    if min(len(one), len(two)) < _SHORTEST_SLIP or one[0] != two[0]:
        return False
    start = _common_start(one, two)
    one, two = one[start:], two[start:]
    end = _common_start(one[::-1], two[::-1])
    left, right = one[: len(one) - end], two[: len(two) - end]
    if any(character.isdigit() for character in left + right):
        return False
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


def _common_start(one: str, two: str) -> int:
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(two)))
