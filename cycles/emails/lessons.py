"""Two weeks before the end: what did you learn?"""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.reminded import reminded
from cycles.rules.reminders import Kind


@writes(Kind.LESSONS.value)
def lessons_invited(mail: OutgoingMail) -> Message | None:
    """None once a lesson was offered. One kept to oneself cannot be seen here: the words fit both."""
    found = reminded(mail)
    if found is None:
        return None
    return found.message(
        subject="What did you learn in these six months?",
        heading="what did you learn in these six months?",
        preheader="A sentence or two is enough.",
    )
