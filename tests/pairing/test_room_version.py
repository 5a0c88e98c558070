"""What makes a phone ask for the page anew, and what must not."""

from __future__ import annotations

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.kept_apart import keep_apart
from pairing.services.room import version_of
from pairing.services.shortlists import choose_shortlist
from tests.cast import Northmere
from tests.pairing.suggesting import say_not_this_time, say_yes_to_suggestion, suggested_with


def versions(cast: Northmere, cycle: Cycle) -> dict[str, str]:
    """For every leader, and for the wall under the name of nobody."""
    seen = {leader.called: version_of(cycle, leader_id=leader.pk) for leader in cast.leaders.values()}
    return {**seen, "": version_of(cycle)}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_a_suggestion_changes_the_pages_of_its_people(inside: Northmere, cycle: Cycle) -> None:
    before = versions(inside, cycle)
    suggested_with(inside, cycle, "Helen")
    assert changed(before, versions(inside, cycle)) == {one.called for one in inside.leaders.values()}


def test_a_yes_changes_only_ones_own_page(inside: Northmere, cycle: Cycle) -> None:
    suggested_with(inside, cycle, "Helen")
    before = versions(inside, cycle)
    say_yes_to_suggestion(inside, cycle, "Helen")
    assert changed(before, versions(inside, cycle)) == {"Helen"}


def test_its_end_changes_the_pages_of_its_people_alone(inside: Northmere, cycle: Cycle) -> None:
    other = suggested_with(inside, cycle, "Helen")
    before = versions(inside, cycle)
    say_not_this_time(inside, cycle, "Helen")
    assert changed(before, versions(inside, cycle)) == {"Helen", other}


def test_nothing_changes_for_a_shortlist_or_for_being_kept_apart(inside: Northmere, cycle: Cycle) -> None:
    before = versions(inside, cycle)
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        choose_shortlist(
            leader=inside.leader("Helen"), colleagues=[inside.leader("Priya")], by=inside.person("Helen")
        )
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Idris"), by=inside.facilitator)
    assert changed(before, versions(inside, cycle)) == set()
