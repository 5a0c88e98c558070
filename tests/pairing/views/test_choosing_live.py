"""What is pushed to a phone: nothing, some rows, or the whole; and what is said aloud."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cycles.models import Cycle
from pairing.rules.eligibility import NOT_OFFERED
from pairing.services.choosers import Choosers, read_choosers
from pairing.services.choosing import decline, step_back
from pairing.services.facilitating import pause_choosing
from pairing.services.own_list import Row, Sign
from pairing.views.choosing_links import links_for
from pairing.views.choosing_live import Shown, live_page, own_state, render_own, shown_on, update
from pairing.views.choosing_page import ChoosingPage
from pairing.views.choosing_rows import render_row, render_rows
from teams.models import Leader
from tests.cast import LEADERS, Northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import ask, earlier_cycle, open_room, pair_up
from tests.pairing.views.dom import Element, apply, parse
from tests.pairing.views.live_phones import NOW

NAMES = [name.split()[0] for name, _function, _manager in LEADERS]
LINKS = links_for("northmere", "leadership-team", page="/the/room/")


def page_of(cast: Northmere, choosers: Choosers, who: str, *, is_guest: bool = False) -> ChoosingPage:
    return live_page(choosers.view_of(cast.leader(who)), links=LINKS, now=NOW, is_guest=is_guest)


def shown_to(cast: Northmere, cycle: Cycle, who: str) -> Shown:
    return shown_on(page_of(cast, read_choosers(cycle), who))


def pushed(cast: Northmere, cycle: Cycle, who: str, had: Shown | str | None) -> str:
    return update(page_of(cast, read_choosers(cycle), who), had)


def test_nothing_is_sent_where_nothing_has_changed(inside: Northmere, cycle: Cycle) -> None:
    had = shown_to(inside, cycle, "Helen")
    ask(inside, cycle, "Amara", "Idris")
    assert pushed(inside, cycle, "Helen", had) == ""
    assert pushed(inside, cycle, "Helen", had.seen) == ""
    assert "Amara Okafor would like to pair" in pushed(inside, cycle, "Idris", had)


def test_the_whole_is_sent_to_a_screen_of_which_nothing_is_known(inside: Northmere, cycle: Cycle) -> None:
    for had in (None, "", "0123456789abcdef"):
        html = pushed(inside, cycle, "Helen", had)
        assert {piece.attributes.get("hx-swap-oob") for piece in parse(html).elements()} == {
            None,  # the title
            "true",
            "innerHTML",
        }


def test_only_rows_are_sent_where_only_rows_differ(inside: Northmere, cycle: Cycle) -> None:
    had = shown_to(inside, cycle, "Helen")
    pair_up(inside, cycle, "Amara", "Joanna")
    html = pushed(inside, cycle, "Helen", had)
    pieces = {str(piece.id): piece for piece in parse(html).elements()}
    amara, joanna = (f"c-{inside.leader(name).pk}" for name in ("Amara", "Joanna"))
    assert set(pieces) == {amara, joanna, "can-count", "live-seen"}
    assert pieces[amara].text() == "HOU Amara Okafor Already in a pair"
    assert pieces["can-count"].text() == "3 people"
    assert pieces["live-seen"].attributes["data-live-seen"] == shown_to(inside, cycle, "Helen").seen
    assert "Priya" not in html


def test_what_is_seen_is_a_few_letters_that_tell_pages_apart(inside: Northmere, cycle: Cycle) -> None:
    seen = {shown_to(inside, cycle, name).seen for name in ("Helen", "Priya", "Idris")}
    assert len(seen) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in seen)
    page = page_of(inside, read_choosers(cycle), "Helen")
    assert shown_on(page).seen == shown_on(page_of(inside, read_choosers(cycle), "Helen")).seen
    assert shown_on(page).seen != shown_on(replace(page, is_guest=True)).seen


def test_every_address_is_one_of_the_links_and_nobodys_token_is_there(
    inside: Northmere, cycle: Cycle
) -> None:
    ask(inside, cycle, "Idris", "Helen")
    html = render_own(page_of(inside, read_choosers(cycle), "Helen"))
    assert "csrfmiddlewaretoken" not in html
    addresses = set(re.findall(r'(?:href|action|hx-post|hx-get)="([^"#]+)"', html))
    assert all(one.startswith("/o/northmere/t/leadership-team/choosing/") for one in addresses)
    assert LINKS.propose in addresses
    waiting = render_own(page_of(inside, read_choosers(cycle), "Idris"))
    assert LINKS.help in waiting
    pair_up(inside, cycle, "Amara", "Joanna")
    assert 'href="/the/room/"' in render_own(page_of(inside, read_choosers(cycle), "Amara"))


def test_guests_are_led_to_nothing_that_a_sign_in_opens(inside: Northmere, cycle: Cycle) -> None:
    own = render_own(page_of(inside, read_choosers(cycle), "Helen"))
    guest = render_own(page_of(inside, read_choosers(cycle), "Helen", is_guest=True))
    assert LINKS.shortlist in own
    assert LINKS.shortlist not in guest
    put_aside(inside, cycle, "Helen", absent=True)
    home = f'href="{LINKS.home}"'
    assert home in render_own(page_of(inside, read_choosers(cycle), "Helen"))
    assert home not in render_own(page_of(inside, read_choosers(cycle), "Helen", is_guest=True))


def told(html: str) -> str:
    said = [piece.text() for piece in parse(html).elements() if piece.id == "choosing-said"]
    return said[0] if said else ""


def test_what_has_happened_is_said_and_no_focus_is_taken(inside: Northmere, cycle: Cycle) -> None:
    had = shown_to(inside, cycle, "Helen")
    ask(inside, cycle, "Priya", "Helen")
    html = pushed(inside, cycle, "Helen", had)
    assert told(html) == "Priya Nair would like to pair with you"
    assert "data-focus" not in html
    had = shown_to(inside, cycle, "Helen")
    pair_up(inside, cycle, "Idris", "Priya")
    html = pushed(inside, cycle, "Helen", had)
    assert told(html) == "Who would you like to pair with?"
    assert "Priya Nair is now in a pair with Idris Kaya." in html


def test_nothing_is_said_where_only_something_small_has_changed(inside: Northmere) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    had = shown_to(inside, cycle, "Helen")
    pair_up(inside, cycle, "Amara", "Vikram")
    html = pushed(inside, cycle, "Helen", had)
    assert "Whom we offer depends on the whole room" in html
    assert told(html) == ""


def test_news_alone_are_said(inside: Northmere, cycle: Cycle) -> None:
    first = ask(inside, cycle, "Helen", "Priya")
    before = replace(shown_to(inside, cycle, "Helen").own, heading="Who would you like to pair with?")
    decline(proposal=first, by=inside.person("Priya"))
    html = render_own(page_of(inside, read_choosers(cycle), "Helen"), before)
    assert told(html) == "Priya Nair said not this time. You are both free to ask others."


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Only Vikram and Idris are left to Maggie."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    return open_room(inside)


def test_an_answer_goes_and_comes_back_with_the_room(inside: Northmere, tight: Cycle) -> None:
    ask(inside, tight, "Helen", "Idris")
    had = {who: shown_to(inside, tight, who) for who in ("Helen", "Idris")}
    pair_up(inside, tight, "Amara", "Vikram")
    assert "Yes, pair with Helen" not in pushed(inside, tight, "Idris", had["Idris"])
    assert "Just now the two of you cannot pair." in pushed(inside, tight, "Helen", had["Helen"])
    held = {who: shown_to(inside, tight, who) for who in ("Helen", "Idris")}
    step_back(cycle=tight, leader=inside.leader("Amara"), by=inside.leader("Amara"))
    assert "Yes, pair with Helen" in pushed(inside, tight, "Idris", held["Idris"])
    assert "Asked at 14.05" in pushed(inside, tight, "Helen", held["Helen"])
    assert {who: shown_to(inside, tight, who) for who in ("Helen", "Idris")} == had


def test_somebody_arrives_whom_one_waits_for(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(person=None)
    ask(inside, cycle, "Helen", "Priya")
    choosers, here = read_choosers(cycle), frozenset([inside.leader("Priya").pk])
    before = page_of(inside, choosers, "Helen")
    view = choosers.view_of(inside.leader("Helen"), reachable=here)
    after = live_page(view, links=LINKS, now=NOW, is_guest=False)
    assert "Priya has not signed in yet." in render_own(before)
    assert "A word across the room is quite all right." in update(after, shown_on(before))


def test_nobody_left_to_ask_is_said_at_once(inside: Northmere, cycle: Cycle) -> None:
    """Helen's own state is otherwise what it was: only the list and this differ."""
    before = page_of(inside, read_choosers(cycle), "Helen")
    put_aside(inside, cycle, *(name for name in NAMES if name != "Helen"), absent=True)
    after = page_of(inside, read_choosers(cycle), "Helen")
    assert (own_state(before).has_somebody, own_state(after).has_somebody) == (True, False)
    assert "There is nobody left whom you could ask" in update(after, shown_on(before))


