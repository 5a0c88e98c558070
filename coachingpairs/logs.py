"""Structured logging: one line an event, no private text, no tokens, no addresses of people."""

from __future__ import annotations

import logging
import logging.config
import re
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

SECRET_PATHS = ("/card/", "/f/", "/invitation/", "/join/", "/live/", "/unsubscribe/")
TOKEN = re.compile(r"[0-9a-fA-F]{32}\.[\w-]{16,}")
"""As teams.tokens makes them, wherever they stand: in a mistyped path, in a referrer that a line quotes."""


def without_secrets(path: str) -> str:
    """The path with the token of a one-purpose link masked, or whatever request for feedback it names."""
    before, feedback, request = path.partition("/feedback/")
    if request:
        return f"{before}{feedback}…"
    for prefix in SECRET_PATHS:
        if path.startswith(prefix) and len(path) > len(prefix):
            return f"{prefix}…"
    return path


class MaskSecretPaths(logging.Filter):
    """Masks link tokens in the arguments of other people's log lines (access logs, django.request)."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._mask(argument) for argument in record.args)
        if isinstance(record.msg, str):
            record.msg = TOKEN.sub("…", record.msg)
        return True

    def _mask(self, argument: object) -> object:
        """A path, or a line of a request such as “GET /f/… HTTP/1.1”."""
        if not isinstance(argument, str):
            return argument
        masked = " ".join(
            without_secrets(part) if part.startswith("/") else part for part in argument.split(" ")
        )
        return TOKEN.sub("…", masked)


def drop_request(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> Mapping[str, Any]:  # a request holds cookies, form fields and whole pages
    event.pop("request", None)
    return event


def traceback_without_values(exc_info: structlog.typing.ExcInfo) -> str:
    """Where it happened and of what kind: PostgreSQL's own words may quote a whole row."""
    kind, error, _where = exc_info
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))
    return f"{''.join(frames.format())}{kind.__module__}.{kind.__qualname__}"


def configure(*, as_json: bool, level: str) -> None:
    """Send structlog and the standard library's logging through one formatter to standard error."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_request,
        structlog.processors.ExceptionRenderer(traceback_without_values),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"mask": {"()": MaskSecretPaths}},
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                }
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["mask"]}
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # At DEBUG they quote all that a page or a message was made from, and the values of queries.
                "django.db.backends": {"level": "WARNING"},
                "django.template": {"level": "WARNING"},
                "uvicorn.access": {"level": "WARNING"},
                "celery.beat": {"level": "WARNING"},
                "celery.app.trace": {"level": "WARNING"},
            },
        }
    )
