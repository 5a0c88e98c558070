"""The people of a problem, checked one entry after the other. What is wrong is gathered, not raised."""

from __future__ import annotations

from dataclasses import dataclass, field

from pairing.rules.problem.text import Entries, Id, described, id_trouble, shown, unknown_key

PERSON_KEYS = ("id", "function", "manager")


@dataclass
class Findings:
    """What is wrong with a problem, one sentence each, in the order in which it was met."""

    said: list[str] = field(default_factory=list)

    def say(self, where: str, what: str) -> None:
        self.said.append(f"{where}: {what}" if where else what)


@dataclass
class People:
    """What the entries say, by place, and how to find a place again.

    ``entries`` are their numbers in the file, the same as the places as long as every entry can be used.
    """

    ids: list[Id] = field(default_factory=list)
    functions: list[Id | None] = field(default_factory=list)
    managers: list[Id | None] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    places: dict[Id, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    """The place by the id as the key of an object has it: always text."""

    def add(self, entry: int, name: Id, function: Id | None, manager: Id | None) -> None:
        self.places[name] = self.written[str(name)] = len(self.ids)
        self.ids.append(name)
        self.functions.append(function)
        self.managers.append(manager)
        self.entries.append(entry)

    def twin_of(self, name: Id) -> Id | None:
        """The id that is written the same but is of the other kind: 1 for “1”, “1” for 1."""
        place = self.written.get(str(name))
        return None if place is None or self.ids[place] == name else self.ids[place]


def check_keys(entries: Entries, known: tuple[str, ...], where: str, findings: Findings) -> None:
    check_once(entries, where, findings)
    for key in entries:
        if key not in known:
            findings.say(where, unknown_key(key, known))


def check_once(entries: Entries, where: str, findings: Findings) -> None:
    for key in entries.repeated:
        findings.say(where, f"{shown(key)} is there more than once.")


def read_people(value: object, findings: Findings) -> People | None:
    """The people, those with an unusable id left out; None when there is no list of them at all."""
    if not isinstance(value, list):
        found = "missing" if value is None else described(value)
        findings.say("people", f"must be a list, and is {found}.")
        return None
    people = People()
    functions: dict[str, tuple[Id, str]] = {}
    for number, entry in enumerate(value):
        where = f"people[{number}]"
        if not isinstance(entry, Entries):
            findings.say(where, f"must be an object with “id” and “function”, and is {described(entry)}.")
            continue
        check_keys(entry, PERSON_KEYS, where, findings)
        name = _read_id(entry, where, people, findings)
        function = _read_function(entry.get("function"), where, functions, findings)
        manager = _read_manager(entry.get("manager"), name, where, findings)
        if name is not None:
            people.add(number, name, function, manager)
    _look_for_managers(people, findings)
    return people


def _read_id(entry: Entries, where: str, people: People, findings: Findings) -> Id | None:
    """The person's id, None when it cannot be used or somebody before has it."""
    if "id" not in entry:
        findings.say(where, "“id” is missing.")
        return None
    name = read_name(entry["id"], f"{where}.id", findings)
    place = None if name is None else people.written.get(str(name))
    if name is None or place is None:
        return name
    first, before = people.ids[place], f"people[{people.entries[place]}]"
    same = f"{shown(name)} is there already, as {before}."
    alike = f"{shown(name)} and {shown(first)} ({before}) cannot be told apart. Change one of them."
    findings.say(f"{where}.id", same if name == first else alike)
    return None


def read_name(value: object, where: str, findings: Findings) -> Id | None:
    """An id or the name of a function; None, and said so, when the value can be neither."""
    trouble = id_trouble(value)
    if trouble:
        findings.say(where, f"{trouble}.")
    return value if isinstance(value, str | int) and not trouble else None


def _read_if_given(value: object, where: str, findings: Findings) -> Id | None:
    left_open = value is None or (isinstance(value, str) and not value.strip())
    return None if left_open else read_name(value, where, findings)


def _read_function(
    value: object, where: str, seen: dict[str, tuple[Id, str]], findings: Findings
) -> Id | None:
    """The function, None when it is left open. 1 beside “1” is refused: nobody means two functions by it."""
    function = _read_if_given(value, f"{where}.function", findings)
    if function is None:
        return None
    first, before = seen.setdefault(str(function), (function, where))
    if first != function:
        findings.say(
            f"{where}.function",
            f"{shown(function)} and {shown(first)} ({before}) cannot be told apart. Write it one way.",
        )
    return function


def _read_manager(value: object, name: Id | None, where: str, findings: Findings) -> Id | None:
    manager = _read_if_given(value, f"{where}.manager", findings)
    if manager is not None and manager == name:
        findings.say(f"{where}.manager", f"{shown(manager)} cannot be their own line manager.")
    return manager


def _look_for_managers(people: People, findings: Findings) -> None:
    """A manager may be outside the team, but one who is only written differently would be lost unseen."""
    for entry, manager in zip(people.entries, people.managers, strict=True):
        if manager is not None and people.twin_of(manager) is not None:
            say_unknown(manager, f"people[{entry}].manager", people, findings)


def say_unknown(name: Id, where: str, people: People, findings: Findings) -> None:
    twin = people.twin_of(name)
    kind = "number" if isinstance(twin, int) else "text"
    hint = "." if twin is None else f"; the {kind} {shown(twin)} is."
    findings.say(where, f"{shown(name)} is not among the people{hint}")
