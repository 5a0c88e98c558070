"""What apps above plan to be sent, beside the reminders of this one: ``manage.py due_mail`` asks them too."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from uuid import UUID


class Plans(Protocol):
    """Writes to the outbox what is due in the organisation of the running scope; how many were new."""

    def __call__(self, *, organisation_id: UUID, at: dt.datetime) -> int: ...


_planners: list[Plans] = []


def also_plans(plan: Plans) -> Plans:
    """Register one. Planning again adds nothing."""
    _planners.append(plan)
    return plan


def plan_of_others(*, organisation_id: UUID, at: dt.datetime) -> int:
    return sum(plan(organisation_id=organisation_id, at=at) for plan in _planners)
