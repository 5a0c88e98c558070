"""Four weeks before the end: what is worth doing until then."""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.reminded import reminded
from cycles.rules.reminders import Kind


@writes(Kind.WRAPPING_UP.value)
def wrapping_up(mail: OutgoingMail) -> Message | None:
    """Also to somebody whose partner has left. None once they have left themself, or the cycle is over."""
    found = reminded(mail)
    if found is None:
        return None
    number = found.cycle.number
    return found.message(
        subject=f"The last weeks of cycle {number}",
        heading=f"the last weeks of cycle {number} have begun",
        preheader="Time to look back, and to see what goes on.",
    )
