"""The same ids for the same things in two rooms that are made one after the other."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any


class SameIds:
    """Stands where the standard library's uuid gets its randomness. Each thing begins its ids anew."""

    def __init__(self) -> None:
        self._random = Random("nothing yet")

    def begin(self, thing: str) -> None:
        self._random = Random(thing)

    def urandom(self, number: int) -> bytes:
        return self._random.randbytes(number)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@contextmanager
def same_ids() -> Iterator[SameIds]:
    ids = SameIds()
    real, uuid.os = uuid.os, ids  # type: ignore[attr-defined]
    try:
        yield ids
    finally:
        uuid.os = real  # type: ignore[attr-defined]
