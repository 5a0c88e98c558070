"""The messages of this app, as the outbox knows them.

| kind | to | subject | period |
|---|---|---|---|
| REQUEST | the giver | the request | empty, or what sets a message sent anew apart |
| REMINDER | the giver | the request | which of the two it is, "1" or "2" |
| NUDGE | the giver: the asker has written to them | the request | the same |
| THANKS | the giver, once they are thanked | the request | |
| LOST_LINK | the giver, who has asked for it | the request | the quarter of an hour |
| ARRIVED | whoever asks: somebody has answered | the asking | the day, where the cycle is |
| CLOSED | whoever asks: its date is over | the asking | |

``cycle_id`` is the cycle of the asking.
"""

from __future__ import annotations

import uuid
from uuid import UUID

from coachingpairs.mail.registry import describe_group, keep_recipients_private

REQUEST = "feedback-request"
REMINDER = "feedback-reminder"
NUDGE = "feedback-nudge"
THANKS = "feedback-thanks"
LOST_LINK = "feedback-lost-link"
ARRIVED = "feedback-arrived"
CLOSED = "feedback-closed"
keep_recipients_private(REQUEST, REMINDER, NUDGE, THANKS, LOST_LINK, ARRIVED, CLOSED)

ANEW = "anew"
"""How the period of a message begins whose link takes the place of all before it."""
GROUP = "feedback"
"""What one can unsubscribe from: the two reminders, whoever wrote them."""
describe_group(GROUP, "the reminders of what a colleague has asked you about how they lead")


def recipient_of(*, organisation_id: UUID, giver_id: UUID | None, email: str) -> UUID:
    """As the outbox knows a giver: a leader's place, or, outside the team, what is made from their address.

    It is the same whoever asks them, so that whoever wants no reminders gets none the next time either.
    """
    return giver_id or uuid.uuid5(organisation_id, email.strip().lower())
