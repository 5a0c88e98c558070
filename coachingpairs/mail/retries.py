"""When a message that could not be sent is tried again, and what its failure was. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from random import Random
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused, SMTPServerDisconnected

GIVES_UP_AFTER = dt.timedelta(days=5)
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=1)
DOUBLINGS = 10
CLOSING = 421
MAILBOX_FULL = 552  # permanent by its number, but people empty their mailboxes
PERMANENT = range(500, 600)


class Cause(Enum):
    """What stood in the way: the recipient for good, something that may pass, or our own mail server."""

    REFUSED = "refused"
    PASSING = "passing"
    LOST = "connection lost"
    SERVER = "server"


@dataclass(frozen=True)
class Failure:
    """``said`` is the error's class and the server's code: never an address, never the server's words."""

    cause: Cause
    said: str


def wait(attempts: int, random: Random) -> dt.timedelta:
    """How long to wait after so many failed attempts: full jitter, doubling from a minute to an hour.

    Anything between nothing and the limit, so that messages held up together do not come back together
    (M. Brooker, “Exponential backoff and jitter”, 2015).
    """
    limit: dt.timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(attempts - 1, 0), DOUBLINGS))
    return limit * random.random()


def failure_of(error: Exception) -> Failure:
    """What an exception raised while handing one message over means for that message."""
    name, code = type(error).__name__, _code(error)
    if isinstance(error, SMTPSenderRefused):  # the sender is ours and the same for all
        return Failure(Cause.SERVER, f"{name} {code}")
    if code == CLOSING or isinstance(error, SMTPServerDisconnected):
        return Failure(Cause.LOST, f"{name} {code}" if code else name)
    if code in PERMANENT and code != MAILBOX_FULL:
        return Failure(Cause.REFUSED, f"{name} {code}")
    if code:
        return Failure(Cause.PASSING, f"{name} {code}")
    return Failure(Cause.LOST if isinstance(error, OSError) else Cause.PASSING, name)


def _code(error: Exception) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return next((answer[0] for answer in error.recipients.values()), 0)
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0
