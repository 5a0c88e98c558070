"""The messages that Django's file backend has written, read back for /demo/mail/."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coachingpairs.demo.building import TIME_ZONE

BETWEEN_MESSAGES = b"\n" + b"-" * 79 + b"\n"
ZONE = ZoneInfo(TIME_ZONE)
FRAME_BASE = '<base target="_top">'


@dataclass(frozen=True)
class Letter:
    """One message. ``name`` is its place in addresses; ``html`` is empty when it has only a plain text."""

    name: str
    to: str
    sender: str
    subject: str
    sent_at: dt.datetime
    text: str
    html: str

    def pointed_at(self, site: str, browser: str) -> Letter:
        """The same message with its links at the address that the browser uses."""
        return Letter(
            self.name,
            self.to,
            self.sender,
            self.subject,
            self.sent_at,
            self.text.replace(site, browser),
            self.html.replace(site, browser),
        )

    @property
    def framed(self) -> str:
        """The HTML for a frame: its links open in the page around it."""
        head, tag, rest = self.html.partition("<head>")
        return f"{head}{tag}{FRAME_BASE}{rest}" if tag else FRAME_BASE + self.html


def letters(folder: Path | None) -> list[Letter]:
    """Every message of the folder, newest first; none when there is no folder."""
    if folder is None or not folder.is_dir():
        return []
    found = [letter for file in folder.glob("*.log") for letter in _letters_of(file)]
    return sorted(found, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def _letters_of(file: Path) -> Iterator[Letter]:
    written = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    for number, content in enumerate(file.read_bytes().split(BETWEEN_MESSAGES)):
        if content.strip():
            message = email.message_from_bytes(content, policy=email.policy.default)
            yield _letter(f"{file.stem}-{number}", message, written)


def _letter(name: str, message: EmailMessage, written: dt.datetime) -> Letter:
    return Letter(
        name=name,
        to=_header(message, "To"),
        sender=_header(message, "From"),
        subject=_header(message, "Subject"),
        sent_at=(_date(message) or written).astimezone(ZONE),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Unfolded: a long one may begin on its second line."""
    return str(message.get(name, "")).strip()


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _date(message: EmailMessage) -> dt.datetime | None:
    try:
        sent = parsedate_to_datetime(_header(message, "Date"))
    except ValueError:
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=dt.UTC)
