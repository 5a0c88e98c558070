"""A week before the end: how to end well."""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.reminded import reminded
from cycles.rules.reminders import Kind
from cycles.rules.words import day_and_month


@writes(Kind.LAST_WEEK.value)
def last_week(mail: OutgoingMail) -> Message | None:
    """None once the pair has ended, or the cycle is over."""
    found = reminded(mail)
    if found is None:
        return None
    ends_on = found.cycle.ends_on
    day = f"{ends_on:%A} {day_and_month(ends_on)}"
    return found.message(
        subject=f"A last hour with {found.partner_names}?",
        heading=f"cycle {found.cycle.number} ends on {day}",
        preheader="An hour is enough to end well.",
    )
