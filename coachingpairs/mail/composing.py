"""From a message's words to what goes over the wire."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import CalendarFile, Message
from coachingpairs.mail.rendering import render_message
from coachingpairs.mail.unsubscribing import unsubscribe_address

SENDER = "Coaching Pairs"


def compose(mail: OutgoingMail, message: Message) -> EmailMultiAlternatives:
    """The email of a row of the outbox: the same Message-ID however often it is composed.

    ValueError when there is no address to send it to.
    """
    if not message.to:
        raise ValueError("No address.")
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    context = dict(message.context)
    if message.group:
        address = unsubscribe_address(mail.organisation_id, mail.recipient_id, message.group)
        context["unsubscribe_address"] = address
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text, html = render_message(message.template, context)
    email = EmailMultiAlternatives(message.subject, text, _sender(), [message.to], headers=headers)
    email.attach_alternative(html, "text/html")
    if message.calendar:
        _attach(message.calendar, email)
    email.message()  # a subject with a line break is found here, before anything is sent
    return email


def _attach(calendar: CalendarFile, email: EmailMultiAlternatives) -> None:
    """As a file; what is to be acted on also beside the text, where Outlook and Gmail look for it.

    The file of those is no ``text/calendar``, so that no program acts on it a second time.
    """
    if calendar.method == "PUBLISH":
        email.attach(calendar.name, calendar.content, f"text/calendar; method={calendar.method}")
        return
    email.attach_alternative(calendar.content.decode(), f"text/calendar; method={calendar.method}")
    email.attach(calendar.name, calendar.content, "application/ics")


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or SENDER, address))
