"""What background tasks have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from celery import Task

from coachingpairs.tenancy.scope import scope

if TYPE_CHECKING:
    AnyTask = Task[..., Any]
else:
    AnyTask = Task


class OrganisationTask(AnyTask):
    """The base of every task that touches rows of one organisation: ``@shared_task(base=OrganisationTask)``.

    It takes a keyword argument ``organisation_id`` and runs in that organisation's scope; without one
    neither the caller nor the worker gets further than a TypeError. Give ``in_scope=False`` to a task that
    sends mail or makes documents between scopes of its own: those must not hold a transaction open.
    """

    abstract = True
    in_scope = True

    def __call__(self, *args: Any, organisation_id: UUID | str | None = None, **kwargs: Any) -> Any:
        if organisation_id is None:
            raise TypeError(f"{self.name} needs organisation_id.")
        identity = UUID(str(organisation_id))
        if not self.in_scope:
            return self.run(*args, organisation_id=identity, **kwargs)
        with scope(organisation=identity):
            return self.run(*args, organisation_id=identity, **kwargs)
