from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from pairing.rules.eligibility import Terms, possible_masks
from pairing.rules.guard import Hall, guard
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


def were_partners(members: Sequence[Member], *pairs: tuple[int, int]) -> Terms:
    return Terms({frozenset((members[one].id, members[other].id)): 1 for one, other in pairs})


def kinds(found: Preflight) -> list[str]:
    return [finding.kind for finding in found.findings]


def only(found: Preflight, kind: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.kind == kind]
    return finding


def test_a_room_in_which_all_is_well() -> None:
    found = check_before_opening(team("Care", "Care", "Finance", "People"), Terms())
    assert (found.people, found.most_pairs, found.findings) == (4, 2, ())
    assert not found.has_trio
    assert found.functions == (("Care", 2), ("Finance", 1), ("People", 1))
    assert found.may_open
    assert found.is_whole


@pytest.mark.parametrize("functions", [(), ("Care",)])
def test_fewer_than_two_people(functions: tuple[str, ...]) -> None:
    found = check_before_opening(team(*functions), Terms())
    assert kinds(found) == ["too few"]
    assert not found.may_open
    assert not found.is_whole


def test_nobody_can_pair_with_anybody() -> None:
    found = check_before_opening(team("Care", "Care"), Terms())
    assert kinds(found) == ["no pair", "over half", "nobody to ask", "nobody to ask"]
    assert only(found, "over half").what_to_do.startswith(
        "Each of them needs somebody from another function, and there is nobody."
    )
    assert not found.may_open


def test_somebody_without_a_function_blocks_and_is_named() -> None:
    found = check_before_opening(team("Care", "Finance", None, None), Terms())
    assert kinds(found) == ["no function"]
    finding = only(found, "no function")
    assert (finding.title, finding.people) == ("Two leaders have no function yet", ("Person 2", "Person 3"))
    assert finding.on_roster
    assert not found.may_open
    assert found.people == 2


def test_one_function_over_half_says_how_many_pairs_can_form() -> None:
    found = check_before_opening(team("Care", "Care", "Care", "Care", "Finance", "People"), Terms())
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
    assert kinds(check_before_opening(team("Care", "Care", "Finance", "People"), Terms())) == []


def test_an_odd_number_ends_in_a_trio_where_three_may_meet() -> None:
    found = check_before_opening(team("Care", "Finance", "People", "Care", "Finance"), Terms())
    assert kinds(found) == ["odd"]
    finding = only(found, "odd")
    assert (finding.title, finding.weight) == (
        "The number is odd: one pair takes in a third (5 people)",
        Weight.NOTE,
    )
    assert (found.is_whole, found.has_trio, found.most_pairs) == (True, True, 2)


def test_an_odd_number_without_three_who_may_meet_leaves_one() -> None:
    found = check_before_opening(team("Care", "Care", "Finance"), Terms())
    assert kinds(found) == ["over half"]
    line = team("Care", "Finance", "People", managers={0: 1})
    found = check_before_opening(line, Terms())
    assert kinds(found) == ["odd without a trio"]
    finding = only(found, "odd without a trio")
    assert finding.title == "The number is odd: one of 3 people is left without a partner"
    assert finding.weight is Weight.HEED
    assert (found.is_whole, found.has_trio) == (False, False)


def test_a_trio_counts_with_earlier_partners() -> None:
    members = team("Care", "Finance", "People", "Care", "Finance")
    assert kinds(check_before_opening(members, were_partners(members, (0, 1)))) == ["odd"]
    through_people = were_partners(members, (0, 2), (1, 2), (3, 2), (4, 2))
    found = check_before_opening(members, through_people)
    assert kinds(found) == ["nobody to ask"]
    assert not found.is_whole


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


def test_those_kept_apart_are_counted_in_neutral_words() -> None:
    members = team("Care", "Finance", "People", "People")
    apart = frozenset(frozenset((members[0].id, members[other].id)) for other in (1, 2, 3))
    found = check_before_opening(members, Terms(apart=apart))
    said = only(found, "nobody to ask").what_to_do
    assert said.startswith("Of the others, 3 are not offered to them. Look whether the roster is right")
    found = check_before_opening(members, Terms(were_partners(members, (0, 1), (0, 2)).history, apart))
    assert only(found, "nobody to ask").what_to_do.startswith(
        "Of the others, 2 were their partners before and 1 is not offered to them."
    )


