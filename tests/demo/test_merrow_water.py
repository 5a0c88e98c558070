"""Merrow Water on the morning of its Awayday."""

from __future__ import annotations

import pytest
from django.utils import timezone

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.now import read_now, stage_now
from coachingpairs.demo.mailbox import ZONE
from coachingpairs.demo.water import GOOD_TO_BE, MERROW_PAIRS, MERROW_WATER
from coachingpairs.demo.words import LESSONS_KEPT, LESSONS_OF_THE_CROWD, LESSONS_OFFERED
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson, Pair, Participant, Session
from pairing.rules.preflight import Weight
from pairing.services.preflight import read_draft
from pairing.services.room import read_room
from teams.models import Leader, Organisation

Demo = dict[str, Organisation]
READS_AT_ONCE = 160


@pytest.fixture
def merrow(demo: Demo) -> Organisation:
    return demo["merrow-water"]


def test_the_first_cycle_is_about_to_end_and_the_second_is_a_draft(merrow: Organisation) -> None:
    today = timezone.localdate(timezone=ZONE)
    with scope(organisation=merrow.pk):
        ending, coming = Cycle.objects.order_by("number")
        assert (ending.stage, coming.stage) == ("running", "draft")
        assert 0 <= (ending.ends_on - today).days < 14
        awayday = Awayday.objects.select_related("opens", "closes").get()
        assert stage_now(awayday) is Stage.PLANNED
        assert (awayday.opens, awayday.closes, awayday.held_on) == (coming, ending, today)
        assert (awayday.venue, awayday.code) == ("The Pump House, Merrow", "")


def test_everybody_but_the_newcomer_has_had_a_partner_and_met_them(merrow: Organisation) -> None:
    with scope(organisation=merrow.pk):
        ending = Cycle.objects.get(number=1)
        room = read_room(ending)
        formed = {frozenset(member.leader.called for member in pair.members) for pair in room.pairs}
        assert formed == {frozenset(names) for names in MERROW_PAIRS}
        assert {member.leader_id for pair in room.pairs for member in pair.members} == set(
            Leader.objects.exclude(name="Will Ashdown").values_list("pk", flat=True)
        )
        assert Participant.objects.filter(cycle=ending).count() == 22
        assert Pair.objects.filter(cycle=ending, sessions=None).count() == 0
        assert Session.objects.filter(held_on__gt=timezone.localdate(timezone=ZONE)).count() == 0
        assert Leader.objects.get(person=None).name == "Will Ashdown"


def test_twenty_three_of_six_functions_can_all_be_paired_anew_with_one_trio(merrow: Organisation) -> None:
    with scope(organisation=merrow.pk):
        draft = read_draft(Cycle.objects.get(number=2))
        assert not [one for one in draft.preflight.findings if one.weight is Weight.BLOCKS]
        expected = read_now(Awayday.objects.get()).expected
        assert len(expected) == 23
        assert len({leader.function_id for leader in expected}) == 6


def test_five_lessons_are_offered_and_two_are_their_authors_alone(merrow: Organisation) -> None:
    with scope(organisation=merrow.pk):
        now = read_now(Awayday.objects.get())
        assert [(one.leader.called, one.text) for one in now.lessons] == list(LESSONS_OFFERED)
        assert len(now.lessons) == Lesson.objects.count() == 5
    for called, text in LESSONS_KEPT:
        with scope(organisation=merrow.pk):
            author = Leader.objects.get(name__startswith=f"{called} ")
        with scope(organisation=merrow.pk, person=author.person_id):
            (kept,) = Lesson.objects.filter(offered_at=None)
            assert (kept.leader, kept.text) == (author, text)


def test_lessons_read_at_once() -> None:
    texts = [text for _name, text in (*LESSONS_OFFERED, *LESSONS_KEPT)] + list(LESSONS_OF_THE_CROWD)
    assert len(texts) == len(set(texts)) == 10
    assert max(len(text) for text in texts) <= READS_AT_ONCE


def test_those_who_are_good_to_be_are_of_four_functions_and_nobodys_manager() -> None:
    function = {someone.name: someone.function for someone in MERROW_WATER.leaders}
    assert len({function[name] for name in GOOD_TO_BE}) == 4
    assert not {someone.manager for someone in MERROW_WATER.leaders} & set(GOOD_TO_BE)
