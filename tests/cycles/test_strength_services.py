"""Telling a partner what one rates in them: who may, how often, what is still to be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from cycles.emails.strengths import STRENGTHS_TO_READ
from cycles.models import Cycle, Strength, StrengthsRead
from cycles.rules.notes import fingerprint
from cycles.services.own_text import ChangedMeanwhile
from cycles.services.pair_words import ReadOnly, own_pairs, unless_closed
from cycles.services.strength_pages import shown_strengths
from cycles.services.strengths import (
    add_strength,
    change_strength,
    delete_strength,
    strengths_standing,
)
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle, pair_of
from tests.cycles.pair_words import (
    MINUTE,
    TRIO,
    end_pair,
    give,
    leave_trio,
    queued,
    read_from,
    strengths_for,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def change(
    cast: Northmere,
    name: str,
    strength: Strength,
    text: str,
    *,
    seen: str | None = None,
    at: dt.datetime = NOW,
) -> None:
    """Having seen what stands, unless ``seen`` says what else."""
    with as_(cast, name):
        change_strength(
            strength=strength,
            leader=cast.leader(name),
            text=text,
            seen=fingerprint(strength.text if seen is None else seen),
            by=cast.person(name),
            at=at,
        )


def delete(cast: Northmere, name: str, strength: Strength) -> None:
    with as_(cast, name):
        delete_strength(strength=strength, leader=cast.leader(name), by=cast.person(name))


def received(cast: Northmere, cycle: Cycle, name: str) -> list[tuple[list[str], int]]:
    """For each partner what stands on the leader's page, and how many wait behind a press."""
    with as_(cast, name):
        [shown] = shown_strengths(own_pairs(cast.leader(name), cycle=cycle), cast.leader(name))
        return [([one.text for one in partner.received], partner.unread) for partner in shown.partners]


def test_what_is_given_waits_to_be_read(northmere: Northmere, cycle: Cycle) -> None:
    assert strengths_for(northmere, cycle, "Helen") == (set(), set())
    give(northmere, cycle, "Helen", "Priya", "  Calm \r\n under fire ")
    assert strengths_for(northmere, cycle, "Helen") == ({"Priya"}, set())
    assert strengths_for(northmere, cycle, "Priya") == (set(), {"Helen"})
    assert received(northmere, cycle, "Priya") == [([], 1)]
    read_from(northmere, cycle, "Priya", "Helen")
    assert strengths_for(northmere, cycle, "Priya") == (set(), set())
    assert received(northmere, cycle, "Priya") == [(["Calm under fire"], 0)]


def test_what_is_added_or_changed_later_is_new(northmere: Northmere, cycle: Cycle) -> None:
    first = give(northmere, cycle, "Helen", "Priya", "Calm")
    read_from(northmere, cycle, "Priya", "Helen")
    give(northmere, cycle, "Helen", "Priya", "Fair", NOW + MINUTE)
    assert received(northmere, cycle, "Priya") == [(["Calm"], 1)]
    read_from(northmere, cycle, "Priya", "Helen")
    change(northmere, "Helen", first, "Calm under fire", at=NOW + 2 * MINUTE)
    assert received(northmere, cycle, "Priya") == [(["Fair"], 1)]
    read_from(northmere, cycle, "Priya", "Helen")
    assert received(northmere, cycle, "Priya") == [(["Calm under fire", "Fair"], 0)]
    with as_(northmere, "Priya"):
        assert [one.read_at for one in StrengthsRead.objects.all()] == [NOW + 2 * MINUTE]


def test_what_was_written_while_somebody_read_is_still_to_be_read(northmere: Northmere, cycle: Cycle) -> None:
    """It was begun before the other pressed, and kept after."""
    give(northmere, cycle, "Helen", "Priya", "Calm", NOW)
    read_from(northmere, cycle, "Priya", "Helen")
    give(northmere, cycle, "Helen", "Priya", "Fair", NOW + dt.timedelta(microseconds=1))
    assert strengths_for(northmere, cycle, "Priya") == (set(), {"Helen"})


def test_reading_nothing_marks_nothing(northmere: Northmere, cycle: Cycle) -> None:
    read_from(northmere, cycle, "Priya", "Helen")
    with as_(northmere, "Priya"):
        assert not StrengthsRead.objects.exists()


