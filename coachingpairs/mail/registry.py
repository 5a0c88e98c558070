"""Which function writes the words of which kind of message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail


@dataclass(frozen=True)
class CalendarFile:
    """What a calendar is told with a message: ``content`` is iCalendar, with the same ``method`` in it.

    PUBLISH goes along as a file that one opens. REQUEST and CANCEL are one event each, on which mail programs
    act by themselves (RFC 6047).
    """

    name: str
    method: Literal["PUBLISH", "REQUEST", "CANCEL"]
    content: bytes


@dataclass(frozen=True)
class Message:
    """What one recipient reads.

    ``template`` names ``emails/<template>.html`` and its plain twin ``.txt``. ``group`` is what one can
    unsubscribe from ("nudges", see ``describe_group``); messages somebody asked for have none.
    """

    to: str
    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    calendar: CalendarFile | None = None


Writer = Callable[[OutgoingMail], Message | None]
Finds = Callable[[UUID, UUID], str]
_writers: dict[str, Writer] = {}
_groups: dict[str, str] = {}
_pages: list[Finds] = []
_to_nobody_named: set[str] = set()


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the writer of a kind.

    It runs inside the organisation's scope, in the transaction that leases the row, just before sending. It
    returns None when the message is not wanted any more (the cycle is closed, the leader has left, the
    invitation was accepted): the row is then suppressed. An exception parks the row alone.
    """

    def register(writer: Writer) -> Writer:
        if kind in _writers:
            raise ValueError(f"Two writers for {kind}.")
        _writers[kind] = writer
        return writer

    return register


def writer_of(kind: str) -> Writer:
    """KeyError for a kind that nobody registered."""
    return _writers[kind]


def keep_recipients_private(*kinds: str) -> None:
    """Whoever looks after the outbox reads that such a message goes out, and not to whom."""
    _to_nobody_named.update(kinds)


def has_private_recipients(kind: str) -> bool:
    return kind in _to_nobody_named


def describe_group(name: str, words: str) -> None:
    """Say what a group's messages are, as in “You will no longer get {words}.”"""
    _groups[name] = words


def words_of(group: str) -> str:
    """KeyError for a group that nobody described."""
    return _groups[group]


def groups() -> dict[str, str]:
    """Every group that was described, in that order, with its words."""
    return dict(_groups)


def knows_choices_page(find: Finds) -> Finds:
    """Register what tells, by organisation and recipient, the page on which they choose; '' for none."""
    _pages.append(find)
    return find


def choices_page(organisation_id: UUID, recipient_id: UUID) -> str:
    """The path of that page, or ''."""
    return next((path for find in _pages if (path := find(organisation_id, recipient_id))), "")
