"""Which function writes the words of which kind of message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from coachingpairs.mail.models import OutgoingMail


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


Writer = Callable[[OutgoingMail], Message | None]
_writers: dict[str, Writer] = {}
_groups: dict[str, str] = {}


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


def describe_group(name: str, words: str) -> None:
    """Say what a group's messages are, as in “You will no longer get {words}.”"""
    _groups[name] = words


def words_of(group: str) -> str:
    """KeyError for a group that nobody described."""
    return _groups[group]
