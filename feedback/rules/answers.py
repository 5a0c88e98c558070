"""What a giver says, and how it is kept: one text, so that it is encrypted and compared as one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from cycles.rules.notes import normal

LONGEST = 5_000
"""Letters in one field of an answer."""

LEAST, MOST = -3, 3


class Right(StrEnum):
    """Whether these are the right ones to work on; with one target BOTH means yes."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True)
class First:
    """To “are these the right ones?”; ``else_``: if not, what else; ``keep``: what to keep as it is.

    ``right`` is one of Right, or '' while nothing is chosen.
    """

    right: str = ""
    else_: str = ""
    keep: str = ""

    @property
    def is_typed(self) -> bool:
        """Somebody has written something: programs that press every button write nothing."""
        return bool(self.else_.strip() or self.keep.strip())


@dataclass(frozen=True)
class OnTarget:
    """What has changed, from −3 (for the worse) to +3 (for the better).

    None with ``open`` for somebody who has not seen enough to say, and without while nothing is chosen.
    """

    change: int | None = None
    noticed: str = ""
    next: str = ""
    open: bool = False


@dataclass(frozen=True)
class Again:
    """To “what have you noticed?”: of each target asked about, in its order."""

    targets: tuple[OnTarget, ...] = ()

    @property
    def is_typed(self) -> bool:
        return any(one.noticed.strip() or one.next.strip() for one in self.targets)


Said = First | Again


def tidied(said: Said) -> Said:
    """As it is kept: line ends in one form, no space at the end of a text."""
    if isinstance(said, First):
        return First(said.right, normal(said.else_), normal(said.keep))
    return Again(
        tuple(OnTarget(one.change, normal(one.noticed), normal(one.next), one.open) for one in said.targets)
    )


def to_text(said: Said) -> str:
    """The same for equal answers, so that two can be told apart by their texts."""
    return json.dumps({"of": type(said).__name__.lower(), **asdict(tidied(said))}, ensure_ascii=False)


def from_text(text: str) -> Said:
    """ValueError or KeyError for a text that ``to_text`` did not write."""
    kept = json.loads(text)
    if kept["of"] == "first":
        return First(kept["right"], kept["else_"], kept["keep"])
    return Again(
        tuple(
            # What was kept before there was ``open`` has none.
            OnTarget(one["change"], one["noticed"], one["next"], one.get("open", False))
            for one in kept["targets"]
        )
    )
