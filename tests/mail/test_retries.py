from __future__ import annotations

import datetime as dt
import smtplib
from random import Random

import pytest

from coachingpairs.mail.retries import LONGEST_WAIT, Cause, Failure, failure_of, wait

REFUSED = {"ann@northmere.example": (550, b"no such mailbox ann@northmere.example")}


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (smtplib.SMTPRecipientsRefused(REFUSED), Failure(Cause.REFUSED, "SMTPRecipientsRefused 550")),
        (smtplib.SMTPDataError(554, "spam: private"), Failure(Cause.REFUSED, "SMTPDataError 554")),
        (smtplib.SMTPDataError(552, "full"), Failure(Cause.PASSING, "SMTPDataError 552")),
        (smtplib.SMTPDataError(451, "later"), Failure(Cause.PASSING, "SMTPDataError 451")),
        (smtplib.SMTPDataError(421, "bye"), Failure(Cause.LOST, "SMTPDataError 421")),
        (smtplib.SMTPServerDisconnected("gone"), Failure(Cause.LOST, "SMTPServerDisconnected")),
        (smtplib.SMTPSenderRefused(553, b"no", "us"), Failure(Cause.SERVER, "SMTPSenderRefused 553")),
        (TimeoutError("timed out"), Failure(Cause.LOST, "TimeoutError")),
        (UnicodeEncodeError("ascii", "ś", 0, 1, "no"), Failure(Cause.PASSING, "UnicodeEncodeError")),
    ],
)
def test_what_a_failure_means_and_that_it_names_nobody(error: Exception, failure: Failure) -> None:
    assert failure_of(error) == failure


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (500, 60)])
def test_waits_are_spread_between_nothing_and_a_limit_that_doubles_to_an_hour(
    attempts: int, minutes: int
) -> None:
    random = Random(7)
    waits = [wait(attempts, random) for _time in range(500)]
    limit = dt.timedelta(minutes=minutes)
    assert limit <= LONGEST_WAIT
    assert dt.timedelta() <= min(waits) < 0.05 * limit
    assert 0.95 * limit < max(waits) <= limit
