"""Reading everything that somebody can ask for, as they are sent it."""

from __future__ import annotations

import html
import itertools
import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from teams.models import Person
from tests.access_table import PATTERNS
from tests.private_texts import KINGFISHER
from tests.private_world import Written

UNKNOWN = uuid.UUID(int=0)
NOT_WALKED = {
    # What a link of one purpose opens has no leader's own things, and no token of it lies about here.
    "awayday:card",
    "awayday:join_by_code",
    "mail:unsubscribe",
    "teams:invitation_link",
    "feedback:link",
    # The mailbox of a demo shows the messages, whose words are looked at by themselves.
    "demo:mailbox",
    "demo:message",
    "demo:message_html",
    # Shown once a link of that purpose was followed, or once it is so far.
    "teams:invitation",
    "awayday:other_card",
    "awayday:first_session",
    "awayday:first_session_file",
}


class Kept(logging.Handler):
    """Every line that is logged, as the application writes it."""

    def __init__(self) -> None:
        super().__init__()
        (written,) = [one for one in logging.getLogger().handlers if one.get_name() == "stderr"]
        self.formatter, self.filters = written.formatter, written.filters
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@dataclass(frozen=True)
class Page:
    """What somebody is sent: ``head`` is the headers and the head of the page, ``everything`` all of it."""

    status: int
    head: str
    everything: str


@dataclass
class Walk:
    """``addresses`` are all that take no press, with the names they have in the resolver."""

    written: Written
    log: Kept
    addresses: dict[str, str]
    read: dict[str, dict[str, Page]] = field(default_factory=dict)
    writing: list[str] = field(default_factory=list)
    """What asking for a page changed in the database."""

    def pages_of(self, reader: str) -> dict[str, Page]:
        """What they are answered at each address; walked once."""
        if reader not in self.read:
            client = self.browser_of(reader)
            with connection.execute_wrapper(self._note_writing):
                self.read[reader] = {where: page_of(client.get(where)) for where in self.addresses}
            assert KINGFISHER not in str(dict(client.session))
        return self.read[reader]

    def browser_of(self, reader: str) -> Client:
        """Signed in as that reader, or come in by a place card or a link."""
        client = browser_of(self.written.readers.get(reader))
        if card := self.written.cards.get(reader):
            assert client.get(card).status_code == 303
        return client

    def _note_writing(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE)\b", sql) and "django_session" not in sql:
            self.writing.append(sql)
        return execute(sql, params, many, context)


def browser_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def page_of(response: Any) -> Page:
    """As text: without the line breaks of calendar files and the escapes of pages."""
    body = html.unescape(response.content.decode().replace("\r\n ", ""))
    headers = str(dict(response.headers))
    heads = "".join(re.findall(r"<head>.*?</head>", body, re.DOTALL))
    return Page(response.status_code, headers + heads, headers + body)


def find_addresses(written: Written) -> dict[str, str]:
    """All of the resolver's that can be asked for, with all that there is to stand in them."""
    found: dict[str, str] = {}
    asking = browser_of(written.cast.facilitator)
    for name, (_pattern, arguments) in sorted(PATTERNS.items()):
        if name in NOT_WALKED:
            continue
        values = [written.values.get(argument, [UNKNOWN]) for argument in sorted(arguments)]
        those = [
            reverse(name, kwargs=dict(zip(sorted(arguments), one, strict=True)))
            for one in itertools.product(*values)
        ]
        if asking.get(those[0]).status_code != 405:
            found |= dict.fromkeys(those, name)
    return found
