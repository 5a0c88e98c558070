"""A suggestion on the pages of its people: taken or left, and what nobody learns of the others."""

from __future__ import annotations

import uuid

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.choosing import step_back
from pairing.services.participants import sit_out
from pairing.services.shortlists import choose_shortlist
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, ask, open_room, pair_up, paired
from tests.pairing.suggesting import (
    say_not_this_time,
    say_yes_to_suggestion,
    suggested_with,
    the_suggestion,
)
from tests.pairing.views.bare import bare
from tests.pairing.views.pages import actions, seen, words
from tests.pairing.views.phone import Phone

NOT_OPEN = "This suggestion is not open any more."
NOT_NOW = "Just now this would not work for the whole room."


def wish(cast: Northmere, who: str, whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        choose_shortlist(leader=cast.leader(who), colleagues=[cast.leader(whom)], by=cast.person(who))


@pytest.fixture
def helen_and_idris(inside: Northmere, cycle: Cycle) -> Cycle:
    """Helen and Idris are suggested to each other."""
    wish(inside, "Helen", "Idris")
    wish(inside, "Idris", "Helen")
    assert suggested_with(inside, cycle, "Helen") == "Idris"
    return cycle


def place(cast: Northmere, cycle: Cycle, who: str, where: str) -> str:
    return f"suggestions/{the_suggestion(cast, cycle, who).pk}/{where}/"


def test_without_script_from_a_suggestion_to_a_pair(inside: Northmere, helen_and_idris: Cycle) -> None:
    cycle = helen_and_idris
    helen, idris = Phone(inside, "Helen"), Phone(inside, "Idris")
    page = helen.page()
    text = words(page)
    assert "Who would you like to pair with?" in text
    assert "Your facilitator suggests: you and Idris Kaya" in text
    assert "Yes, if Idris says yes too" in text
    assert "If it is not this time, nobody is told who said so." in text
    yes, no = (place(inside, cycle, "Helen", where) for where in ("acceptance", "not-this-time"))
    assert {f"{helen.address}{yes}", f"{helen.address}{no}"} <= actions(page)
    posted = helen.press(yes)
    assert (posted.status_code, posted.headers["Location"]) == (302, helen.address)
    text = words(helen.page())
    assert "You said yes. Idris learns of it only if Idris says yes too." in text
    assert "Withdraw my yes" in text
    assert "Yes, if" not in text
    idris.press(yes)
    assert paired(cycle) == {frozenset({"Helen", "Idris"})}
    for phone, partner in ((helen, "Idris"), (idris, "Helen")):
        assert f"You and {partner} are a pair" in words(phone.page())
        assert "facilitator suggests" not in words(phone.page())


def test_with_script_each_press_answers_with_the_fresh_page(
    inside: Northmere, helen_and_idris: Cycle
) -> None:
    helen = Phone(inside, "Helen")
    yes = helen.press(place(inside, helen_and_idris, "Helen", "acceptance"), htmx=True)
    assert yes.content.decode().count('id="choosing"') == 1
    said = "You said yes. Idris learns of it only if Idris says yes too."
    assert words(yes).count(said) == 2, "on the card, and read aloud"
    back = helen.press(place(inside, helen_and_idris, "Helen", "not-this-time"), htmx=True)
    assert "facilitator suggests" not in words(back)


def test_a_yes_is_seen_by_nobody_else(inside: Northmere, helen_and_idris: Cycle) -> None:
    idris = Phone(inside, "Idris")
    before, version = bare(idris.page()), seen(idris.page())
    say_yes_to_suggestion(inside, helen_and_idris, "Helen")
    assert bare(idris.page()) == before
    assert idris.fragment(seen=version).status_code == 204


def test_not_this_time_ends_it_and_the_other_is_told_only_that(
    inside: Northmere, helen_and_idris: Cycle
) -> None:
    cycle = helen_and_idris
    say_yes_to_suggestion(inside, cycle, "Helen")
    idris, helen = Phone(inside, "Idris"), Phone(inside, "Helen")
    late = place(inside, cycle, "Helen", "acceptance")
    idris.press(place(inside, cycle, "Idris", "not-this-time"))
    assert "suggest" not in words(idris.page()).replace("Help me find a partner", "")
    text = words(helen.page())
    assert "The suggestion for you and Idris Kaya is not open any more. You are free to ask others." in text
    assert "said not this time" not in text
    assert NOT_OPEN in words(helen.press(late, htmx=True))


def test_withdrawing_a_yes_ends_it_in_the_same_words(inside: Northmere, helen_and_idris: Cycle) -> None:
    cycle = helen_and_idris
    say_yes_to_suggestion(inside, cycle, "Helen")
    helen = Phone(inside, "Helen")
    text = words(helen.press(place(inside, cycle, "Helen", "not-this-time"), htmx=True))
    assert "The suggestion for you and Idris Kaya is not open any more." in text
    assert "is not open any more" not in words(Phone(inside, "Idris").page())


def test_who_has_not_answered_is_told_nothing_when_it_ends(inside: Northmere, helen_and_idris: Cycle) -> None:
    say_not_this_time(inside, helen_and_idris, "Idris")
    text = words(Phone(inside, "Helen").page())
    assert "not open any more" not in text
    assert "facilitator suggests" not in text


def test_somebody_else_found_a_partner(inside: Northmere, helen_and_idris: Cycle) -> None:
    say_yes_to_suggestion(inside, helen_and_idris, "Helen")
    pair_up(inside, helen_and_idris, "Idris", "Siobhan")
    said = "Idris Kaya is now in a pair with Siobhan Doyle. You are free to ask others."
    assert said in words(Phone(inside, "Helen").page())


def test_stepping_back_from_a_suggested_pair_is_said_like_from_any_other(
    inside: Northmere, helen_and_idris: Cycle
) -> None:
    cycle = helen_and_idris
    say_yes_to_suggestion(inside, cycle, "Helen")
    say_yes_to_suggestion(inside, cycle, "Idris")
    step_back(cycle=cycle, leader=inside.leader("Idris"), by=inside.person("Idris"))
    assert "You and Idris Kaya are both free to ask others again." in words(Phone(inside, "Helen").page())


def test_one_can_still_ask_and_be_asked(inside: Northmere, helen_and_idris: Cycle) -> None:
    helen = Phone(inside, "Helen")
    helen.ask("Priya")
    text = words(helen.page())
    assert "You have asked Priya Nair" in text
    assert "Your facilitator suggests: you and Idris Kaya" in text
    ask(inside, helen_and_idris, "Amara", "Idris")
    page = Phone(inside, "Idris").page()
    assert "Amara Okafor would like to pair with you" in words(page)
    assert "Your facilitator suggests: you and Helen Armitage" in words(page)
    filled = [tag for tag in page.content.decode().split("<button") if 'class="btn"' in tag]
    assert filled == [], "the one filled button is the answer to Amara"


@pytest.fixture
def strands_maggie(inside: Northmere, helen_and_idris: Cycle) -> Cycle:
    """Meanwhile Idris is the only one left to Maggie."""
    pair_up(inside, helen_and_idris, "Amara", "Vikram")
    pair_up(inside, helen_and_idris, "Priya", "Joanna")
    return helen_and_idris


def test_just_now_it_is_not_possible(inside: Northmere, strands_maggie: Cycle) -> None:
    page = Phone(inside, "Helen").page()
    text = words(page)
    assert "Your facilitator suggests: you and Idris Kaya" in text
    assert NOT_NOW in text
    assert "Yes, if" not in text
    assert not [where for where in actions(page) if "suggestions" in where and "acceptance" in where]
    step_back(cycle=strands_maggie, leader=inside.leader("Amara"), by=inside.person("Amara"))
    step_back(cycle=strands_maggie, leader=inside.leader("Priya"), by=inside.person("Priya"))
    assert "Yes, if Idris says yes too" in words(Phone(inside, "Helen").page())


def test_the_last_yes_is_refused_in_the_words_of_the_first(inside: Northmere, strands_maggie: Cycle) -> None:
    """Else whoever comes last would learn that the other has said yes."""
    refusals = set()
    for who in ("Helen", "Idris"):
        with pytest.raises(DomainError) as caught:
            say_yes_to_suggestion(inside, strands_maggie, who)
        refusals.add(str(caught.value))
    assert len(refusals) == 1
    assert not the_suggestion(inside, strands_maggie, "Helen").leaders.exclude(answer="none").exists()


def test_a_yes_said_before_stays_while_it_is_not_possible(inside: Northmere, helen_and_idris: Cycle) -> None:
    say_yes_to_suggestion(inside, helen_and_idris, "Helen")
    pair_up(inside, helen_and_idris, "Amara", "Vikram")
    pair_up(inside, helen_and_idris, "Priya", "Joanna")
    text = words(Phone(inside, "Helen").page())
    assert "You said yes. Idris learns of it only if Idris says yes too." in text
    assert NOT_NOW in text


def test_somebody_who_has_not_signed_in_cannot_answer_and_it_is_said(
    inside: Northmere, helen_and_idris: Cycle
) -> None:
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(person=None)
    text = words(Phone(inside, "Helen").page())
    assert "Idris has not signed in yet. Agree in person, and your facilitator can write it down" in text


def test_it_ends_when_one_of_them_sits_out(inside: Northmere, helen_and_idris: Cycle) -> None:
    sit_out(cycle=helen_and_idris, leader=inside.leader("Idris"), by=inside.facilitator)
    assert "facilitator suggests" not in words(Phone(inside, "Helen").page())


def test_somebody_elses_suggestion_is_as_missing_as_a_missing_one(
    inside: Northmere, helen_and_idris: Cycle
) -> None:
    priya = Phone(inside, "Priya")
    missing = priya.press(f"suggestions/{uuid.uuid4()}/acceptance/")
    for where in ("acceptance", "not-this-time"):
        answer = priya.press(place(inside, helen_and_idris, "Helen", where))
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert paired(helen_and_idris) == set()


def test_looking_answers_nothing(inside: Northmere, helen_and_idris: Cycle) -> None:
    helen = Phone(inside, "Helen")
    for where in ("acceptance", "not-this-time"):
        there = f"{helen.address}{place(inside, helen_and_idris, 'Helen', where)}"
        assert helen.client.get(there).status_code == 405


def test_three_who_are_suggested_to_each_other(db: None) -> None:
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        made = suggest_to_room(cycle=cycle, by=cast.facilitator, at=AT)
        (trio,) = [one for one in made if one.leaders.count() == 3]
        first, *others = sorted((row.leader for row in trio.leaders.all()), key=lambda one: one.sort_name)
        text = words(Phone(cast, first.called).page())
        names = " and ".join(other.name for other in others)
        called = " and ".join(other.called for other in others)
        assert f"Your facilitator suggests: you, {names}" in text
        assert f"Yes, if {called} say yes too" in text
        say_yes_to_suggestion(cast, cycle, first.called)
        assert f"{called} learn of it only if both say yes too." in words(Phone(cast, first.called).page())
        for other in others:
            say_yes_to_suggestion(cast, cycle, other.called)
        assert f"You, {called} are a trio" in words(Phone(cast, first.called).page())
