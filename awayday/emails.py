"""When the Awayday is, with the file that puts it into a calendar, moves it there and takes it out again."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from awayday.calendars import TakenBack, appointment, title_of, uid_of, what_happens
from awayday.models import Awayday
from coachingpairs.hours import local_moment
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import CalendarFile, Message, describe_group, writes
from coachingpairs.mail.rendering import address_of
from cycles.calendars import Appointment, Attendee, Method, calendar_file
from cycles.emails.about import address, asked_by
from cycles.rules.planning import clock
from cycles.rules.words import weekday_and_day
from teams.models import Leader

DATE, CANCELLED = "awayday-date", "awayday-cancelled"
GROUP = "awayday"
describe_group(GROUP, "the note that says when the Awayday is, and puts it into your calendar")


@writes(DATE)
def awayday_date(mail: OutgoingMail) -> Message | None:
    """None for a plan that was changed or cancelled meanwhile, and once the doors have opened."""
    leader = _recipient(mail)
    held = Awayday.objects.filter(pk=cast(UUID, mail.subject_id), doors_opened_at=None)
    awayday = held.select_related("opens", "closes", "team", "organisation").first()
    if leader is None or awayday is None or str(awayday.sequence) != mail.period:
        return None
    day = weekday_and_day(awayday.held_on)
    is_changed = told(mail).exists()
    file = appointment(awayday, attendees=_asked(leader))
    return Message(
        to=address(leader),
        subject=f"Changed: the Awayday on {day}" if is_changed else f"The Awayday is on {day}",
        template=DATE,
        group=GROUP,
        context={
            "heading": f"Dear {leader.called}, the Awayday is on {day}",
            "preheader": "Its date comes with this message, for your calendar.",
            "awayday": awayday,
            "starts_at": clock(awayday.starts_at),
            "ends_at": clock(awayday.ends_at),
            "what_happens": what_happens(awayday),
            "is_changed": is_changed,
            **_about(leader),
        },
        calendar=_file(file, "REQUEST", mail),
    )


@writes(CANCELLED)
def awayday_cancelled(mail: OutgoingMail) -> Message | None:
    """The plan is gone; what a calendar has to know of it came with the row."""
    leader = _recipient(mail)
    if leader is None:
        return None
    gone = TakenBack.read(mail.period)
    zone = ZoneInfo(mail.time_zone)
    starts_at = local_moment(gone.held_on, gone.starts_at, zone)
    file = Appointment(
        uid=uid_of(mail.subject_id),
        sequence=gone.sequence,
        starts_at=starts_at,
        length=local_moment(gone.held_on, gone.ends_at, zone) - starts_at,
        zone=zone,
        title=title_of(leader.team),
        attendees=_asked(leader),
    )
    day = weekday_and_day(gone.held_on)
    return Message(
        to=address(leader),
        subject=f"The Awayday on {day} is cancelled",
        template=CANCELLED,
        group=GROUP,
        context={
            "heading": f"Dear {leader.called}, the Awayday on {day} is cancelled",
            "preheader": "Your calendar takes it out.",
            **_about(leader),
        },
        calendar=_file(file, "CANCEL", mail),
    )


def told(mail: OutgoingMail) -> Any:
    """The messages that have told the same recipient of the same Awayday before."""
    return OutgoingMail.objects.filter(
        recipient_id=mail.recipient_id, kind=DATE, subject_id=mail.subject_id, state=OutgoingMail.State.SENT
    )


def _recipient(mail: OutgoingMail) -> Leader | None:
    active = Leader.objects.active().select_related("person", "team", "organisation")
    leader = active.filter(pk=mail.recipient_id).first()
    return leader if leader and address(leader) else None


def _asked(leader: Leader) -> tuple[Attendee, ...]:
    """Each is sent a file that names them alone: who else comes is nobody's business to forward."""
    return (Attendee(leader.name, address(leader)),)


def _file(file: Appointment, method: Method, mail: OutgoingMail) -> CalendarFile:
    """Dated by the row, so that it is the same however often it is written."""
    return CalendarFile("awayday.ics", method, calendar_file(file, at=mail.created_at, method=method))


def _about(leader: Leader) -> dict[str, Any]:
    return {
        "home_address": address_of("cycles:home", leader.organisation.slug, leader.team.slug),
        **asked_by(leader.organisation),
    }
