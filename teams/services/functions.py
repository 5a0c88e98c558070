"""Functions of an organisation: the areas that its leaders belong to."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from coachingpairs.errors import DomainError, said_as
from teams.audit import record
from teams.models import Function, Organisation, Person
from teams.rules.colours import next_colours
from teams.rules.roster.codes import suggest_codes

SENTENCES = {
    "function_name_once": "There is a function with this name already.",
    "function_code_once": "Another function has this code. Each has one of its own.",
}


def hold_functions(organisation: Organisation) -> None:
    """Let nobody else add a function until the transaction ends: two would take one code or colour."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


@transaction.atomic
def add_function(*, organisation: Organisation, name: str, by: Person) -> Function:
    """A function with a code made from its name and the next free colour, or the one there is already."""
    hold_functions(organisation)
    there = list(Function.objects.filter(organisation=organisation))
    known = next((function for function in there if function.name.casefold() == name.casefold()), None)
    if known is not None:
        return known
    function = Function(
        organisation=organisation,
        name=name,
        code=suggest_codes([name], [function.code for function in there])[name],
        colour=next_colours((function.colour for function in there), 1)[0],
    )
    with said_as(SENTENCES):
        function.save(force_insert=True)
    record("function added", organisation_id=organisation.pk, by=by, subject_id=function.pk)
    return function


@transaction.atomic
def change_function(*, function: Function, name: str, code: str, colour: int, by: Person) -> list[str]:
    """Rename, recode or recolour; returns what changed. DomainError for a name or code in use."""
    new = {"name": name, "code": code, "colour": colour}
    changed = [field for field, value in new.items() if getattr(function, field) != value]
    if not changed:
        return []
    for field in changed:
        setattr(function, field, new[field])
    with said_as(SENTENCES):
        function.save(update_fields=changed)
    record(
        "function changed",
        organisation_id=function.organisation_id,
        by=by,
        subject_id=function.pk,
        fields=changed,
    )
    return changed


@transaction.atomic
def delete_function(*, function: Function, by: Person) -> None:
    """Delete a function nobody is or was in. DomainError when somebody is, or pairs were formed with it."""
    if function.leaders.exists():
        raise DomainError(f"{function.name} has leaders, or had some who left, so it stays.")
    organisation_id, identity = function.organisation_id, function.pk
    try:
        function.delete()
    except ProtectedError as kept:
        raise DomainError(f"Pairs were formed with {function.name}, so it stays in the record.") from kept
    record("function deleted", organisation_id=organisation_id, by=by, subject_id=identity)
