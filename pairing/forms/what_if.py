"""The rows of the what-if sheet, read from the address: who, what changes, and to whom or where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from pairing.rules.eligibility import Chooser
from pairing.rules.what_if import Change, Comes, Goes, Joins, Moves, Reports
from pairing.services.what_if import Setting
from teams.models import Function, Leader

MOST_CHANGES = 12
NEW = "new"
FULL = "A sheet has room for twelve changes."
WHAT = [
    ("", "Choose what changes"),
    ("goes", "is not there"),
    ("comes", "takes part after all"),
    ("moves", "moves to"),
    ("joins", "joins"),
    ("reports", "reports to"),
]
INVALID = "Look again who is there: this one is not on the list any more."


@dataclass(frozen=True)
class Lists:
    """Whom and what the selects of every row offer, by the text that is sent."""

    present: Mapping[str, Leader]
    aside: Mapping[str, Leader]
    functions: Mapping[str, Function]

    @property
    def people(self) -> dict[str, Leader]:
        return {**self.present, **self.aside}


def lists_of(setting: Setting) -> Lists:
    return Lists(
        present={str(leader.pk): leader for leader in setting.present},
        aside={str(leader.pk): leader for leader in setting.aside},
        functions={str(function.pk): function for function in setting.functions},
    )


class ChangeForm(forms.Form):
    """One change. A row in which nothing is chosen is none; ``change`` is None then."""

    who = forms.ChoiceField(label="Who", required=False, error_messages={"invalid_choice": INVALID})
    what = forms.ChoiceField(label="What", required=False, choices=WHAT)
    to = forms.ChoiceField(
        label="Where, or to whom", required=False, error_messages={"invalid_choice": INVALID}
    )

    def __init__(self, *args: Any, lists: Lists, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists, self.number = lists, number
        self.change: Change | None = None
        people = [(key, leader.name) for key, leader in lists.people.items()]
        places = [(key, function.name) for key, function in lists.functions.items()]
        self.fields["who"].choices = [("", "Choose who"), (NEW, "Somebody new"), *people]  # type: ignore[attr-defined]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "Choose where or whom"),
            ("Functions", places),
            ("People", people),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or not any(cleaned.values()):
            return cleaned
        reading: dict[str, Callable[[], Change | None]] = {
            "goes": self._goes,
            "comes": self._comes,
            "moves": self._moves,
            "joins": self._joins,
            "reports": self._reports,
        }
        read = reading.get(cleaned["what"])
        if read is None:
            self.add_error("what", "Choose what changes.")
        else:
            self.change = read()
        return cleaned

    @property
    def person(self) -> Leader | None:
        return self.lists.people.get(self.cleaned_data.get("who", ""))

    def _goes(self) -> Change | None:
        leader = self._somebody("Choose who is not there.")
        if leader and str(leader.pk) in self.lists.aside:
            return self._refuse("who", f"{leader.name} is away or sits out already.")
        return Goes(leader.pk) if leader else None

    def _comes(self) -> Change | None:
        leader = self._somebody("Choose who takes part after all.")
        if leader and str(leader.pk) not in self.lists.aside:
            return self._refuse("who", f"{leader.name} takes part already.")
        return Comes(leader.pk) if leader else None

    def _moves(self) -> Change | None:
        leader = self._somebody("Choose who moves.")
        function = self._function("Choose the function they move to.")
        if leader and function and leader.function_id == function.pk:
            return self._refuse("to", f"{leader.name} is in {function.name} already.")
        return Moves(leader.pk, function.pk) if leader and function else None

    def _joins(self) -> Change | None:
        if self.person:
            self.add_error("who", f"Choose “Somebody new”: {self.person.name} is in the team already.")
        function = self._function("Choose the function they join.")
        if function is None or self.errors:
            return None
        newcomer = Chooser(UUID(int=self.number), f"Somebody new in {function.name}", function.pk)
        return Joins(newcomer)

    def _reports(self) -> Change | None:
        leader = self._somebody("Choose who reports to somebody else.")
        manager = self.lists.people.get(self.cleaned_data["to"])
        if manager is None:
            return self._refuse("to", "Choose the person they report to.")
        if manager == leader:
            return self._refuse("to", f"Choose somebody other than {manager.name}.")
        return Reports(leader.pk, manager.pk) if leader else None

    def _somebody(self, missing: str) -> Leader | None:
        if self.person is None:
            new = self.cleaned_data["who"] == NEW
            self.add_error("who", "Somebody new can only join." if new else missing)
        return self.person

    def _function(self, missing: str) -> Function | None:
        function = self.lists.functions.get(self.cleaned_data["to"])
        if function is None:
            self.add_error("to", missing)
        return function

    def _refuse(self, field: str, why: str) -> Change | None:
        self.add_error(field, why)
        return None


class WhatIfSheet:
    """All rows as the address has them, and one empty one more where that was asked for."""

    def __init__(self, sent: Mapping[str, str], setting: Setting) -> None:
        wanted = _number(sent.get("rows", "")) + ("more" in sent)
        self.is_full = wanted > MOST_CHANGES
        self.is_sent = "rows" in sent
        lists = lists_of(setting)
        self.rows = [
            ChangeForm(sent if self.is_sent else None, prefix=str(number), lists=lists, number=number)
            for number in range(1, min(wanted, MOST_CHANGES) + 1)
        ]
        if self.is_sent:
            _refuse_twice(self.rows)
        if "more" in sent:
            self.rows[-1].fields["who"].widget.attrs["data-focus"] = True

    @property
    def changes(self) -> Sequence[Change]:
        """What the rows say; nothing while one of them needs putting right."""
        if not self.is_sent or not all(row.is_valid() for row in self.rows):
            return ()
        return [row.change for row in self.rows if row.change]

    @property
    def has_errors(self) -> bool:
        return self.is_sent and any(row.errors for row in self.rows)

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_CHANGES


def _refuse_twice(rows: Sequence[ChangeForm]) -> None:
    """A row that says of somebody what one above has said, or that they change who are not there any more."""
    said: set[tuple[Leader, str]] = set()
    for row in rows:
        if not row.is_valid() or row.change is None or row.person is None:
            continue
        leader, what = row.person, row.cleaned_data["what"]
        if (leader, what) in said:
            row.add_error("who", f"A row above says that of {leader.name} already.")
        elif (leader, "goes") in said:
            row.add_error("who", f"{leader.name} is not there any more, as a row above says.")
        said.add((leader, what))


def _number(text: str) -> int:
    """How many rows; one where the address does not say so sensibly."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 4 else 1
