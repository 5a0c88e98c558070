from teams.models.audit import AuditEntry
from teams.models.organisations import Organisation, OrganisationRole, Role
from teams.models.people import Invitation, Person
from teams.models.rosters import RosterDraft
from teams.models.teams import Function, Leader, Team

__all__ = [
    "AuditEntry",
    "Function",
    "Invitation",
    "Leader",
    "Organisation",
    "OrganisationRole",
    "Person",
    "Role",
    "RosterDraft",
    "Team",
]
