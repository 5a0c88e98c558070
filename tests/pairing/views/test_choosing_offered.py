"""Whom the page offers: held back and kept apart read the same, and what is not offered just now waits."""

from __future__ import annotations

import pytest
from django.test import Client

from cycles.models import Cycle
from pairing.services.choosing import step_back
from pairing.services.kept_apart import keep_apart
from pairing.services.participants import mark_absent
from tests.cast import Northmere
from tests.pairing.room import ask, earlier_cycle, open_room, pair_up
from tests.pairing.views.pages import actions, at, hidden, seen, words
from tests.pairing.views.phone import Phone

WHOLE_ROOM = "Whom we offer depends on the whole room, and changes as pairs form."
NOT_JUST_NOW = f"Just now the two of you cannot pair. {WHOLE_ROOM}"
SOME_CHOICES = "Some choices would leave somebody without a partner"


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Only Vikram and Idris are left to Maggie."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    return open_room(inside)


def part(cast: Northmere, one: str, other: str) -> None:
    keep_apart(one=cast.leader(one), other=cast.leader(other), by=cast.facilitator)


def test_held_back_and_kept_apart_say_the_same_and_it_is_explained_once(
    inside: Northmere, tight: Cycle
) -> None:
    pair_up(inside, tight, "Amara", "Vikram")
    part(inside, "Helen", "Priya")
    page = Phone(inside, "Helen").page()
    text = words(page)
    assert "Idris Kaya Not offered just now" in text
    assert "Priya Nair Not offered just now" in text
    assert text.count(WHOLE_ROOM) == 1
    assert text.index("You cannot ask") < text.index(WHOLE_ROOM) < text.index("Not offered just now")
    assert hidden(page, "leader") == [str(inside.leader("Siobhan").pk)]


def test_there_is_nothing_to_explain_while_everybody_allowed_is_offered(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    text = words(Phone(inside, "Helen").page())
    assert WHOLE_ROOM not in text
    assert SOME_CHOICES not in text
    assert SOME_CHOICES not in words(desk.get(at(inside, "board")))


def test_no_line_anywhere_tells_kept_apart_from_held_back(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    part(inside, "Helen", "Priya")
    for name in ("Helen", "Idris"):
        text = words(Phone(inside, name).page())
        assert "Everyone can still find a partner." in text
        assert f"{SOME_CHOICES}; everyone offered here works for all." in text
    assert f"{SOME_CHOICES}. Everyone your phone offers" in words(desk.get(at(inside, "board")))


def test_two_kept_apart_who_could_not_pair_anyway_change_no_line(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    part(inside, "Helen", "Vikram")
    part(inside, "Helen", "Maggie")
    assert SOME_CHOICES not in words(Phone(inside, "Helen").page())
    assert SOME_CHOICES not in words(desk.get(at(inside, "board")))


def test_somebody_kept_apart_reads_like_everybody_who_is_paired_or_away(
    inside: Northmere, cycle: Cycle
) -> None:
    part(inside, "Helen", "Amara")
    part(inside, "Helen", "Siobhan")
    pair_up(inside, cycle, "Amara", "Joanna")
    mark_absent(cycle=cycle, leader=inside.leader("Siobhan"), by=inside.facilitator)
    text = words(Phone(inside, "Helen").page())
    assert "Amara Okafor Already in a pair" in text
    assert "Siobhan Doyle Away just now; chooses later" in text
    assert "Not offered just now" not in text


def test_an_earlier_partner_who_may_pair_again_is_offered_and_it_is_said(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    assert "Idris Kaya Your partner in cycle 1 " in words(Phone(inside, "Helen").page())
    Cycle.objects.filter(pk=cycle.pk).update(repeats_through=1)
    page = Phone(inside, "Helen").page()
    assert "Idris Kaya Director of People Your partner in cycle 1; may pair again this time" in words(page)
    assert str(inside.leader("Idris").pk) in hidden(page, "leader")


def test_an_invitation_waits_while_it_would_strand_somebody_and_comes_back_by_itself(
    inside: Northmere, tight: Cycle
) -> None:
    proposal = ask(inside, tight, "Helen", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    idris = Phone(inside, "Idris")
    page = idris.page()
    text = words(page)
    assert "Helen Armitage would like to pair with you" in text
    assert f"{NOT_JUST_NOW} When it works, the yes is here again." in text
    assert "Yes, pair with Helen" not in text
    assert {where for where in actions(page) if str(proposal.pk) in where} == {
        f"{idris.address}proposals/{proposal.pk}/not-this-time/"
    }
    step_back(cycle=tight, leader=inside.leader("Amara"), by=inside.person("Amara"))
    again = idris.fragment(seen=seen(page), was="invited")
    assert "Yes, pair with Helen" in words(again)
    assert "cannot pair" not in words(again)


def test_of_several_invitations_only_those_that_work_now_offer_a_yes(inside: Northmere, tight: Cycle) -> None:
    ask(inside, tight, "Helen", "Idris")
    ask(inside, tight, "Maggie", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    text = words(Phone(inside, "Idris").page())
    assert "Two people would like to pair with you" in text
    assert "Yes, pair with Maggie" in text
    assert "Yes, pair with Helen" not in text
    assert text.count(NOT_JUST_NOW) == 1
    assert text.count("Not this time") == 2


def test_ones_own_question_waits_too_and_can_be_withdrawn(inside: Northmere, tight: Cycle) -> None:
    proposal = ask(inside, tight, "Helen", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    helen = Phone(inside, "Helen")
    text = words(helen.page())
    assert "You have asked Idris Kaya" in text
    assert f"{NOT_JUST_NOW} You can wait, or withdraw and ask someone else." in text
    assert f"{helen.address}proposals/{proposal.pk}/withdrawal/" in actions(helen.page())


def test_a_yes_from_an_older_screen_is_answered_calmly(inside: Northmere, tight: Cycle) -> None:
    proposal = ask(inside, tight, "Helen", "Idris")
    pair_up(inside, tight, "Amara", "Vikram")
    late = words(Phone(inside, "Idris").answer(proposal, "acceptance", htmx=True))
    assert "Just now you and Helen Armitage cannot pair." in late
    assert "Yes, pair with Helen" not in late
