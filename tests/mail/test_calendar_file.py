"""A message that tells a calendar something: what Outlook, Gmail and Apple Mail look for in it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Literal

import pytest

from coachingpairs.mail.composing import compose
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import CalendarFile, Message

CONTENT = "BEGIN:VCALENDAR\r\nSUMMARY:Café with Zoë\r\nEND:VCALENDAR\r\n".encode()


def parsed(calendar: CalendarFile | None) -> EmailMessage:
    """The message as a mail program reads it."""
    mail = OutgoingMail(message_id="<1@pairs.example>")
    message = Message(to="helen@northmere.example", subject="An hour", template="base", calendar=calendar)
    sent = compose(mail, message).message().as_bytes()
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def shape(part: EmailMessage) -> object:
    """Content types, nested as they are."""
    if not part.is_multipart():
        return part.get_content_type()
    return [
        part.get_content_type(),
        *(shape(one) for one in part.iter_parts() if isinstance(one, EmailMessage)),
    ]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_what_is_acted_on_stands_beside_the_text_and_is_a_file_too(
    method: Literal["REQUEST", "CANCEL"],
) -> None:
    read = parsed(CalendarFile("invite.ics", method, CONTENT))
    assert shape(read) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/ics",
    ]
    part = next(one for one in read.walk() if one.get_content_type() == "text/calendar")
    assert part["Content-Type"].params == {"method": method, "charset": "utf-8"}
    assert part.get_filename() is None
    assert part.get_content().splitlines() == CONTENT.decode().splitlines()
    [file] = read.iter_attachments()
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True) == CONTENT


def test_what_is_published_is_a_file_alone() -> None:
    read = parsed(CalendarFile("coaching-hours.ics", "PUBLISH", CONTENT))
    assert shape(read) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html"],
        "text/calendar",
    ]
    [file] = read.iter_attachments()
    assert file["Content-Type"].params == {"method": "PUBLISH", "charset": "utf-8"}
    assert file.get_filename() == "coaching-hours.ics"
    assert file.get_content().splitlines() == CONTENT.decode().splitlines()


def test_without_one_nothing_is_different() -> None:
    assert shape(parsed(None)) == ["multipart/alternative", "text/plain", "text/html"]
