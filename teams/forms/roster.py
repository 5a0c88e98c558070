"""Forms of the roster import: the file or pasted rows, which column is which, one row put right."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from teams.forms.leaders import TidyCharField, TidyEmailField
from teams.rules.roster import (
    FIELDS,
    MAX_BYTES,
    ExistingLeader,
    PlannedPerson,
    RosterError,
    RosterPlan,
    Table,
    read_pasted,
    read_table,
)
from teams.rules.roster.model import ManagerLink
from teams.services.drafts import ReadDraft

NOBODY, NEW = "none", "new"
SAMPLE = 40


class PastedField(forms.CharField):
    """Text as it was pasted, save NUL, which no spreadsheet shows and no database keeps."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\x00", "")


class StartForm(forms.Form):
    """A file or pasted rows. ``table`` and ``filename`` are what was read, once the form is valid."""

    file = forms.FileField(
        label="Upload a file",
        required=False,
        allow_empty_file=True,
        help_text="CSV or XLSX, up to 5 MB, as your personnel system or spreadsheet saves it.",
        widget=forms.FileInput(
            attrs={
                "class": "input",
                "accept": ".csv,.tsv,.txt,.xlsx,text/csv,text/plain,text/tab-separated-values",
            }
        ),
    )
    pasted = PastedField(
        label="Or paste from a spreadsheet",
        required=False,
        strip=False,
        help_text="Copy the cells, the row of headings among them, and paste them here.",
        widget=forms.Textarea(attrs={"rows": 8, "class": "input paste", "spellcheck": "false"}),
    )
    replaces = forms.CharField(required=False, widget=forms.HiddenInput)
    table: Table
    filename = ""

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(
                "This file is larger than 5 MB. Keep the columns a roster needs, and send it again."
            )
        try:
            self.table = read_table(file.read(), file.name or "")
        except RosterError as refusal:
            raise ValidationError(str(refusal)) from refusal
        self.filename = file.name or ""
        return file

    def clean_replaces(self) -> UUID | None:
        """The draft that this file corrects; nobody types it, so what is no id is none."""
        try:
            return UUID(self.cleaned_data["replaces"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pasted = data.get("pasted", "").strip()
        if data.get("file") and pasted:
            self.add_error("pasted", "There is a file and there are pasted rows. Keep one of them.")
        elif pasted:
            self._read_pasted(data["pasted"])
        elif not data.get("file") and not self.errors:
            self.add_error("file", "Choose a file, or paste rows below.")
        return data

    def _read_pasted(self, pasted: str) -> None:
        try:
            self.table = read_pasted(pasted)
        except RosterError as refusal:
            self.add_error("pasted", str(refusal))


class ColumnsForm(forms.Form):
    """Which column holds what: a heading for each field, or none."""

    LABELS = {
        "name": "Name, in one column",
        "first_name": "First name",
        "last_name": "Last name",
        "email": "Email",
        "title": "Job title",
        "function": "Function",
        "manager": "Line manager (id, email or name)",
        "id": "Id of the person or post",
    }

    def __init__(self, *args: Any, read: ReadDraft, **kwargs: Any) -> None:
        kwargs.setdefault("initial", read.mapping.names(read.table))
        super().__init__(*args, **kwargs)
        choices = [
            ("", "Not in this file"),
            *(_with_sample(read.table, at) for at in range(len(read.table.header))),
        ]
        for name, label in self.LABELS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                error_messages={"invalid_choice": "Choose a column of this file."},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(field) for field in ("name", "first_name", "last_name")):
            self.add_error("name", "Say which column holds the names.")
        return data

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


def _with_sample(table: Table, at: int) -> tuple[str, str]:
    heading = table.header[at]
    sample = next((cell for cell in table.column(at) if cell.strip()), "")
    short = sample if len(sample) <= SAMPLE else sample[: SAMPLE - 1].rstrip() + "…"
    return heading, f"{heading} – {short}" if short else heading


class RowForm(forms.Form):
    """One row as it would become; ``told`` is what somebody changed of it."""

    name = TidyCharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name, as colleagues know it."}
    )
    title = TidyCharField(label="Job title", max_length=300, required=False)
    email = TidyEmailField(label="Email")
    function = forms.ChoiceField(
        label="Function",
        required=False,
        error_messages={"invalid_choice": "Choose a function from the list."},
    )
    new_function = TidyCharField(
        label="Or a new function", max_length=120, required=False, help_text="If it is not on the list yet."
    )
    manager = forms.ChoiceField(
        label="Line manager",
        error_messages={
            "invalid_choice": "Choose a line manager from the list.",
            "required": "Choose a line manager from the list.",
        },
    )
    leader = forms.ChoiceField(
        label="Who this is",
        required=False,
        help_text="Somebody on the roster is brought up to date, and somebody new is added.",
        error_messages={"invalid_choice": "Choose somebody on the roster, or somebody new."},
    )

    def __init__(
        self,
        *args: Any,
        plan: RosterPlan,
        person: PlannedPerson,
        existing: list[ExistingLeader],
        functions: list[str],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _as_planned(person))
        super().__init__(*args, **kwargs)
        self._offer("function", [("", "None yet"), *((name, name) for name in functions)])
        self._offer("manager", _managers(plan, person, existing))
        if existing:
            known = [(leader.id, _placed(leader.name, leader.title)) for leader in existing]
            self._offer("leader", [(NEW, "Somebody new"), *known])
        else:
            del self.fields["leader"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def told(self) -> dict[str, str]:
        """The fields that differ from what would have happened, as ``Correction`` has them."""
        told: dict[str, str] = {
            name: self.cleaned_data[name]
            for name in ("name", "title", "email", "function", "manager", "leader")
            if name in self.changed_data
        }
        if self.cleaned_data["new_function"]:
            told["function"] = self.cleaned_data["new_function"]
        return told


def _as_planned(person: PlannedPerson) -> dict[str, str]:
    return {
        "name": person.name,
        "title": person.title,
        "email": person.email,
        "function": person.function,
        "manager": _link(person.manager),
        "leader": person.leader_id or NEW,
    }


def _link(link: ManagerLink | None) -> str:
    if link is None:
        return NOBODY
    return f"row:{link.row}" if link.row is not None else f"leader:{link.leader_id}"


def _managers(
    plan: RosterPlan, person: PlannedPerson, existing: list[ExistingLeader]
) -> list[tuple[str, str]]:
    """Everybody else in the file, then those on the roster who are not in it."""
    in_file = {other.leader_id for other in plan.people}
    people = sorted(
        (other for other in plan.people if other.row != person.row), key=lambda other: other.sort_name
    )
    return [
        (NOBODY, "Nobody"),
        *((f"row:{other.row}", _placed(other.name, other.title)) for other in people),
        *(
            (f"leader:{leader.id}", f"{_placed(leader.name, leader.title)} (on the roster)")
            for leader in existing
            if leader.active and leader.id not in in_file
        ),
    ]


def _placed(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name
