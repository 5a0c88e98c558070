from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from pairing.rules.eligibility import History
from pairing.rules.outlook import Outlook, outlook
from pairing.rules.preflight import Finding, Member, Preflight, Weight, check_before_opening


def team(*functions: str | None, managers: dict[int, int] | None = None, **also: bool) -> list[Member]:
    """Person 0, 1, 2 … of these functions; ``managers`` maps a person to their line manager."""
    ids = [uuid.UUID(int=number + 1) for number in range(len(functions))]
    names = {
        name: uuid.UUID(int=1000 + place) for place, name in enumerate(dict.fromkeys(filter(None, functions)))
    }
    return [
        Member(
            id=ids[number],
            name=f"Person {number}",
            function_id=names.get(function) if function else None,
            manager_id=ids[managers[number]] if managers and number in managers else None,
            function_name=function or "",
            **also,
        )
        for number, function in enumerate(functions)
    ]


def were_partners(members: Sequence[Member], *pairs: tuple[int, int]) -> History:
    return {frozenset((members[one].id, members[other].id)): 1 for one, other in pairs}


def kinds(found: Preflight) -> list[str]:
    return [finding.kind for finding in found.findings]


def only(found: Preflight, kind: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.kind == kind]
    return finding


def test_a_room_in_which_all_is_well() -> None:
    found = check_before_opening(team("Care", "Care", "Finance", "People"), {})
    assert (found.people, found.most_pairs, found.findings) == (4, 2, ())
    assert found.functions == (("Care", 2), ("Finance", 1), ("People", 1))
    assert found.may_open
    assert found.everybody_can_pair


@pytest.mark.parametrize("functions", [(), ("Care",)])
def test_fewer_than_two_people(functions: tuple[str, ...]) -> None:
    found = check_before_opening(team(*functions), {})
    assert kinds(found) == ["too few"]
    assert not found.may_open
    assert not found.everybody_can_pair


def test_nobody_can_pair_with_anybody() -> None:
    found = check_before_opening(team("Care", "Care"), {})
    assert kinds(found) == ["no pair", "over half", "nobody to ask", "nobody to ask"]
    assert only(found, "over half").what_to_do.startswith(
        "Each of them needs somebody from another function, and there is nobody."
    )
    assert not found.may_open


def test_somebody_without_a_function_blocks_and_is_named() -> None:
    found = check_before_opening(team("Care", "Finance", None, None), {})
    assert kinds(found) == ["no function"]
    finding = only(found, "no function")
    assert (finding.title, finding.people) == ("Two leaders have no function yet", ("Person 2", "Person 3"))
    assert finding.on_roster
    assert not found.may_open
    assert found.people == 2


def test_one_function_over_half_says_how_many_pairs_can_form() -> None:
    found = check_before_opening(team("Care", "Care", "Care", "Care", "Finance", "People"), {})
    finding = only(found, "over half")
    assert finding.title == "Care is more than half of the room: 4 of 6"
    assert (
        "At most 2 pairs can form, so at least 2 people in Care will be without a partner"
        in finding.what_to_do
    )
    assert finding.weight is Weight.HEED
    assert found.may_open
    assert kinds(found) == ["over half"]


def test_half_is_not_over_half() -> None:
    assert kinds(check_before_opening(team("Care", "Care", "Finance", "People"), {})) == []


def test_an_odd_number_is_a_note() -> None:
    found = check_before_opening(team("Care", "Finance", "People"), {})
    assert kinds(found) == ["odd"]
    assert only(found, "odd").weight is Weight.NOTE
    assert found.everybody_can_pair


def test_somebody_with_nobody_to_ask_is_named_with_the_reasons() -> None:
    members = team("Care", "Care", "Finance", "People", "People", managers={2: 0, 0: 3})
    found = check_before_opening(members, were_partners(members, (0, 4)))
    finding = only(found, "nobody to ask")
    assert finding.people == ("Person 0",)
    assert finding.what_to_do.startswith(
        "Of the others, 1 shares their function, 1 is their line manager, 1 reports to them and 1 was their "
        "partner before."
    )
    assert found.most_pairs == 2


def test_reporting_lines_and_history_that_leave_people_whom_no_other_finding_names() -> None:
    star = team("A", "B", "C", "D", managers={1: 2, 2: 3, 3: 1})
    found = check_before_opening(star, {})
    assert (found.most_pairs, kinds(found)) == (1, ["some left"])
    assert only(found, "some left").title == "At most one pair can form among 4 people"
    assert "leave 2 without a partner" in only(found, "some left").what_to_do


def test_those_who_cannot_be_reached_are_named_apart() -> None:
    members = [
        *team("Care", "Finance"),
        *team("Care", has_accepted=False),
        *team("Finance", has_accepted=False, has_address=False),
    ]
    members = [replace(one, id=uuid.uuid4(), function_id=uuid.uuid4()) for one in members]
    found = check_before_opening(members, {})
    assert kinds(found) == ["no address", "not accepted"]
    assert only(found, "no address").title == "One leader has no email address"
    assert only(found, "not accepted").title == "One leader has not accepted an invitation yet"
    assert found.may_open


@given(st.lists(st.sampled_from("ABC"), max_size=9), st.data())
def test_whatever_the_room_the_counts_agree(functions: list[str], data: st.DataObject) -> None:
    people = len(functions)
    managers = {
        number: data.draw(st.sampled_from([boss for boss in range(people) if boss != number]))
        for number in range(people)
        if people > 1 and data.draw(st.booleans())
    }
    members = team(*functions, managers=managers)
    found = check_before_opening(members, {})
    assert sum(count for _name, count in found.functions) == found.people == people
    assert 0 <= found.most_pairs <= people // 2
    heeded = [one.kind for one in found.findings if one.weight is not Weight.NOTE]
    if found.most_pairs < people // 2:
        assert heeded
    if not heeded:
        assert found.everybody_can_pair
    assert found.may_open == (found.most_pairs > 0)


@pytest.mark.parametrize(
    ("choosing", "pairs", "left_over", "calm"),
    [(0, 0, 0, True), (4, 2, 0, True), (5, 2, 1, True), (4, 1, 2, False), (5, 1, 3, False), (1, 0, 1, True)],
)
def test_outlook(choosing: int, pairs: int, left_over: int, calm: bool) -> None:
    found = Outlook(choosing, pairs)
    assert (found.left_over, found.is_calm) == (left_over, calm)


def test_the_outlook_counts_the_pairs_still_possible() -> None:
    members = team("Care", "Care", "Care", "Finance")
    assert outlook(members, {}) == Outlook(4, 1)
    assert outlook(members, were_partners(members, (0, 3), (1, 3), (2, 3))) == Outlook(4, 0)
