"""What is sent to all screens that show the wall: the same to everybody, and what is new only once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from awayday.rules.wall import Wall
from awayday.services.wall import wall_html
from tests.awayday.walls import (
    HELD_BACK,
    LONGEST,
    choosing,
    lesson,
    lobby,
    pairs_of,
    people,
    sealed,
)

ALL = [
    lobby(22, 18),
    lobby(300, 20),
    lesson(LONGEST),
    choosing(24, 0),
    choosing(24, 13, trio=True, said=HELD_BACK),
    choosing(24, 24),
    choosing(24, 6, paused=True),
    choosing(300, 160),
    sealed(23, trio=True),
    sealed(300),
]


def said_aloud(html: str) -> list[str]:
    return re.findall(r'<p id="wall-said" hx-swap-oob="innerHTML">(.*?)</p>', html)


@pytest.mark.parametrize(
    "wall", ALL, ids=lambda wall: f"{wall.stage}-{wall.layout.css}-{wall.layout.density}"
)
def test_it_is_for_anybody(wall: Wall) -> None:
    html = wall_html(wall, None)
    assert html.startswith('<div id="wall" ')
    assert html.count('hx-swap-oob="true"') == 1
    assert f'data-live-seen="{wall.version}"' in html
    for never in ("csrf", "<form", "<button", "<script", "style=", "aria-live", "is-new", "pairing--meet"):
        assert never not in html
    assert said_aloud(html) == []


@pytest.mark.parametrize(
    "wall", ALL, ids=lambda wall: f"{wall.stage}-{wall.layout.css}-{wall.layout.density}"
)
def test_everybody_on_the_wall_is_on_one_of_its_pages(wall: Wall) -> None:
    html = wall_html(wall, None)
    names = [arrival.person.name for arrival in wall.arrivals]
    names += [person.name for person in wall.choosing]
    names += [member.name for pair in wall.pairs for member in pair.members]
    for name in set(names):
        assert html.count(f">{name}<") == names.count(name)


def test_a_pair_comes_together_once() -> None:
    before, after = choosing(12, 4), choosing(12, 6)
    before = replace(before, pairs=after.pairs[1:])
    html = wall_html(after, before)
    assert html.count("pairing--meet") == 1
    assert html.index("pairing--meet") < html.index(after.pairs[0].members[0].name)
    first, second = after.pairs[0].members
    assert said_aloud(html) == [
        f"{first.name} and {second.name} are a pair. Everyone can still find a partner."
    ]
    assert "pairing--meet" not in wall_html(after, after)


def test_who_has_just_arrived_is_marked_once() -> None:
    html = wall_html(lobby(22, 18), lobby(22, 17))
    assert html.count("is-new") == 1
    assert "is-new" not in wall_html(lobby(22, 18), lobby(22, 18))


def test_nothing_is_new_when_the_room_has_come_from_another_stage() -> None:
    html = wall_html(sealed(8), choosing(8, 6))
    assert "pairing--meet" not in html
    assert said_aloud(html) == ["The pairs are sealed: four pairs."]


def test_those_who_are_awaited_are_told_apart_by_more_than_their_colour() -> None:
    html = wall_html(lobby(3, 1), None)
    assert html.count('<span class="vh">, not here yet</span>') == 2
    assert html.count("token--rest") == 2


def test_one_page_has_no_caption_and_several_have() -> None:
    assert "wall__caption" not in wall_html(sealed(24, long_names=False), None)
    paged = wall_html(sealed(300, long_names=False), None)
    assert paged.count("data-page>") == 6
    assert re.findall(r'<p class="wall__caption">(.*?)</p>', paged)[:2] == [
        "Pairs 1 to 25 of 150",
        "Pairs 26 to 50 of 150",
    ]
    assert '<ol class="wall__pairs" role="list" start="26">' in paged


def test_names_are_words_and_not_markup() -> None:
    cunning = replace(people(2)[0], name="<b>Ann</b> O’Neill & Co")
    wall = replace(choosing(4, 2), pairs=pairs_of((cunning, people(2)[1])), choosing=(cunning,))
    before = replace(wall, pairs=())
    html = wall_html(wall, before)
    assert "<b>" not in html
    assert html.count("&lt;b&gt;Ann&lt;/b&gt; O’Neill &amp; Co") == 3
