"""What a problem says about its people: past, apart, formed and shortlists, checked entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from pairing.rules.problem.people import Findings, People, check_once, read_name, say_unknown
from pairing.rules.problem.text import Entries, described, shown

LONGEST_SHORTLIST = 5
Group = tuple[int, ...]
"""The places of people who belong together, in the order of the file."""


def read_past(value: object, people: People, findings: Findings) -> dict[frozenset[int], int]:
    """Every two who have been partners, a trio as three twos → the last cycle in which they were."""
    history: dict[frozenset[int], int] = {}
    for where, entry in _lists(value, "past", (3, 4), "[a, b, cycle] or [a, b, c, cycle]", findings):
        group = _group(entry[:-1], where, people, findings)
        cycle = _read_cycle(entry[-1], where, findings)
        for both in map(frozenset, combinations(group, 2)):
            history[both] = max(cycle, history.get(both, 0))
    return history


def _read_cycle(value: object, where: str, findings: Findings) -> int:
    """The number of a cycle; 0, and said so, when it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    findings.say(where, f"the cycle must be a positive whole number, and is {described(value)}.")
    return 0


def read_apart(value: object, people: People, findings: Findings) -> list[Group]:
    """Every two who are not offered to each other. Saying it twice does no harm."""
    entries = _lists(value, "apart", (2,), "[a, b]", findings)
    return [_group(entry, where, people, findings) for where, entry in entries]


def read_formed(value: object, people: People, findings: Findings) -> list[Group]:
    """The pairs, and the one trio, that there are already. They are facts and need not be allowed."""
    formed: list[Group] = []
    taken: dict[int, str] = {}
    trio = ""
    for where, entry in _lists(value, "formed", (2, 3), "[a, b] or [a, b, c]", findings):
        group = _group(entry, where, people, findings)
        for place in group:
            if taken.setdefault(place, where) != where:
                findings.say(where, f"{shown(people.ids[place])} is already in {taken[place]}.")
        if len(entry) > 2 and trio:
            findings.say(where, f"there is a trio already, {trio}; a cycle has one at most.")
        elif len(entry) > 2:
            trio = where
        formed.append(group)
    return formed


def read_shortlists(value: object, people: People, findings: Findings) -> list[Group]:
    """For each place whom the person would be glad to work with, in the order given."""
    shortlists: list[Group] = [()] * len(people.ids)
    if value is None:
        return shortlists
    if not isinstance(value, Entries):
        findings.say("shortlists", f"must be an object of lists, and is {described(value)}.")
        return shortlists
    check_once(value, "shortlists", findings)
    for key, named in value.items():
        place = people.written.get(key)
        if place is None:
            findings.say("shortlists", f"{shown(key)} is not among the people.")
        else:
            shortlists[place] = _read_shortlist(named, place, people, findings)
    return shortlists


def _read_shortlist(value: object, owner: int, people: People, findings: Findings) -> Group:
    where = f"shortlists[{shown(str(people.ids[owner]))}]"
    if not isinstance(value, list):
        findings.say(where, f"must be a list, and is {described(value)}.")
        return ()
    if len(value) > LONGEST_SHORTLIST:
        findings.say(where, f"has {len(value)} entries; a shortlist has {LONGEST_SHORTLIST} at most.")
    group = _group(value, where, people, findings)
    if owner in group:
        findings.say(where, f"{shown(people.ids[owner])} cannot be on their own shortlist.")
    return group


def _lists(
    value: object, name: str, lengths: Sequence[int], shape: str, findings: Findings
) -> Iterator[tuple[str, list[object]]]:
    """Where each entry of a part stands, and its values; one of another shape is said and passed over."""
    if value is None:
        return
    if not isinstance(value, list):
        findings.say(name, f"must be a list, and is {described(value)}.")
        return
    for number, entry in enumerate(value):
        where = f"{name}[{number}]"
        if not isinstance(entry, list):
            findings.say(where, f"must be {shape}, and is {described(entry)}.")
        elif len(entry) not in lengths:
            findings.say(where, f"must be {shape}, and has {len(entry)} in it.")
        else:
            yield where, entry


def _group(values: Sequence[object], where: str, people: People, findings: Findings) -> Group:
    """The places of some people; one who is unknown, or there already, is said and left out."""
    places = [_place(value, where, people, findings) for value in values]
    times = Counter(place for place in places if place is not None)
    for place in times:
        if times[place] > 1:
            findings.say(where, f"{shown(people.ids[place])} is named twice.")
    return tuple(times)


def _place(value: object, where: str, people: People, findings: Findings) -> int | None:
    name = read_name(value, where, findings)
    place = None if name is None else people.places.get(name)
    if name is not None and place is None:
        say_unknown(name, where, people, findings)
    return place
