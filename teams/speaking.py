"""In whose name something is done: a person who is signed in, or a leader known only at a board."""

from __future__ import annotations

from coachingpairs.errors import DomainError
from teams.models import Leader, Person

Speaker = Person | Leader
"""Somebody signed in; or a leader themself, known by their place card or confirmed by the facilitator."""


def speaks_for(by: Speaker, leader: Leader) -> bool:
    """Whether it is the leader's own doing."""
    return by.pk == leader.pk if isinstance(by, Leader) else by.pk == leader.person_id


def person_of(by: Speaker) -> Person | None:
    """Whom the audit trail names: nobody for a leader who is not signed in."""
    return by if isinstance(by, Person) else None


def require_oneself(by: Speaker, leader: Leader) -> None:
    """DomainError when somebody else says it for them."""
    if not speaks_for(by, leader):
        raise DomainError(f"Only {leader.name} can say that.")
