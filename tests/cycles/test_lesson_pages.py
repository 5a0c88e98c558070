"""The pages of lessons: kept for oneself, offered, taken back; and what of them others see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson
from cycles.rules.notes import fingerprint
from cycles.services.lessons import ENOUGH_WRITTEN, MOST_WRITTEN, keep_lesson, offer_kept, take_lesson_back
from tests.cast import Northmere
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def keep(cast: Northmere, cycle: Cycle, name: str, text: str) -> Lesson:
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        return keep_lesson(cycle=cycle, leader=cast.leader(name), text=text, at=NOW)


def own(cast: Northmere, name: str) -> list[tuple[str, bool]]:
    """Texts and whether they are offered."""
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        found = Lesson.objects.filter(leader=cast.leader(name))
        return sorted((lesson.text, lesson.offered_at is not None) for lesson in found)


def test_a_lesson_is_kept_and_nobody_else_sees_that_there_is_one(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    response = helen.post(f"{northmere.base}lessons/new/", {"text": " Ask  first. ", "keep": "yes"})
    assert response.headers["Location"] == f"{northmere.base}lessons/"
    assert own(northmere, "Helen") == [("Ask first.", False)]
    page = words(helen.get(f"{northmere.base}lessons/"))
    assert "Yours Ask first. Only you Offer it to the team" in page
    for name in ("Priya", "Amara", "facilitator", "sponsor", "administrator"):
        page = words(signed_in(northmere, name).get(f"{northmere.base}lessons/"))
        assert "Ask first" not in page
        assert "Yours" not in page


def test_what_is_offered_is_read_by_the_team_and_by_those_who_run_it(
    northmere: Northmere, cycle: Cycle
) -> None:
    helen = signed_in(northmere, "Helen")
    helen.post(f"{northmere.base}lessons/new/", {"text": "Ask first.", "offer": "yes"})
    assert "Ask first. Your team Take it back" in words(helen.get(f"{northmere.base}lessons/"))
    for name in ("Priya", "Amara", "facilitator", "sponsor", "administrator"):
        page = words(signed_in(northmere, name).get(f"{northmere.base}lessons/"))
        assert "Ask first. Helen Armitage" in page


def test_taking_back_leaves_it_with_its_author(northmere: Northmere, cycle: Cycle) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    helen = signed_in(northmere, "Helen")
    for name, is_offered in (
        ("offer", True),
        ("offer", True),
        ("taking-back", False),
        ("taking-back", False),
    ):
        helen.post(f"{northmere.base}lessons/{lesson.pk}/{name}/")
        assert own(northmere, "Helen") == [("Ask first.", is_offered)]


def test_somebody_at_the_board_alone_takes_back_what_was_written_there_and_nothing_older(
    northmere: Northmere, cycle: Cycle
) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        offer_kept(lesson=lesson, at=NOW + dt.timedelta(days=1))
    with scope(organisation=northmere.organisation.pk):
        with pytest.raises(DomainError, match="Sign in to take it back"):
            take_lesson_back(lesson=lesson)
        assert Lesson.objects.get().text == "Ask first."


def test_changing_and_deleting_one_that_is_kept(northmere: Northmere, cycle: Cycle) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    helen, address = signed_in(northmere, "Helen"), f"{northmere.base}lessons/{lesson.pk}/"
    assert hidden(helen.get(address)) == {"seen": fingerprint("Ask first.")}
    helen.post(address, {"text": "Ask twice.", "seen": fingerprint("Ask first.")})
    assert own(northmere, "Helen") == [("Ask twice.", False)]
    assert "Delete it? It cannot be brought back." in words(helen.get(address))
    helen.post(f"{address}deletion/")
    assert own(northmere, "Helen") == []
    assert helen.post(f"{address}deletion/").status_code == 404


def test_two_devices_at_once_lose_nothing(northmere: Northmere, cycle: Cycle) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    helen, address = signed_in(northmere, "Helen"), f"{northmere.base}lessons/{lesson.pk}/"
    seen = fingerprint("Ask first.")
    helen.post(address, {"text": "From the laptop.", "seen": seen})
    response = helen.post(address, {"text": "From the phone.", "seen": seen})
    assert response.status_code == 422
    page = raw(response)
    assert "You have changed this lesson elsewhere since you opened this page." in page
    assert "From the phone." in page
    assert "From the laptop." in page
    helen.post(address, {"text": "Both.", **hidden(response)})
    assert own(northmere, "Helen") == [("Both.", False)]


def test_what_is_offered_is_not_changed_and_nothing_typed_is_lost(northmere: Northmere, cycle: Cycle) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    helen, address = signed_in(northmere, "Helen"), f"{northmere.base}lessons/{lesson.pk}/"
    helen.post(f"{address}offer/")
    response = helen.post(address, {"text": "Ask twice.", "seen": fingerprint("Ask first.")})
    assert response.status_code == 409
    assert "Take it back before you change it. Ask first." in words(response)
    assert "It is not saved. Copy it if you want to keep it. Ask twice." in words(response)
    helen.post(f"{address}deletion/")
    assert own(northmere, "Helen") == [("Ask first.", True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write down what you learnt, in a sentence or two."),
        ("x" * 241, "Make it 240 characters at most"),
    ],
)
def test_bad_input_is_said_beside_the_field(northmere: Northmere, cycle: Cycle, text: str, said: str) -> None:
    response = signed_in(northmere, "Helen").post(f"{northmere.base}lessons/new/", {"text": text})
    assert response.status_code == 422
    assert said in raw(response)
    assert text in raw(response)
    assert own(northmere, "Helen") == []


def test_twelve_at_most_and_the_same_words_once(northmere: Northmere, cycle: Cycle) -> None:
    for number in range(MOST_WRITTEN):
        keep(northmere, cycle, "Helen", f"Lesson {number}.")
    keep(northmere, cycle, "Helen", "Lesson 0.")
    with pytest.raises(DomainError) as refused:
        keep(northmere, cycle, "Helen", "One more.")
    assert str(refused.value) == ENOUGH_WRITTEN


def test_of_a_closed_cycle_lessons_are_read_and_not_changed(northmere: Northmere, cycle: Cycle) -> None:
    lesson = keep(northmere, cycle, "Helen", "Ask first.")
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "closed", closed_at=NOW)
    helen, address = signed_in(northmere, "Helen"), f"{northmere.base}lessons/{lesson.pk}/"
    assert "Ask first. Only you" in words(helen.get(f"{northmere.base}lessons/"))
    assert "Cycle 3 is closed, so its lessons can be read but not changed." in words(helen.get(address))
    for name in ("offer", "deletion"):
        helen.post(f"{address}{name}/")
    assert helen.post(address, {"text": "Later.", "seen": fingerprint("Ask first.")}).status_code == 409
    response = helen.post(f"{northmere.base}lessons/new/", {"text": "Later."})
    assert (response.status_code, "Later." in raw(response)) == (409, True)
    assert own(northmere, "Helen") == [("Ask first.", False)]


def test_other_peoples_lessons_are_not_there(northmere: Northmere, cycle: Cycle) -> None:
    kept = keep(northmere, cycle, "Helen", "Ask first.")
    shared = keep(northmere, cycle, "Helen", "Listen.")
    signed_in(northmere, "Helen").post(f"{northmere.base}lessons/{shared.pk}/offer/")
    amara = signed_in(northmere, "Amara")
    for lesson in (kept, shared):
        for name in ("", "offer/", "taking-back/", "deletion/"):
            assert amara.post(f"{northmere.base}lessons/{lesson.pk}/{name}").status_code == 404
    assert own(northmere, "Helen") == [("Ask first.", False), ("Listen.", True)]


def test_the_page_asks_as_many_questions_for_many_lessons(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"{northmere.base}lessons/")
        return len(found)

    keep(northmere, cycle, "Helen", "One.")
    few = queries()
    for name in ("Helen", "Priya", "Amara"):
        for number in range(2):
            signed_in(northmere, name).post(
                f"{northmere.base}lessons/new/", {"text": f"{name} {number}.", "offer": "yes"}
            )
    assert queries() == few
