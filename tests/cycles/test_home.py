"""A leader's home."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairMember, Participant
from cycles.rules.targets import Words
from cycles.rules.tryouts import WrittenOccasion
from cycles.services.planned import plan_first_session
from cycles.services.targets import begin_target
from cycles.services.tryouts import plan_try_out
from teams.models import Leader
from teams.services.organisations import create_team
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, log, make_cycle
from tests.cycles.pages import signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date


def home(cast: Northmere, name: str) -> str:
    response = signed_in(cast, name).get(cast.base)
    assert response.status_code == 200
    return words(response)


def test_where_a_leader_stands(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, number=3)
    log(northmere, cycle, "Helen", D(2026, 10, 9), 30, pair_note="x", private_note="y")
    log(northmere, cycle, "Priya", D(2026, 10, 20), 90, private_note="z")
    page = home(northmere, "Helen")
    assert "Good afternoon, Helen Friday 20 November, the second month of cycle 3" in page
    assert (
        "Next for you Find your next hour with Priya Nothing is planned yet. "
        "You have until 30 November. Plan a session"
    ) in page
    assert (
        "Your coaching pair, cycle 3 FIN You Helen Armitage, Director of Finance "
        "CARE Priya Nair Director of Care"
    ) in page
    assert "October 2 sessions November Not yet December To plan" in page
    assert "What you are working on You and Priya One behaviour, two at most" in page
    assert (
        "Your sessions Log a session Plan your hours Tuesday 20 October 1 hour 30 minutes Friday 9 October"
        in page
    )
    assert "Friday 9 October Half an hour Note Private note" in page
    assert page.count("Private note") == 1
    assert "You and Priya Priya Nair Director of Care Write to Priya How you work together" in page


def test_the_greeting_goes_by_the_organisations_clock(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime(2027, 6, 1, 23, 30, tzinfo=dt.UTC))
    assert "Good morning, Helen Wednesday 2 June" in home(northmere, "Helen")


def test_the_one_filled_button_is_the_next_step(northmere: Northmere) -> None:
    make_cycle(northmere)
    page = signed_in(northmere, "Helen").get(northmere.base).content.decode()
    assert page.count('class="btn"') == 1
    assert f'<a class="btn" href="{northmere.base}sessions/plan/">' in page


def test_before_the_first_cycle_and_during_a_draft_nothing_is_visible(northmere: Northmere) -> None:
    nothing = home(northmere, "Helen")
    assert "Nothing to do yet Your team’s first cycle is being prepared." in nothing
    make_cycle(northmere, stage="draft", starts_on=D(2027, 1, 15))
    assert home(northmere, "Helen") == nothing


def test_choosing_is_the_next_step_of_who_has_no_partner(northmere: Northmere) -> None:
    make_cycle(northmere, stage="choosing")
    page = home(northmere, "Joanna")
    assert "Choose your partner for cycle 1" in page
    assert "See who you can ask" in page
    assert "Your coaching pair" not in page


def test_an_agreed_pair_is_drawn_before_it_is_sealed(northmere: Northmere) -> None:
    make_cycle(northmere, stage="choosing", starts_on=D(2026, 12, 1))
    page = home(northmere, "Helen")
    assert "You and Priya are a pair for cycle 1 It begins on 1 December" in page
    assert "Your coaching pair, cycle 1 FIN You" in page
    assert "Sessions by month" not in page


def test_while_the_next_choosing_is_open_the_months_are_those_of_the_cycle_that_ends(
    northmere: Northmere,
) -> None:
    make_cycle(northmere, number=1, starts_on=D(2026, 6, 1))
    make_cycle(northmere, number=2, starts_on=D(2026, 12, 1), stage="choosing", pairs=[("Helen", "Idris")])
    page = home(northmere, "Priya")
    assert "Choose your partner for cycle 2" in page
    assert "the sixth month of cycle 1" in page
    assert "Your coaching pair, cycle 1 CARE You Priya Nair, Director of Care FIN Helen Armitage" in page
    assert "Find your next hour" not in page
    assert "Put your hours with Priya in the diary" in home(northmere, "Helen")


def test_who_sits_out_and_who_joined_late(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    assert "You sit out cycle 1 The next choosing comes when cycle 1 ends, around 31 March." in home(
        northmere, "Joanna"
    )
    with scope(organisation=northmere.organisation.pk):
        Participant.objects.filter(cycle=cycle, leader=northmere.leader("Joanna")).delete()
    assert "Cycle 1 is under way You joined after the pairs were made." in home(northmere, "Joanna")


@pytest.mark.parametrize(
    ("aside", "said"),
    [
        ("sits_out", "You are sitting out cycle 1 Changed your mind? Until the pairs are sealed"),
        ("absent", "You choose later for cycle 1 You are marked as away while the others choose."),
    ],
)
def test_who_stands_aside_while_the_others_choose(northmere: Northmere, aside: str, said: str) -> None:
    cycle = make_cycle(northmere, pairs=[], stage="choosing")
    with scope(organisation=northmere.organisation.pk):
        Participant.objects.filter(cycle=cycle, leader=northmere.leader("Joanna")).update(**{aside: True})
    assert said in home(northmere, "Joanna")


def test_after_a_pair_has_ended_there_is_no_partner(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        pair = cycle.pairs.get(members__leader=northmere.leader("Helen"))
        pair.members.update(left_at=NOW)
        pair.ended_at = NOW
        pair.save()
    page = home(northmere, "Helen")
    assert "You and Priya are no longer a pair for this cycle. Your notes stay yours." in page
    assert "Your coaching pair" not in page


def test_after_the_cycle_one_looks_back(northmere: Northmere) -> None:
    make_cycle(northmere, stage="closed")
    page = home(northmere, "Helen")
    assert "Cycle 1 is closed Your notes stay here for you to read." in page
    assert "Look back at your sessions" in page


def test_a_trio_is_three_parts_of_one_form(northmere: Northmere) -> None:
    make_cycle(northmere, pairs=[("Helen", "Priya", "Idris")])
    response = signed_in(northmere, "Helen").get(northmere.base)
    page = words(response)
    assert "Your coaching trio, cycle 1" in page
    assert "Put your hours with Idris and Priya in the diary" in page
    assert "What you are working on You, Idris and Priya" in page
    assert [response.content.decode().count(f'href="#half-{half}"') for half in "amb"] == [2, 1, 1]


def test_names_with_marks_and_long_ones_are_shown_whole(northmere: Northmere) -> None:
    make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(
            name="Žofie Æ. <Nair>-O’Brien", title=""
        )
    page = home(northmere, "Helen")
    assert "Put your hours with Žofie in the diary" in page
    assert "CARE Žofie Æ. <Nair>-O’Brien Care" in page


def test_somebody_with_a_role_and_no_place_goes_to_the_overview(northmere: Northmere) -> None:
    for name in ("facilitator", "administrator"):
        response = signed_in(northmere, name).get(northmere.base)
        assert (response.status_code, response["Location"]) == (302, f"{northmere.base}cycle/")


def test_a_sponsor_who_leads_has_a_home_and_both_navigations(northmere: Northmere) -> None:
    page = home(northmere, "sponsor")
    assert "Good afternoon, Maggie" in page
    assert "Home Sessions Targets Feedback Choosing Guide Cycle Roster Pairs" in page


def test_a_leader_of_another_team_finds_nothing(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        other = create_team(organisation=northmere.organisation, name="Pilot", by=None)
    address = f"/o/{northmere.organisation.slug}/t/{other.slug}/"
    assert signed_in(northmere, "Helen").get(address).status_code == 404
    assert signed_in(northmere, "facilitator").get(address).status_code == 302


def queries(cast: Northmere, name: str, path: str = "") -> int:
    client = signed_in(cast, name)
    client.get(cast.base + path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(cast.base + path).status_code == 200
    return len(caught)


def grown(small: Any, large: Any) -> None:
    """Five pairs and a session; thirteen pairs, two cycles and many sessions. From five on there are totals.

    In each Helen has a target and a try-out, or two and many.
    """
    invented = [(f"Leader{n:03}", f"Leader{n + 1:03}") for n in range(0, 24, 2)]
    log(small, make_cycle(small, pairs=[("Helen", "Priya"), *invented[:4]]), "Helen", D(2026, 10, 2))
    make_cycle(large, number=1, starts_on=D(2026, 4, 1), stage="closed", pairs=[("Helen", "Idris")])
    running = make_cycle(large, number=2, pairs=[("Helen", "Priya"), *invented])
    for day in range(1, 20):
        log(large, running, "Helen", D(2026, 10, day), pair_note="x", private_note="y")
        log(large, running, "Leader000", D(2026, 10, day))
    for cast, targets, times in ((small, 1, 1), (large, 2, 9)):
        for number in range(targets):
            grow(cast, "Helen", f"Target {number}", times)


def grow(cast: Any, name: str, words: str, times: int) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        leader, by = cast.leader(name), cast.person(name)
        cycle = Cycle.objects.under_way().get()
        target = begin_target(cycle=cycle, leader=leader, words=Words("up", words), by=by, at=NOW)
        for number in range(times):
            written = WrittenOccasion(D(2026, 11, 24), f"Meeting {number}")
            plan_try_out(target=target, leader=leader, written=written, by=by, at=NOW)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Helen", ""),
        ("Helen", "sessions/"),
        ("Helen", "sessions/new/"),
        ("Helen", "pairs/"),
        ("facilitator", "cycle/"),
        ("sponsor", "cycle/"),
    ],
)
def test_pages_ask_the_database_as_often_for_many_as_for_few(name: str, path: str) -> None:
    small, large = make_northmere("small", leaders=18), make_northmere("large", leaders=40)
    grown(small, large)
    few, many = queries(small, name, path), queries(large, name, path)
    assert few == many
    assert many <= 40


def test_the_hour_that_a_pair_has_planned_is_on_the_homes_of_its_two(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    helen = northmere.leader("Helen")
    with scope(organisation=northmere.organisation.pk):
        pair = PairMember.objects.get(cycle=cycle, leader=helen).pair
        plan_first_session(
            pair=pair,
            leader=helen,
            starts_at=dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC),
            minutes=60,
            place="Room 4",
            seen="",
            by=northmere.person("Helen"),
            at=NOW,
        )
    said = "Planned: Tuesday 8 December 10.00 to 11.00, Room 4"
    assert said in home(northmere, "Helen")
    assert said in home(northmere, "Priya")
    assert "Planned" not in home(northmere, "Idris")
