"""The facilitator's room: pairs, those still choosing, writing down, undoing, adding."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.past_services import pair_past_services, put_aside
from tests.pairing.room import AT, ask, earlier_cycle, open_room, pair_up, paired, seal
from tests.pairing.views.pages import HTMX, actions, at, seen, signed_in, words


def test_pairs_and_those_still_choosing_but_no_questions(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    ask(inside, cycle, "Vikram", "Amara")
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(person=None)
    page = desk.get(at(inside, "room"))
    text = words(page)
    assert "Pairs, newest first 1" in text
    assert "Helen Armitage Priya Nair" in text
    assert "Still choosing 6" in text
    assert "Idris Kaya Has not accepted an invitation yet" in text
    assert "Everyone can still find a partner" in text
    assert at(inside, f"room/pairs/{pair.pk}/undoing") in actions(page)
    assert str(Proposal.objects.open().get().pk) not in page.content.decode()


def test_it_notices_changes_and_stays_still_otherwise(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    version = seen(desk.get(at(inside, "room")))
    ask(inside, cycle, "Helen", "Priya")
    assert desk.get(at(inside, "room"), {"seen": version}, **HTMX).status_code == 204
    pair_up(inside, cycle, "Helen", "Priya")
    changed = desk.get(at(inside, "room"), {"seen": version}, **HTMX)
    assert "Helen Armitage Priya Nair" in words(changed)
    assert "Write down a pair" not in words(changed)


def test_what_the_outlook_says(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    assert "Everyone can still find a partner" in words(desk.get(at(inside, "room")))
    for one, other in (("Helen", "Priya"), ("Amara", "Joanna")):
        pair_up(inside, cycle, one, other)
    text = words(desk.get(at(inside, "room")))
    assert "Everyone can still find a partner" in text
    assert "Some choices would leave somebody without a partner; those are not offered." in text
    pair_past_services(inside, cycle, "Vikram", "Idris")
    text = words(desk.get(at(inside, "room")))
    assert "Two of those still choosing will be without a partner" in text
    assert "at most no more pairs can form" in text
    cycle.participants.filter(leader=inside.leader("Siobhan")).delete()
    cycle.participants.filter(leader=inside.leader("Maggie")).delete()
    assert "Everybody has a partner" in words(desk.get(at(inside, "room")))


def test_the_outlook_of_an_odd_room(odd: Northmere, odd_cycle: Cycle) -> None:
    desk = signed_in(odd.facilitator)
    text = words(desk.get(at(odd, "room")))
    assert "Everyone can still find a partner; one pair takes in a third The number is odd." in text
    pair_past_services(odd, odd_cycle, "Helen", "Amara")
    for name in ("Siobhan", "Priya", "Joanna", "Vikram"):
        put_aside(odd, odd_cycle, name)
    text = words(desk.get(at(odd, "room")))
    assert "One person is still choosing, and the number is odd No pair can take them in as a third" in text


def test_the_outlook_of_an_odd_room_in_which_a_trio_does_not_help(odd: Northmere, odd_cycle: Cycle) -> None:
    for name in ("Siobhan", "Priya", "Joanna", "Vikram"):
        put_aside(odd, odd_cycle, name)
    text = words(signed_in(odd.facilitator).get(at(odd, "room")))
    assert "Everyone but one can still find a partner" in text
    assert "there is no trio with which all the others could still pair" in text


def test_who_is_at_risk_is_named_with_what_would_settle_it(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    page = desk.get(at(inside, "room", number=2))
    text = words(page)
    assert "Whom to look after" in text
    assert "Facilitators and sponsors see this; the wall names nobody" in text
    assert "Maggie Thornton has only one person left to choose, who is needed there." in text
    assert "HOU Maggie Thornton one choice" in text
    assert "Pairs that would settle it" in text
    assert "Idris Kaya and Maggie Thornton Write it down" in text
    prefilled = (
        f"{at(inside, 'room', number=2)}?one={inside.leader('Idris').pk}"
        f"&amp;other={inside.leader('Maggie').pk}#record-pair"
    )
    assert f'href="{prefilled}"' in page.content.decode()
    filled = desk.get(
        at(inside, "room", number=2), {"one": str(inside.leader("Idris").pk), "other": "nobody"}
    )
    assert f'value="{inside.leader("Idris").pk}" selected' in filled.content.decode()


def test_pairs_whose_undoing_would_mend_it_are_named(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    pair_past_services(inside, cycle, "Helen", "Idris")
    text = words(desk.get(at(inside, "room", number=2)))
    assert "Maggie Thornton has nobody left to choose." in text
    assert "HOU Maggie Thornton nobody left" in text
    assert "Pairs whose undoing would mend it" in text
    assert "Pairs that would still work" in text
    assert "See whether letting earlier partners pair again would help" in text


def test_nothing_to_heed_shows_nobody(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    assert "Whom to look after" not in words(desk.get(at(inside, "room")))


def test_repeats_that_are_allowed_stand_in_the_room(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    assert "may pair again" not in words(desk.get(at(inside, "room", number=2)))
    Cycle.objects.filter(pk=cycle.pk).update(repeats_through=1)
    page = desk.get(at(inside, "room", number=2))
    assert "Partners of cycle 1 may pair again in this cycle. Look at it again" in words(page)
    assert at(inside, "repeats", number=2) in page.content.decode()


def test_undoing_a_pair(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    undoing = at(inside, f"room/pairs/{pair.pk}/undoing")
    assert desk.get(undoing).status_code == 405
    undone = desk.post(undoing, follow=True)
    assert "The pair is undone. Both are free to choose again." in words(undone)
    assert paired(cycle) == set()
    assert desk.post(undoing).status_code == 404
    assert desk.post(at(inside, f"room/pairs/{uuid.uuid4()}/undoing")).status_code == 404


def test_a_pair_of_another_cycle_is_not_undone_here(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    open_room(inside, AT.date().replace(year=2027))
    assert desk.post(at(inside, f"room/pairs/{pair.pk}/undoing", number=2)).status_code == 404
    refused = desk.post(at(inside, f"room/pairs/{pair.pk}/undoing"), follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(refused)
    assert Pair.objects.filter(pk=pair.pk).exists()


def test_somebody_who_joined_late(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    assert "Somebody joined late" not in words(desk.get(at(inside, "room")))
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    assert "Somebody joined late" in words(desk.get(at(inside, "room")))
    for htmx in (False, True):
        wrong = desk.post(at(inside, "room/participants"), {"leader": ""}, **(HTMX if htmx else {}))
        assert wrong.status_code == 422
        assert "Choose who takes part as well." in words(wrong)
    added = desk.post(at(inside, "room/participants"), {"leader": str(tom.pk)}, follow=True)
    assert "Tom Whitfield takes part now." in words(added)
    assert "Still choosing 9" in words(added)
    again = desk.post(at(inside, "room/participants"), {"leader": str(tom.pk)})
    assert "They take part already, or are not in the team any more." in words(again)


def test_once_it_is_over_it_shows_the_pairs_and_nothing_to_press(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    page = desk.get(at(inside, "room"))
    assert "The pairs are sealed" in words(page)
    assert "Sitting this cycle out" in words(page)
    assert actions(page) == set()
    assert "hx-trigger" not in page.content.decode()
    for where in ("room/pairs", "room/participants"):
        late = desk.post(at(inside, where), follow=True)
        assert "The pairs are sealed, so nothing changes any more." in words(late)


def test_sponsors_may_leaders_and_administrators_may_not(inside: Northmere, cycle: Cycle) -> None:
    assert signed_in(inside.sponsor).get(at(inside, "room")).status_code == 200
    for person in (inside.person("Helen"), inside.administrator):
        for where in ("pre-flight", "room", "board", "sealing"):
            assert signed_in(person).get(at(inside, where)).status_code == 403


def test_the_link_to_those_kept_apart_is_for_facilitators_alone(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    link = f'href="{inside.base}kept-apart/"'
    assert link in desk.get(at(inside, "room")).content.decode()
    assert link not in signed_in(inside.sponsor).get(at(inside, "room")).content.decode()


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        for number in range(0, leaders - 12, 2):
            pair_up(cast, cycle, f"Leader{number:03}", f"Leader{number + 1:03}")
        pair_up(cast, cycle, "Helen", "Priya")
        suggest_to_room(cycle=cycle, by=cast.facilitator)
        away = ["Vikram"] if leaders == 8 else ["Vikram", "Leader030", "Leader031"]
        put_aside(cast, cycle, *away, absent=True)
    desk = signed_in(cast.facilitator)
    counts = []
    for where in ("room", "board", "sealing"):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(at(cast, where)).status_code == 200
        counts.append(len(queries))
    assert counts == [27, 20, 21]
