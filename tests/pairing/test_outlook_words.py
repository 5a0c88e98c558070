"""The one calm line, for every state of a room."""

from __future__ import annotations

import pytest

from pairing.rules.outlook import Outlook
from pairing.rules.outlook_words import on_the_wall, to_a_leader

WALL_MORE = (
    "Some choices would leave somebody without a partner. "
    "Everyone your phone offers works for the whole room."
)
PHONE_MORE = "Some choices would leave somebody without a partner; everyone offered here works for all."
WORD_HELPS = "Not everyone can find a partner any more. A word with your facilitator helps."
CHANGE_HELPS = "Not everyone can find a partner any more. A change or two would help."
ALL_BUT_ONE = "Everyone but one can still find a partner; the number is odd."


def room(choosing: int, *, left_over: int = 0, trio: bool = False, holds_back: bool = False) -> Outlook:
    return Outlook(choosing, (choosing - left_over) // 2, left_over, trio, holds_back)


@pytest.mark.parametrize(
    ("outlook", "tone", "wall", "leader"),
    [
        (room(8), "calm", "Everyone can still find a partner.", "Everyone can still find a partner."),
        (
            room(7, trio=True),
            "calm",
            "Everyone can still find a partner; one pair takes in a third.",
            "Everyone can still find a partner; one pair takes in a third.",
        ),
        (room(7, left_over=1), "calm", ALL_BUT_ONE, ALL_BUT_ONE),
        (
            room(1, left_over=1),
            "plain",
            "Everybody else has a partner; the number is odd.",
            "A word with your facilitator helps; they see the whole room.",
        ),
        (room(8, left_over=2), "heed", CHANGE_HELPS, WORD_HELPS),
        (room(7, left_over=3), "heed", CHANGE_HELPS, WORD_HELPS),
        (room(2, left_over=2, holds_back=True), "heed", CHANGE_HELPS, WORD_HELPS),
    ],
)
def test_the_line(outlook: Outlook, tone: str, wall: str, leader: str) -> None:
    on_wall, on_phone = on_the_wall(outlook), to_a_leader(outlook)
    assert (on_wall.tone, on_wall.line, on_wall.more) == (tone, wall, "")
    assert (on_phone.tone, on_phone.line, on_phone.more) == (tone, leader, "")


@pytest.mark.parametrize(
    ("outlook", "line"),
    [
        (room(8, holds_back=True), "Everyone can still find a partner."),
        (
            room(7, trio=True, holds_back=True),
            "Everyone can still find a partner; one pair takes in a third.",
        ),
        (room(7, left_over=1, holds_back=True), ALL_BUT_ONE),
    ],
)
def test_choices_held_back_change_nothing_about_the_line_and_are_explained(
    outlook: Outlook, line: str
) -> None:
    on_wall, on_phone = on_the_wall(outlook), to_a_leader(outlook)
    assert (on_wall.tone, on_wall.line, on_wall.more) == ("calm", line, WALL_MORE)
    assert (on_phone.tone, on_phone.line, on_phone.more) == ("calm", line, PHONE_MORE)


def test_once_nobody_is_choosing() -> None:
    assert on_the_wall(room(0)).line == "Everybody has a partner."
    assert on_the_wall(room(0), all_choose=False).line == "Everybody who is choosing has a partner."
