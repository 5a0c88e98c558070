"""``demo_crowd``: the leaders of Merrow Water whom nobody else is, doing what their phones offer."""

from __future__ import annotations

import re
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from awayday.models import Arrival
from awayday.rules.stages import Stage
from awayday.services.arrivals import record_arrival
from awayday.services.doors import close_doors
from awayday.services.stages import Turn, turn_lesson
from coachingpairs.demo import crowd as crowds
from coachingpairs.demo.crowd import Crowd, left_for_you, merrow_awayday
from coachingpairs.demo.water import GOOD_TO_BE, MERROW_WATER
from coachingpairs.demo.words import LESSONS_OF_THE_CROWD
from cycles.models import Lesson, PairMember
from pairing.models import Proposal
from pairing.services.choosing import propose
from pairing.services.facilitating import pause_choosing
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from pairing.services.suggesting import open_suggestion_of, take
from teams.models import AuditEntry, Leader, Organisation
from tests.demo.held import Morning

Demo = dict[str, Organisation]
DOORS = "The doors are closed. Open them as Esther Boateng, and they come."
GO_ON = "Everybody who plays is here. Go on when you like, as Esther Boateng."
PAIRED = "Everybody is in a pair. Seal them when you like."


@pytest.fixture
def morning(demo: Demo) -> Morning:
    return Morning(demo["merrow-water"])


def crowd(seed: int = 1, left: int = 0) -> Crowd:
    awayday = merrow_awayday()
    assert awayday is not None
    return Crowd(awayday, left=left_for_you(left), chance=Random(seed))


def until_it_waits(playing: Crowd) -> list[str]:
    """What was said up to and with the first that waits or is the last."""
    said: list[str] = []
    while True:
        one = playing.act()
        said.append(one.text)
        if one.waits or one.is_over:
            return said
        assert len(said) < 1000


def arrived() -> set[str]:
    return {row.leader.name for row in Arrival.objects.select_related("leader")}


def command(*options: str) -> list[str]:
    """The lines that the command says."""
    said = StringIO()
    call_command("demo_crowd", *options, stdout=said)
    return said.getvalue().splitlines()


def test_it_waits_for_the_doors(morning: Morning) -> None:
    assert until_it_waits(crowd()) == [DOORS]
    with morning.inside():
        assert arrived() == set()


def test_all_arrive_but_those_left_and_some_offer_lessons(morning: Morning) -> None:
    with morning.inside():
        morning.opened()
    said = until_it_waits(crowd(left=4))
    everybody = {someone.name for someone in MERROW_WATER.leaders}
    assert {line.removesuffix(" arrives.") for line in said[:19]} == everybody - set(GOOD_TO_BE)
    assert [line.endswith(" offers a lesson.") for line in said[19:]] == [True, True, True, False]
    assert said[-1] == GO_ON
    with morning.inside():
        assert arrived() == everybody - set(GOOD_TO_BE)
        offered = Lesson.objects.offered()
        assert [one.text for one in offered][-3:] == list(LESSONS_OF_THE_CROWD)
        assert len({one.leader_id for one in offered}) == offered.count() == 8
        assert not offered.filter(leader__name="Will Ashdown").exists()


def test_a_crowd_that_is_started_again_goes_on(morning: Morning) -> None:
    with morning.inside():
        morning.opened()
    until_it_waits(crowd())
    assert until_it_waits(crowd(2)) == [GO_ON]
    with morning.inside():
        morning.moved(Stage.CHOOSING)
    assert until_it_waits(crowd(3))[-1] == PAIRED


