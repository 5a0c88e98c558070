"""Whom a reminder is for, if they still want it when it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message
from coachingpairs.mail.rendering import address_of
from cycles.emails.about import address, asked_by
from cycles.emails.groups import GROUPS
from cycles.models import Cycle, Lesson, PairMember
from cycles.rules.cycle_reminders import reminder_of
from cycles.rules.nudges import PairSoFar
from cycles.rules.reminders import Kind, Reminder
from cycles.rules.wanted import Standing, is_for
from cycles.rules.words import listed
from teams.models import Leader


@dataclass(frozen=True)
class Reminded:
    """A leader and what the row of the outbox was planned for; ``partners`` is empty without a pair."""

    cycle: Cycle
    leader: Leader
    reminder: Reminder
    partners: tuple[PairMember, ...]

    @property
    def partner_names(self) -> str:
        return listed([member.leader.called for member in self.partners])

    def message(self, *, subject: str, heading: str, preheader: str, **context: Any) -> Message:
        """The message of the reminder's kind, in the template of its name."""
        return Message(
            to=address(self.leader),
            subject=subject,
            template=self.reminder.kind.value,
            group=GROUPS[self.reminder.kind],
            context={
                "heading": f"Dear {self.leader.called}, {heading}",
                "preheader": preheader,
                "cycle": self.cycle,
                "names": self.partner_names,
                "you_and": listed(["you", *(member.leader.called for member in self.partners)]),
                "is_trio": len(self.partners) > 1,
                **links(self.cycle),
                **asked_by(self.cycle.organisation),
                **context,
            },
        )


def reminded(mail: OutgoingMail) -> Reminded | None:
    """None once the cycle is over, the leader has left or has no address, or it is not for them any more."""
    cycle = cycle_of(mail)
    if cycle is None:
        return None
    reminder = reminder_of(cycle.starts_on, cycle.zone, kind=mail.kind, period=mail.period)
    if reminder is None:
        return None
    members = _members(mail, cycle)
    own = next((one for one in members if one.leader_id == mail.recipient_id), None)
    if own is None or not address(own.leader):
        return None
    pair = [one for one in members if one.pair_id == own.pair_id] if _is_present(own) else []
    if not is_for(reminder, _standing(mail, cycle, pair), cycle.starts_on):
        return None
    return Reminded(cycle, own.leader, reminder, tuple(one for one in pair if one is not own))


def cycle_of(mail: OutgoingMail) -> Cycle | None:
    """The cycle of the row while it is under way, with its team and organisation."""
    under_way = Cycle.objects.under_way().select_related("team", "organisation")
    return under_way.filter(pk=mail.cycle_id).first() if mail.cycle_id else None


def links(cycle: Cycle) -> dict[str, str]:
    place = (cycle.organisation.slug, cycle.team.slug)
    return {
        "home_address": address_of("cycles:home", *place),
        "targets_address": address_of("cycles:targets", *place),
        "log_address": address_of("cycles:new_session", *place),
        "lessons_address": address_of("cycles:lessons", *place),
    }


def _members(mail: OutgoingMail, cycle: Cycle) -> list[PairMember]:
    """Of every pair of the cycle that the recipient is or was in; those there now first, then by name."""
    found = PairMember.objects.filter(
        cycle=cycle, pair__members__leader=mail.recipient_id, leader__left_on=None
    ).select_related("pair", "leader__person")
    by_name = found.order_by("leader__sort_name", "leader__name")
    ever = [one for one in by_name if one.leader_id == mail.recipient_id and not _is_present(one)]
    return [one for one in by_name if _is_present(one)] + ever


def _is_present(member: PairMember) -> bool:
    return member.left_at is None and member.pair.ended_at is None


def _standing(mail: OutgoingMail, cycle: Cycle, pair: list[PairMember]) -> Standing:
    """Sessions are asked for by the month's nudge alone, which writes itself."""
    lessons = Lesson.objects.offered().filter(cycle=cycle, leader=mail.recipient_id)
    has_offered = mail.kind == Kind.LESSONS and lessons.exists()
    if not pair:
        return Standing(None, has_offered)
    return Standing(PairSoFar(pair[0].pair.formed_at, [one.leader_id for one in pair], ()), has_offered)
