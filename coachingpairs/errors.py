"""Errors whose text can be shown to the person who caused them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction


class DomainError(Exception):
    """A rule of the domain was met. ``str()`` is a sentence for the screen."""


@contextmanager
def said_as(sentences: Mapping[str, str], *, error: type[DomainError] = DomainError) -> Iterator[None]:
    """Run a block in a savepoint; a broken constraint named in ``sentences`` is said in its words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None) or ""
        if name in sentences:
            raise error(sentences[name]) from broken
        raise
