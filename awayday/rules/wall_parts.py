"""What stands on the wall, as plain values: nothing here leads to anything that is not public."""

from __future__ import annotations

import re
from dataclasses import dataclass

from awayday.rules.qr import Qr

LONG_WORD = re.compile(r"[^\s-]{10}")
"""More than half the width of a phone has room for."""


@dataclass(frozen=True)
class WallFunction:
    """What a token shows: ``colour`` is 1 to 12."""

    name: str
    code: str
    colour: int


@dataclass(frozen=True)
class WallPerson:
    name: str
    function: WallFunction | None

    @property
    def colour(self) -> int:
        """Slate, as the token of somebody who has no function yet."""
        return self.function.colour if self.function else 9


@dataclass(frozen=True)
class WallArrival:
    """Somebody who is expected; ``is_here`` once they have arrived. ``key`` tells two of one name apart."""

    key: str
    person: WallPerson
    is_here: bool

    @property
    def is_awaited(self) -> bool:
        return not self.is_here


@dataclass(frozen=True)
class WallPair:
    """``key`` is another once a third has joined: then it is new on the wall."""

    key: str
    members: tuple[WallPerson, ...]

    @property
    def is_trio(self) -> bool:
        return len(self.members) > 2

    @property
    def has_long_words(self) -> bool:
        return any(LONG_WORD.search(member.name) for member in self.members)


@dataclass(frozen=True)
class WallLesson:
    """``number`` counts from 1 among the ``of`` that are offered."""

    key: str
    text: str
    who: WallPerson
    number: int
    of: int


@dataclass(frozen=True)
class Join:
    """``host`` and ``tail`` as one types them, without https://; ``code`` in two groups of three.

    ``qr`` leads to the address with the code.
    """

    host: str
    tail: str
    code: str
    qr: Qr

    @property
    def address(self) -> str:
        return self.host + self.tail
