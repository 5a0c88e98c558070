"""What a pair has planned, moved or cancelled, with the file that tells its members' calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coachingpairs.components.templatetags.components import in_words
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import CalendarFile, Message, writes
from coachingpairs.mail.rendering import address_of
from cycles.appointments import coaching_hour
from cycles.calendars import Attendee, Method, calendar_file
from cycles.emails.about import address
from cycles.models import PairMember, PlannedSession
from cycles.rules.planning import clock_note, when_in_words
from cycles.rules.words import length_in_words, listed

PLANNED, CANCELLED = "sessions-planned", "session-cancelled"


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

    def file(self, plans: Sequence[PlannedSession], method: Method, mail: OutgoingMail) -> CalendarFile:
        """What stands in it is dated by the row, so that it is the same however often it is written."""
        asked = [
            Attendee(member.leader.name, mailbox)
            for member in self.members
            if (mailbox := address(member.leader))
        ]
        hours = [
            coaching_hour(
                planned,
                cycle=self.own.pair.cycle,
                partners=self.others,
                attendees=() if len(plans) > 1 else asked,
            )
            for planned in plans
        ]
        name = "coaching-hours.ics" if method == "PUBLISH" else "invite.ics"
        return CalendarFile(name, method, calendar_file(*hours, at=mail.due_at, method=method))

    def lines(self, plans: Sequence[PlannedSession]) -> list[dict[str, str]]:
        zone = self.own.pair.cycle.zone
        return [
            {
                "when": when_in_words(planned.starts_at, zone),
                "length": length_in_words(planned.minutes),
                "place": planned.place,
                "clocks": clock_note(planned.starts_at, zone),
            }
            for planned in plans
        ]

    def links(self) -> dict[str, Any]:
        cycle = self.own.pair.cycle
        here = (cycle.organisation.slug, cycle.team.slug)
        return {
            "organisation": cycle.organisation,
            "plan_address": address_of("cycles:plan", *here),
            "home_address": address_of("cycles:home", *here),
        }


@writes(PLANNED)
def sessions_planned(mail: OutgoingMail) -> Message | None:
    """One message for all that was planned at once: one of its rows writes it, the others are not wanted.

    None also when all of it was moved again or cancelled meanwhile, or the recipient left the pair.
    """
    hours = _hours(mail, left_too=False)
    if hours is None or hours.own.pair.ended_at or not hours.own.pair.cycle.is_under_way:
        return None
    rows = _planned_at_once(mail)
    changed = _as_planned(rows)
    if not changed or mail.subject_id != min(row.subject_id for row in rows if row.subject_id):
        return None
    return _about_one(mail, hours, changed[0]) if len(changed) == 1 else _about_all(mail, hours, changed)


@writes(CANCELLED)
def session_cancelled(mail: OutgoingMail) -> Message | None:
    """For all who know of the hour, or for one who has left a trio, whose others still mean to meet.

    None for an hour that nobody was told of: it was planned and cancelled within minutes.
    """
    hours = _hours(mail, left_too=True)
    planned = _no_longer(mail)
    if planned is None or hours is None or not _was_told(mail):
        return None
    [line] = hours.lines([planned])
    title = f"Your hour with {listed(hours.others)} on {line['when']} is cancelled"
    if planned.cancelled_at is None:
        title = f"You no longer meet {listed(hours.others)} on {line['when']}"
        planned.sequence += 1
    return Message(
        to=address(hours.own.leader),
        subject=title,
        template="session-cancelled",
        context={"heading": title, "preheader": "Your calendar takes it out.", **hours.links()},
        calendar=hours.file([planned], "CANCEL", mail),
    )


def _about_one(mail: OutgoingMail, hours: Hours, planned: PlannedSession) -> Message:
    [line] = hours.lines([planned])
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
            "by": _who(planned, hours),
            "is_moved": planned.sequence > 0,
            **hours.links(),
        },
        calendar=hours.file([planned], "REQUEST", mail),
    )


def _about_all(mail: OutgoingMail, hours: Hours, changed: Sequence[PlannedSession]) -> Message:
    """All that the pair has ahead goes into the file, so that one file is enough."""
    standing = PlannedSession.objects.standing().filter(pair=hours.own.pair, starts_at__gt=mail.due_at)
    plans = list(standing) or list(changed)
    title = f"Your next {in_words(len(plans))} hours with {listed(hours.others)} are planned"
    return Message(
        to=address(hours.own.leader),
        subject=title,
        template="sessions-planned",
        context={
            "heading": title,
            "preheader": "Open the file that comes with this message, and they are in your calendar.",
            "lines": hours.lines(plans),
            "by": _who(changed[0], hours),
            **hours.links(),
        },
        calendar=hours.file(plans, "PUBLISH", mail),
    )


def _who(planned: PlannedSession, hours: Hours) -> str:
    return "You" if planned.planned_by_id == hours.own.leader_id else planned.planned_by.called


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


def _planned_at_once(mail: OutgoingMail) -> list[OutgoingMail]:
    same = OutgoingMail.objects.filter(
        recipient_id=mail.recipient_id, kind=PLANNED, cycle_id=mail.cycle_id, due_at=mail.due_at
    )
    return list(same)


def _as_planned(rows: Sequence[OutgoingMail]) -> list[PlannedSession]:
    """Those that still stand as they did when the rows were written, soonest first."""
    then: dict[UUID | None, str] = {row.subject_id: row.period for row in rows}
    found = PlannedSession.objects.standing().filter(pk__in=list(then)).select_related("planned_by")
    return [planned for planned in found if then[planned.pk] == str(planned.sequence)]


def _no_longer(mail: OutgoingMail) -> PlannedSession | None:
    """The hour that is cancelled, or from which the recipient is taken out as it stood then."""
    planned = PlannedSession.objects.filter(pk__in=[mail.subject_id]).first()
    if planned is None or planned.cancelled_at or mail.period == left_out(planned):
        return planned
    return None


def _was_told(mail: OutgoingMail) -> bool:
    told = OutgoingMail.objects.filter(recipient_id=mail.recipient_id, kind=PLANNED, cycle_id=mail.cycle_id)
    about_it = told.filter(subject_id=mail.subject_id).values("due_at")
    return told.filter(state=OutgoingMail.State.SENT, due_at__in=about_it).exists()
