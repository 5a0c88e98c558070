"""Which column is which: by what it is called, then by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from .contents import Contents
from .errors import RosterError
from .headings import FIELDS, Field, fields_of, names_the_whole
from .table import Table
from .text import fold


@dataclass(frozen=True)
class ColumnMapping:
    """For each field the index of its column, or None. Names stand in one column or in two.

    With all three, the two columns are used and ``name`` where a row leaves one of them blank.
    """

    id: int | None = None
    name: int | None = None
    first_name: int | None = None
    last_name: int | None = None
    email: int | None = None
    title: int | None = None
    function: int | None = None
    manager: int | None = None

    def names(self, table: Table) -> dict[str, str]:
        """The heading of each mapped field: what ``recognise_columns`` takes back as ``given``."""
        mapped = {field.name: getattr(self, field.name) for field in fields(self)}
        return {field: table.header[at] for field, at in mapped.items() if at is not None}

    @property
    def has_names(self) -> bool:
        return not (self.name is None and self.first_name is None and self.last_name is None)


def recognise_columns(table: Table, given: Mapping[str, str] | None = None) -> ColumnMapping:
    """The columns of a table. ``given`` (field → heading) wins over recognition; a blank heading means none.

    Headings are compared without case, accents or extra spaces.
    Raises RosterError for a field or a heading that does not exist.
    """
    chosen = _given_columns(table, given or {})
    taken = {at for at in chosen.values() if at is not None}
    contents = Contents(table)
    recognise = _by_heading if table.headed else _by_content
    found: dict[Field, int | None] = {**recognise(contents, taken), **chosen}
    for field in _displaced(chosen):
        found[field] = None
    return ColumnMapping(**found)


def _given_columns(table: Table, given: Mapping[str, str]) -> dict[Field, int | None]:
    known = {fold(name): at for at, name in enumerate(table.header)}
    chosen: dict[Field, int | None] = {}
    for wanted, heading in given.items():
        field = next((field for field in FIELDS if field == wanted.strip().lower()), None)
        if field is None:
            raise RosterError(f"“{wanted}” is not something a roster has. It has {', '.join(FIELDS)}.")
        if heading.strip() and fold(heading) not in known:
            raise RosterError(f"There is no column “{heading}”. The columns are: {', '.join(table.header)}.")
        chosen[field] = known[fold(heading)] if heading.strip() else None
    return chosen


def _displaced(chosen: dict[Field, int | None]) -> list[Field]:
    """A name given in one way sets aside a name recognised in the other."""
    if chosen.get("name") is not None:
        return [field for field in ("first_name", "last_name") if field not in chosen]
    both = chosen.get("first_name") is not None and chosen.get("last_name") is not None
    return ["name"] if both and "name" not in chosen else []


def _by_heading(contents: Contents, taken: set[int]) -> dict[Field, int | None]:
    """Each field takes its best column and leaves the rest to the next; surest fields first."""
    candidates = _candidates(contents.table, taken)
    found: dict[Field, int | None] = {}
    found["email"] = _email_column(contents, candidates["email"], taken)
    _leave(candidates, found["email"])
    found.update(_name_columns(contents, candidates))
    if not any(found[field] is not None for field in ("name", "first_name", "last_name")):
        found["name"] = _names_beside(contents, found["email"], taken)
    for field in ("name", "first_name", "last_name"):
        _leave(candidates, found[field])
    found["id"], found["manager"] = _line_columns(contents, candidates, found)
    _leave(candidates, found["id"])
    _leave(candidates, found["manager"])
    found["function"] = _function_column(contents, candidates["function"])
    _leave(candidates, found["function"])
    found["title"] = _title_column(contents, candidates["title"])
    return found


_Ranked = dict[int, int]


def _candidates(table: Table, taken: set[int]) -> dict[Field, _Ranked]:
    candidates: dict[Field, _Ranked] = {field: {} for field in FIELDS}
    for at, heading in enumerate(table.header):
        if at not in taken:
            for field, rank in fields_of(heading).items():
                candidates[field][at] = rank
    return candidates


def _leave(candidates: dict[Field, _Ranked], column: int | None) -> None:
    if column is not None:
        for ranked in candidates.values():
            ranked.pop(column, None)


def _best(ranked: _Ranked) -> int | None:
    return min(ranked, key=lambda at: (ranked[at], at), default=None)


def _email_column(contents: Contents, ranked: _Ranked, taken: set[int]) -> int | None:
    with_addresses = [at for at in ranked if contents.emails(at)]
    if with_addresses:
        return min(with_addresses, key=lambda at: (-round(contents.emails(at), 1), ranked[at], at))
    for at, heading in enumerate(contents.table.header):
        if at not in taken and not fields_of(heading) and contents.emails(at) > 0.6:
            return at
    return _best({at: rank for at, rank in ranked.items() if contents.filled(at)})


def _name_columns(contents: Contents, candidates: dict[Field, _Ranked]) -> dict[Field, int | None]:
    firsts, lasts, names = (
        {at: rank for at, rank in candidates[field].items() if contents.may_be_names(at)}
        for field in ("first_name", "last_name", "name")
    )
    first = _best({at: rank for at, rank in firsts.items() if not contents.are_full_names(at)})
    last = _best({at: rank for at, rank in lasts.items() if at != first})
    if last is None or first is None:
        first, last = _two_of_three(contents, firsts, lasts, names)
    name = _best({at: rank for at, rank in names.items() if at not in (first, last)})
    return {"first_name": first, "last_name": last, "name": name}


def _names_beside(contents: Contents, email: int | None, taken: set[int]) -> int | None:
    """Under a heading nobody knows: the column whose names fit the addresses beside them."""
    if email is None:
        return None
    for at, heading in enumerate(contents.table.header):
        if at not in taken and not fields_of(heading) and contents.names_fit(at, email):
            return at
    return None


def _two_of_three(
    contents: Contents, firsts: _Ranked, lasts: _Ranked, names: _Ranked
) -> tuple[int | None, int | None]:
    """``Vorname`` beside ``Name``: the latter is the surname, unless the given name stands in it too.

    Headings that mean both (``nombre``, ``nom``, ``nome``) count for a part only beside the other part.
    """
    for first in sorted(firsts, key=lambda at: firsts[at]):
        rest = {at: rank for at, rank in {**names, **lasts}.items() if at != first}
        last = _best(rest)
        if last is not None and not contents.contain(last, first) and not contents.are_full_names(last):
            return first, last
    first_only = _best({at: rank for at, rank in firsts.items() if at not in names})
    last_only = _best({at: rank for at, rank in lasts.items() if at not in names})
    return (None, None) if names else (first_only, last_only)


def _line_columns(
    contents: Contents, candidates: dict[Field, _Ranked], found: dict[Field, int | None]
) -> tuple[int | None, int | None]:
    """The id and the line manager are chosen together: most managers should be found among the ids.

    Where managers are no ids they may be addresses or names; then the id is the best by its heading.
    """
    ids = {at: rank for at, rank in candidates["id"].items() if contents.filled(at) > 0.5} or candidates["id"]
    managers = {at: rank for at, rank in candidates["manager"].items() if not contents.are_flags(at)}
    best: tuple[tuple[float, ...], int | None, int | None] = ((-1.0,), _best(ids), _best(managers))
    people = contents.people_keys(found)
    for manager, manager_rank in managers.items():
        for at, rank in {**ids, **({} if ids else {-1: 0})}.items():
            keys = contents.id_keys(at) if at >= 0 else frozenset()
            met = max(contents.overlap(manager, keys), contents.overlap(manager, people))
            by_id = contents.overlap(manager, keys) > 0.3
            score = (round(met, 1), float(by_id), -float(rank), -float(manager_rank), -float(manager))
            best = max(best, (score, at if at >= 0 else None, manager), key=lambda found: found[0])
    return best[1], best[2]


def _function_column(contents: Contents, ranked: _Ranked) -> int | None:
    """Names of groups: not sentences, not numbers, and more than one of them where there is a choice.

    People share functions, but in a top team everybody may have one of their own.
    """
    named = {at: rank for at, rank in ranked.items() if contents.are_groups(at)}
    fit = {at: rank for at, rank in named.items() if contents.repeat_themselves(at)} or named
    several = {at: rank for at, rank in fit.items() if contents.distinct(at) > 1}
    header = contents.table.header
    return _best(several or {at: rank for at, rank in fit.items() if not names_the_whole(header[at])})


def _title_column(contents: Contents, ranked: _Ranked) -> int | None:
    fit = {at: rank for at, rank in ranked.items() if not contents.are_forms_of_address(at)}
    return _best({at: rank for at, rank in fit.items() if not contents.are_numbers(at)})


def _by_content(contents: Contents, taken: set[int]) -> dict[Field, int | None]:
    """Columns without headings: addresses and names by their look, a function by repeating itself."""
    free = [at for at in range(len(contents.table.header)) if at not in taken and contents.filled(at)]
    found: dict[Field, int | None] = dict.fromkeys(FIELDS)
    email = max(free, key=contents.emails, default=None)
    if email is not None and contents.emails(email) > 0.3:
        found["email"] = email
    words = [at for at in free if at != found["email"] and contents.may_be_names(at)]
    full = [at for at in words if contents.are_full_names(at)]
    if full or len(words) == 1:
        found["name"] = (full or words)[0]
    elif words:
        found["first_name"], found["last_name"] = words[0], words[1]
    elif email is not None:
        found["name"] = email
    used = set(found.values())
    return {**found, **_rest_by_content(contents, [at for at in words if at not in used], found)}


def _rest_by_content(
    contents: Contents, rest: list[int], found: dict[Field, int | None]
) -> dict[Field, int | None]:
    people = contents.people_keys(found)
    manager = next((at for at in rest if contents.overlap(at, people) > 0.5), None)
    others = [at for at in rest if at != manager]
    function = min(others, key=contents.distinct, default=None)
    if function is not None and contents.distinct(function) > 0.6 * len(contents.table.rows):
        function = None
    title = next((at for at in others if at != function), None)
    return {"manager": manager, "function": function, "title": title}
