"""The guard where people press: nobody can be asked, and no yes counts, that would strand somebody."""

from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import Proposal
from pairing.services.choosing import accept, propose, step_back
from pairing.services.kept_apart import keep_apart, lift
from pairing.services.own import own_view
from pairing.services.room import read_room
from tests.cast import Northmere, make_northmere
from tests.pairing.room import ask, earlier_cycle, open_room, pair_up, paired, say_yes, states
from tests.pairing.test_races import at_once

HELD_BACK = (
    "Just now you and {} cannot pair. Whom you can choose depends on the whole room, and changes as pairs "
    "form."
)


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Maggie, whom most report to, has been with Priya: only Vikram and Idris are left to her."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    return open_room(inside)


def reasons(cast: Northmere, cycle: Cycle, who: str) -> dict[str, str]:
    view = own_view(cycle, cast.leader(who))
    return {one.leader.called: one.why for one in view.colleagues}


def refused(cast: Northmere, cycle: Cycle, who: str, whom: str) -> str:
    with pytest.raises(DomainError) as caught:
        ask(cast, cycle, who, whom)
    return str(caught.value)


def test_as_long_as_there_is_another_way_everybody_allowed_is_offered(
    inside: Northmere, tight: Cycle
) -> None:
    assert reasons(inside, tight, "Helen") == {
        "Amara": "",
        "Idris": "",
        "Joanna": "",
        "Maggie": "Your line manager",
        "Priya": "",
        "Siobhan": "",
        "Vikram": "Same function as you",
    }


def test_the_last_one_somebody_can_have_is_not_offered_to_others(inside: Northmere, tight: Cycle) -> None:
    pair_up(inside, tight, "Amara", "Vikram")
    assert reasons(inside, tight, "Helen")["Idris"] == "Not offered just now"
    assert reasons(inside, tight, "Maggie")["Idris"] == ""
    assert refused(inside, tight, "Helen", "Idris") == HELD_BACK.format("Idris Kaya")
    assert states(tight) == {("Amara", "Vikram"): "accepted"}


def test_it_is_offered_again_once_the_room_has_changed(inside: Northmere, tight: Cycle) -> None:
    pair_up(inside, tight, "Amara", "Vikram")
    step_back(cycle=tight, leader=inside.leader("Amara"), by=inside.person("Amara"))
    assert reasons(inside, tight, "Helen")["Idris"] == ""
    ask(inside, tight, "Helen", "Idris")


def test_a_question_asked_before_waits_while_a_yes_would_strand_somebody(
    inside: Northmere, tight: Cycle
) -> None:
    question = ask(inside, tight, "Helen", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    with pytest.raises(DomainError) as caught:
        say_yes(inside, question)
    assert str(caught.value) == HELD_BACK.format("Helen Armitage")
    assert states(tight)["Helen", "Idris"] == "open"


def test_asking_back_is_a_yes_and_is_guarded_like_one(inside: Northmere, tight: Cycle) -> None:
    ask(inside, tight, "Helen", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    assert refused(inside, tight, "Idris", "Helen") == HELD_BACK.format("Helen Armitage")
    assert paired(tight) == {frozenset({"Amara", "Vikram"})}


def test_nobody_can_tell_who_is_kept_apart_from_who_is_held_back(inside: Northmere, tight: Cycle) -> None:
    pair_up(inside, tight, "Amara", "Vikram")
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    seen = reasons(inside, tight, "Helen")
    assert seen["Priya"] == seen["Idris"] == "Not offered just now"
    said = {name: refused(inside, tight, "Helen", name) for name in ("Priya", "Idris")}
    assert said == {"Priya": HELD_BACK.format("Priya Nair"), "Idris": HELD_BACK.format("Idris Kaya")}


def test_a_question_between_two_who_are_kept_apart_meanwhile_lapses_without_a_word_why(
    inside: Northmere, cycle: Cycle
) -> None:
    ask(inside, cycle, "Helen", "Priya")
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    view = own_view(cycle, inside.leader("Helen"))
    assert (view.waiting, view.news) == (None, "You and Priya Nair are both free to ask others again.")


def test_a_room_that_cannot_be_whole_keeps_as_many_as_it_can(inside: Northmere) -> None:
    """Maggie has been with all three she may be with: one is left over, whoever it is, and no second one."""
    for number, name in enumerate(("Priya", "Vikram", "Idris"), start=1):
        earlier_cycle(inside, ("Maggie", name), starts_on=dt.date(2022 + number, 6, 1))
    cycle = open_room(inside)
    room = read_room(cycle)
    assert (room.outlook.pairs, room.outlook.left_over) == (3, 2)
    pair_up(inside, cycle, "Amara", "Siobhan")
    pair_up(inside, cycle, "Priya", "Vikram")
    assert read_room(cycle).outlook.left_over == 2


@pytest.mark.django_db(transaction=True)
def test_two_yeses_at_once_that_would_strand_somebody_together_are_one_yes() -> None:
    """Each alone leaves Maggie one of her two; together they leave her nobody."""
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"))
        cycle = open_room(cast)
        questions = [ask(cast, cycle, "Amara", "Vikram"), ask(cast, cycle, "Helen", "Idris")]

    def press(question: Proposal) -> object:
        person = question.addressee.person
        assert person
        with scope(organisation=cast.organisation.pk, person=person.pk):
            return accept(proposal=question, by=person)

    said = at_once(*[lambda question=question: press(question) for question in questions])
    refusals = [answer for answer in said if isinstance(answer, str)]
    assert len(refusals) == 1
    assert refusals[0] in (HELD_BACK.format("Amara Okafor"), HELD_BACK.format("Helen Armitage"))
    with scope(organisation=cast.organisation.pk):
        assert len(paired(cycle)) == 1
        assert read_room(cycle).outlook.is_whole


def test_lifting_offers_them_again(inside: Northmere, cycle: Cycle) -> None:
    kept = keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    assert reasons(inside, cycle, "Helen")["Priya"] == "Not offered just now"
    lift(kept_apart=kept, by=inside.facilitator)
    propose(
        cycle=cycle,
        proposer=inside.leader("Helen"),
        addressee=inside.leader("Priya"),
        by=inside.person("Helen"),
    )
    assert states(cycle) == {("Helen", "Priya"): "open"}
