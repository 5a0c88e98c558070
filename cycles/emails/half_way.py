"""A note to each of a pair when half of the six months are over."""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.reminded import reminded
from cycles.rules.reminders import Kind


@writes(Kind.HALF_WAY.value)
def half_way(mail: OutgoingMail) -> Message | None:
    """None once the pair has ended, or the cycle is over."""
    found = reminded(mail)
    if found is None:
        return None
    return found.message(
        subject=f"Half-way with {found.partner_names}",
        heading=f"half of cycle {found.cycle.number} is over",
        preheader="A good moment to look at how you work together.",
    )
