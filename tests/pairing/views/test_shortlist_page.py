"""People I'd be glad to work with: ticked before choosing or during it, with script and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.kept_apart import keep_apart
from pairing.services.shortlists import own_shortlist
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, STARTS_ON, earlier_cycle, names, open_room, pair_up, seal
from tests.pairing.views.pages import HTMX, signed_in, title, words
from tests.pairing.views.phone import Phone

PAGE = "choosing/shortlist/"
AT_MOST = "Choose up to five colleagues. You have ticked 6."


class List:
    """One leader's browser on the page of their shortlist."""

    def __init__(self, cast: Northmere, name: str) -> None:
        self.cast, self.name, self.client = cast, name, signed_in(cast.person(name))
        self.address = f"{cast.base}{PAGE}"

    def page(self) -> Any:
        return self.client.get(self.address)

    def send(self, *who: str, htmx: bool = False, **also: str) -> Any:
        ids = [str(self.cast.leader(name).pk) for name in who]
        return self.client.post(self.address, {"colleagues": ids, **also}, **(HTMX if htmx else {}))

    def stored(self) -> set[str]:
        with scope(organisation=self.cast.organisation.pk, person=self.cast.person(self.name).pk):
            return set(names(own_shortlist(self.cast.leader(self.name))))

    def ticked(self, page: Any) -> set[str]:
        ids = re.findall(r'name="colleagues" value="([^"]*)" checked', page.content.decode())
        return {leader.called for leader in self.cast.leaders.values() if str(leader.pk) in ids}

    def shown(self, page: Any) -> set[str]:
        ids = re.findall(r'name="colleagues" value="([^"]*)"', page.content.decode())
        return {leader.called for leader in self.cast.leaders.values() if str(leader.pk) in ids}


def test_it_is_reached_before_choosing_opens(northmere: Northmere) -> None:
    page = Phone(northmere, "Helen").page()
    assert "Choosing is not open yet" in words(page)
    assert "Nobody else ever sees the list." in words(page)
    assert f'href="{northmere.base}{PAGE}"' in page.content.decode()


def test_it_is_reached_while_choosing_and_once_the_pairs_are_sealed(inside: Northmere, cycle: Cycle) -> None:
    link = f'href="{inside.base}{PAGE}"'
    assert link in Phone(inside, "Helen").page().content.decode()
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    for name in ("Helen", "Idris"):
        page = Phone(inside, name).page()
        assert link in page.content.decode()
        assert "For the next choosing" in words(page)


def test_without_script_choose_change_and_take_back(northmere: Northmere) -> None:
    helen = List(northmere, "Helen")
    page = helen.page()
    assert title(page) == "People I’d be glad to work with – Coaching Pairs"
    assert "Only you Nobody else ever sees this list: not those on it, not your facilitator." in words(page)
    assert helen.shown(page) == {one.called for one in northmere.leaders.values()} - {"Helen"}
    assert helen.ticked(page) == set()
    saved = helen.send("Priya", "Joanna")
    assert (saved.status_code, saved.headers["Location"]) == (302, f"{northmere.base}choosing/")
    assert helen.ticked(helen.page()) == helen.stored() == {"Priya", "Joanna"}
    helen.send("Joanna", "Idris")
    assert helen.stored() == {"Joanna", "Idris"}
    emptied = helen.client.post(helen.address, follow=True)
    assert "There is nobody on your list now." in words(emptied)
    assert helen.stored() == set()


def test_it_is_said_that_it_is_saved(northmere: Northmere) -> None:
    helen = List(northmere, "Helen")
    ids = [str(northmere.leader("Priya").pk)]
    page = helen.client.post(helen.address, {"colleagues": ids}, follow=True)
    assert "Your list is saved. Only you can see it." in words(page)
    assert helen.send("Priya", htmx=True).headers["HX-Redirect"] == f"{northmere.base}choosing/"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_sixth_is_said_beside_the_field_and_loses_nothing(northmere: Northmere, htmx: bool) -> None:
    helen = List(northmere, "Helen")
    helen.send("Priya")
    six = ("Priya", "Joanna", "Idris", "Amara", "Siobhan", "Maggie")
    page = helen.send(*six, htmx=htmx)
    assert page.status_code == 422
    assert words(page).count(AT_MOST) == 2, "above the form, and beside the field"
    assert helen.ticked(page) == set(six)
    assert ("<html" in page.content.decode()) is not htmx
    assert helen.stored() == {"Priya"}


