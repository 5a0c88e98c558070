"""What nobody else may know is in no byte that any other screen is sent or loads (SECURITY 15 and 22).

The same evening is held again and again, each time with fewer private things in it, on a real server and in
rooms in which everything has the same ids. Whoever has no part in what was left out gets the same bytes.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cycles.rules.words import greeting
from tests.awayday.evening import PAIR_NOTE, PRIVATE, PRIVATE_LESSON, PRIVATE_NOTE
from tests.awayday.recording import Recording, record_evening

pytestmark = pytest.mark.django_db(transaction=True)

DESKS = {"desk of the facilitator", "desk of the sponsor"}
THOSE_WHO_RUN_IT = {"wall of an organiser", *DESKS}
HELD = (
    PRIVATE,
    PRIVATE - {"claim"},
    PRIVATE - {"claim", "suggestion"},
    PRIVATE - {"claim", "suggestion", "help"},
    frozenset[str](),
)
"""Which private things happen: each time fewer."""
CONCERNED = (
    THOSE_WHO_RUN_IT,
    {"phone of Vikram", "phone of Maggie", "phone of Priya"},
    {"phone of Vikram", "desk of the facilitator"},
    {"phone of Helen", "phone of Amara", "phone of Idris"},
)
"""Who may see the difference between one evening and the next."""


@cache
def evening_at(_time_of_day: tuple[object, ...], private: frozenset[str]) -> Recording:
    return record_evening(private)


def time_of_day() -> tuple[object, ...]:
    """With it changes how pages greet, and the first day that can be chosen."""
    now = timezone.now().astimezone(ZoneInfo("Europe/London"))
    return now.date(), greeting(now.hour)


def evening(private: frozenset[str]) -> Recording:
    return evening_at(time_of_day(), private)


def evenings() -> list[Recording]:
    """Of all that are HELD, at the same time of day."""
    while True:
        began = time_of_day()
        held = [evening(private) for private in HELD]
        if time_of_day() == began:
            return held


def test_who_has_no_part_in_it_gets_the_same_bytes() -> None:
    for (more, fewer), concerned in zip(pairwise(evenings()), CONCERNED, strict=True):
        assert _differing(more, fewer) <= concerned


def _differing(one: Recording, other: Recording) -> set[str]:
    """Screens whose stream, or any of whose pages, is not the same."""
    assert one.streams.keys() == other.streams.keys()
    assert one.pages.keys() == other.pages.keys()
    streams = {name for name, heard in one.streams.items() if heard != other.streams[name]}
    return streams | {name for name, pages in one.pages.items() if pages != other.pages[name]}


def test_who_has_a_part_in_it_is_told() -> None:
    """Otherwise all of it might be silent for another reason."""
    recorded = evening(PRIVATE)
    sent = {name: heard.decode() for name, heard in recorded.streams.items()}
    assert "Helen Armitage would like to pair with you" in sent["phone of Amara"]
    assert "Amara Okafor said not this time." in sent["phone of Helen"]
    assert "You have asked Amara Okafor" in sent["phone of Idris"]
    assert "Your facilitator knows, and nobody else." in sent["phone of Vikram"]
    assert "Vikram Sethi would like to join you" in sent["phone of Maggie"]
    assert "You said yes." in sent["phone of Priya"]
    assert "Ask, then wait." in sent["wall of a guest"]
    desk = b"".join(recorded.pages["desk of the facilitator"]).decode()
    assert "I have spoken with Vikram" in desk
    assert "I have spoken with" not in b"".join(recorded.pages["desk of the sponsor"]).decode()


def test_what_is_written_for_oneself_is_on_no_screen() -> None:
    recorded = evening(PRIVATE)
    everything = b"".join(
        [*recorded.streams.values(), *(page for pages in recorded.pages.values() for page in pages)]
    )
    for words in (PRIVATE_LESSON, PRIVATE_NOTE, PAIR_NOTE):
        assert words.encode() not in everything
    assert b"Canary" not in everything


def test_those_who_run_it_are_sent_no_words() -> None:
    """Their own screens are told that something has changed, and ask for it themselves."""
    recorded = evening(PRIVATE)
    for name in DESKS:
        events = recorded.streams[name].split(b"\n\n")
        assert len(events) > 10
        assert {event.split(b"\n")[0] for event in events[1:-1]} == {b"event: changed"}


def test_when_it_is_over_every_stream_says_so_and_a_guest_sees_nothing() -> None:
    recorded = evening(PRIVATE)
    for name in recorded.streams.keys() - DESKS:
        assert recorded.streams[name].endswith(b"event: over\ndata: -\n\n")
    guests = ["wall of a guest", "phone of Siobhan by card", "phone of Joanna by card"]
    answers = {recorded.afterwards[name] for name in guests}
    assert [status for status, _page in answers] == [404]
