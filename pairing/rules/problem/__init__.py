"""A pairing problem read from a file: docs/pairing-problem.md has the format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from pairing.rules.eligibility import Chooser, Terms
from pairing.rules.problem.entries import Group, read_apart, read_formed, read_past, read_shortlists
from pairing.rules.problem.people import Findings, People, check_keys, read_people
from pairing.rules.problem.text import Entries, Id, NotReadable, described, parse

KEYS = ("people", "past", "apart", "formed", "shortlists", "trio")


class BadProblem(Exception):
    """A problem that cannot be solved as it is written; ``problems`` say which entry and why, a line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Problem:
    """People are places 0, 1, 2 … in the order of the file; ``ids`` are what the file calls them.

    ``people`` and ``terms`` know a place as ``UUID(int=place + 1)``, so that nothing depends on names.
    ``formed`` are pairs and at most one trio; ``shortlists`` has one tuple of places for each person, in the
    order given. ``trio`` says whether an odd number may end in one. ``functions`` has the file's word for
    each place's function.
    """

    ids: tuple[Id, ...]
    people: tuple[Chooser, ...]
    terms: Terms
    formed: tuple[Group, ...]
    shortlists: tuple[Group, ...]
    trio: bool
    functions: tuple[Id | None, ...]


def read_problem(text: str) -> Problem:
    """The problem that a JSON text describes. Raises BadProblem with everything that is wrong with it."""
    document = _document(text)
    findings = Findings()
    check_keys(document, KEYS, "", findings)
    people = read_people(document.get("people"), findings)
    if people is None:
        raise BadProblem(tuple(findings.said))
    past = read_past(document.get("past"), people, findings)
    apart = read_apart(document.get("apart"), people, findings)
    formed = read_formed(document.get("formed"), people, findings)
    shortlists = read_shortlists(document.get("shortlists"), people, findings)
    trio = _read_trio(document.get("trio"), findings)
    if findings.said:
        raise BadProblem(tuple(findings.said))
    return Problem(
        ids=tuple(people.ids),
        people=_choosers(people),
        terms=_terms(past, apart),
        formed=tuple(formed),
        shortlists=tuple(shortlists),
        trio=trio,
        functions=tuple(people.functions),
    )


def _document(text: str) -> Entries:
    try:
        document = parse(text)
    except NotReadable as error:
        raise BadProblem((str(error),)) from error
    if not isinstance(document, Entries):
        raise BadProblem((f"The problem must be an object with “people”, and is {described(document)}.",))
    return document


def _read_trio(value: object, findings: Findings) -> bool:
    if value is not None and not isinstance(value, bool):
        findings.say("trio", f"must be true or false, and is {described(value)}.")
    return value is not False


def _choosers(people: People) -> tuple[Chooser, ...]:
    functions: dict[Id, UUID] = {}
    for function in people.functions:
        if function is not None:
            functions.setdefault(function, UUID(int=len(functions) + 1))
    return tuple(
        Chooser(
            id=_uuid(place),
            name=str(name),
            function_id=None if function is None else functions[function],
            manager_id=_uuid(people.places[manager]) if manager in people.places else None,
        )
        for place, (name, function, manager) in enumerate(
            zip(people.ids, people.functions, people.managers, strict=True)
        )
    )


def _terms(past: Mapping[frozenset[int], int], apart: Iterable[Group]) -> Terms:
    return Terms(
        history={_uuids(both): cycle for both, cycle in past.items()},
        apart=frozenset(_uuids(both) for both in apart),
    )


def _uuids(places: Iterable[int]) -> frozenset[UUID]:
    return frozenset(_uuid(place) for place in places)


def _uuid(place: int) -> UUID:
    return UUID(int=place + 1)
