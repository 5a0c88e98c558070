"""Beginning, rewording and moving growth targets: never a third, nothing lost, nobody else's."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, Participant, TargetWording
from cycles.rules.targets import TWO_ALREADY, Words
from cycles.services.targets import RewordedMeanwhile, begin_target, move_target, reword_target
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.targeted import LISTEN, MINUTE, SPEAK, begin, move, part, reword, targets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def history(cast: Northmere, name: str, target: GrowthTarget) -> list[tuple[str, bool]]:
    with as_(cast, name):
        found = TargetWording.objects.filter(target=target).order_by("written_at")
        return [(one.behaviour, one.replaced_at is None) for one in found]


def test_one_or_two_and_never_a_third(northmere: Northmere, cycle: Cycle) -> None:
    begin(northmere, "Helen", cycle)
    begin(northmere, "Helen", cycle, SPEAK)
    assert targets_of(northmere, "Helen") == [(1, "idea", LISTEN.behaviour), (2, "idea", SPEAK.behaviour)]
    with pytest.raises(DomainError, match="never on a third") as refusal:
        begin(northmere, "Helen", cycle, Words("up", "Thank somebody by name every Friday"))
    assert str(refusal.value) == TWO_ALREADY
    assert len(targets_of(northmere, "Helen")) == 2


def test_the_same_form_twice_makes_one(northmere: Northmere, cycle: Cycle) -> None:
    form = uuid.uuid4()
    first, again = (begin(northmere, "Helen", cycle, sent_as=form) for _ in range(2))
    assert first.pk == again.pk
    assert begin(northmere, "Helen", cycle, SPEAK, sent_as=form).pk != first.pk


def test_a_form_of_somebody_else_is_another_one(northmere: Northmere, cycle: Cycle) -> None:
    form = uuid.uuid4()
    made = [begin(northmere, name, cycle, sent_as=form) for name in ("Helen", "Amara")]
    assert len({target.pk for target in made}) == 2


def test_words_are_kept_without_stray_space(northmere: Northmere, cycle: Cycle) -> None:
    begin(northmere, "Helen", cycle, Words("up", "  Say it\r\n early ", "One\r\ntwo  ", " why "))
    with as_(northmere, "Helen"):
        [wording] = TargetWording.objects.all()
    assert (wording.behaviour, wording.differently, wording.why) == ("Say it early", "One\ntwo", " why")


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("choosing", "Cycle 3 is not under way, so what you wrote in it can be read but not changed."),
        ("closed", "Cycle 3 is not under way, so what you wrote in it can be read but not changed."),
    ],
)
def test_only_while_the_cycle_is_under_way(northmere: Northmere, stage: str, sentence: str) -> None:
    cycle = make_cycle(northmere, number=3, stage=stage)
    with pytest.raises(DomainError) as refusal:
        begin(northmere, "Helen", cycle)
    assert str(refusal.value) == sentence


def test_a_page_older_than_the_closing_is_told_by_the_database(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    with scope(organisation=northmere.organisation.pk):
        go_to(Cycle.objects.get(pk=cycle.pk), "wrapping_up")
        go_to(Cycle.objects.get(pk=cycle.pk), "closed", closed_at=NOW)
    assert cycle.is_under_way
    with pytest.raises(DomainError, match="The cycle has just been closed"):
        begin(northmere, "Helen", cycle, SPEAK)
    target.cycle = cycle
    with pytest.raises(DomainError, match="The cycle has just been closed"):
        reword(northmere, "Helen", target, SPEAK)
    with pytest.raises(DomainError, match="The cycle has just been closed"):
        move(northmere, "Helen", target, "settled")
    assert targets_of(northmere, "Helen") == [(1, "idea", LISTEN.behaviour)]


def test_whoever_takes_no_part_or_sits_out_waits(northmere: Northmere, cycle: Cycle) -> None:
    with pytest.raises(DomainError, match="You sit out cycle 3"):
        begin(northmere, "Maggie", cycle)
    with scope(organisation=northmere.organisation.pk):
        Participant.objects.filter(cycle=cycle, leader=northmere.leader("Maggie")).delete()
    with pytest.raises(DomainError, match="You take no part in cycle 3"):
        begin(northmere, "Maggie", cycle)


def test_nobody_writes_for_somebody_else(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    helen, priya = northmere.leader("Helen"), northmere.leader("Priya")
    theirs: dict[str, Any] = {"by": northmere.person("Priya"), "at": NOW}
    with as_(northmere, "Priya"):
        with pytest.raises(DomainError, match="Only you can change"):
            begin_target(cycle=cycle, leader=helen, words=SPEAK, **theirs)
        for leader in (helen, priya):
            with pytest.raises(DomainError, match="Only you can change"):
                move_target(target=target, leader=leader, to="let_go", **theirs)
            with pytest.raises(DomainError, match="Only you can change"):
                reword_target(target=target, leader=leader, words=SPEAK, seen=None, **theirs)
    assert targets_of(northmere, "Helen") == [(1, "idea", LISTEN.behaviour)]


def test_rewording_keeps_what_it_said_before(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    reword(northmere, "Helen", target, LISTEN)
    assert history(northmere, "Helen", target) == [(LISTEN.behaviour, True)]
    reword(northmere, "Helen", target, SPEAK)
    assert history(northmere, "Helen", target) == [(LISTEN.behaviour, False), (SPEAK.behaviour, True)]
    assert history(northmere, "Priya", target) == [(SPEAK.behaviour, True)]


def test_reworded_in_two_places_at_once_asks_and_loses_nothing(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    with as_(northmere, "Helen"):
        seen = TargetWording.objects.get().pk
    theirs = reword(northmere, "Helen", target, SPEAK, seen=seen)
    mine = Words("up", "Wait two breaths before I answer")
    with pytest.raises(RewordedMeanwhile) as clash:
        reword(northmere, "Helen", target, mine, seen=seen)
    assert clash.value.standing.pk == theirs.pk
    # The page that changed nothing leaves what stands, and the one that says the same is content.
    assert reword(northmere, "Helen", target, LISTEN, seen=seen).pk == theirs.pk
    assert reword(northmere, "Helen", target, SPEAK, seen=seen).pk == theirs.pk
    reword(northmere, "Helen", target, mine, seen=theirs.pk, at=NOW + MINUTE)
    assert [words for words, _stands in history(northmere, "Helen", target)] == [
        LISTEN.behaviour,
        SPEAK.behaviour,
        mine.behaviour,
    ]


def test_from_an_idea_to_cracked_and_back(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    said = move(northmere, "Helen", target, "asked", "settled", "settled", "cracked")
    assert said == [
        "Good. Listen to what your colleagues say, then settle on it or not.",
        "You are settled on it. Find an occasion at which to try it.",
        "",
        "You have cracked it. There is room for another now.",
    ]
    assert targets_of(northmere, "Helen") == [(1, "cracked", LISTEN.behaviour)]
    with pytest.raises(DomainError, match="You can reword a target while you are working on it"):
        reword(northmere, "Helen", target, SPEAK)
    move(northmere, "Helen", target, "settled", "let_go", "idea")
    with as_(northmere, "Helen"):
        assert GrowthTarget.objects.get().state_at == NOW


@pytest.mark.parametrize("to", ["carried", "cracked", "nonsense"])
def test_other_ways_are_refused_in_words(northmere: Northmere, cycle: Cycle, to: str) -> None:
    target = begin(northmere, "Helen", cycle)
    with pytest.raises(DomainError) as refusal:
        move(northmere, "Helen", target, to)
    assert str(refusal.value) == (
        "This target has changed since you opened the page. It now says: an idea so far."
    )


def test_taken_up_again_it_finds_a_free_slot_or_hears_that_two_are_enough(
    northmere: Northmere, cycle: Cycle
) -> None:
    first = begin(northmere, "Helen", cycle)
    move(northmere, "Helen", first, "let_go")
    begin(northmere, "Helen", cycle, SPEAK)
    move(northmere, "Helen", first, "idea")
    assert targets_of(northmere, "Helen") == [(1, "idea", SPEAK.behaviour), (2, "idea", LISTEN.behaviour)]
    move(northmere, "Helen", first, "let_go")
    begin(northmere, "Helen", cycle, Words("up", "Thank somebody by name every Friday"))
    with pytest.raises(DomainError, match="never on a third"):
        move(northmere, "Helen", first, "idea")


def test_who_sits_out_later_still_keeps_what_they_have(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    part(northmere, cycle, "Helen")
    with scope(organisation=northmere.organisation.pk):
        Participant.objects.filter(cycle=cycle, leader=northmere.leader("Helen")).update(sits_out=True)
    move(northmere, "Helen", target, "settled")
    assert targets_of(northmere, "Helen") == [(1, "settled", LISTEN.behaviour)]


def test_the_audit_trail_hears_nothing(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = AuditEntry.objects.count()
    target = begin(northmere, "Helen", cycle)
    reword(northmere, "Helen", target, SPEAK)
    move(northmere, "Helen", target, "settled", "cracked")
    with scope(organisation=northmere.organisation.pk):
        assert AuditEntry.objects.count() == before
