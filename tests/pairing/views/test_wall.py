"""What the projector shows."""

from __future__ import annotations

from django.test import Client

from cycles.models import Cycle
from tests.cast import Northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import AT, ask, earlier_cycle, open_room, pair_up, seal
from tests.pairing.views.pages import HTMX, actions, at, seen, words


def test_names_and_pairs(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    ask(inside, cycle, "Vikram", "Joanna")
    page = desk.get(at(inside, "board"))
    text = words(page)
    assert "Choosing our partners" in text
    assert "pair 1" in text
    assert "still choosing 6" in text
    assert "Everyone can still find a partner." in text
    assert "Helen Armitage FIN CARE Priya Nair" in text
    assert "csrf" not in page.content.decode().split('id="board"')[1]
    assert actions(page) == set()


def test_a_new_pair_comes_together_once(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    first = pair_up(inside, cycle, "Helen", "Priya")
    page = desk.get(at(inside, "board"))
    version = seen(page)
    assert "pairing--meet" not in page.content.decode()
    assert desk.get(at(inside, "board"), {"seen": version}, **HTMX).status_code == 204
    pair_up(inside, cycle, "Amara", "Joanna", at=AT.replace(minute=9))
    after = {"seen": version, "after": first.formed_at.isoformat()}
    changed = desk.get(at(inside, "board"), after, **HTMX).content.decode()
    assert changed.count("pairing--meet") == 1
    assert changed.index("pairing--meet") < changed.index("Amara Okafor") < changed.index("Helen Armitage")
    nothing_shown_yet = desk.get(at(inside, "board"), {"seen": "old", "after": ""}, **HTMX)
    assert nothing_shown_yet.content.decode().count("pairing--meet") == 2
    for odd in ("yesterday", "2026-99-99T00:00:00Z"):
        assert desk.get(at(inside, "board"), {"seen": "old", "after": odd}, **HTMX).status_code == 200


def test_the_warning_names_nobody(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    """Siobhan and Maggie are left, who is her manager."""
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Amara", "Joanna", "Vikram", "Idris")
    text = words(desk.get(at(inside, "board")))
    line = "Not everyone can find a partner any more. A change or two would help."
    assert line in text
    before, after = text.split(line)
    assert "Siobhan" not in before
    assert after.startswith(" Still choosing CARE Siobhan Doyle HOU Maggie Thornton Pairs, newest first")


def test_choices_held_back_are_explained_calmly(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    page = desk.get(at(inside, "board", 2))
    assert (
        "Everyone can still find a partner. Some choices would leave somebody without a partner. Everyone "
        "your phone offers works for the whole room. Still choosing"
    ) in words(page)
    assert "outlook--heed" not in page.content.decode()


def test_sealed(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    page = desk.get(at(inside, "board"))
    assert "The pairs are sealed." in words(page)
    assert "still choosing" not in words(page)
    assert "every 3s" not in page.content.decode()


def test_when_one_is_left_the_wall_promises_no_partner(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    """Siobhan, who cannot join Priya's pair: they are in one function."""
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Idris", "Joanna", "Amara", "Maggie", "Vikram")
    text = words(desk.get(at(inside, "board")))
    assert "Everybody else has a partner; the number is odd." in text
    assert "can still find a partner" not in text
