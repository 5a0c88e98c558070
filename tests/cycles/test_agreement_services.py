"""Writing an agreement and agreeing to it: who may, who is asked again, who is told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from cycles.emails.agreements import AGREEMENT_TO_READ
from cycles.models import Agreement, AgreementYes, Cycle
from cycles.rules.agreements import Answers, Standing
from cycles.services.agreements import (
    ChangedMeanwhile,
    agree,
    agreement_standing,
    answers_of,
    take_yes_back,
    write_agreement,
)
from cycles.services.pair_words import ReadOnly
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle, pair_of
from tests.cycles.pair_words import (
    MINUTE,
    TRIO,
    end_pair,
    leave_trio,
    queued,
    read_agreement,
    say_yes,
    stands_for,
    write,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def test_both_say_yes_each_by_their_own_press(northmere: Northmere, cycle: Cycle) -> None:
    assert stands_for(northmere, cycle, "Helen") == Standing.NONE
    write(northmere, cycle, "Helen", meeting="Tuesdays \r\n")
    assert (stands_for(northmere, cycle, "Helen"), stands_for(northmere, cycle, "Priya")) == (
        Standing.MINE,
        Standing.MINE,
    )
    say_yes(northmere, cycle, "Helen")
    assert (stands_for(northmere, cycle, "Helen"), stands_for(northmere, cycle, "Priya")) == (
        Standing.WAITING,
        Standing.MINE,
    )
    say_yes(northmere, cycle, "Priya")
    assert stands_for(northmere, cycle, "Helen") == stands_for(northmere, cycle, "Priya") == Standing.AGREED
    shown = read_agreement(northmere, cycle, "Priya")
    assert [text for _question, text in shown.answers] == ["Tuesdays", "", "", ""]
    assert shown.agreed == "You and Helen have agreed."


def test_a_yes_said_twice_is_said_once(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Priya")
    say_yes(northmere, cycle, "Priya", at=NOW + MINUTE)
    with as_(northmere, "Priya"):
        assert [yes.said_at for yes in AgreementYes.objects.all()] == [NOW]


def test_other_words_ask_everybody_again(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    say_yes(northmere, cycle, "Priya")
    second = write(northmere, cycle, "Priya", seen=first, meeting="Fridays", at=NOW + MINUTE)
    assert (stands_for(northmere, cycle, "Helen"), stands_for(northmere, cycle, "Priya")) == (
        Standing.MINE,
        Standing.MINE,
    )
    with as_(northmere, "Helen"):
        kept = {one.pk: (one.meeting, one.replaced_at) for one in Agreement.objects.all()}
    assert kept == {first.pk: ("Tuesdays", NOW + MINUTE), second.pk: ("Fridays", None)}


def test_the_same_words_change_nothing(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays", trouble="We talk")
    say_yes(northmere, cycle, "Helen")
    same = write(northmere, cycle, "Priya", seen=first, meeting="Tuesdays\r\n", trouble="We talk ")
    late = write(northmere, cycle, "Priya", seen=None, meeting="Tuesdays", trouble="We talk")
    assert first.pk == same.pk == late.pk
    assert stands_for(northmere, cycle, "Helen") == Standing.WAITING


def test_whoever_did_not_see_what_stands_is_asked_first(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    with pytest.raises(ChangedMeanwhile) as empty:
        write(northmere, cycle, "Priya", seen=None, meeting="Fridays")
    assert empty.value.standing.pk == first.pk
    second = write(northmere, cycle, "Priya", seen=first, meeting="Fridays")
    with pytest.raises(ChangedMeanwhile) as old:
        write(northmere, cycle, "Helen", seen=first, meeting="Mondays")
    assert (old.value.standing.pk, old.value.standing.written_by) == (second.pk, northmere.leader("Priya"))
    with as_(northmere, "Helen"):
        assert [one.meeting for one in Agreement.objects.standing()] == ["Fridays"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (Answers(trouble=" "), "Write something under at least one of the four questions."),
        (Answers(meeting="x" * 2001), "Keep each answer to 2,000 characters: one page is enough."),
    ],
)
def test_what_cannot_be_agreed_on(
    northmere: Northmere, cycle: Cycle, answers: Answers, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        write(northmere, cycle, "Helen", answers=answers)
    assert stands_for(northmere, cycle, "Helen") == Standing.NONE


@pytest.mark.parametrize("seen", ["older", "unknown", "none"])
def test_a_yes_is_to_the_words_that_were_seen(northmere: Northmere, cycle: Cycle, seen: str) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    write(northmere, cycle, "Helen", seen=first, meeting="Fridays")
    saw = {"older": first.pk, "unknown": uuid.uuid4(), "none": None}[seen]
    with as_(northmere, "Priya"), pytest.raises(DomainError, match=r"^It has just been changed\. Read it"):
        agree(
            pair=pair_of(cycle, northmere.leader("Priya")),
            leader=northmere.leader("Priya"),
            seen=saw,
            by=northmere.person("Priya"),
            at=NOW,
        )
    assert stands_for(northmere, cycle, "Priya") == Standing.MINE


def test_a_yes_can_be_taken_back(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    say_yes(northmere, cycle, "Priya")
    for _ in range(2):
        with as_(northmere, "Priya"):
            take_yes_back(
                pair=pair_of(cycle, northmere.leader("Priya")),
                leader=northmere.leader("Priya"),
                by=northmere.person("Priya"),
            )
    assert (stands_for(northmere, cycle, "Helen"), stands_for(northmere, cycle, "Priya")) == (
        Standing.WAITING,
        Standing.MINE,
    )


def test_in_a_trio_all_three_agree(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    for name in ("Helen", "Priya"):
        say_yes(northmere, cycle, name)
    assert stands_for(northmere, cycle, "Helen") == Standing.WAITING
    shown = read_agreement(northmere, cycle, "Helen")
    assert shown.agreed == "You and Priya have agreed. Joanna has still to agree."
    assert shown.readers == "You, Joanna and Priya"
    say_yes(northmere, cycle, "Joanna")
    assert stands_for(northmere, cycle, "Helen") == Standing.AGREED


def test_whoever_leaves_a_trio_reads_what_stood_then_and_is_not_waited_for(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    leave_trio(northmere, cycle, "Joanna", NOW + MINUTE)
    say_yes(northmere, cycle, "Priya", at=NOW + 2 * MINUTE)
    assert stands_for(northmere, cycle, "Helen") == Standing.AGREED
    write(northmere, cycle, "Priya", seen=first, meeting="Fridays", at=NOW + 3 * MINUTE)
    left = read_agreement(northmere, cycle, "Joanna")
    assert left.wording is not None
    assert left.wording.pk == first.pk
    assert left.agreed == "Helen agreed. You and Priya had still to agree."
    assert read_agreement(northmere, cycle, "Helen").partner_names == "Priya"


def test_a_pair_that_has_ended_reads_and_writes_no_more(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    end_pair(northmere, cycle, "Helen", NOW + MINUTE)
    for refused in (
        lambda: write(northmere, cycle, "Helen", seen=first, meeting="Fridays"),
        lambda: say_yes(northmere, cycle, "Priya", first.pk),
    ):
        with pytest.raises(ReadOnly, match=r"^This pair has ended\. What was written stays here"):
            refused()
    shown = read_agreement(northmere, cycle, "Priya")
    assert shown.agreed == "Helen agreed. You had still to agree."
    assert shown.why_read_only == "This pair has ended. What was written stays here for you to read."


def test_a_closed_cycle_is_to_read(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    with as_(northmere, "Helen"):
        go_to(cycle, "closed", closed_at=NOW)
    for refused in (
        lambda: write(northmere, cycle, "Helen", seen=first, meeting="Fridays"),
        lambda: say_yes(northmere, cycle, "Priya", first.pk),
    ):
        with pytest.raises(ReadOnly, match=r"^Cycle 3 is over, so this can be read but not changed\.$"):
            refused()
    assert read_agreement(northmere, cycle, "Helen").wording == first


def test_nobody_writes_in_anothers_name(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"), pytest.raises(ReadOnly, match=r"^Only the two of a pair write here\.$"):
        write_agreement(
            pair=pair_of(cycle, northmere.leader("Priya")),
            leader=northmere.leader("Priya"),
            answers=Answers(meeting="Tuesdays"),
            seen=None,
            by=northmere.person("Helen"),
            at=NOW,
        )
    with as_(northmere, "Amara"), pytest.raises(ReadOnly, match=r"^This pair has ended"):
        write_agreement(
            pair=pair_of(cycle, northmere.leader("Helen")),
            leader=northmere.leader("Amara"),
            answers=Answers(meeting="Tuesdays"),
            seen=None,
            by=northmere.person("Amara"),
            at=NOW,
        )


def test_the_others_are_told_in_ten_minutes_and_once_a_day(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    soon = NOW + 10 * MINUTE
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    write(northmere, cycle, "Helen", seen=first, meeting="Fridays", at=NOW + MINUTE)
    told = [("Joanna", "2026-11-20", soon), ("Priya", "2026-11-20", soon)]
    assert queued(northmere, AGREEMENT_TO_READ) == told
    stands = read_agreement(northmere, cycle, "Helen").wording
    write(northmere, cycle, "Helen", seen=stands, meeting="Mondays", at=NOW + DAY)
    assert queued(northmere, AGREEMENT_TO_READ) == [
        ("Joanna", "2026-11-20", soon),
        ("Joanna", "2026-11-21", soon + DAY),
        ("Priya", "2026-11-20", soon),
        ("Priya", "2026-11-21", soon + DAY),
    ]


def test_whoever_has_read_it_meanwhile_is_not_told(northmere: Northmere) -> None:
    """By agreeing, or by putting it into other words."""
    cycle = make_cycle(northmere, pairs=TRIO)
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Priya")
    assert [name for name, *_ in queued(northmere, AGREEMENT_TO_READ)] == ["Joanna"]
    write(northmere, cycle, "Joanna", seen=first, meeting="Fridays")
    assert [name for name, *_ in queued(northmere, AGREEMENT_TO_READ)] == ["Helen", "Priya"]


def test_the_same_words_tell_nobody(northmere: Northmere, cycle: Cycle) -> None:
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Priya")
    write(northmere, cycle, "Helen", seen=first, meeting="Tuesdays")
    assert queued(northmere, AGREEMENT_TO_READ) == []


def test_the_audit_trail_does_not_know_that_anybody_wrote(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"):
        before = AuditEntry.objects.count()
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    with as_(northmere, "Helen"):
        assert AuditEntry.objects.count() == before


def test_answers_of_nothing_are_empty() -> None:
    assert answers_of(None) == Answers()


def test_where_an_agreement_stands_takes_three_queries(
    northmere: Northmere, django_assert_num_queries: Any
) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    stands = None
    for number in range(3):
        stands = write(northmere, cycle, "Helen", seen=stands, meeting=f"Day {number}")
    for name in ("Helen", "Priya", "Joanna"):
        say_yes(northmere, cycle, name)
    with as_(northmere, "Helen"):
        pair, helen = pair_of(cycle, northmere.leader("Helen")), northmere.leader("Helen")
        with django_assert_num_queries(3):
            assert agreement_standing(pair, helen) == Standing.AGREED
