"""To a giver: what they are asked, twice a reminder at most, their link once more, and a word of thanks.

None of them says what it is about: that, and what somebody has written to them, is read behind the link.
"""

from __future__ import annotations

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from feedback.emails.giving import Giving, giving
from feedback.emails.kinds import ANEW, GROUP, LOST_LINK, NUDGE, REMINDER, REQUEST, THANKS
from feedback.models import Link
from feedback.rules.reminding import MOST


@writes(REQUEST)
def asked(mail: OutgoingMail) -> Message | None:
    """None once they have answered or declined, or it is closed."""
    found = giving(mail)
    if found is None or not found.still_waits:
        return None
    asker = found.asker
    return found.message(
        REQUEST,
        subject=f"{asker.name} asks for your honest view",
        heading=f"{asker.called} would like your honest view",
        preheader=f"A few minutes, no sign-in, until {found.until}.",
        is_new_link=mail.period.startswith(ANEW),
    )


@writes(REMINDER)
def reminded(mail: OutgoingMail) -> Message | None:
    """None once they have answered or declined, or it is closed."""
    found = giving(mail)
    if found is None or not found.still_waits:
        return None
    asker = found.asker
    return found.message(
        REMINDER,
        subject=f"{asker.name} would still like your view",
        heading=f"{asker.called} would still like your view",
        preheader=f"Until {found.until}. “Not this time” is fine too.",
        group=GROUP,
        is_last=_is_last(mail),
    )


@writes(NUDGE)
def nudged(mail: OutgoingMail) -> Message | None:
    """None once they have answered or declined, or it is closed."""
    found = giving(mail)
    if found is None or not found.still_waits:
        return None
    return nudge(found, is_last=_is_last(mail))


@writes(LOST_LINK)
def link_again(mail: OutgoingMail) -> Message | None:
    """None once it is closed; an answer can be changed until then."""
    found = giving(mail)
    if found is None or not found.facts.is_open:
        return None
    return found.message(
        LOST_LINK,
        subject=f"Your link to answer {found.asker.name}",
        heading="here is your link again",
        preheader=f"It works until {found.until}.",
    )


@writes(THANKS)
def thanked(mail: OutgoingMail) -> Message | None:
    """None for somebody who has taken their answer back."""
    found = giving(mail)
    if found is None or not found.facts.answered_at or not found.facts.thanked_at:
        return None
    asker = found.asker
    return found.message(
        THANKS,
        subject=f"{asker.name} thanks you for your view",
        heading=f"{asker.called} says thank you",
        preheader="A few words wait for you.",
        purpose=Link.Purpose.THANKS,
    )


def nudge(found: Giving, *, is_last: bool) -> Message:
    """As it is sent, and as whoever asks sees it before."""
    asker = found.asker
    return found.message(
        NUDGE,
        subject=f"{asker.name} has written you a few words",
        heading=f"{asker.called} has written you a few words",
        preheader=f"They are beside the questions, which are open until {found.until}.",
        group=GROUP,
        is_last=is_last,
    )


def _is_last(mail: OutgoingMail) -> bool:
    return mail.period == str(MOST)