def test_those_who_cannot_pair_keep_their_reason_and_can_be_ticked(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    open_room(inside)
    helen = List(inside, "Helen")
    text = words(helen.page())
    for line in (
        "Vikram Sethi Director of Finance Same function as you",
        "Maggie Thornton Director of Housing Your line manager",
        "Idris Kaya Director of People Your partner in cycle 1",
    ):
        assert line in text
    helen.send("Idris")
    assert helen.stored() == {"Idris"}


def test_partners_of_the_cycle_that_runs_are_named_and_may_pair_again_when_allowed(inside: Northmere) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    helen = List(inside, "Helen")
    assert "Idris Kaya Director of People Your partner in cycle 1" in words(helen.page())
    draft = create_cycle(team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=None)
    Cycle.objects.filter(pk=draft.pk).update(repeats_through=1)
    assert "Your partner in cycle 1" in words(helen.page()), "a draft is nobody's business yet"
    Cycle.objects.filter(pk=draft.pk).update(stage="choosing")
    assert "Your partner in cycle 1" not in words(helen.page())


def test_nothing_tells_who_is_kept_apart(inside: Northmere, cycle: Cycle) -> None:
    helen = List(inside, "Helen")
    before = words(helen.page())
    keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    assert words(helen.page()) == before


def test_somebody_who_has_left_in_between(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=AT.date())
    helen = List(northmere, "Helen")
    page = helen.send("Priya", "Joanna")
    assert page.status_code == 422
    assert "Somebody you had ticked is not in your team any more." in words(page)
    assert helen.ticked(page) == {"Joanna"}
    assert helen.send("Joanna").status_code == 302


@pytest.mark.parametrize("who", ["nonsense", "0b0c6a3e-8a3b-4a57-9d5e-0f6d3b1f7c11"])
def test_nobody_of_this_team(northmere: Northmere, who: str) -> None:
    helen = List(northmere, "Helen")
    page = helen.client.post(helen.address, {"colleagues": [who]})
    assert page.status_code == 422
    assert helen.stored() == set()


def test_oneself_is_nobody_to_choose(northmere: Northmere) -> None:
    helen = List(northmere, "Helen")
    assert helen.send("Helen").status_code == 422
    assert helen.stored() == set()


def test_it_leaves_no_trace_in_the_audit_trail(inside: Northmere) -> None:
    before = AuditEntry.objects.count()
    List(inside, "Helen").send("Priya")
    assert AuditEntry.objects.count() == before


# A long list


@pytest.fixture
def long(db: None) -> List:
    return List(make_northmere(leaders=30), "Helen")


def test_a_short_list_has_no_search(northmere: Northmere) -> None:
    assert "Find a colleague" not in words(List(northmere, "Helen").page())


def test_searching_keeps_what_is_ticked_and_saves_nothing(long: List) -> None:
    assert "Find a colleague" in words(long.page())
    page = long.send("Joanna", find="yes", q="care priya")
    assert page.status_code == 200
    assert long.shown(page) == {"Priya", "Joanna"}
    assert long.ticked(page) == {"Joanna"}
    assert 'value="care priya"' in page.content.decode()
    assert long.stored() == set()
    page = long.send("Joanna", find="yes", q="<nobody>")
    assert "Nobody is called “<nobody>”." in words(page)
    assert "<nobody>" not in page.content.decode()
    assert long.shown(page) == {"Joanna"}
    long.send("Joanna", "Priya", q="care priya")
    assert long.stored() == {"Joanna", "Priya"}


def test_a_sixth_is_said_while_searching_too(long: List) -> None:
    six = ("Priya", "Joanna", "Idris", "Amara", "Siobhan", "Maggie")
    page = long.send(*six, find="yes", q="priya", htmx=True)
    assert page.status_code == 200
    assert AT_MOST in words(page)
    assert long.ticked(page) == set(six)


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_page_takes_the_same_queries_in_a_large_team(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Helen", "Idris"))
        open_room(cast)
    helen = List(cast, "Helen")
    helen.send("Priya", "Joanna", "Amara")
    counts = []
    for press in (helen.page, lambda: helen.send("Priya", "Joanna", find="yes", q="e")):
        with CaptureQueriesContext(connection) as queries:
            assert press().status_code == 200
        counts.append(len(queries))
    assert counts == [20, 17]
