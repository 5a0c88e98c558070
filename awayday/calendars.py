"""The Awayday as calendars are told of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awayday.models import Awayday
from coachingpairs.hours import local_moment
from coachingpairs.mail.rendering import address_of
from cycles.calendars import Appointment, Attendee
from teams.models import Team


@dataclass(frozen=True)
class TakenBack:
    """What is left of a plan that was cancelled: its row is gone, and a calendar has to be told still.

    ``as_text`` is kept with the message, in as few letters as its period has; ``read`` is the way back.
    """

    sequence: int
    held_on: dt.date
    starts_at: dt.time
    ends_at: dt.time

    @property
    def as_text(self) -> str:
        return f"{self.sequence} {self.held_on} {self.starts_at:%H:%M} {self.ends_at:%H:%M}"

    @classmethod
    def read(cls, text: str) -> TakenBack:
        sequence, day, starts_at, ends_at = text.split(" ")
        return cls(
            int(sequence),
            dt.date.fromisoformat(day),
            dt.time.fromisoformat(starts_at),
            dt.time.fromisoformat(ends_at),
        )


def uid_of(awayday_id: object) -> str:
    return f"awayday-{awayday_id}@coaching-pairs"


def title_of(team: Team) -> str:
    return f"Awayday, {team.name}"


def begins_at(awayday: Awayday) -> dt.datetime:
    """By the clocks of the cycle it opens, in UTC."""
    return local_moment(awayday.held_on, awayday.starts_at, awayday.opens.zone)


def appointment(awayday: Awayday, *, attendees: tuple[Attendee, ...] = ()) -> Appointment:
    """Needs ``opens``, ``closes``, ``team`` and ``organisation``."""
    zone = awayday.opens.zone
    starts_at = begins_at(awayday)
    about = [what_happens(awayday)]
    if awayday.link and awayday.venue:
        about.append(f"From elsewhere: {awayday.link}")
    home = address_of("cycles:home", awayday.organisation.slug, awayday.team.slug)
    return Appointment(
        uid=uid_of(awayday.pk),
        sequence=awayday.sequence,
        starts_at=starts_at,
        length=local_moment(awayday.held_on, awayday.ends_at, zone) - starts_at,
        zone=zone,
        title=title_of(awayday.team),
        where=awayday.venue or awayday.link,
        about="\n".join(about),
        link=awayday.link or home,
        attendees=attendees,
    )


def what_happens(awayday: Awayday) -> str:
    choosing = "everybody chooses a partner"
    if awayday.closes is None:
        return f"It opens cycle {awayday.opens.number}: {choosing}."
    return (
        f"It closes cycle {awayday.closes.number} and opens cycle {awayday.opens.number}: "
        f"those who wish share what they learnt, then {choosing}, somebody new."
    )
