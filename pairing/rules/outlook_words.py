"""The outlook in words: one calm line that names nobody, for the wall and for a leader's own page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pairing.rules.outlook import Outlook

EVERYBODY_HAS = "Everybody has a partner."
ALL_WHO_CHOOSE = "Everybody who is choosing has a partner."
EVERYONE_CAN = "Everyone can still find a partner."
WITH_A_THIRD = "Everyone can still find a partner; one pair takes in a third."
ALL_BUT_ONE = "Everyone but one can still find a partner; the number is odd."
LAST_ONE = "Everybody else has a partner; the number is odd."
NOT_EVERYONE = "Not everyone can find a partner any more."
SOME_CHOICES = "Some choices would leave somebody without a partner"


class Tone(StrEnum):
    """Named as the classes of the design."""

    CALM = "calm"
    HEED = "heed"
    PLAIN = "plain"


@dataclass(frozen=True)
class Said:
    """``more`` stands below the line, smaller; empty when there is nothing to add."""

    tone: Tone
    line: str
    more: str = ""


def on_the_wall(outlook: Outlook, *, all_choose: bool = True) -> Said:
    """For everybody in the room. ``all_choose``: nobody is away, and nobody sits out."""
    if not outlook.choosing:
        return Said(Tone.CALM, EVERYBODY_HAS if all_choose else ALL_WHO_CHOOSE)
    if outlook.choosing == 1 and outlook.one_by_number:
        return Said(Tone.PLAIN, LAST_ONE)
    return _said(
        outlook,
        what_helps="A change or two would help.",
        offered=f"{SOME_CHOICES}. Everyone your phone offers works for the whole room.",
    )


def to_a_leader(outlook: Outlook) -> Said:
    """For somebody who is still choosing, below the list of those they may ask."""
    if outlook.choosing == 1 and outlook.one_by_number:
        return Said(Tone.PLAIN, "A word with your facilitator helps; they see the whole room.")
    return _said(
        outlook,
        what_helps="A word with your facilitator helps.",
        offered=f"{SOME_CHOICES}; everyone offered here works for all.",
    )


def _said(outlook: Outlook, *, what_helps: str, offered: str) -> Said:
    if not (outlook.is_whole or outlook.one_by_number):
        return Said(Tone.HEED, f"{NOT_EVERYONE} {what_helps}")
    return Said(Tone.CALM, _line(outlook), offered if outlook.holds_back else "")


def _line(outlook: Outlook) -> str:
    if outlook.one_by_number:
        return ALL_BUT_ONE
    return WITH_A_THIRD if outlook.trio else EVERYONE_CAN
