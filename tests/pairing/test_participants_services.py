"""Being away and sitting out while the others choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Participant
from cycles.services.cycles import create_cycle
from pairing.services.choosing import accept
from pairing.services.own import Stands, own_view
from pairing.services.participants import choose_after_all, mark_absent, mark_back, sit_out
from pairing.services.room import read_room, version_of
from pairing.services.sealing import seal_cycle
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.pairing.past_services import ask_past_services, pair_past_services
from tests.pairing.room import AT, STARTS_ON, ask, names, states

Change = Callable[..., None]
EVERY_CHANGE = [mark_absent, mark_back, sit_out, choose_after_all]


def change(cast: Northmere, cycle: Cycle, service: Change, who: str, by: str = "") -> None:
    """By the facilitator, or by the leader whose name is given."""
    person = cast.person(by) if by else cast.facilitator
    service(cycle=cycle, leader=cast.leader(who), by=person)


def stands(cycle: Cycle, cast: Northmere, who: str) -> tuple[bool, bool]:
    row = Participant.objects.get(cycle=cycle, leader=cast.leader(who))
    return row.absent, row.sits_out


def trail() -> list[tuple[Any, ...]]:
    verbs = ("marked away", "marked back", "sits out", "chooses after all")
    entries = AuditEntry.objects.filter(verb__in=verbs).order_by("at")
    return [(entry.verb, entry.by, entry.subject_id, entry.details) for entry in entries]


def test_somebody_away_is_waited_for_and_chooses_once_back(inside: Northmere, cycle: Cycle) -> None:
    for _twice in range(2):
        change(inside, cycle, mark_absent, "Idris")
    room = read_room(cycle)
    assert names(room.absent) == ["Idris"]
    assert "Idris" not in names(room.still_choosing)
    assert len(room.taking_part) == 8
    for _twice in range(2):
        change(inside, cycle, mark_back, "Idris")
    assert stands(cycle, inside, "Idris") == (False, False)
    assert "Idris" in names(read_room(cycle).still_choosing)
    idris = inside.leader("Idris").pk
    assert trail() == [
        ("marked away", inside.facilitator, idris, {"cycle": 1}),
        ("marked back", inside.facilitator, idris, {"cycle": 1}),
    ]


def test_a_leader_sits_out_and_chooses_after_all_by_their_own_wish(inside: Northmere, cycle: Cycle) -> None:
    change(inside, cycle, mark_absent, "Amara")
    for _twice in range(2):
        change(inside, cycle, sit_out, "Idris", by="Idris")
    room = read_room(cycle)
    assert names(room.sitting_out) == ["Idris"]
    assert "Idris" not in names(room.still_choosing)
    for _twice in range(2):
        change(inside, cycle, choose_after_all, "Idris", by="Idris")
    assert stands(cycle, inside, "Idris") == (False, False)
    person, idris = inside.person("Idris"), inside.leader("Idris").pk
    assert trail() == [
        ("marked away", inside.facilitator, inside.leader("Amara").pk, {"cycle": 1}),
        ("sits out", person, idris, {"cycle": 1}),
        ("chooses after all", person, idris, {"cycle": 1}),
    ]


def test_nobody_who_is_needed_sits_out_by_themself(inside: Northmere, cycle: Cycle) -> None:
    """In an even room everybody is; with an odd number, whoever two of one function both need."""
    needed = r"^Just now everybody is needed, so that nobody else is left without a partner\.$"
    with pytest.raises(DomainError, match=needed):
        change(inside, cycle, sit_out, "Idris", by="Idris")
    for name in ("Maggie", "Amara", "Siobhan", "Joanna", "Idris"):
        change(inside, cycle, mark_absent, name)
    with pytest.raises(DomainError, match=needed):
        change(inside, cycle, sit_out, "Priya", by="Priya")
    assert not own_view(cycle, inside.leader("Priya")).can_sit_out
    assert own_view(cycle, inside.leader("Helen")).can_sit_out
    change(inside, cycle, sit_out, "Helen", by="Helen")
    assert names(read_room(cycle).still_choosing) == ["Priya", "Vikram"]
    change(inside, cycle, sit_out, "Priya")
    assert names(read_room(cycle).sitting_out) == ["Helen", "Priya"]


@pytest.mark.parametrize("service", EVERY_CHANGE)
def test_a_facilitator_and_a_sponsor_may_say_it_and_nobody_for_somebody_else(
    inside: Northmere, cycle: Cycle, service: Change
) -> None:
    for person in (inside.facilitator, inside.sponsor):
        service(cycle=cycle, leader=inside.leader("Idris"), by=person)
    for person in (inside.person("Helen"), inside.administrator):
        with pytest.raises(DomainError, match=r"^Only "):
            service(cycle=cycle, leader=inside.leader("Vikram"), by=person)
    assert stands(cycle, inside, "Vikram") == (False, False)


@pytest.mark.parametrize("service", [mark_absent, mark_back])
def test_nobody_marks_themself_away(inside: Northmere, cycle: Cycle, service: Change) -> None:
    with pytest.raises(DomainError, match=r"^Only a facilitator or sponsor can say that\.$"):
        change(inside, cycle, service, "Helen", by="Helen")


@pytest.mark.parametrize("service", [mark_absent, sit_out])
def test_questions_from_and_to_them_lapse(inside: Northmere, cycle: Cycle, service: Change) -> None:
    for who, whom in (("Idris", "Helen"), ("Amara", "Idris"), ("Helen", "Priya")):
        ask_past_services(inside, cycle, who, whom)
    change(inside, cycle, service, "Idris")
    assert states(cycle) == {
        ("Idris", "Helen"): "lapsed",
        ("Amara", "Idris"): "lapsed",
        ("Helen", "Priya"): "open",
    }


@pytest.mark.parametrize("service", [mark_absent, sit_out])
def test_nobody_leaves_a_pair_like_that(inside: Northmere, cycle: Cycle, service: Change) -> None:
    pair_past_services(inside, cycle, "Helen", "Priya")
    with pytest.raises(DomainError) as caught:
        change(inside, cycle, service, "Helen")
    assert str(caught.value) == ("Helen Armitage is in a pair with Priya Nair. That has to be undone first.")
    assert stands(cycle, inside, "Helen") == (False, False)
    assert trail() == []


def test_whoever_sits_out_is_not_waited_for(inside: Northmere, cycle: Cycle) -> None:
    change(inside, cycle, mark_absent, "Idris")
    change(inside, cycle, sit_out, "Idris")
    assert stands(cycle, inside, "Idris") == (False, True)
    with pytest.raises(DomainError, match=r"^Idris Kaya sits this cycle out already\.$"):
        change(inside, cycle, mark_absent, "Idris")
    change(inside, cycle, mark_back, "Idris")
    assert stands(cycle, inside, "Idris") == (False, True)


@pytest.mark.parametrize("service", EVERY_CHANGE)
def test_only_once_open_until_closed_and_of_those_who_take_part(inside: Northmere, service: Change) -> None:
    cycle = create_cycle(
        team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator
    )
    with pytest.raises(DomainError, match=r"^Choosing has not opened yet\.$"):
        change(inside, cycle, service, "Helen")
    Cycle.objects.filter(pk=cycle.pk).update(stage="choosing")
    with pytest.raises(DomainError, match=r"^Helen Armitage does not take part in this cycle\.$"):
        change(inside, cycle, service, "Helen")
    Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    with pytest.raises(DomainError, match=r"^Helen Armitage does not take part in this cycle\.$"):
        change(inside, cycle, service, "Helen")
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    with pytest.raises(DomainError, match=r"^The pairs are sealed"):
        change(inside, cycle, service, "Helen")


@pytest.mark.parametrize(
    ("service", "of_them", "to_them"),
    [
        (
            mark_absent,
            "Idris Kaya is away just now and chooses later.",
            "You are marked as away just now. Tell your facilitator that you are back.",
        ),
        (
            sit_out,
            "Idris Kaya sits this cycle out.",
            "You sit this cycle out. Say first that you choose after all.",
        ),
    ],
)
def test_they_neither_ask_nor_are_asked_nor_say_yes(
    inside: Northmere, cycle: Cycle, service: Change, of_them: str, to_them: str
) -> None:
    change(inside, cycle, service, "Idris")
    with pytest.raises(DomainError) as of_idris:
        ask(inside, cycle, "Helen", "Idris")
    with pytest.raises(DomainError) as to_idris:
        ask(inside, cycle, "Idris", "Helen")
    assert (str(of_idris.value), str(to_idris.value)) == (of_them, to_them)
    late = ask_past_services(inside, cycle, "Helen", "Idris")
    with pytest.raises(DomainError) as accepting:
        accept(proposal=late, by=inside.person("Idris"))
    assert str(accepting.value) == to_them


def test_colleagues_read_it_in_the_list_and_they_on_their_own_page(inside: Northmere, cycle: Cycle) -> None:
    change(inside, cycle, mark_absent, "Idris")
    change(inside, cycle, sit_out, "Vikram")
    pair_past_services(inside, cycle, "Joanna", "Amara")
    seen = {one.leader.called: one.why for one in own_view(cycle, inside.leader("Priya")).colleagues}
    assert (seen["Idris"], seen["Vikram"]) == ("Away just now; chooses later", "Sits this cycle out")
    assert seen["Joanna"] == "Already in a pair"
    assert own_view(cycle, inside.leader("Idris")).stands == Stands.AWAY
    assert own_view(cycle, inside.leader("Vikram")).stands == Stands.SITS_OUT
    assert own_view(cycle, inside.leader("Joanna")).stands == Stands.PAIRED


def test_the_room_changes_with_it(inside: Northmere, cycle: Cycle) -> None:
    versions = [version_of(cycle)]
    for service in (mark_absent, sit_out, choose_after_all):
        change(inside, cycle, service, "Idris")
        versions.append(version_of(cycle))
    assert versions[3] == versions[0]
    assert len(set(versions)) == 3


def test_sealing_leaves_those_away_to_be_paired_later(inside: Northmere, cycle: Cycle) -> None:
    change(inside, cycle, mark_absent, "Idris")
    change(inside, cycle, sit_out, "Vikram")
    pair_past_services(inside, cycle, "Helen", "Priya")
    left = read_room(cycle).still_choosing
    assert names(left) == ["Joanna", "Siobhan", "Amara", "Maggie"]
    seal_cycle(cycle=cycle, sitting_out=left, seen=version_of(cycle), by=inside.facilitator, at=AT)
    assert stands(cycle, inside, "Idris") == (True, False)
    assert stands(cycle, inside, "Vikram") == (False, True)
    assert stands(cycle, inside, "Maggie") == (False, True)
    cycle.refresh_from_db()
    assert own_view(cycle, inside.leader("Idris")).stands == Stands.AWAY
