"""The working day before somebody tries something out. What it is stands on their page, and nowhere here."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from cycles.emails.about import address
from cycles.emails.groups import GROUPS
from cycles.emails.reminded import cycle_of, links
from cycles.rules.reminders import DAY, Kind
from teams.models import Leader

QUESTIONS = (
    "what is the first thing that others could notice?",
    "what will tell you, in the moment, to do it differently?",
    "who will be there whom you could ask afterwards what they saw?",
)
"""One a month in turn."""


@writes(Kind.TRY_OUT.value)
def try_out_tomorrow(mail: OutgoingMail) -> Message | None:
    """None once every occasion of that day was looked back on, moved or deleted, or its target let go."""
    cycle = cycle_of(mail)
    leader = Leader.objects.active().select_related("person").filter(pk=mail.recipient_id).first()
    if cycle is None or leader is None or not address(leader):
        return None
    on = dt.date.fromisoformat(mail.period)
    occasions = _occasions(leader, on)
    if not occasions:
        return None
    day = "tomorrow" if on - mail.due_at.astimezone(cycle.zone).date() == DAY else f"on {on:%A}"
    return Message(
        to=address(leader),
        subject=f"{day[0].upper()}{day[1:]}: what you meant to try",
        template=Kind.TRY_OUT.value,
        group=GROUPS[Kind.TRY_OUT],
        context={
            "heading": f"Dear {leader.called}, {day} you try something out",
            "preheader": "A minute to call it to mind.",
            "day": day,
            "occasions": occasions,
            "question": QUESTIONS[on.month % len(QUESTIONS)],
            "organisation": cycle.organisation,
            **links(cycle),
        },
    )


def _occasions(leader: Leader, on: dt.date) -> int:
    """How many are still ahead: all that the database tells without a person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cycles_try_outs_between(%s, %s) WHERE leader_id = %s", [on, on, leader.pk]
        )
        return int(cursor.fetchone()[0])
