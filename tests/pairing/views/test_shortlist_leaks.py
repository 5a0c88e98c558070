"""A shortlist changes nothing that anybody else can see: pages byte by byte, messages, the audit trail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import ShortlistEntry
from pairing.services.shortlists import choose_shortlist, own_shortlist
from teams.models import AuditEntry, Person
from tests.cast import Northmere
from tests.pairing.room import ask, names, pair_up
from tests.pairing.views.bare import bare
from tests.pairing.views.pages import signed_in

LEADERS_PAGES = ("", "choosing/", "choosing/shortlist/", "pairs/", "sessions/")
ORGANISERS_PAGES = (
    "",
    "pairs/",
    "roster/",
    "cycle/",
    "cycles/1/room/",
    "cycles/1/board/",
    "cycles/1/sealing/",
)


def others(cast: Northmere) -> Iterator[tuple[Person, tuple[str, ...]]]:
    """Everybody but Helen, with the pages they have; Maggie is the sponsor too."""
    for leader in cast.leaders.values():
        if leader.called != "Helen":
            assert leader.person
            yield leader.person, LEADERS_PAGES
    yield cast.facilitator, ORGANISERS_PAGES
    yield cast.sponsor, ORGANISERS_PAGES
    yield cast.administrator, ("pairs/", "roster/")


def what_others_see(cast: Northmere) -> dict[tuple[str, str], bytes]:
    seen = {}
    for person, pages in others(cast):
        client = signed_in(person)
        for page in pages:
            response = client.get(f"{cast.base}{page}", follow=True)
            seen[person.email, page] = bare(response)
    return seen


def list_of(cast: Northmere, who: str, *whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        colleagues = [cast.leader(name) for name in whom]
        choose_shortlist(leader=cast.leader(who), colleagues=colleagues, by=cast.person(who))


@pytest.fixture
def lively(inside: Northmere, cycle: Cycle) -> Cycle:
    """A pair, and an open question."""
    pair_up(inside, cycle, "Amara", "Siobhan")
    ask(inside, cycle, "Vikram", "Joanna")
    return cycle


@pytest.mark.parametrize("is_mutual", [False, True])
def test_nobody_elses_page_changes(inside: Northmere, lively: Cycle, is_mutual: bool) -> None:
    if is_mutual:
        list_of(inside, "Priya", "Helen")
    before = what_others_see(inside)
    trail, mails = AuditEntry.objects.count(), OutgoingMail.objects.count()
    list_of(inside, "Helen", "Priya", "Idris", "Amara")
    after = what_others_see(inside)
    assert {place for place in before if before[place] != after[place]} == set()
    assert (AuditEntry.objects.count(), OutgoingMail.objects.count()) == (trail, mails)
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        assert set(names(own_shortlist(inside.leader("Helen")))) == {"Priya", "Idris", "Amara"}


def test_the_comparison_would_notice(inside: Northmere, lively: Cycle) -> None:
    """What everybody may see does change those pages."""
    before = what_others_see(inside)
    pair_up(inside, lively, "Helen", "Priya")
    after = what_others_see(inside)
    changed = {place for place in before if before[place] != after[place]}
    assert {page for _person, page in changed} >= {"choosing/", "pairs/", "cycles/1/room/", "cycles/1/board/"}


def test_the_database_itself_shows_it_to_nobody_else(inside: Northmere, cycle: Cycle) -> None:
    list_of(inside, "Helen", "Priya")
    for person in (inside.person("Priya"), inside.facilitator, inside.sponsor, inside.administrator):
        with scope(organisation=inside.organisation.pk, person=person.pk):
            assert ShortlistEntry.objects.count() == 0
