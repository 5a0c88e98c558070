"""What stands in the columns of a table, asked for as often as needed and counted once."""

from __future__ import annotations

from collections.abc import Mapping

from .addresses import resemblance
from .headings import Field
from .names import either_order_key, is_honorific, read_name, read_two_names
from .table import Table
from .text import clean_text, fold, has_letter, phrases
from .values import email_key, find_email, id_key, names_no_manager, names_nobody

_FLAGS = phrases("y, n, yes, no, true, false, x, ja, nein, oui, non, si")
_MOST_VALUES = 400
_SENTENCE = 60


class Contents:
    """Shares are of the filled cells of a column, between 0 and 1; 0 for a blank column."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._values: dict[int, list[str]] = {}
        self._emails: dict[int, float] = {}

    def values(self, at: int) -> list[str]:
        """The cells with something in them, cleaned."""
        if at not in self._values:
            self._values[at] = [value for cell in self.table.column(at) if (value := clean_text(cell))]
        return self._values[at]

    def filled(self, at: int) -> float:
        return len(self.values(at)) / len(self.table.rows)

    def emails(self, at: int) -> float:
        if at not in self._emails:
            self._emails[at] = _share([bool(find_email(value)) for value in self.values(at)])
        return self._emails[at]

    def distinct(self, at: int) -> int:
        return len({fold(value) for value in self.values(at)})

    def are_numbers(self, at: int) -> bool:
        return _share([not has_letter(value) for value in self.values(at)]) > 0.5

    def are_flags(self, at: int) -> bool:
        return bool(self.values(at)) and {fold(value) for value in self.values(at)} <= _FLAGS

    def are_forms_of_address(self, at: int) -> bool:
        return _share([is_honorific(value) for value in self.values(at)]) > 0.5

    def are_groups(self, at: int) -> bool:
        values = self.values(at)
        if not values or self.are_numbers(at) or self.emails(at) > 0.3:
            return False
        return sum(map(len, values)) / len(values) <= _SENTENCE

    def repeat_themselves(self, at: int) -> bool:
        """Whether people share the values; too few people to tell count as sharing."""
        values = self.values(at)
        return len(values) < 8 or self.distinct(at) <= 0.8 * len(values)

    def may_be_names(self, at: int) -> bool:
        """Letters, short, and no addresses unless beside a name (``Sue Marlow <sue@…>``)."""
        values = self.values(at)
        lettered = [has_letter(value) or names_nobody(value) for value in values]
        return _share(lettered) > 0.2 and sum(map(len, values)) / len(values) < _SENTENCE * 2

    def are_full_names(self, at: int) -> bool:
        people = [value for value in self.values(at) if not names_nobody(value)]
        return _share([" " in value or "," in value for value in people]) > 0.5

    def contain(self, whole: int, part: int) -> bool:
        """Whether in most rows one cell stands within another: a given name within a full name."""
        pairs = [(fold(row.cells[whole]), fold(row.cells[part])) for row in self.table.rows]
        return _share([part in whole for whole, part in pairs if part and whole]) > 0.5

    def names_fit(self, at: int, email: int) -> bool:
        """Whether most cells are names in full that fit the addresses of their rows."""
        rows = self.table.rows[:_MOST_VALUES]
        return (
            _share([resemblance(row.cells[email], read_name(row.cells[at]).full) > 1 for row in rows]) > 0.5
        )

    def id_keys(self, at: int) -> frozenset[str]:
        return frozenset(id_key(value) for value in self.values(at))

    def people_keys(self, found: Mapping[Field, int | None]) -> frozenset[str]:
        """Keys of everybody's address and name, under which a line manager may be given."""
        keys: set[str] = set()
        if (email := found.get("email")) is not None:
            keys.update(email_key(value) for value in self.values(email))
        if (name := found.get("name")) is not None:
            keys.update(either_order_key(read_name(value).full) for value in self.values(name))
        first, last = found.get("first_name"), found.get("last_name")
        if first is not None and last is not None:
            rows = self.table.rows
            two = (read_two_names(row.cells[first], row.cells[last]).full for row in rows)
            keys.update(either_order_key(name) for name in two)
        return frozenset(keys)

    def overlap(self, at: int, keys: frozenset[str]) -> float:
        """The share of a column's different values that are among ``keys``."""
        if not keys:
            return 0.0
        values = [value for value in self._different(at) if not names_no_manager(value)]
        return _share([self._is_among(value, keys) for value in values])

    def _different(self, at: int) -> list[str]:
        return list(dict.fromkeys(self.values(at)))[:_MOST_VALUES]

    def _is_among(self, value: str, keys: frozenset[str]) -> bool:
        return bool(
            {id_key(value), email_key(find_email(value)), either_order_key(read_name(value).full)} & keys
        )


def _share(told: list[bool]) -> float:
    return sum(told) / len(told) if told else 0.0
