"""What a giver is told about who reads it, whatever has become of the pair of whoever asks."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere
from tests.cycles.made import NOW, make_pair
from tests.cycles.pages import words
from tests.cycles.past_services import part, signed_in
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
THEY = "Helen, with your name on them. They may talk them over with "


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def page_of(asked: Asked, name: str = "Amara") -> str:
    return words(asked.come(name).get(asked.page(name)))


def pair_up(asked: Asked, *names: str) -> None:
    """Helen's pair has ended, and she is in another one, if any are named."""
    part(asked.cast, asked.cycle, "Helen", NOW)
    if names:
        leaders = [asked.cast.leader(name) for name in names]
        with scope(organisation=asked.cast.organisation.pk):
            asked.cycle.participants.filter(leader__in=leaders).update(sits_out=False)
            make_pair(asked.cycle, leaders, NOW)


def test_whoever_coaches_with_them_now_is_named(asked: Asked) -> None:
    page = page_of(asked)
    assert f"{THEY}Priya Nair, their coaching partner at present. Nobody else: not the" in page
    pair_up(asked, "Helen", "Siobhan")
    page = page_of(asked)
    assert f"{THEY}Siobhan Doyle, their coaching partner at present. Nobody else" in page
    assert "Priya" not in page


def test_in_a_trio_both_are_named(asked: Asked) -> None:
    pair_up(asked, "Helen", "Siobhan", "Idris")
    assert f"{THEY}Siobhan Doyle and Idris Kaya, their coaching partners at present. Nobody else" in page_of(
        asked
    )


def test_without_a_partner_nobody_is_named(asked: Asked) -> None:
    pair_up(asked)
    page = page_of(asked)
    assert f"{THEY}their coaching partner. Nobody else: not the facilitator" in page
    assert "Priya" not in page


def test_a_giver_who_has_become_the_partner_reads_that_it_is_them(asked: Asked) -> None:
    pair_up(asked, "Helen", "Joanna")
    assert f"{THEY}you, their coaching partner at present. Nobody else" in page_of(asked, "Joanna")
    assert f"{THEY}Joanna Clarke, their coaching partner at present. Nobody else" in page_of(asked)


def test_in_a_trio_with_them_too(asked: Asked) -> None:
    pair_up(asked, "Helen", "Siobhan", "Joanna")
    assert f"{THEY}you and Siobhan Doyle, their coaching partners at present." in page_of(asked, "Joanna")


def test_closed_sooner_is_what_they_are_told_may_happen(northmere: Northmere) -> None:
    cache.clear()
    asked = asked_by_helen(northmere, reveal="after")
    client = asked.come("Joanna")
    asked.send(client, "Joanna", right="both", else_="Yes")
    page = words(client.get(asked.page("Joanna")))
    assert "Helen will read it together with the others, once it is closed." in page
    assert "you can change it, unless Helen closes it sooner." in page
    asked.close(NOW)
    with signed_in(asked.cast, "Helen"):
        assert asked.now("Joanna").answered_at is not None
    assert "Here is what you wrote; Helen can read it." in words(client.get(asked.page("Joanna")))
