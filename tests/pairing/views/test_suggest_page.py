"""Suggesting pairs to those still choosing: what is shown, what is offered, and what nobody reads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import Suggestion
from pairing.services.organisers import open_suggestions
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, open_room, pair_up, paired, seal
from tests.pairing.test_suggesting_services import press, wish
from tests.pairing.views.pages import HTMX, actions, at, hidden, seen, signed_in, words


def offer(cast: Northmere, desk: Client) -> str:
    """What the room says once what was shown has been offered."""
    (version,) = hidden(desk.get(at(cast, "room/suggestions")), "seen")
    return words(desk.post(at(cast, "room/suggestions"), {"seen": version}, follow=True))


def test_what_would_be_offered_stands_there_with_its_reasons(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    page = desk.get(at(inside, "room/suggestions"))
    text = words(page)
    assert "Suggest pairs to those still choosing?" in text
    assert "Each of them takes it or leaves it. Nothing is decided" in text
    assert "The first pair between" in text
    assert "Offer all four" in text
    for name in inside.leaders:
        assert name in text
    assert actions(page) == {at(inside, "room/suggestions")}
    assert Suggestion.objects.count() == 0


def test_one_press_offers_all_and_the_room_shows_names_alone(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    assert at(inside, "room/suggestions") in desk.get(at(inside, "room")).content.decode()
    text = offer(inside, desk)
    assert "Four suggestions are on the way. Each of them takes or leaves it." in text
    assert "Suggested, and open 4" in text
    for one in open_suggestions(cycle):
        assert one.names in text
    assert paired(cycle) == set()


def test_a_yes_changes_nothing_on_the_page_and_leaving_takes_it_off(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    offer(inside, desk)
    page = desk.get(at(inside, "room"))
    press(inside, cycle, "Helen")
    assert desk.get(at(inside, "room"), {"seen": seen(page)}, **HTMX).status_code == 204
    assert words(desk.get(at(inside, "room"))) == words(page)
    (helens,) = [one.names for one in open_suggestions(cycle) if "Helen" in one.names]
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        Suggestion.objects.filter(leaders__leader=inside.leader("Helen")).update(ended_at=AT)
    changed = desk.get(at(inside, "room"), {"seen": seen(page)}, **HTMX)
    assert "Suggested, and open 3" in words(changed)
    assert helens not in words(changed)


def test_offering_again_says_that_what_is_open_ends(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    offer(inside, desk)
    text = words(desk.get(at(inside, "room/suggestions")))
    assert "Four earlier suggestions are still open" in text
    assert "They end when you offer these; yeses given so far count no longer." in text
    offer(inside, desk)
    assert Suggestion.objects.open().count() == 4
    assert Suggestion.objects.count() == 8


def test_when_the_room_has_moved_on_it_is_shown_afresh(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    (version,) = hidden(desk.get(at(inside, "room/suggestions")), "seen")
    pair_up(inside, cycle, "Helen", "Priya")
    late = desk.post(at(inside, "room/suggestions"), {"seen": version})
    assert late.status_code == 422
    assert "The room has moved on since you opened this page." in words(late)
    assert "Helen Armitage" not in words(late)
    assert Suggestion.objects.count() == 0


def test_no_shortlist_is_read_out(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    wish(inside, "Joanna", "Helen")
    wish(inside, "Helen", "Joanna")
    text = words(desk.get(at(inside, "room/suggestions")))
    assert "listed" not in text
    assert "shortlist" not in text.lower()


def test_the_trio_names_the_pair_that_takes_in_a_third(odd: Northmere, odd_cycle: Cycle) -> None:
    desk = signed_in(odd.facilitator)
    Leader.objects.filter(pk=odd.leader("Vikram").pk).update(manager=odd.leader("Priya"))
    for one, other in (("Maggie", "Priya"), ("Helen", "Joanna"), ("Amara", "Siobhan")):
        pair_up(odd, odd_cycle, one, other)
    text = words(desk.get(at(odd, "room/suggestions")))
    assert "Siobhan Doyle (in a pair) Amara Okafor (in a pair) Vikram Sethi" in text
    assert "Offer it" in text
    offer(odd, desk)
    assert [one.names for one in open_suggestions(odd_cycle)] == [
        "Siobhan Doyle, Amara Okafor and Vikram Sethi"
    ]


def test_when_there_is_nobody_to_suggest(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    cycle.participants.exclude(leader__in=[inside.leader("Helen"), inside.leader("Vikram")]).delete()
    page = desk.get(at(inside, "room/suggestions"))
    assert "There is no pair to suggest Nobody who is still choosing may pair" in words(page)
    assert actions(page) == set()
    assert "Suggest pairs to them" not in words(desk.get(at(inside, "room")))
    refused = desk.post(at(inside, "room/suggestions"), {"seen": "anything"})
    assert refused.status_code == 422


def test_before_and_after_choosing_it_leads_elsewhere(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    assert desk.get(at(inside, "room/suggestions")).headers["Location"] == at(inside, "room")
    late = desk.post(at(inside, "room/suggestions"), follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(late)


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        pair_up(cast, cycle, "Helen", "Priya")
        if leaders > 8:
            for number in range(0, 12, 2):
                pair_up(cast, cycle, f"Leader{number:03}", f"Leader{number + 1:03}")
    desk = signed_in(cast.facilitator)
    offer(cast, desk)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(at(cast, "room/suggestions")).status_code == 200
    assert len(queries) == 24
