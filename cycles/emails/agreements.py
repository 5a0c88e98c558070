"""To the partner: how the two work together has been put into words, and waits for their yes."""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.between import between

AGREEMENT_TO_READ = "agreement-to-read"


@writes(AGREEMENT_TO_READ)
def agreement_to_read(mail: OutgoingMail) -> Message | None:
    """None once the pair has ended or the cycle is closed; whoever agrees takes it out of the outbox."""
    found = between(mail)
    if found is None:
        return None
    subject = f"{found.author.leader.called} has written down how you work together"
    context = {
        "heading": subject,
        "preheader": "Read it and say whether you agree.",
        **found.context("cycles:agreement"),
    }
    return Message(to=found.to, subject=subject, template=AGREEMENT_TO_READ, context=context)
