"""A room read once for all who choose in it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import Proposal
from pairing.services.choosers import Choosers, read_choosers
from pairing.services.help_signals import ask_for_help
from pairing.services.own import OwnView, own_view
from pairing.services.own_list import NOT_SIGNED_IN
from pairing.services.suggesting import suggest_to_room
from pairing.views.choosing_links import links_for
from pairing.views.choosing_live import live_page, render_own, shown_on
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.invented import invent
from tests.pairing.presses import Presses
from tests.pairing.room import AT, ask, earlier_cycle, open_room, pair_up, seal
from tests.pairing.suggesting import (
    all_but_vikram_paired,
    ask_to_be_third,
    say_yes_to_suggestion,
)


def told(view: OwnView) -> dict[str, object]:
    """All that a view says."""
    suggestion = view.suggestion
    return {
        "stands": view.stands,
        "invitations": [one.pk for one in view.invitations],
        "waiting": view.waiting and view.waiting.pk,
        "suggestion": suggestion and (suggestion.suggestion.pk, suggestion.others, suggestion.third),
        "answers": suggestion and (suggestion.said_yes, suggestion.works_now),
        "news": view.news,
        "helped": view.helped,
        "would_stay": list(view.would_stay),
        "colleagues": view.colleagues,
        "joinable": [shown.pair.pk for shown in view.joinable],
        "can_sit_out": view.can_sit_out,
        "works": [view.works_now(one) for one in view.invitations],
    }


def check(cast: Northmere, cycle: Cycle) -> None:
    choosers = read_choosers(cycle)
    for leader in cast.leaders.values():
        assert told(choosers.view_of(leader)) == told(own_view(cycle, leader)), leader.name


@pytest.mark.parametrize("seed", [21, 22])
def test_each_sees_what_they_see_alone(db: None, seed: int) -> None:
    cast = make_northmere(leaders=7 + seed % 2)
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Helen", "Priya"))
        cycle = open_room(cast)
        presses = Presses(cast, cycle, seed)
        for step in range(40):
            presses.press()
            if step % 4 == 0:
                check(cast, cycle)


def test_in_a_trio_it_is_known_who_would_stay(odd: Northmere) -> None:
    cycle, pair = all_but_vikram_paired(odd)
    ask_to_be_third(odd, cycle, "Vikram", pair)
    for name in ("Amara", "Siobhan"):
        say_yes_to_suggestion(odd, cycle, name)
    staying = {
        one.called: [stays.called for stays in read_choosers(cycle).view_of(one).would_stay]
        for one in odd.leaders.values()
    }
    assert staying["Vikram"] == ["Siobhan", "Amara"]
    assert staying["Amara"] == staying["Siobhan"] == staying["Helen"] == []
    check(odd, cycle)


def test_sealed_and_with_somebody_who_has_left(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Idris", "Helen")
    ask(inside, cycle, "Priya", "Helen")
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(left_on=AT.date())
    assert [
        one.proposer.called for one in read_choosers(cycle).view_of(inside.leader("Helen")).invitations
    ] == ["Priya"]
    check(inside, cycle)
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(left_on=None)
    pair_up(inside, cycle, "Amara", "Joanna")
    check(inside, seal(inside, cycle))


@pytest.mark.parametrize("leaders", [8, 40])
def test_reading_takes_the_same_queries_in_a_large_room_and_showing_none(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        for number in range(0, leaders - 12, 2):
            pair_up(cast, cycle, f"Leader{number:03}", f"Leader{number + 1:03}")
        pair_up(cast, cycle, "Helen", "Priya")
        ask(cast, cycle, "Amara", "Idris")
        suggest_to_room(cycle=cycle, by=cast.facilitator)
        ask_for_help(cycle=cycle, leader=cast.leader("Idris"), by=cast.leader("Idris"))
        cycle = Cycle.objects.get(pk=cycle.pk)
        with CaptureQueriesContext(connection) as queries:
            choosers = read_choosers(cycle)
        assert len(queries) == 10
        links = links_for("northmere", "leadership-team")
        with CaptureQueriesContext(connection) as queries:
            for leader in choosers.leaders.values():
                page = live_page(choosers.view_of(leader), links=links, now=AT, is_guest=False)
                assert shown_on(page).seen in render_own(page)
        assert len(queries) == 0


def test_it_can_be_made_of_rows_that_are_nowhere(db: None) -> None:
    """A rehearsal shows a room that is in no table."""
    room = invent(5)
    one, other, third = room.still_choosing[:3]
    asked = Proposal(pk=uuid.uuid4(), cycle=room.cycle, proposer=one, addressee=other, made_at=AT)
    with CaptureQueriesContext(connection) as queries:
        choosers = Choosers(room, proposals=[asked], helped=frozenset([third.pk]))
        assert choosers.view_of(one).waiting is asked
        assert choosers.view_of(other).invitations == [asked]
        assert choosers.view_of(third).helped
        page = live_page(choosers.view_of(one), links=links_for("a", "b"), now=AT, is_guest=False)
        assert f"You have asked {other.name}" in render_own(page)
    assert len(queries) == 0


def test_those_known_to_be_there_are_said_to_be(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(person=None)
    choosers = read_choosers(cycle)
    helen, priya = inside.leader("Helen"), inside.leader("Priya")
    assert notes(choosers.view_of(helen)) == {"Priya": (NOT_SIGNED_IN,)}
    assert notes(choosers.view_of(helen, reachable=frozenset([priya.pk]))) == {}
    assert notes(own_view(cycle, helen, reachable=frozenset([priya.pk]))) == {}


def notes(view: OwnView) -> dict[str, tuple[str, ...]]:
    return {one.leader.called: one.notes for one in view.colleagues if one.notes}
