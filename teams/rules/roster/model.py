"""What a plan is made of. Everything is frozen; nothing here knows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Verdict = Literal["add", "update", "unchanged", "question", "skip"]
Outcome = Literal["add", "update", "unchanged", "joined", "skip"]
Severity = Literal["heed", "stop"]
ChangedField = Literal["name", "email", "title", "function", "manager", "external_id", "active"]
QuestionKind = Literal[
    "email_taken",
    "email_missing",
    "email_unreadable",
    "email_changes",
    "function_missing",
    "function_new",
    "manager_unknown",
    "manager_ambiguous",
    "manager_shared",
    "manager_cycle",
    "id_shared",
    "id_reused",
    "two_posts",
    "namesake",
    "moved",
]


@dataclass(frozen=True)
class ExistingLeader:
    """Somebody on the team's roster, or who was: ``active`` is false for those who left. Ids are opaque."""

    id: str
    name: str
    email: str = ""
    title: str = ""
    function: str = ""
    manager_id: str | None = None
    external_id: str = ""
    active: bool = True


@dataclass(frozen=True)
class ExistingFunction:
    name: str
    code: str


@dataclass(frozen=True)
class Correction:
    """What a person put right for one row; None leaves the file's word.

    ``include``: False leaves the row out, True says that it was looked at and is right as it stands.
    ``manager``: ``"none"``, ``"row:12"`` or ``"leader:<id>"``. ``leader``: the id of the existing leader this
    row is, or ``"new"``. A blank text means none.
    """

    include: bool | None = None
    name: str | None = None
    email: str | None = None
    title: str | None = None
    function: str | None = None
    manager: str | None = None
    leader: str | None = None


Corrections = Mapping[int, Correction]
"""By the number of the row."""


def corrections_to_json(corrections: Corrections) -> dict[str, dict[str, Any]]:
    return {
        str(row): {name: value for name, value in asdict(correction).items() if value is not None}
        for row, correction in corrections.items()
    }


def corrections_from_json(stored: Mapping[str, Mapping[str, Any]]) -> dict[int, Correction]:
    """The inverse of ``corrections_to_json``; keys it does not know are left aside."""
    known = {field.name for field in fields(Correction)}
    return {
        int(row): Correction(**{name: value for name, value in kept.items() if name in known})
        for row, kept in stored.items()
    }


@dataclass(frozen=True)
class Question:
    """``text`` says what is odd, ``outcome`` what the row becomes if left alone; both are whole sentences.

    ``suggestion`` is the value a screen may offer, for example the function that was probably meant.
    """

    kind: QuestionKind
    field: ChangedField
    text: str
    outcome: str
    severity: Severity = "heed"
    suggestion: str = ""


@dataclass(frozen=True)
class ManagerLink:
    """A line manager: a person of this plan (``row``, the key of a PlannedPerson) or an existing leader."""

    name: str
    row: int | None = None
    leader_id: str | None = None


@dataclass(frozen=True)
class Change:
    field: ChangedField
    old: str
    new: str


@dataclass(frozen=True)
class PlannedPerson:
    """One leader as they will be. ``row`` is the first of ``rows`` and the key within the plan.

    All values are final: what a file leaves blank for an existing leader keeps the value they have.
    ``leader_id`` is None for somebody to be added.
    """

    row: int
    rows: tuple[int, ...]
    name: str
    sort_name: str
    called: str
    email: str
    title: str
    function: str
    manager: ManagerLink | None
    external_id: str
    honorific: str = ""
    leader_id: str | None = None
    changes: tuple[Change, ...] = ()

    @property
    def outcome(self) -> Literal["add", "update", "unchanged"]:
        if self.leader_id is None:
            return "add"
        return "update" if self.changes else "unchanged"


@dataclass(frozen=True)
class PlannedRow:
    """One row of the file, in its order. ``person`` is the key of a PlannedPerson, None for a skipped row.

    ``verdict`` is ``question`` where somebody should look; ``outcome`` is what happens if nobody does.
    ``joined`` is a further post of a person whose first row stands elsewhere.
    """

    number: int
    verdict: Verdict
    outcome: Outcome
    given_name: str
    given_manager: str
    person: int | None = None
    reason: str = ""
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity | None:
        if not self.questions:
            return None
        return "stop" if any(question.severity == "stop" for question in self.questions) else "heed"


@dataclass(frozen=True)
class NewFunction:
    """A function to be created; ``people`` are in it if nothing is changed."""

    name: str
    code: str
    people: int
