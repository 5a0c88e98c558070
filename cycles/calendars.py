"""Calendar files (RFC 5545, sent as RFC 5546 asks): events, with the rules of their time zones.

What calendars make of a file hangs on its method. PUBLISH is a file to open, with any number of events.
REQUEST and CANCEL are for mail, with one event, its organiser (whose address the message comes from) and
those who are asked; Google takes out of a calendar only what a REQUEST has put there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
PRODUCT = "-//Coaching Pairs//EN"
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
YEAR, DAY, SECOND = dt.timedelta(days=366), dt.timedelta(days=1), dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Attendee:
    name: str
    mailbox: str


@dataclass(frozen=True)
class Appointment:
    """What a calendar is told. ``starts_at`` is aware; ``zone`` is the one it is shown in.

    ``uid`` stays the same for the same appointment, and a higher ``sequence`` replaces what a calendar holds.
    ``is_private`` keeps the words from those who may look at somebody's calendar.
    """

    uid: str
    sequence: int
    starts_at: dt.datetime
    length: dt.timedelta
    zone: ZoneInfo
    title: str
    where: str = ""
    about: str = ""
    link: str = ""
    is_private: bool = False
    attendees: tuple[Attendee, ...] = ()
    """Those who are asked by REQUEST and CANCEL; what is published names nobody."""


def calendar_file(*appointments: Appointment, at: dt.datetime, method: Method = "PUBLISH") -> bytes:
    """The whole file; ``at`` is the moment of writing it.

    ValueError for a REQUEST or CANCEL of anything but one appointment with somebody who is asked.
    """
    if method != "PUBLISH" and [bool(one.attendees) for one in appointments] != [True]:
        raise ValueError(f"{method} is about one appointment and those who are asked to it.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for zone in sorted({one.zone for one in appointments} - {ZoneInfo("UTC")}, key=lambda zone: zone.key):
        moments = [one.starts_at for one in appointments if one.zone == zone]
        calendar.add_component(time_zone(zone, around=min(moments), until=max(moments)))
    for appointment in appointments:
        calendar.add_component(_event(appointment, at, method))
    return bytes(calendar.to_ical())


def time_zone(zone: ZoneInfo, *, around: dt.datetime, until: dt.datetime | None = None) -> Timezone:
    """What clocks in ``zone`` do from a year before that moment to a year after it, or after ``until``.

    icalendar's own writer (7.3) gives the hour after clocks went forward, where RFC 5545 (3.6.5) asks for the
    hour that was shown before.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    first = (around - YEAR).astimezone(dt.UTC).replace(microsecond=0)
    component.add_component(_observance(first, first, zone))
    for before, after in _changes(zone, first, (until or around) + YEAR):
        component.add_component(_observance(before, after, zone))
    return component


def _event(appointment: Appointment, at: dt.datetime, method: Method) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", _shown(appointment.starts_at, appointment.zone))
    # A length rather than an end: it stays true on the night when clocks change.
    event.add("duration", appointment.length)
    event.add("summary", appointment.title)
    event.add("organizer", _organiser())
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if method != "PUBLISH":
        for attendee in appointment.attendees:
            event.add("attendee", _asked(attendee))
    for name, text in (("location", appointment.where), ("description", appointment.about)):
        if text:
            event.add(name, text)
    if appointment.link:
        event.add("url", appointment.link)
    if appointment.is_private:
        event.add("class", "PRIVATE")
    return event


def _shown(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Local time, which stays right when the zone's rules change; of two that look alike the later in UTC."""
    local = moment.astimezone(zone)
    return moment.astimezone(dt.UTC) if local.fold or zone.key == "UTC" else local


def _organiser() -> vCalAddress:
    name, mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{mailbox}")
    organiser.params["CN"] = name or "Coaching Pairs"
    return organiser


def _asked(attendee: Attendee) -> vCalAddress:
    """No answer is wanted: nobody reads the organiser's mailbox."""
    asked = vCalAddress(f"mailto:{attendee.mailbox}")
    asked.params.update(
        {"CN": attendee.name, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    )
    return asked


def _changes(
    zone: ZoneInfo, first: dt.datetime, last: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Each change of the clocks: the last second before it and the first one after, in UTC."""
    moment = first
    while moment < last:
        if _offset(moment, zone) != _offset(moment + DAY, zone):
            yield _narrowed(zone, moment, moment + DAY)
        moment += DAY


def _narrowed(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return before, after


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _observance(
    before: dt.datetime, after: dt.datetime, zone: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """What holds from ``after`` on. Its beginning is written as the clocks of before would show it."""
    local = after.astimezone(zone)
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    component.add("dtstart", (after + _offset(before, zone)).replace(tzinfo=None))
    component.add("tzoffsetfrom", _offset(before, zone))
    component.add("tzoffsetto", _offset(after, zone))
    component.add("tzname", local.tzname())
    return component
