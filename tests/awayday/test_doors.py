"""Opening, renewing and closing the doors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from awayday.models import Awayday, Claim
from awayday.services import doors
from awayday.services.claims import confirm_claim, make_claim
from awayday.services.doors import Door, close_doors, find_door, open_doors, renew_code
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry
from tests.awayday.held import opened, planned
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import refused_by
from tests.pairing.room import open_room, pair_up, seal

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(hours=19)


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


def draw(monkeypatch: pytest.MonkeyPatch, *codes: int) -> None:
    """What chance brings next; 000000 is none of them."""
    left = iter(codes)
    monkeypatch.setattr("secrets.randbelow", lambda below: range(below)[next(left) - 1])


def trail(awayday: Awayday) -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(subject_id=awayday.pk).order_by("at")
    return [(entry.verb, entry.by_name) for entry in entries]


def test_opening_lets_people_in_for_eighteen_hours(inside: Northmere) -> None:
    awayday = planned(inside)
    now = open_doors(awayday=awayday, by=inside.facilitator)
    assert re.fullmatch(r"[0-9]{6}", now.code)
    assert (now.stage, now.is_open, now.closed_at) == ("lobby", True, None)
    assert now.doors_opened_at is not None
    assert now.doors_close_at == now.doors_opened_at + dt.timedelta(hours=18)
    assert find_door(now.code) == Door(inside.organisation.pk, awayday.pk)


@pytest.mark.parametrize(("code", "shown"), [(1, "000 001"), (999_999, "999 999")])
def test_codes_begin_after_the_rehearsals(
    inside: Northmere, monkeypatch: pytest.MonkeyPatch, code: int, shown: str
) -> None:
    draw(monkeypatch, code)
    assert opened(inside).shown_code == shown


def test_opening_open_doors_changes_nothing(inside: Northmere) -> None:
    first = opened(inside)
    again = open_doors(awayday=first, by=inside.sponsor)
    assert (again.code, again.doors_opened_at) == (first.code, first.doors_opened_at)
    assert trail(first) == [("awayday planned", "Esther Boateng"), ("doors opened", "Esther Boateng")]


def test_after_eighteen_hours_nobody_comes_in_any_more(inside: Northmere) -> None:
    awayday = planned(inside)
    now = open_doors(awayday=awayday, by=inside.facilitator, at=timezone.now() - LONG_AGO)
    assert not now.is_open
    assert find_door(now.code) is None
    again = open_doors(awayday=awayday, by=inside.facilitator)
    assert again.is_open
    assert find_door(again.code) == Door(inside.organisation.pk, awayday.pk)


def test_closing_ends_the_code_and_whatever_was_said_at_the_door(inside: Northmere) -> None:
    awayday = opened(inside)
    waiting = make_claim(awayday=awayday, leader=inside.leader("Priya"))
    confirmed = make_claim(awayday=awayday, leader=inside.leader("Helen"))
    confirm_claim(claim=confirmed, by=inside.facilitator)
    now = close_doors(awayday=awayday, by=inside.sponsor)
    assert (now.code, now.is_open, now.stage) == ("", False, "lobby")
    assert find_door(awayday.code) is None
    assert set(Claim.objects.values_list("pk", "ended_at")) == {
        (waiting.pk, now.closed_at),
        (confirmed.pk, now.closed_at),
    }
    again = close_doors(awayday=awayday, by=inside.facilitator)
    assert again.closed_at == now.closed_at
    assert trail(awayday)[1:] == [("doors opened", "Esther Boateng"), ("doors closed", "Maggie Thornton")]


def test_opening_again_brings_another_code_and_the_same_stage(
    inside: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, 7, 42)
    awayday = opened(inside)
    Awayday.objects.filter(pk=awayday.pk).update(stage="lessons")
    close_doors(awayday=awayday, by=inside.facilitator)
    again = open_doors(awayday=awayday, by=inside.facilitator)
    assert (awayday.code, again.code) == ("000007", "000042")
    assert (again.is_open, again.closed_at, again.stage) == (True, None, "lessons")
    assert find_door("000007") is None


def test_a_new_code_takes_the_place_of_the_old_one(inside: Northmere) -> None:
    awayday = opened(inside)
    waiting = make_claim(awayday=awayday, leader=inside.leader("Priya"))
    confirmed = make_claim(awayday=awayday, leader=inside.leader("Helen"))
    confirm_claim(claim=confirmed, by=inside.facilitator)
    now = renew_code(awayday=awayday, by=inside.facilitator)
    assert [claim.pk for claim in Claim.objects.filter(ended_at=None)] == [confirmed.pk]
    assert Claim.objects.get(pk=waiting.pk).ended_at is not None
    assert now.code != awayday.code
    assert find_door(awayday.code) is None
    assert find_door(now.code) == Door(inside.organisation.pk, awayday.pk)
    assert trail(awayday)[-1] == ("code renewed", "Esther Boateng")


def test_the_trail_never_has_the_code(inside: Northmere) -> None:
    awayday = opened(inside)
    code = renew_code(awayday=awayday, by=inside.facilitator).code
    entries = list(
        AuditEntry.objects.filter(subject_id=awayday.pk, verb__in=["doors opened", "code renewed"])
    )
    assert [entry.details for entry in entries] == [{}, {}]
    assert code not in repr([entry.__dict__ for entry in entries])


@pytest.mark.parametrize("close_first", [False, True])
def test_closed_doors_have_no_code_to_renew(inside: Northmere, close_first: bool) -> None:
    awayday = opened(inside) if close_first else planned(inside)
    if close_first:
        close_doors(awayday=awayday, by=inside.facilitator)
    with pytest.raises(DomainError, match=r"^The doors are not open\.$"):
        renew_code(awayday=awayday, by=inside.facilitator)
    assert Awayday.objects.get(pk=awayday.pk).code == ""


def test_doors_that_never_opened_cannot_be_closed(inside: Northmere) -> None:
    with pytest.raises(DomainError, match=r"^The doors are not open\.$"):
        close_doors(awayday=planned(inside), by=inside.facilitator)


def test_a_code_that_another_organisation_has_just_now_is_drawn_again(
    inside: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_northmere("southmere")
    draw(monkeypatch, 482913, 482913, 482913, 5)
    with scope(organisation=other.organisation.pk):
        theirs = opened(other)
    ours = opened(inside)
    assert (theirs.code, ours.code) == ("482913", "000005")
    assert find_door("482913") == Door(other.organisation.pk, theirs.pk)
    assert find_door("000005") == Door(inside.organisation.pk, ours.pk)


def test_when_no_code_is_free_it_is_said_and_nothing_has_changed(
    inside: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_northmere("southmere")
    draw(monkeypatch, *[1] * (doors.TRIES + 1))
    with scope(organisation=other.organisation.pk):
        opened(other)
    awayday = planned(inside)
    with pytest.raises(DomainError, match=r"^No free code was found\. Press again\.$"):
        open_doors(awayday=awayday, by=inside.facilitator)
    assert Awayday.objects.get(pk=awayday.pk).doors_opened_at is None


def test_an_awayday_that_never_began_does_not_open_a_sealed_cycle(inside: Northmere) -> None:
    cycle = open_room(inside)
    awayday = planned(inside, cycle)
    pair_up(inside, cycle, "Priya", "Helen")
    seal(inside, cycle)
    with pytest.raises(DomainError, match=r"^The pairs of this cycle are sealed, so no Awayday opens it"):
        open_doors(awayday=awayday, by=inside.facilitator)
    assert not Awayday.objects.get(pk=awayday.pk).is_open


def test_once_sealed_the_doors_can_be_opened_again(inside: Northmere) -> None:
    cycle = open_room(inside)
    awayday = opened(inside, cycle)
    pair_up(inside, cycle, "Priya", "Helen")
    seal(inside, cycle)
    close_doors(awayday=awayday, by=inside.facilitator)
    assert open_doors(awayday=awayday, by=inside.facilitator).is_open


def test_the_database_keeps_codes_apart_and_closed_doors_without_one(inside: Northmere) -> None:
    awayday = opened(inside)
    with refused_by("awayday_code_while_open"):
        Awayday.objects.filter(pk=awayday.pk).update(closed_at=timezone.now())
    with refused_by("awayday_code_of_digits"):
        Awayday.objects.filter(pk=awayday.pk).update(code="ABC123")
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        theirs = opened(other)
        with refused_by("awayday_code_once"):
            Awayday.objects.filter(pk=theirs.pk).update(code=awayday.code)


def test_finding_a_door_needs_no_scope_and_shows_nothing_else() -> None:
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        code = opened(cast).code
    assert find_door(code) is not None
    assert find_door("") is None
    assert Awayday.objects.count() == 0
