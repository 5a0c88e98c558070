"""The wall of an Awayday at each of its stages: what is on it, and what never is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from awayday.models import Awayday
from awayday.rules.qr import qr_of
from awayday.rules.stages import Stage
from awayday.rules.wall import Wall
from awayday.rules.wall_parts import WallFunction, WallPerson
from awayday.services.arrivals import note_arrival
from awayday.services.doors import close_doors
from awayday.services.now import read_now
from awayday.services.stages import Turn, turn_lesson
from awayday.services.wall import wall_of
from coachingpairs.tenancy.scope import scope
from cycles.models import Lesson
from cycles.services.lessons import offer_lesson
from pairing.rules.outlook_words import Tone
from pairing.services.choosing import decline, step_back
from pairing.services.facilitating import pause_choosing
from pairing.services.help_signals import ask_for_help
from pairing.services.recording import record_third
from pairing.services.shortlists import choose_shortlist
from tests.awayday.held import choosing, moved, opened, planned
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import ask, earlier_cycle, pair_up, seal
from tests.pairing.suggested import suggest

pytestmark = pytest.mark.django_db
SITE = "https://pairs.northmere.example"
MORNING = dt.datetime(2026, 12, 1, 9, 5, tzinfo=dt.UTC)


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


def shown(awayday: Awayday, at: dt.datetime = MORNING) -> Wall:
    return wall_of(read_now(awayday), site=SITE, at=at)


def named(wall: Wall) -> list[list[str]]:
    return [[member.name for member in pair.members] for pair in wall.pairs]


def test_before_the_doors_open(inside: Northmere) -> None:
    wall = shown(planned(inside))
    assert (wall.stage, wall.heading) == (Stage.PLANNED, "Awayday")
    assert wall.sub == "Northmere Awayday, Leadership team, Tuesday 1 December"
    assert wall.remark == "The doors are not open yet."
    assert (wall.join, wall.arrivals, wall.counts) == (None, (), ())


def test_the_lobby_has_how_to_join_and_who_is_here_first(inside: Northmere) -> None:
    awayday = opened(inside)
    for who in ("Vikram", "Joanna"):
        note_arrival(awayday=awayday, leader=inside.leader(who), by=inside.facilitator)
    wall = shown(awayday)
    assert wall.heading == "Good morning"
    assert wall.counts == (("here", "2 of 8"),)
    assert [(one.person.name, one.is_here) for one in wall.arrivals] == [
        ("Joanna Clarke", True),
        ("Vikram Sethi", True),
        ("Helen Armitage", False),
        ("Siobhan Doyle", False),
        ("Idris Kaya", False),
        ("Priya Nair", False),
        ("Amara Okafor", False),
        ("Maggie Thornton", False),
    ]
    assert wall.arrivals[0].person == WallPerson("Joanna Clarke", WallFunction("People", "PPL", 4))
    assert wall.join is not None
    assert wall.join.address == "pairs.northmere.example/join"
    assert wall.join.code == f"{awayday.code[:3]} {awayday.code[3:]}"


def test_the_code_to_scan_leads_to_the_address_with_the_code(inside: Northmere) -> None:
    awayday = opened(inside)
    below = wall_of(read_now(awayday), site="https://northmere.example/pairs/", at=MORNING)
    assert below.join is not None
    assert below.join.address == "northmere.example/pairs/join"
    assert below.join.qr == qr_of(f"https://northmere.example/pairs/join/{awayday.code}/")


def test_one_is_greeted_by_the_time_of_the_cycle_and_nothing_else_changes_by_itself(
    inside: Northmere,
) -> None:
    awayday = opened(inside)
    wall = shown(awayday)
    assert shown(awayday, MORNING + dt.timedelta(hours=2)).version == wall.version
    noon = shown(awayday, MORNING + dt.timedelta(hours=3))
    assert noon.heading == "Good afternoon"
    assert noon.version != wall.version


def test_lessons_one_at_a_time(inside: Northmere) -> None:
    closing = earlier_cycle(inside, ("Helen", "Idris"))
    awayday = moved(inside, opened(inside), Stage.LESSONS)
    empty = shown(awayday)
    assert (empty.heading, empty.sub) == (
        "What we learnt",
        "Lessons from cycle 1, shared by those who wished to",
    )
    assert empty.remark == "Whoever wishes to can offer a lesson on their phone. The first one appears here."
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        offer_lesson(cycle=closing, leader=inside.leader("Helen"), text="Ask first.", at=MORNING)
    with scope(organisation=inside.organisation.pk, person=inside.person("Idris").pk):
        later = MORNING + dt.timedelta(minutes=1)
        offer_lesson(cycle=closing, leader=inside.leader("Idris"), text="Then wait.", at=later)
    wall = shown(awayday)
    assert wall.lesson is not None
    assert (wall.lesson.text, wall.lesson.who.name) == ("Ask first.", "Helen Armitage")
    assert wall.counts == (("lessons", "1 of 2"),)
    for _press in range(2):
        turn_lesson(awayday=awayday, turn=Turn.NEXT, by=inside.facilitator, at=later)
    assert shown(awayday).counts == (("lessons", "2 of 2"),)


def test_choosing(inside: Northmere) -> None:
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya", at=MORNING)
    pair_up(inside, awayday.opens, "Vikram", "Joanna", at=MORNING + dt.timedelta(minutes=1))
    wall = shown(awayday)
    assert wall.heading == "Choosing our partners"
    assert wall.sub == f"pairs.northmere.example/join, code\xa0{awayday.code[:3]}\xa0{awayday.code[3:]}"
    assert wall.counts == (("pairs", "2"), ("still choosing", "4"))
    assert named(wall) == [["Joanna Clarke", "Vikram Sethi"], ["Helen Armitage", "Priya Nair"]]
    assert [person.name for person in wall.choosing] == [
        "Siobhan Doyle",
        "Idris Kaya",
        "Amara Okafor",
        "Maggie Thornton",
    ]
    assert wall.outlook is not None
    assert wall.outlook.tone is Tone.CALM
    assert wall.outlook.line == "Everyone can still find a partner."
    assert wall.arrivals == ()


def test_one_pair_is_one_pair(inside: Northmere) -> None:
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    assert shown(awayday).counts == (("pair", "1"), ("still choosing", "6"))


def test_the_warning_names_nobody(inside: Northmere) -> None:
    """Siobhan and Maggie are left, who is her manager."""
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    put_aside(inside, awayday.opens, "Amara", "Joanna", "Vikram", "Idris")
    wall = shown(awayday)
    assert wall.outlook is not None
    assert wall.outlook.tone is Tone.HEED
    said = f"{wall.outlook.line} {wall.outlook.more}"
    assert said == "Not everyone can find a partner any more. A change or two would help. "


def test_who_cannot_choose_now_and_who_sits_out_is_on_no_list(inside: Northmere) -> None:
    awayday = choosing(inside)
    for others in (("Helen", "Priya"), ("Vikram", "Joanna"), ("Maggie", "Idris")):
        pair_up(inside, awayday.opens, *others)
    put_aside(inside, awayday.opens, "Siobhan", "Amara")
    wall = shown(awayday)
    assert wall.choosing == ()
    assert wall.outlook is not None
    assert wall.outlook.line == "Everybody who is choosing has a partner."
    assert "Siobhan" not in repr(wall)
    assert "Amara" not in repr(wall)


def test_while_choosing_is_paused_the_wall_says_nothing_else(inside: Northmere) -> None:
    awayday = choosing(inside)
    pause_choosing(cycle=awayday.opens, by=inside.facilitator)
    wall = shown(awayday)
    assert wall.is_paused
    assert wall.outlook is not None
    assert wall.outlook.line == "Choosing is paused."


def test_a_trio_is_new_once_the_third_has_joined(db: None) -> None:
    odd = make_northmere(leaders=7)
    with scope(organisation=odd.organisation.pk):
        awayday = choosing(odd)
        pair = pair_up(odd, awayday.opens, "Helen", "Priya")
        before = shown(awayday)
        record_third(
            cycle=awayday.opens, pair=pair, third=odd.leader("Joanna"), all_said_yes=True, by=odd.facilitator
        )
        after = shown(awayday)
    assert named(after) == [["Helen Armitage", "Joanna Clarke", "Priya Nair"]]
    assert after.pairs[0].is_trio
    assert before.pairs[0].key != after.pairs[0].key


def test_sealed_pairs_stand_in_the_order_in_which_they_were_formed(inside: Northmere) -> None:
    awayday = choosing(inside)
    for minutes, two in enumerate((("Helen", "Priya"), ("Vikram", "Joanna"), ("Maggie", "Idris"))):
        pair_up(inside, awayday.opens, *two, at=MORNING + dt.timedelta(minutes=minutes))
    seal(inside, awayday.opens)
    wall = shown(awayday)
    assert (wall.stage, wall.heading) == (Stage.SEALED, "Three pairs, ready to start")
    assert wall.sub == "Cycle 1, December 2026 to May 2027"
    assert wall.counts == (("leaders", "6"), ("pairs", "3"))
    assert named(wall)[0] == ["Helen Armitage", "Priya Nair"]
    assert wall.remark == "Before you leave the room, find each other and choose a date for your first hour."
    assert "Siobhan" not in repr(wall)
    close_doors(awayday=awayday, by=inside.facilitator)
    over = shown(awayday)
    assert (over.stage, over.pairs, over.remark) == (Stage.OVER, wall.pairs, "")


def test_after_the_awayday_choosing_goes_on_elsewhere(inside: Northmere) -> None:
    awayday = choosing(inside)
    close_doors(awayday=awayday, by=inside.facilitator)
    wall = shown(awayday)
    assert wall.heading == "The Awayday is over"
    assert wall.remark == "Choosing goes on: everybody who can sign in finds it on their own page."
    assert (wall.choosing, wall.join) == ((), None)


def test_nothing_that_is_somebodys_own_changes_the_wall(inside: Northmere) -> None:
    """An unanswered and a declined question, a list, a suggestion, a wish for help, a lesson not offered."""
    closing = earlier_cycle(inside, ("Helen", "Idris"))
    awayday = choosing(inside)
    cycle = awayday.opens
    pair_up(inside, cycle, "Amara", "Vikram")
    before = shown(awayday)
    ask(inside, cycle, "Helen", "Priya")
    declined = ask(inside, cycle, "Joanna", "Siobhan")
    decline(proposal=declined, by=inside.person("Siobhan"))
    ask_for_help(cycle=cycle, leader=inside.leader("Joanna"), by=inside.person("Joanna"))
    suggest(inside, cycle, "Maggie", "Idris")
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        choose_shortlist(
            leader=inside.leader("Helen"), colleagues=[inside.leader("Maggie")], by=inside.person("Helen")
        )
        Lesson.objects.create(
            organisation=inside.organisation, cycle=closing, leader=inside.leader("Helen"), text="Mine alone."
        )
    assert shown(awayday) == before
    assert shown(awayday).version == before.version
    moved(inside, awayday, Stage.LESSONS)
    assert "Mine alone" not in repr(shown(awayday))


def test_taking_a_pair_apart_changes_it_back(inside: Northmere) -> None:
    awayday = choosing(inside)
    before = shown(awayday)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    assert shown(awayday).version != before.version
    step_back(cycle=awayday.opens, leader=inside.leader("Helen"), by=inside.person("Helen"))
    assert shown(awayday) == before


@pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING])
def test_a_wall_is_drawn_without_a_query(
    inside: Northmere, stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    awayday = opened(inside)
    if stage is not Stage.LOBBY:
        moved(inside, awayday, stage)
    now = read_now(awayday)
    with django_assert_num_queries(0):
        wall = wall_of(now, site=SITE)
        assert wall.layout.fits_on_one
        assert len(wall.version) == 16
