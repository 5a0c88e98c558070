"""What a pair has planned, moved or cancelled, with the file that tells its members' calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import CalendarFile, Message, writes
from coachingpairs.mail.rendering import address_of
from cycles.appointments import coaching_hour
from cycles.calendars import Attendee, Method, calendar_file
from cycles.emails.about import address
from cycles.models import PairMember, PlannedSession
from cycles.rules.planning import clock_note, when_in_words
from cycles.rules.words import length_in_words, listed

PLANNED, CANCELLED = "session-planned", "session-cancelled"


def left_out(planned: PlannedSession) -> str:
    """The period of a row for one who is no longer asked to an hour that others keep."""
    return f"left {planned.sequence}"


@dataclass(frozen=True)
class Hours:
    """A pair as one of its members is told of it; ``members`` are all who are told, ``own`` included."""

    own: PairMember
    members: Sequence[PairMember]

    @property
    def others(self) -> list[str]:
        return [member.leader.called for member in self.members if member is not self.own]

    def file(self, planned: PlannedSession, method: Method, mail: OutgoingMail) -> CalendarFile:
        """What stands in it is dated by the row, so that it is the same however often it is written.

        One hour a file: calendars take nothing else from a message, and Google forgets on CANCEL only what a
        REQUEST had put there.
        """
        asked = [
            Attendee(member.leader.name, mailbox)
            for member in self.members
            if (mailbox := address(member.leader))
        ]
        hour = coaching_hour(planned, cycle=self.own.pair.cycle, partners=self.others, attendees=asked)
        return CalendarFile("invite.ics", method, calendar_file(hour, at=mail.due_at, method=method))

    def line(self, planned: PlannedSession) -> dict[str, str]:
        zone = self.own.pair.cycle.zone
        return {
            "when": when_in_words(planned.starts_at, zone),
            "length": length_in_words(planned.minutes),
            "place": planned.place,
            "clocks": clock_note(planned.starts_at, zone),
        }

    def links(self) -> dict[str, Any]:
        cycle = self.own.pair.cycle
        here = (cycle.organisation.slug, cycle.team.slug)
        return {
            "organisation": cycle.organisation,
            "plan_address": address_of("cycles:plan", *here),
            "home_address": address_of("cycles:home", *here),
        }


@writes(PLANNED)
def session_planned(mail: OutgoingMail) -> Message | None:
    """None when the hour was moved again or cancelled meanwhile, or the recipient left the pair."""
    hours = _hours(mail, left_too=False)
    planned = _as_planned(mail)
    if planned is None or hours is None or hours.own.pair.ended_at or not hours.own.pair.cycle.is_under_way:
        return None
    line = hours.line(planned)
    hour = f"hour with {listed(hours.others)}"
    title = f"Your {hour} is on {line['when']}" if planned.sequence else f"Your {hour}: {line['when']}"
    return Message(
        to=address(hours.own.leader),
        subject=f"Moved: your {hour} is on {line['when']}" if planned.sequence else title,
        template="session-planned",
        context={
            "heading": title,
            "preheader": f"{line['length'].capitalize()}. Accept it, and your calendar keeps it up to date.",
            "line": line,
            "by": "You" if planned.planned_by_id == hours.own.leader_id else planned.planned_by.called,
            "is_moved": planned.sequence > 0,
            **hours.links(),
        },
        calendar=hours.file(planned, "REQUEST", mail),
    )


@writes(CANCELLED)
def session_cancelled(mail: OutgoingMail) -> Message | None:
    """For all who know of the hour, or for one who has left a trio, whose others still mean to meet.

    None for an hour that nobody was told of: it was planned and cancelled within minutes.
    """
    hours = _hours(mail, left_too=True)
    planned = _no_longer(mail)
    if planned is None or hours is None or not _was_told(mail):
        return None
    line = hours.line(planned)
    title = f"Your hour with {listed(hours.others)} on {line['when']} is cancelled"
    if planned.cancelled_at is None:
        title = f"You no longer meet {listed(hours.others)} on {line['when']}"
        planned.sequence += 1
    return Message(
        to=address(hours.own.leader),
        subject=title,
        template="session-cancelled",
        context={"heading": title, "preheader": "Your calendar takes it out.", **hours.links()},
        calendar=hours.file(planned, "CANCEL", mail),
    )


def _hours(mail: OutgoingMail, *, left_too: bool) -> Hours | None:
    """The recipient's pair, for a session of theirs; None when they are not of it, or have no address."""
    members = PairMember.objects.filter(pair__planned_sessions=mail.subject_id).select_related(
        "pair__cycle__organisation", "pair__cycle__team", "leader__person"
    )
    if not left_too:
        members = members.filter(left_at=None, leader__left_on=None)
    found = list(members.order_by("leader__sort_name", "leader__name"))
    own = next((member for member in found if member.leader_id == mail.recipient_id), None)
    if own is None or own.leader.left_on or not address(own.leader) or len(found) == 1:
        return None
    return Hours(own, found)


def _as_planned(mail: OutgoingMail) -> PlannedSession | None:
    """The hour, when it still stands as it did when the row was written."""
    standing = PlannedSession.objects.standing().filter(pk__in=[mail.subject_id])
    planned = standing.select_related("planned_by").first()
    return planned if planned and mail.period == str(planned.sequence) else None


def _no_longer(mail: OutgoingMail) -> PlannedSession | None:
    """The hour that is cancelled, or from which the recipient is taken out as it stood then."""
    planned = PlannedSession.objects.filter(pk__in=[mail.subject_id]).first()
    if planned is None or planned.cancelled_at or mail.period == left_out(planned):
        return planned
    return None


def _was_told(mail: OutgoingMail) -> bool:
    told = OutgoingMail.objects.filter(recipient_id=mail.recipient_id, kind=PLANNED, cycle_id=mail.cycle_id)
    return told.filter(subject_id=mail.subject_id, state=OutgoingMail.State.SENT).exists()
