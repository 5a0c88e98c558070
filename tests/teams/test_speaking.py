"""In whose name something is done."""

from __future__ import annotations

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from teams.speaking import person_of, require_oneself, speaks_for
from tests.cast import Northmere


def test_a_person_speaks_for_the_leader_they_are_and_for_nobody_else(northmere: Northmere) -> None:
    helen, priya = northmere.leader("Helen"), northmere.leader("Priya")
    assert speaks_for(northmere.person("Helen"), helen)
    assert not speaks_for(northmere.person("Helen"), priya)
    assert person_of(northmere.person("Helen")) == northmere.person("Helen")


def test_a_leader_known_at_a_board_speaks_for_themself_and_is_nobody_to_the_trail(
    northmere: Northmere,
) -> None:
    helen, priya = northmere.leader("Helen"), northmere.leader("Priya")
    assert speaks_for(helen, helen)
    assert not speaks_for(helen, priya)
    assert person_of(helen) is None


def test_nobody_signed_in_speaks_for_a_leader_who_has_no_sign_in(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Helen").pk).update(person=None)
        helen = Leader.objects.get(pk=northmere.leader("Helen").pk)
    assert not speaks_for(northmere.person("Helen"), helen)
    assert speaks_for(helen, helen)


def test_who_may_say_it_is_said(northmere: Northmere) -> None:
    require_oneself(northmere.leader("Helen"), northmere.leader("Helen"))
    with pytest.raises(DomainError, match=r"^Only Priya Nair can say that\.$"):
        require_oneself(northmere.leader("Helen"), northmere.leader("Priya"))