@pytest.mark.parametrize("seed", range(2))
def test_from_lobby_to_the_last_pair_everybody_finds_somebody_new(morning: Morning, seed: int) -> None:
    with morning.inside():
        morning.opened()
    playing = crowd(seed)
    until_it_waits(playing)
    with morning.inside():
        morning.moved(Stage.LESSONS)
        turn_lesson(awayday=morning.awayday, turn=Turn.NEXT, by=morning.facilitator)
    assert until_it_waits(playing) == [GO_ON]
    with morning.inside():
        cycle = morning.moved(Stage.CHOOSING).opens
    assert until_it_waits(playing)[-1] == PAIRED
    with morning.inside():
        room = read_room(cycle)
        assert sorted(len(pair.members) for pair in room.pairs) == [2] * 10 + [3]
        assert Proposal.objects.filter(cycle=cycle, state="accepted").count() >= 11
        seal_cycle(cycle=cycle, by=morning.facilitator)
    assert until_it_waits(playing) == ["The pairs are sealed."]


def test_it_does_nothing_that_is_the_facilitators(morning: Morning) -> None:
    with morning.inside():
        cycle = morning.choosing().opens
        before = set(AuditEntry.objects.values_list("pk", flat=True))
    until_it_waits(crowd())
    with morning.inside():
        since = AuditEntry.objects.exclude(pk__in=before)
        assert {row.verb for row in since} <= {"pair formed", "pair became a trio"}
        assert not since.exclude(by=None).exists()
        cycle.refresh_from_db()
        assert cycle.stage == "choosing"
        assert not Proposal.objects.filter(recorded_by__isnull=False).exists()


