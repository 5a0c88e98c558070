"""A mail server of our own that keeps what it is sent and can be told to misbehave."""

from __future__ import annotations

import asyncio
import email
import logging
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Step = Callable[[str], str | None]


logging.getLogger("mail.log").setLevel(logging.WARNING)


class Sink:
    """``received`` holds every message that was taken, in order.

    ``steps`` may hold a function for ``EHLO``, ``MAIL``, ``RCPT``, ``REFUSE`` (the message, before it is
    kept) or ``DATA`` (after). It is given the address in question; what it returns is answered instead of
    250.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.connections = 0
        self.steps: dict[str, Step] = {}

    @property
    def recipients(self) -> list[str]:
        return [message["To"] for message in self.received]

    async def handle_EHLO(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        await self._step("EHLO", envelope)
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._step("MAIL", envelope) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await self._step("RCPT", envelope, address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        refused = await self._step("REFUSE", envelope)
        if refused is None:
            self.received.append(message)
        return refused or await self._step("DATA", envelope) or "250 OK"

    async def _step(self, name: str, envelope: Envelope, address: str = "") -> str | None:
        """In a thread, so that a step may take its time while the server answers others."""
        if name not in self.steps:
            return None
        return await asyncio.to_thread(self.steps[name], address or envelope.mail_from or "")


def free_port() -> int:
    """One that stays free until it is wanted: below those that systems give to connections by themselves."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(sink: Sink, port: int) -> Iterator[None]:
    """The sink answers on the port of the loopback interface for as long as the block runs."""
    controller: Any = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    sink.connections = 0
    try:
        yield
    finally:
        controller.stop()
