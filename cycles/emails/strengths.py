"""To the partner: there is something to read that somebody rates in them."""

from __future__ import annotations

from django.db import connection

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.between import Between, between

STRENGTHS_TO_READ = "strengths-to-read"


@writes(STRENGTHS_TO_READ)
def strengths_to_read(mail: OutgoingMail) -> Message | None:
    """None once it has been read or taken back, the pair has ended or the cycle is closed."""
    found = between(mail)
    if found is None or not _is_there_any(found):
        return None
    subject = f"Something that {found.author.leader.called} rates in you"
    context = {
        "heading": f"There is something that {found.author.leader.called} rates in you",
        "preheader": "Only the two of you can read it.",
        **found.context("cycles:strengths"),
    }
    return Message(to=found.to, subject=subject, template=STRENGTHS_TO_READ, context=context)


def _is_there_any(found: Between) -> bool:
    """Asked of the database, which shows the worker nothing of what it says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cycles_strengths_to_read(%s, %s, %s)",
            [found.author.pair_id, found.author.leader_id, found.reader.leader_id],
        )
        return bool(cursor.fetchone()[0])