def test_the_same_words_twice_are_one(northmere: Northmere, cycle: Cycle) -> None:
    first = give(northmere, cycle, "Helen", "Priya", "Calm")
    again = give(northmere, cycle, "Helen", "Priya", " Calm\n", NOW + MINUTE)
    assert first.pk == again.pk
    with as_(northmere, "Helen"):
        assert Strength.objects.count() == 1


def test_twelve_are_enough(northmere: Northmere, cycle: Cycle) -> None:
    made = [give(northmere, cycle, "Helen", "Priya", f"Reason {number}") for number in range(12)]
    with pytest.raises(DomainError, match=r"^That makes twelve already\. Take one out before you add"):
        give(northmere, cycle, "Helen", "Priya", "Reason 12")
    assert give(northmere, cycle, "Helen", "Priya", "Reason 3").pk == made[3].pk
    delete(northmere, "Helen", made[0])
    give(northmere, cycle, "Helen", "Priya", "Reason 12")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", r"^Write down something you have seen, in a sentence or two\.$"),
        ("x" * 301, r"^Make it 300 characters at most; it has 301 now\.$"),
    ],
)
def test_what_cannot_be_said(northmere: Northmere, cycle: Cycle, text: str, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        give(northmere, cycle, "Helen", "Priya", text)
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    with pytest.raises(DomainError, match=sentence):
        change(northmere, "Helen", strength, text)


@pytest.mark.parametrize("about", ["Amara", "Helen"])
def test_one_says_it_of_a_partner(northmere: Northmere, cycle: Cycle, about: str) -> None:
    with pytest.raises(DomainError, match=r"^This is for you and your partner\."):
        give(northmere, cycle, "Helen", about, "Calm")


def test_changed_on_two_devices_the_second_is_asked(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    change(northmere, "Helen", strength, "Calm in a storm", at=NOW + MINUTE)
    with pytest.raises(ChangedMeanwhile) as clash:
        change(northmere, "Helen", strength, "Calm on the phone", seen="Calm")
    assert clash.value.text == "Calm in a storm"
    change(northmere, "Helen", strength, "Calm in a storm", seen="Calm")
    change(northmere, "Helen", strength, "Calm on the phone", seen="Calm in a storm")
    with as_(northmere, "Priya"):
        assert Strength.objects.get().text == "Calm on the phone"


def test_the_same_words_are_not_new(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    read_from(northmere, cycle, "Priya", "Helen")
    change(northmere, "Helen", strength, "Calm ", at=NOW + MINUTE)
    assert strengths_for(northmere, cycle, "Priya") == (set(), set())


def test_what_was_taken_out_is_gone_for_both(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    delete(northmere, "Helen", strength)
    assert strengths_for(northmere, cycle, "Priya") == (set(), set())
    with pytest.raises(DomainError, match=r"^You took this out meanwhile\."):
        change(northmere, "Helen", strength, "Calm on the phone")
    delete(northmere, "Helen", strength)


def test_nobody_changes_or_takes_out_what_another_has_written(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    with pytest.raises(DomainError, match=r"^You took this out meanwhile\."):
        change(northmere, "Priya", strength, "Very calm")
    delete(northmere, "Priya", strength)
    with as_(northmere, "Helen"):
        assert Strength.objects.get().text == "Calm"
        with pytest.raises(ReadOnly, match=r"^Only the two of a pair write here\.$"):
            add_strength(
                pair=pair_of(cycle, northmere.leader("Priya")),
                leader=northmere.leader("Priya"),
                about=northmere.leader("Helen"),
                text="In her name",
                by=northmere.person("Helen"),
                at=NOW,
            )


def test_in_a_trio_each_strength_is_between_two(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    give(northmere, cycle, "Helen", "Priya", "Calm")
    assert strengths_for(northmere, cycle, "Helen") == ({"Priya"}, set())
    assert strengths_for(northmere, cycle, "Joanna") == (set(), set())
    assert received(northmere, cycle, "Joanna") == [([], 0), ([], 0)]
    assert received(northmere, cycle, "Priya") == [([], 1), ([], 0)]
    assert queued(northmere, STRENGTHS_TO_READ) == [("Priya", "2026-11-20", NOW + 10 * MINUTE)]


def test_after_somebody_has_left_a_trio_both_keep_what_was_said(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    give(northmere, cycle, "Joanna", "Priya", "Calm")
    unread = give(northmere, cycle, "Priya", "Joanna", "Fair")
    leave_trio(northmere, cycle, "Joanna", NOW + MINUTE)
    assert received(northmere, cycle, "Priya") == [([], 0), (["Calm"], 0)]
    assert received(northmere, cycle, "Joanna") == [([], 0), (["Fair"], 0)]
    assert strengths_for(northmere, cycle, "Priya") == (set(), set())
    change(northmere, "Priya", unread, "Fair to all", at=NOW + 2 * MINUTE)
    assert received(northmere, cycle, "Joanna") == [([], 0), ([], 0)]


def test_when_a_pair_has_ended_all_of_it_is_shown_and_nothing_added(
    northmere: Northmere, cycle: Cycle
) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    end_pair(northmere, cycle, "Helen", NOW + MINUTE)
    for refused in (
        lambda: give(northmere, cycle, "Helen", "Priya", "Fair"),
        lambda: change(northmere, "Helen", strength, "Fair"),
        lambda: delete(northmere, "Helen", strength),
        lambda: read_from(northmere, cycle, "Priya", "Helen"),
    ):
        with pytest.raises(ReadOnly, match=r"^This pair has ended\."):
            refused()
    assert received(northmere, cycle, "Priya") == [(["Calm"], 0)]


def test_a_closed_cycle_is_to_read(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    with as_(northmere, "Helen"):
        go_to(cycle, "closed", closed_at=NOW)
    for refused in (
        lambda: give(northmere, cycle, "Helen", "Priya", "Fair"),
        lambda: change(northmere, "Helen", strength, "Fair"),
        lambda: delete(northmere, "Helen", strength),
    ):
        with pytest.raises(ReadOnly, match=r"^Cycle 3 is over, so this can be read but not changed\.$"):
            refused()
    assert received(northmere, cycle, "Priya") == [(["Calm"], 0)]


def test_a_partner_is_told_in_ten_minutes_and_once_a_day(northmere: Northmere, cycle: Cycle) -> None:
    first = give(northmere, cycle, "Helen", "Priya", "Calm")
    give(northmere, cycle, "Helen", "Priya", "Fair", NOW + MINUTE)
    change(northmere, "Helen", first, "Calm under fire", at=NOW + 2 * MINUTE)
    soon = ("Priya", "2026-11-20", NOW + 10 * MINUTE)
    assert queued(northmere, STRENGTHS_TO_READ) == [soon]
    give(northmere, cycle, "Helen", "Priya", "Quick", NOW + DAY)
    tomorrow = ("Priya", "2026-11-21", NOW + DAY + 10 * MINUTE)
    assert queued(northmere, STRENGTHS_TO_READ) == [soon, tomorrow]


def test_the_audit_trail_does_not_know_that_anybody_wrote(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"):
        before = AuditEntry.objects.count()
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    read_from(northmere, cycle, "Priya", "Helen")
    delete(northmere, "Helen", strength)
    with as_(northmere, "Helen"):
        assert AuditEntry.objects.count() == before


def test_where_strengths_stand_takes_three_queries(
    northmere: Northmere, django_assert_num_queries: Any
) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    for number in range(3):
        give(northmere, cycle, "Helen", "Priya", f"Reason {number}")
        give(northmere, cycle, "Joanna", "Helen", f"Reason {number}")
    with as_(northmere, "Helen"):
        pair, helen = pair_of(cycle, northmere.leader("Helen")), northmere.leader("Helen")
        with django_assert_num_queries(3):
            standing = strengths_standing(pair, helen)
    assert standing.given_to == {northmere.leader("Priya").pk}
    assert standing.unread_from == {northmere.leader("Joanna").pk}


def test_a_cycle_closed_at_that_moment_is_said_in_words(northmere: Northmere, cycle: Cycle) -> None:
    """The database has the last word."""
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    with as_(northmere, "Helen"):
        go_to(cycle, "closed", closed_at=NOW)
        with pytest.raises(ReadOnly, match=r"^The cycle has just been closed\.$"), unless_closed():
            strength.save(update_fields=["changed_at"])
