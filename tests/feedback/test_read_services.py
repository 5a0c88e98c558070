"""What whoever asked reads, what is new among it, and the note to self."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.rules.notes import fingerprint
from cycles.services.notes import WrittenNote
from cycles.services.own_text import ChangedMeanwhile
from feedback.models import Asking, Reading
from feedback.rules.answers import First
from feedback.services.reading import keep_note, mark_read, read_asking
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import signed_in, word
from tests.feedback.answers_in import AMARA, JOANNA, AnswersIn, answers_in
from tests.feedback.past_services import UNTIL, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SECOND = dt.timedelta(seconds=1)


def mark(world: AnswersIn, shown: dt.datetime, name: str = "Helen") -> None:
    with signed_in(world.cast, name):
        mark_read(
            asking=world.asking, leader=world.cast.leader("Helen"), shown=shown, by=world.cast.person(name)
        )


def write(world: AnswersIn, text: str, *, seen: str) -> None:
    with signed_in(world.cast, "Helen"):
        keep_note(
            asking=Asking.objects.select_related("cycle").get(pk=world.asking.pk),
            leader=world.cast.leader("Helen"),
            note=WrittenNote(text, fingerprint(seen)),
            by=world.cast.person("Helen"),
        )


def note(world: AnswersIn) -> str:
    with signed_in(world.cast, "Helen"):
        return Reading.objects.get(asking=world.asking).note


def new(world: AnswersIn) -> list[str]:
    return [given.request.giver_called for given in world.read().answers if given.is_new]


def test_the_asker_reads_what_was_said_beside_what_was_asked_and_what_it_says_now(
    northmere: Northmere,
) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        target = world.about(2).target
        assert target
        word(target, "Saying it within a day", NOW)
    page = world.read()
    assert [(one.request.giver_name, one.said) for one in page.answers] == [
        ("Joanna Clarke", JOANNA),
        ("Amara Okafor", AMARA),
    ]
    assert (page.asked, page.answered, page.waiting) == (3, 2, 1)
    assert (page.readers, page.partners, page.can_share, page.may_read) == (
        "You and Priya",
        "Priya",
        True,
        True,
    )
    assert [(one.asked.behaviour, one.now and one.now.behaviour) for one in page.targets] == [
        ("Listening first", "Listening first"),
        ("Saying the difficult thing early", "Saying it within a day"),
    ]
    assert page.targets[1].has_changed


def test_answers_stand_side_by_side_by_question(northmere: Northmere) -> None:
    right, else_, keep = answers_in(northmere).read().questions
    assert right.words == "Are these the right two?"
    assert [part.said for _given, part in right.said] == ["The first one is", "Yes, both"]
    assert (right.left_out, else_.left_out, keep.left_out) == ("", "Amara", "")
    assert [part.said for _given, part in else_.said] == ["Deadlines, before that one"]
    assert [part.said for _given, part in keep.said] == ["How you thank people", "Your calm"]


def test_of_one_target_the_question_is_whether_it_is_the_right_one(northmere: Northmere) -> None:
    right = answers_in(northmere, "Amara", targets=1).read().questions[0]
    assert right.words == "Is this the right one?"
    assert [part.said for _given, part in right.said] == ["Yes, this is the right one"]


def test_nothing_is_read_before_it_is_closed_when_it_is_to_be_read_at_once(northmere: Northmere) -> None:
    world = answers_in(northmere, reveal="after")
    page = world.read()
    assert (page.may_read, page.answers, page.answered) == (False, (), 2)
    assert page.opens_on == dt.date(2026, 12, 5)
    world.asked.close(UNTIL)
    page = world.read(UNTIL)
    assert (page.may_read, len(page.answers)) == (True, 2)


def test_what_is_written_or_changed_since_it_was_read_is_new(northmere: Northmere) -> None:
    world = answers_in(northmere)
    assert new(world) == ["Joanna", "Amara"]
    mark(world, world.at["Joanna"])
    assert new(world) == ["Amara"]
    mark(world, world.at["Amara"])
    assert new(world) == []
    world.change("Joanna", First("both", "On second thoughts"), NOW)
    assert new(world) == ["Joanna"]


@pytest.mark.parametrize(
    ("shown", "read_at"),
    [
        (dt.timedelta(days=900), dt.timedelta(hours=1)),
        (dt.timedelta(minutes=30), None),
        (dt.timedelta(hours=1), dt.timedelta(hours=1)),
    ],
)
def test_nobody_has_read_more_than_there_was(
    northmere: Northmere, shown: dt.timedelta, read_at: dt.timedelta | None
) -> None:
    world = answers_in(northmere, "Joanna")
    asked_at = world.at["Joanna"] - dt.timedelta(hours=1)
    mark(world, asked_at + shown)
    with signed_in(northmere, "Helen"):
        found = Reading.objects.get(asking=world.asking).read_at
    assert found == (asked_at + read_at if read_at is not None else None)


def test_an_older_page_takes_nothing_back_of_what_was_read(northmere: Northmere) -> None:
    world = answers_in(northmere)
    mark(world, world.at["Amara"])
    mark(world, world.at["Joanna"])
    assert new(world) == []


def test_only_the_asker_marks_it_as_read(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with pytest.raises(DomainError, match="Only whoever asked"):
        mark(world, NOW, name="Priya")


def test_the_note_is_kept_and_changed(northmere: Northmere) -> None:
    world = answers_in(northmere)
    write(world, "Deadlines again. \r\n", seen="")
    assert note(world) == "Deadlines again."
    write(world, "Ask Joanna.", seen="Deadlines again.")
    assert note(world) == "Ask Joanna."
    write(world, "", seen="Ask Joanna.")
    assert note(world) == ""


def test_two_pages_with_the_note_lose_nothing(northmere: Northmere) -> None:
    world = answers_in(northmere)
    write(world, "From the phone", seen="")
    with pytest.raises(ChangedMeanwhile) as clash:
        write(world, "From the desk", seen="")
    assert clash.value.text == "From the phone"
    assert note(world) == "From the phone"
    write(world, "From the desk", seen="From the phone")
    assert note(world) == "From the desk"


def test_a_note_that_is_too_long_is_refused(northmere: Northmere) -> None:
    world = answers_in(northmere)
    write(world, "a" * 10_000 + "\r\n", seen="")
    with pytest.raises(DomainError, match="10,000 letters"):
        write(world, "a" * 10_001, seen="a" * 10_000)


def test_once_the_cycle_is_closed_all_is_read_and_the_note_stays(northmere: Northmere) -> None:
    world = answers_in(northmere, reveal="after")
    write(world, "Hm", seen="")
    close_cycle(world.asked.cycle)
    page = world.read()
    assert (page.may_read, len(page.answers), page.can_share, page.note) == (True, 2, False, "Hm")
    with pytest.raises(DomainError, match="Cycle 1 is over"):
        write(world, "Too late", seen="Hm")
    mark(world, world.at["Amara"])
    assert new(world) == []


def test_as_many_queries_for_three_answers_as_for_one(northmere: Northmere) -> None:
    world = answers_in(northmere, "Joanna")

    def count() -> int:
        with signed_in(northmere, "Helen"):
            asking = Asking.objects.select_related("cycle", "leader").get(pk=world.asking.pk)
            with CaptureQueriesContext(connection) as counted:
                read_asking(asking, northmere.leader("Helen"), at=NOW)
        return len(counted)

    one = count()
    more = _two_more(world)
    assert count() == one
    assert more == 3


def _two_more(world: AnswersIn) -> Any:
    from tests.feedback.answers_in import SAID
    from tests.feedback.past_services import answer, by_link

    for name in ("Amara", "Marek"):
        with by_link(world.cast, world.asked.requests[name]):
            answer(world.asked.requests[name], SAID[name])
    return world.read().answered


def test_nobody_else_is_shown_any_of_it(northmere: Northmere) -> None:
    world = answers_in(northmere)
    write(world, "Hm", seen="")
    for name in ("Priya", "Vikram", "Maggie"):
        with signed_in(northmere, name):
            assert not Asking.objects.exists()
            assert not Reading.objects.exists()
    with scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk):
        assert not Asking.objects.exists()
