"""What messages have in common: where somebody is written to, and who asked for it."""

from __future__ import annotations

from typing import Any

from teams.models import Leader, Organisation, OrganisationRole, Role


def address(leader: Leader) -> str:
    """Where a leader is written to: the mailbox they sign in with, else the roster's; empty when neither."""
    return leader.person.email if leader.person else leader.email


def asked_by(organisation: Organisation) -> dict[str, Any]:
    """Who asked for the note: the facilitator who has been there longest, or the organisation alone."""
    role = (
        OrganisationRole.objects.filter(role=Role.FACILITATOR)
        .exclude(person__name="")
        .select_related("person")
        .order_by("granted_at", "pk")
        .first()
    )
    name = role.person.name if role else ""
    return {"organisation": organisation, "facilitator": name, "facilitator_called": name.split(" ")[0]}
