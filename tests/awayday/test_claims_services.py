"""Whose a phone is: what it says, and what the facilitator answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from awayday.models import Arrival, Awayday, Claim
from awayday.services.arrivals import remove_arrival
from awayday.services.claims import (
    FULL,
    MOST_WAITING,
    NOT_WAITING,
    confirm_claim,
    leader_of_claim,
    make_claim,
    refuse_claim,
    waiting_claims,
    withdraw_claim,
)
from awayday.services.doors import close_doors
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Leader
from tests.awayday.held import opened
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


@pytest.fixture
def awayday(inside: Northmere) -> Awayday:
    return opened(inside)


def say(cast: Northmere, awayday: Awayday, name: str, instead_of: Claim | None = None) -> Claim:
    return make_claim(awayday=awayday, leader=cast.leader(name), instead_of=instead_of)


def waiting(awayday: Awayday) -> list[str]:
    return [claim.leader.called for claim in waiting_claims(awayday)]


def whose(claim: Claim) -> str:
    leader = leader_of_claim(awayday=claim.awayday, claim_id=claim.pk)
    return leader.called if leader else ""


def arrived(awayday: Awayday) -> dict[str, str]:
    rows = Arrival.objects.filter(awayday=awayday).select_related("leader")
    return {row.leader.called: row.how for row in rows}


def test_a_phone_waits_under_a_number_of_two_digits(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    assert 10 <= claim.number <= 99
    assert waiting(awayday) == ["Priya"]
    assert (whose(claim), arrived(awayday)) == ("", {})


def test_saying_the_same_again_is_the_same_claim(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    assert say(inside, awayday, "Priya", instead_of=claim) == claim
    assert waiting(awayday) == ["Priya"]


def test_another_name_ends_what_the_phone_said_before(inside: Northmere, awayday: Awayday) -> None:
    first = say(inside, awayday, "Priya")
    second = say(inside, awayday, "Helen", instead_of=first)
    assert waiting(awayday) == ["Helen"]
    assert Claim.objects.get(pk=first.pk).ended_at is not None
    assert Claim.objects.get(pk=second.pk).ended_at is None


def test_two_phones_may_say_the_same_name_under_different_numbers(
    inside: Northmere, awayday: Awayday
) -> None:
    one, other = say(inside, awayday, "Priya"), say(inside, awayday, "Priya")
    assert one.number != other.number
    assert waiting(awayday) == ["Priya", "Priya"]


def test_numbers_have_three_digits_when_many_wait_and_there_is_an_end(
    inside: Northmere, awayday: Awayday
) -> None:
    claims = [say(inside, awayday, "Priya") for _ in range(MOST_WAITING)]
    numbers = [claim.number for claim in claims]
    assert len(set(numbers)) == 50
    assert [len(str(number)) for number in numbers] == [2] * 30 + [3] * 20
    with pytest.raises(DomainError) as refused:
        say(inside, awayday, "Helen")
    assert str(refused.value) == FULL
    withdraw_claim(claim=claims[0])
    assert say(inside, awayday, "Helen").ended_at is None


def test_a_phone_that_waits_may_say_another_name_when_many_wait(inside: Northmere, awayday: Awayday) -> None:
    claims = [say(inside, awayday, "Priya") for _ in range(MOST_WAITING)]
    say(inside, awayday, "Helen", instead_of=claims[7])
    assert sorted(waiting(awayday)) == ["Helen"] + ["Priya"] * 49


def test_a_confirmed_phone_is_theirs_and_they_are_here(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    for _twice in range(2):
        confirm_claim(claim=claim, by=inside.facilitator)
    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.answered_by, kept.ended_at) == (inside.facilitator, None)
    assert (whose(claim), waiting(awayday), arrived(awayday)) == ("Priya", [], {"Priya": "confirmed"})
    (entry,) = AuditEntry.objects.filter(verb="claim confirmed")
    assert (entry.subject_id, entry.by, entry.details) == (
        inside.leader("Priya").pk,
        inside.facilitator,
        {},
    )


def test_confirming_ends_every_other_phone_of_theirs_and_nobody_elses(
    inside: Northmere, awayday: Awayday
) -> None:
    old, second, third = (say(inside, awayday, "Priya") for _ in range(3))
    helen = say(inside, awayday, "Helen")
    confirm_claim(claim=old, by=inside.facilitator)
    assert waiting(awayday) == ["Helen"]
    fourth = say(inside, awayday, "Priya")
    confirm_claim(claim=fourth, by=inside.sponsor)
    assert [whose(claim) for claim in (old, second, third, fourth)] == ["", "", "", "Priya"]
    confirm_claim(claim=helen, by=inside.facilitator)
    assert arrived(awayday) == {"Priya": "confirmed", "Helen": "confirmed"}


def test_what_ended_cannot_be_confirmed(inside: Northmere, awayday: Awayday) -> None:
    withdrawn, refused, beaten, first = (say(inside, awayday, "Priya") for _ in range(4))
    withdraw_claim(claim=withdrawn)
    refuse_claim(claim=refused, by=inside.facilitator)
    confirm_claim(claim=first, by=inside.facilitator)
    for claim in (withdrawn, refused, beaten):
        with pytest.raises(DomainError) as no:
            confirm_claim(claim=claim, by=inside.facilitator)
        assert str(no.value) == NOT_WAITING
    assert whose(first) == "Priya"


def test_a_refused_phone_is_nobodys(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    for _twice in range(2):
        refuse_claim(claim=claim, by=inside.facilitator)
    assert (whose(claim), waiting(awayday), arrived(awayday)) == ("", [], {})
    assert Claim.objects.get(pk=claim.pk).answered_by == inside.facilitator
    assert not AuditEntry.objects.filter(verb__startswith="claim").exists()


def test_refusing_what_a_colleague_has_confirmed_says_how_to_undo_it(
    inside: Northmere, awayday: Awayday
) -> None:
    claim = say(inside, awayday, "Priya")
    confirm_claim(claim=claim, by=inside.sponsor)
    with pytest.raises(DomainError) as refused:
        refuse_claim(claim=claim, by=inside.facilitator)
    assert str(refused.value) == (
        "This phone has just been confirmed as Priya Nair’s. If it is not, take back that Priya is here."
    )
    remove_arrival(awayday=awayday, leader=inside.leader("Priya"), by=inside.facilitator)
    assert (whose(claim), arrived(awayday)) == ("", {})


def test_a_phone_may_take_back_what_was_confirmed(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    confirm_claim(claim=claim, by=inside.facilitator)
    withdraw_claim(claim=claim)
    assert (whose(claim), arrived(awayday)) == ("", {"Priya": "confirmed"})


def test_nothing_is_said_or_confirmed_behind_closed_doors(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    close_doors(awayday=awayday, by=inside.facilitator)
    presses: list[Callable[[], object]] = [
        lambda: say(inside, awayday, "Helen"),
        lambda: confirm_claim(claim=claim, by=inside.facilitator),
    ]
    for press in presses:
        with pytest.raises(DomainError, match=r"^The doors are not open\.$"):
            press()
    assert Claim.objects.count() == 1
    assert Arrival.objects.count() == 0


def test_nobody_is_a_leader_who_has_left_or_of_another_team(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    confirmed = say(inside, awayday, "Helen")
    confirm_claim(claim=confirmed, by=inside.facilitator)
    Leader.objects.filter(name__in=["Priya Nair", "Helen Armitage"]).update(left_on=timezone.now().date())
    assert whose(confirmed) == ""
    with pytest.raises(DomainError, match=r"^Priya Nair is not in the team any more\.$"):
        confirm_claim(claim=claim, by=inside.facilitator)
    with pytest.raises(DomainError, match=r"^Priya Nair is not in the team any more\.$"):
        say(inside, awayday, "Priya")
    other = make_northmere("southmere")
    with pytest.raises(DomainError, match=r"^Amara Okafor is not in the team any more\.$"):
        make_claim(awayday=awayday, leader=other.leader("Amara"))


def test_a_claim_counts_at_its_own_awayday_alone(inside: Northmere, awayday: Awayday) -> None:
    claim = say(inside, awayday, "Priya")
    confirm_claim(claim=claim, by=inside.facilitator)
    assert leader_of_claim(awayday=Awayday(pk=claim.pk), claim_id=claim.pk) is None


def test_the_database_keeps_numbers_and_phones_apart(inside: Northmere, awayday: Awayday) -> None:
    claim, other = say(inside, awayday, "Priya"), say(inside, awayday, "Priya")
    with refused_by("claim_number_once_waiting"):
        Claim.objects.filter(pk=other.pk).update(number=claim.number)
    with refused_by("claim_number_short"):
        Claim.objects.filter(pk=other.pk).update(number=1000)
    confirm_claim(claim=claim, by=inside.facilitator)
    with refused_by("claim_confirmed_once"):
        Claim.objects.filter(pk=other.pk).update(ended_at=None, confirmed_at=timezone.now())
    with refused_by("awayday_person_of_team"):
        Claim.objects.filter(pk=other.pk).update(leader=stranger(inside))


def stranger(cast: Northmere) -> Leader:
    """Of another team of the organisation."""
    from teams.services.organisations import create_team

    team = create_team(organisation=cast.organisation, name="Pilot", by=None)
    return Leader.objects.create(
        organisation=cast.organisation, team=team, name="Otto Lindqvist", sort_name="Lindqvist Otto"
    )