def test_reporting_lines_and_history_that_leave_people_whom_no_other_finding_names() -> None:
    star = team("A", "B", "C", "D", managers={1: 2, 2: 3, 3: 1})
    found = check_before_opening(star, Terms())
    assert (found.most_pairs, kinds(found)) == (1, ["some left"])
    assert only(found, "some left").title == "At most one pair can form among 4 people"
    assert only(found, "some left").what_to_do == (
        "Three people have only one other left to choose. Functions, reporting lines and earlier partners "
        "together leave 2 without a partner, however they choose. Invite more people from other functions, "
        "or ask who would be glad to sit this cycle out."
    )
    assert only(found, "some left").people == ("Person 1", "Person 2", "Person 3")


def test_those_left_besides_the_ones_whom_nobody_can_have_are_counted_too() -> None:
    lines = {1: 2, 2: 3, 3: 1, 4: 0, 5: 0, 6: 0, 7: 0}
    members = team("A", "B", "C", "D", "A", "B", "C", "D", managers=lines)
    apart = were_partners(members, (0, 1), (0, 2), (0, 3))
    found = check_before_opening(members, apart)
    assert found.prospect.left_over == 2
    assert kinds(found) == ["some left", "nobody to ask"]


def test_those_who_cannot_be_reached_are_named_apart() -> None:
    members = [
        *team("Care", "Finance"),
        *team("Care", has_accepted=False),
        *team("Finance", has_accepted=False, has_address=False),
    ]
    members = [replace(one, id=uuid.uuid4(), function_id=uuid.uuid4()) for one in members]
    found = check_before_opening(members, Terms())
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
    found = check_before_opening(members, Terms())
    assert sum(count for _name, count in found.functions) == found.people == people
    assert 0 <= found.most_pairs <= people // 2
    heeded = [one.kind for one in found.findings if one.weight is not Weight.NOTE]
    assert bool(heeded) == (not found.is_whole)
    assert found.may_open == (found.most_pairs > 0)


def hall_of(members: Sequence[Member], terms: Terms) -> Hall:
    return Hall(tuple(possible_masks(members, terms)))


@pytest.mark.parametrize(
    ("functions", "managers", "expected"),
    [
        (("Care", "Finance", "Care", "Finance"), {}, Outlook(4, 2, 0, trio=False, holds_back=False)),
        (("Care", "Care", "Finance", "People"), {2: 3}, Outlook(4, 2, 0, trio=False, holds_back=False)),
        (("Care", "Care", "Care", "Finance"), {}, Outlook(4, 1, 2, trio=False, holds_back=False)),
        (("Care", "Finance", "People"), {}, Outlook(3, 1, 0, trio=True, holds_back=False)),
        (("Care", "Finance", "People"), {0: 1}, Outlook(3, 1, 1, trio=False, holds_back=False)),
        (("Care", "Care", "Finance", "People"), {}, Outlook(4, 2, 0, trio=False, holds_back=True)),
    ],
)
def test_outlook(functions: tuple[str, ...], managers: dict[int, int], expected: Outlook) -> None:
    found = outlook(guard(hall_of(team(*functions, managers=managers), Terms())))
    assert found == expected
    assert found.is_whole == (expected.left_over == 0)


def test_only_the_one_whom_the_number_leaves_is_left_by_number() -> None:
    assert Outlook(3, 1, 1, trio=False, holds_back=False).one_by_number
    assert not Outlook(4, 1, 2, trio=False, holds_back=False).one_by_number
    assert not Outlook(5, 1, 3, trio=False, holds_back=False).one_by_number


def test_the_outlook_counts_the_pairs_still_possible() -> None:
    members = team("Care", "Care", "Care", "Finance")
    gone = were_partners(members, (0, 3), (1, 3), (2, 3))
    assert outlook(guard(hall_of(members, gone))) == Outlook(4, 0, 4, trio=False, holds_back=False)
