"""The third of an odd room: asking a pair to be taken in, and what a trio's pages say."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Suggestion
from pairing.services.choosing import step_back
from pairing.services.participants import mark_absent
from pairing.services.suggesting import suggest_to_room
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, open_room, pair_up, paired
from tests.pairing.suggested import take
from tests.pairing.suggesting import (
    all_but_vikram_paired,
    ask_to_be_third,
    say_not_this_time,
    say_yes_to_suggestion,
)
from tests.pairing.views.bare import bare
from tests.pairing.views.pages import actions, at, signed_in, words
from tests.pairing.views.phone import Phone

TRIO = frozenset({"Amara", "Siobhan", "Vikram"})


@pytest.fixture
def odd(db: None) -> Iterator[Northmere]:
    """Seven leaders: Northmere without Idris."""
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        yield cast


@pytest.fixture
def room(odd: Northmere) -> tuple[Cycle, Pair]:
    return all_but_vikram_paired(odd)


def joining(page: Any) -> list[str]:
    return sorted(where for where in actions(page) if where.endswith("/joining/"))


def test_who_is_left_sees_the_pairs_they_could_join(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    page = Phone(odd, "Vikram").page()
    text = words(page)
    assert "You could join a pair" in text
    assert "The number is odd, so one pair takes in a third." in text
    assert "Ask Siobhan and Amara to take you in as a third" in text
    assert "Ask Priya and Maggie to take you in as a third" in text
    assert "nobody left whom you could ask" not in text
    assert "Everyone can still find a partner; one pair takes in a third." in text
    assert len(joining(page)) == 2, "Helen and Joanna are a pair too, and Helen is in his function"


def test_from_asking_to_a_trio_and_back(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, pair = room
    vikram, amara, siobhan = (Phone(odd, name) for name in ("Vikram", "Amara", "Siobhan"))
    posted = vikram.press(f"pairs/{pair.pk}/joining/")
    assert (posted.status_code, posted.headers["Location"]) == (302, vikram.address)
    text = words(vikram.page())
    assert "You have asked Siobhan and Amara to take you in as a third" in text
    assert "Withdraw my question" in text
    assert joining(vikram.page()) == []
    text = words(amara.page())
    assert "You and Siobhan are a pair" in text
    assert "Vikram Sethi would like to join you" in text
    assert "Three of you would meet as equals." in text
    assert "Yes, if Siobhan says yes too" in text
    yes = f"suggestions/{Suggestion.objects.get().pk}/acceptance/"
    amara.press(yes)
    assert "You said yes. Siobhan and Vikram learn of it only if Siobhan says yes too." in words(amara.page())
    siobhan.press(yes)
    assert TRIO in paired(cycle)
    for phone, names, staying in (
        (vikram, "You, Siobhan and Amara", "You would be free to ask others; Siobhan and Amara stay a pair."),
        (amara, "You, Siobhan and Vikram", "You, Siobhan and Vikram would all be free to ask others again."),
    ):
        text = words(phone.page())
        assert f"{names} are a trio" in text
        assert "all three as equals: each of you coaches and is coached." in text
        assert staying in text
        assert "Yes, step back from this trio" in text
    text = words(vikram.page())
    assert "Your partner Siobhan Doyle Director of Care" in text
    assert "Your partner Amara Okafor Director of Housing" in text
    vikram.press("stepping-back/")
    assert frozenset({"Amara", "Siobhan"}) in paired(cycle)
    assert "You could join a pair" in words(vikram.page())


def test_the_first_yes_is_seen_by_nobody_else(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, pair = room
    ask_to_be_third(odd, cycle, "Vikram", pair)
    phones = [Phone(odd, name) for name in ("Siobhan", "Vikram", "Helen")]
    before = [bare(phone.page()) for phone in phones]
    say_yes_to_suggestion(odd, cycle, "Amara")
    assert [bare(phone.page()) for phone in phones] == before


def test_not_this_time_is_told_to_nobody_but_that_it_is_over(
    odd: Northmere, room: tuple[Cycle, Pair]
) -> None:
    cycle, pair = room
    ask_to_be_third(odd, cycle, "Vikram", pair)
    say_yes_to_suggestion(odd, cycle, "Siobhan")
    say_not_this_time(odd, cycle, "Amara")
    text = words(Phone(odd, "Vikram").page())
    assert "Your question to Siobhan and Amara is not open any more." in text
    assert "You could join a pair" in text
    for name in ("Amara", "Siobhan"):
        text = words(Phone(odd, name).page())
        assert "are a pair" in text
        assert "Vikram" not in text
        assert "not open any more" not in text


def test_the_question_ends_with_the_pair(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, pair = room
    ask_to_be_third(odd, cycle, "Vikram", pair)
    step_back(cycle=cycle, leader=odd.leader("Amara"), by=odd.person("Amara"))
    assert "is not open any more" in words(Phone(odd, "Vikram").page())
    assert "Vikram Sethi would like to join" not in words(Phone(odd, "Amara").page())


def test_with_few_left_both_ways_are_shown(odd: Northmere) -> None:
    cycle = open_room(odd)
    pair_up(odd, cycle, "Maggie", "Priya")
    assert joining(Phone(odd, "Vikram").page()) == [], "five are left, and there is somebody to ask"
    pair_up(odd, cycle, "Amara", "Siobhan")
    page = Phone(odd, "Vikram").page()
    assert "Ask Joanna Clarke" in words(page)
    assert len(joining(page)) == 2


def test_in_an_even_room_nobody_is_a_third(inside: Northmere, cycle: Cycle) -> None:
    for one, other in (("Maggie", "Priya"), ("Amara", "Siobhan"), ("Helen", "Idris")):
        pair_up(inside, cycle, one, other)
    page = Phone(inside, "Vikram").page()
    assert "Ask Joanna Clarke" in words(page)
    assert joining(page) == []
    pair = Pair.objects.get(members__leader=inside.leader("Amara"))
    late = Phone(inside, "Vikram").press(f"pairs/{pair.pk}/joining/", htmx=True)
    assert "Just now this pair cannot take in a third." in words(late)


def test_a_pair_that_somebody_else_has_asked_gives_them_away_to_nobody(odd: Northmere) -> None:
    """Vikram, Helen and Joanna are left; Vikram has asked Amara and Siobhan."""
    cycle = open_room(odd)
    pair_up(odd, cycle, "Maggie", "Priya")
    pair = pair_up(odd, cycle, "Amara", "Siobhan")
    before = bare(Phone(odd, "Helen").page())
    ask_to_be_third(odd, cycle, "Vikram", pair)
    helen = Phone(odd, "Helen")
    assert bare(helen.page()) == before
    told = words(helen.press(f"pairs/{pair.pk}/joining/", htmx=True))
    assert "Just now that cannot be asked. Look again a little later." in told


def test_who_is_away_joins_nobody(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, pair = room
    mark_absent(cycle=cycle, leader=odd.leader("Vikram"), by=odd.facilitator)
    late = Phone(odd, "Vikram").press(f"pairs/{pair.pk}/joining/", htmx=True)
    assert "Just now this pair cannot take in a third." in words(late)
    assert Suggestion.objects.count() == 0


def test_a_facilitator_suggests_the_third(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, _pair = room
    (suggestion,) = suggest_to_room(cycle=cycle, by=odd.facilitator, at=AT)
    first, second = sorted(
        (row.leader for row in suggestion.leaders.all() if row.leader.called != "Vikram"),
        key=lambda leader: leader.sort_name,
    )
    text = words(Phone(odd, "Vikram").page())
    assert f"Your facilitator suggests: you as a third with {first.name} and {second.name}" in text
    assert f"Yes, if {first.called} and {second.called} say yes too" in text
    assert "You could join a pair" not in text, "one question at a time"
    assert "nobody left whom you could ask" not in text
    text = words(Phone(odd, first.called).page())
    assert "Your facilitator suggests that Vikram Sethi joins you" in text
    assert "Three of you would meet as equals." in text
    agreeing = sorted((second, odd.leader("Vikram")), key=lambda leader: leader.sort_name)
    assert f"Yes, if {agreeing[0].called} and {agreeing[1].called} say yes too" in text


def test_a_pair_that_was_suggested_stays_one_when_its_third_leaves(odd: Northmere) -> None:
    cycle = open_room(odd)
    _suggestion, pair = take(odd, cycle, "Amara", "Siobhan")
    pair_up(odd, cycle, "Maggie", "Priya")
    pair_up(odd, cycle, "Helen", "Joanna")
    ask_to_be_third(odd, cycle, "Vikram", pair)
    for name in ("Amara", "Siobhan"):
        say_yes_to_suggestion(odd, cycle, name)
    assert TRIO in paired(cycle)
    vikram = Phone(odd, "Vikram")
    assert "Siobhan and Amara stay a pair." in words(vikram.page())
    vikram.press("stepping-back/")
    assert frozenset({"Amara", "Siobhan"}) in paired(cycle)


def test_a_pair_of_another_team_or_cycle_is_not_there(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    vikram = Phone(odd, "Vikram")
    assert vikram.press(f"pairs/{uuid.uuid4()}/joining/").status_code == 404
    assert vikram.client.get(f"{vikram.address}pairs/{room[1].pk}/joining/").status_code == 405


def test_the_wall_draws_three_parts_of_one_form(odd: Northmere, room: tuple[Cycle, Pair]) -> None:
    cycle, pair = room
    ask_to_be_third(odd, cycle, "Vikram", pair)
    desk = signed_in(odd.facilitator)
    before = desk.get(at(odd, "board")).content.decode()
    assert "pairing--trio" not in before
    assert "Everyone can still find a partner; one pair takes in a third." in before
    for name in ("Amara", "Siobhan"):
        say_yes_to_suggestion(odd, cycle, name)
    page = desk.get(at(odd, "board"))
    assert page.content.decode().count("pairing--trio") == 1
    assert [page.content.decode().count(f"#half-{half}") for half in "amb"] == [3, 1, 3]
    assert "Siobhan Doyle CARE HOU Amara Okafor FIN Vikram Sethi" in words(page)
    assert "Everybody has a partner." in words(page)