def test_the_two_halves_come_together_once(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Priya")
    had = shown_to(inside, cycle, "Helen")
    pair_up(inside, cycle, "Priya", "Helen")
    html = pushed(inside, cycle, "Helen", had)
    assert "tall-clasp--meet" in html
    assert told(html) == "You and Priya are a pair"
    assert "tall-clasp--meet" not in pushed(inside, cycle, "Helen", None)


def test_a_pause_hides_the_list_on_every_phone(inside: Northmere, cycle: Cycle) -> None:
    had = shown_to(inside, cycle, "Helen")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    html = pushed(inside, Cycle.objects.get(pk=cycle.pk), "Helen", had)
    assert told(html) == "Paused for a moment"
    assert 'id="can-list"' not in html


# --- Rows -------------------------------------------------------------------------------------------------


def row(name: str, why: str = "", *notes: str) -> Row:
    return Row(name.lower(), name, "Director", Sign(1, "HOU", "Housing"), why, notes)


def lists(*rows: Row) -> Element:
    can = "".join(render_row(one) for one in rows if not one.why)
    cannot = "".join(render_row(one) for one in rows if one.why)
    return parse(
        f'<span id="can-count"></span><ul id="can-list">{can}</ul><ul id="cannot-list">{cannot}</ul>'
        '<span id="live-seen"></span>'
    )


def swapped(before: list[Row], after: list[Row]) -> Element:
    page = lists(*before)
    apply(page, render_rows(before, after, seen="now"))
    return page


def test_whoever_cannot_be_asked_any_more_keeps_their_place() -> None:
    page = swapped(
        [row("Ada"), row("Ben"), row("Cy")], [row("Ada"), row("Ben", "Already in a pair"), row("Cy")]
    )
    assert [one.id for one in page.by_id("can-list").elements()] == ["c-ada", "c-ben", "c-cy"]
    assert page.by_id("c-ben").text() == "HOU Ben Already in a pair"
    assert page.by_id("can-count").text() == "2 people"


def test_whoever_can_be_asked_again_comes_last() -> None:
    page = swapped([row("Ada", NOT_OFFERED), row("Ben")], [row("Ada"), row("Ben")])
    assert [one.id for one in page.by_id("can-list").elements()] == ["c-ben", "c-ada"]
    assert page.by_id("cannot-list").elements() == []


def test_another_reason_and_another_word_are_exchanged_where_they_stand() -> None:
    before = [row("Ada", "Away just now"), row("Ben"), row("Cy")]
    page = swapped(before, [row("Ada", NOT_OFFERED), row("Ben", "", "Your partner in cycle 1"), row("Cy")])
    assert page.by_id("c-ada").text() == "HOU Ada Not offered just now"
    assert [one.id for one in page.by_id("can-list").elements()] == ["c-ben", "c-cy"]
    assert "Your partner in cycle 1" in page.by_id("c-ben").text()


def test_who_comes_and_who_leaves() -> None:
    page = swapped([row("Ada"), row("Ben", NOT_OFFERED)], [row("Cy"), row("Di", NOT_OFFERED)])
    assert [one.id for one in page.by_id("can-list").elements()] == ["c-cy"]
    assert [one.id for one in page.by_id("cannot-list").elements()] == ["c-di"]
    assert page.by_id("can-count").text() == "", "still one person"


def test_what_the_page_shows_now_is_always_said() -> None:
    page = swapped([row("Ada")], [row("Ada")])
    assert page.by_id("live-seen").attributes["data-live-seen"] == "now"


def test_a_row_is_rendered_by_whom_it_is_given() -> None:
    html = render_rows(
        [row("Ada")],
        [row("Ada", NOT_OFFERED)],
        seen="x",
        row=lambda one, *, swapped=False: render_row(one._replace(name="Ada!"), swapped=swapped),
    )
    assert "Ada!" in html


def test_names_are_text() -> None:
    html = render_row(row("<b>Ada</b>", "", "<i>"))
    assert "<b>" not in html
    assert "&lt;i&gt;" in html
