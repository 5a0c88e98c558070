"""Help me find a partner: up to three ideas with reasons that give nobody away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import KeptApart
from pairing.services.kept_apart import keep_apart
from pairing.services.shortlists import choose_shortlist
from pairing.services.suggesting import suggest_to_room
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import ask, earlier_cycle, open_room, pair_up, paired, states
from tests.pairing.suggesting import all_but_vikram_paired
from tests.pairing.views.pages import hidden, title, words
from tests.pairing.views.phone import Phone


def help_of(cast: Northmere, name: str) -> Any:
    phone = Phone(cast, name)
    return phone.client.get(f"{phone.address}help/")


def wish(cast: Northmere, who: str, *whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        colleagues = [cast.leader(name) for name in whom]
        choose_shortlist(leader=cast.leader(who), colleagues=colleagues, by=cast.person(who))


def test_three_ideas_with_reasons_and_a_question_each(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Joanna")
    helen = Phone(inside, "Helen")
    assert f'href="{helen.address}help/"' in helen.page().content.decode()
    page = help_of(inside, "Helen")
    assert title(page) == "Help me find a partner – Coaching Pairs"
    text = words(page)
    assert "You listed Joanna Clarke The first pair between Finance and People Ask Joanna" in text
    assert len(hidden(page, "leader")) == 3
    assert hidden(page, "leader")[0] == str(inside.leader("Joanna").pk)
    assert "Only you see this page" in text
    helen.ask("Joanna")
    assert states(cycle) == {("Helen", "Joanna"): "open"}


def test_no_reason_betrays_anothers_list(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Joanna")
    alone = words(help_of(inside, "Helen"))
    wish(inside, "Joanna", "Helen")
    assert words(help_of(inside, "Helen")) == alone, "a mutual wish reads like one's own"
    wish(inside, "Helen")
    wish(inside, "Joanna", "Priya")
    wish(inside, "Priya", "Helen")
    text = words(help_of(inside, "Helen"))
    assert "listed" not in text
    assert "Priya Nair Director of Care The first pair between Finance and Care Ask Priya" in text


def test_nobody_reads_how_few_another_has_left(inside: Northmere) -> None:
    """Maggie has only Idris left: from Vikram, with whom everybody thinks she may pair, she is kept apart."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    keep_apart(one=inside.leader("Maggie"), other=inside.leader("Vikram"), by=inside.facilitator)
    assert KeptApart.objects.count() == 1
    text = words(help_of(inside, "Idris"))
    assert "Maggie Thornton" in text
    assert "offered to Maggie" not in text
    text = words(help_of(inside, "Maggie"))
    assert "Idris Kaya is the only one still offered to you" in text
    assert paired(cycle) == set()


def test_nobody_who_is_not_offered_is_suggested(inside: Northmere) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    wish(inside, "Helen", "Idris")
    pair_up(inside, cycle, "Amara", "Vikram")
    page = help_of(inside, "Helen")
    assert str(inside.leader("Idris").pk) not in hidden(page, "leader")
    assert "Idris" not in words(page)


def test_while_waiting_asking_withdraws_first_and_it_is_said(inside: Northmere, cycle: Cycle) -> None:
    waiting = ask(inside, cycle, "Helen", "Idris")
    ask(inside, cycle, "Joanna", "Helen")
    wish(inside, "Helen", "Joanna")
    page = help_of(inside, "Helen")
    text = words(page)
    assert "You are waiting for Idris Kaya to answer. Asking somebody here withdraws that." in text
    assert set(hidden(page, "instead_of")) == {str(waiting.pk)}
    assert "Has asked you already: asking back is a yes" in text
    Phone(inside, "Helen").ask("Joanna", instead_of=str(waiting.pk))
    assert paired(cycle) == {frozenset({"Helen", "Joanna"})}


def test_nobody_left_to_ask(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Amara", "Joanna", "Vikram", "Idris")
    text = words(help_of(inside, "Siobhan"))
    assert "Nobody to suggest just now" in text
    assert "A word with your facilitator: they see the whole room" in text
    assert "Only you see this page" not in text


def test_nobody_left_to_ask_but_pairs_to_join(db: None) -> None:
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        cycle, _pair = all_but_vikram_paired(cast)
        assert "one pair takes in a third. See which pairs you could ask" in words(help_of(cast, "Vikram"))
        suggest_to_room(cycle=cycle, by=cast.facilitator)
        assert "A suggestion is open: look at it" in words(help_of(cast, "Vikram"))


def test_whoever_is_not_choosing_is_sent_to_the_page_of_choosing(inside: Northmere) -> None:
    helen = Phone(inside, "Helen")
    assert help_of(inside, "Helen").headers["Location"] == helen.address, "nothing is open yet"
    cycle = open_room(inside)
    pair_up(inside, cycle, "Helen", "Priya")
    assert help_of(inside, "Helen").headers["Location"] == helen.address
    put_aside(inside, cycle, "Idris", absent=True)
    assert help_of(inside, "Idris").status_code == 302


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_page_takes_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        ask(cast, cycle, "Amara", "Helen")
    phone = Phone(cast, "Helen")
    with CaptureQueriesContext(connection) as queries:
        assert phone.client.get(f"{phone.address}help/").status_code == 200
    assert len(queries) == 23