def test_those_left_are_asked_and_answer_themselves(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
        for name in GOOD_TO_BE:
            record_arrival(awayday=awayday, leader=morning.leader(name), how=Arrival.How.SIGNED_IN)
    said = until_it_waits(crowd(left=4))
    assert said[-1] == crowds.WAITS_FOR_YOU
    assert not [line for line in said if line.startswith(GOOD_TO_BE)]
    with morning.inside():
        left = Leader.objects.filter(name__in=GOOD_TO_BE)
        assert not PairMember.objects.filter(cycle=awayday.opens, leader__in=left).exists()
        questions = Proposal.objects.filter(cycle=awayday.opens)
        assert not questions.filter(proposer__in=left).exists()
        assert questions.open().filter(addressee__in=left).exists()


def test_whoever_comes_to_a_screen_of_their_own_is_not_played(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
        keiko = morning.leader("Keiko Tanabe")
        record_arrival(awayday=awayday, leader=keiko, how=Arrival.How.CONFIRMED)
    said = until_it_waits(crowd())
    assert said[-1] == crowds.WAITS_FOR_YOU
    assert not [line for line in said if line.startswith("Keiko")]
    with morning.inside():
        assert "Keiko Tanabe" in {leader.name for leader in read_room(awayday.opens).still_choosing}


def test_it_answers_somebody_at_a_screen(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
        keiko = morning.leader("Keiko Tanabe")
        record_arrival(awayday=awayday, leader=keiko, how=Arrival.How.SIGNED_IN)
        nadia = morning.leader("Nadia Benali")
        record_arrival(awayday=awayday, leader=nadia, how=crowds.BY_CROWD)
        propose(cycle=awayday.opens, proposer=keiko, addressee=nadia, by=keiko)
    said = until_it_waits(crowd())
    answer = re.compile(r"Nadia Benali says (yes|not this time) to Keiko Tanabe\.")
    assert len([line for line in said if answer.fullmatch(line)]) == 1


def test_it_asks_nobody_who_is_not_here(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
    until_it_waits(crowd(left=4))
    with morning.inside():
        questions = Proposal.objects.filter(cycle=awayday.opens)
        assert questions.filter(state="accepted").exists()
        assert not questions.filter(addressee__name__in=GOOD_TO_BE).exists()
        assert {leader.name for leader in read_room(awayday.opens).still_choosing} >= set(GOOD_TO_BE)


def test_the_last_one_joins_a_pair_that_says_yes(morning: Morning) -> None:
    """Two at screens of their own; the third is played."""
    with morning.inside():
        awayday = morning.choosing()
        people = {leader.called: leader for leader in Leader.objects.all()}
        pairs = [
            ("Catrin", "Anjali"), ("Zoë", "Siân"), ("Ruairí", "Mateus"), ("Bartholomew", "Farida"),
            ("Håkon", "Nadia"), ("Мирослава", "Owen"), ("Tomasz", "Aoife"), ("Ελένη", "Keiko"),
            ("Chukwuemeka", "Şebnem"), ("Minh", "Ngozi"), ("نور", "Will"),
        ]  # fmt: skip
        for one, other in pairs:
            record_pair(
                cycle=awayday.opens,
                one=people[one],
                other=people[other],
                both_said_yes=True,
                by=morning.facilitator,
            )
        for name, leader in people.items():
            how = crowds.BY_CROWD if name == "Jürgen" else Arrival.How.NOTED
            record_arrival(awayday=awayday, leader=leader, how=how)
    said = until_it_waits(crowd())
    assert len(said) == 2
    assert re.fullmatch(r"Jürgen Größmann asks .+ and .+ whether they may be their third\.", said[0])
    assert said[1] == crowds.WAITS_FOR_YOU
    with morning.inside():
        suggestion = open_suggestion_of(awayday.opens, people["Jürgen"])
        assert suggestion is not None
        for row in suggestion.leaders.exclude(leader=people["Jürgen"]).select_related("leader"):
            take(suggestion=suggestion, leader=row.leader, by=row.leader)
    assert until_it_waits(crowd()) == [PAIRED]


def test_while_choosing_is_paused_nobody_asks_or_answers(morning: Morning) -> None:
    with morning.inside():
        awayday = morning.choosing()
        pause_choosing(cycle=awayday.opens, by=morning.facilitator)
    said = until_it_waits(crowd())
    assert said[-1] == "Choosing is paused."
    assert [line.endswith(" arrives.") for line in said[:-1]] == [True] * 23
    with morning.inside():
        assert not Proposal.objects.filter(cycle=awayday.opens).exists()


def test_it_ends_with_the_awayday(morning: Morning) -> None:
    playing = crowd()
    with morning.inside():
        morning.opened()
        close_doors(awayday=morning.awayday, by=morning.facilitator)
    assert until_it_waits(playing) == ["The Awayday is over."]
    with morning.inside():
        morning.awayday.delete()
    assert until_it_waits(playing) == ["The Awayday was cancelled."]


def test_the_command_plays_to_the_end(morning: Morning) -> None:
    with morning.inside():
        cycle = morning.choosing().opens
    said = command("--every", "0")
    assert len([line for line in said if line.endswith(" arrives.")]) == 23
    assert said[-1] == PAIRED
    with morning.inside():
        assert read_room(cycle).still_choosing == []


def test_the_command_says_who_is_left(morning: Morning) -> None:
    with morning.inside():
        morning.opened()
        close_doors(awayday=morning.awayday, by=morning.facilitator)
    assert command("--leave", "3") == [
        "Left for you: Anjali Deshpande, Owen Trefusis and Siân Prothero. "
        "Sign in as them at http://127.0.0.1:8000/demo/",
        "The Awayday is over.",
    ]
    assert "Will Ashdown" not in left_for_you(22)
    assert len(set(left_for_you(22))) == 22


def test_the_command_stops_when_it_is_interrupted(morning: Morning, monkeypatch: Any) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    assert command() == [DOORS, "", "Stopped. Start it again to have them go on."]


@pytest.mark.parametrize("options", [("--every", "-1"), ("--leave", "23"), ("--leave", "-1")])
def test_numbers_that_make_no_sense_are_refused(morning: Morning, options: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"--every takes seconds, and --leave a number from 0 to 22\."):
        command(*options)


def test_it_plays_in_the_demo_alone(morning: Morning, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match=r"A crowd plays in the demo alone\."):
        command()
