"""People who can sign in."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from teams.models import Person


def person_for(*, email: str, name: str = "") -> Person:
    """The person with this mailbox, made when there is none; needs no scope. A known one keeps their name."""
    address = email.strip().lower()
    found = Person.objects.filter(email=address).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Person.objects.create_user(address, name=name)
    except IntegrityError:  # somebody made the same one a moment ago
        return Person.objects.get(email=address)
