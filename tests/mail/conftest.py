from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.mail.sink import Sink, free_port, serving


@pytest.fixture
def smtp_port(settings: Settings) -> int:
    """A port nothing listens on yet, which messages are sent to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_TIMEOUT = 30
    return int(settings.EMAIL_PORT)


@pytest.fixture
def sink(smtp_port: int) -> Iterator[Sink]:
    """A mail server that takes everything until it is told otherwise."""
    sink = Sink()
    with serving(sink, smtp_port):
        yield sink
