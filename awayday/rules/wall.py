"""The wall of an Awayday at one moment: all that everybody may see, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from awayday.rules import wall_layout
from awayday.rules.stages import Stage
from awayday.rules.wall_layout import Layout
from awayday.rules.wall_parts import Join, WallArrival, WallLesson, WallPair, WallPerson
from pairing.rules.outlook_words import Said


@dataclass(frozen=True)
class Wall:
    """Only what its stage shows is there. ``counts`` are labels and figures, as they stand.

    ``pairs`` are newest first while people choose, and in the order of their forming once sealed.
    ``outlook`` says that choosing is paused while it is.
    """

    stage: Stage
    heading: str
    sub: str
    counts: tuple[tuple[str, str], ...] = ()
    join: Join | None = None
    arrivals: tuple[WallArrival, ...] = ()
    lesson: WallLesson | None = None
    outlook: Said | None = None
    choosing: tuple[WallPerson, ...] = ()
    pairs: tuple[WallPair, ...] = ()
    is_paused: bool = False
    remark: str = ""

    @cached_property
    def version(self) -> str:
        """Changes whenever anything that is shown does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def is_settled(self) -> bool:
        """Whether its pairs are those that were sealed."""
        return bool(self.pairs) and self.stage is not Stage.CHOOSING

    @cached_property
    def layout(self) -> Layout:
        height = wall_layout.below_the_head(self.heading, self.sub)
        if self.stage is Stage.LOBBY:
            return wall_layout.lobby(self.arrivals, height, address=self.join.address if self.join else "")
        if self.outlook is not None:
            height = wall_layout.below_the_outlook(height, self.outlook.line, self.outlook.more)
            return wall_layout.choosing(self.choosing, self.pairs, height)
        if self.lesson is not None:
            return Layout("plain", lesson_size=wall_layout.lesson_size(self.lesson.text))
        if self.pairs:
            return wall_layout.pairs_alone(self.pairs, height - wall_layout.CLOSING_WORD)
        return wall_layout.PLAIN
