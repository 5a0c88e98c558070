"""A file sent again: updates instead of duplicates, and nobody removed in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.rules.roster import Change, Correction, ExistingLeader
from tests.teams.rules.rosters import as_existing, asked, created, person, plan, row

HEAD = "ID,Name,Email,Title,Function,Manager\n"
FIRST = HEAD + (
    "1,Sue Marlow,sue.marlow@n.example,Chief Executive,Executive,\n"
    "2,Tom Li,tom.li@n.example,Director,Finance,1\n"
    "3,Jo Ek,tom.li@n.example,Deputy,Finance,2\n"
    "4,Nia Bowen,nia.bowen@n.example,Head,Housing,1\n"
    "5,Nia Bowen,nia.bowen@n.example,Adviser,Housing,1\n"
    "6,Vacant,,Head,Housing,1\n"
    "7,Mei Chan,,Head,Housing,6\n"
    "8,Al Green,al@n.example,Head,,J Clark\n"
)


@pytest.fixture
def roster() -> list[ExistingLeader]:
    return as_existing(plan(FIRST))


def changes(text: str, roster: list[ExistingLeader], name: str) -> dict[str, tuple[str, str]]:
    return {change.field: (change.old, change.new) for change in person(plan(text, roster), name).changes}


def test_the_same_file_changes_nothing_and_asks_nothing(roster: list[ExistingLeader]) -> None:
    again = plan(FIRST, roster, created(plan(FIRST)))
    assert [row.verdict for row in again.rows] == ["unchanged"] * 5 + ["skip"] + ["unchanged"] * 2
    assert (again.leavers, again.new_functions, again.rows_to_look_at) == ((), (), ())
    assert again.summary()["unchanged"] == 6


def test_rows_in_another_order_change_nothing(roster: list[ExistingLeader]) -> None:
    head, *rows = FIRST.splitlines()
    again = plan("\n".join([head, *reversed(rows)]), roster)
    assert {row.verdict for row in again.rows} == {"unchanged", "skip"}


def test_changes_are_told_field_by_field(roster: list[ExistingLeader]) -> None:
    text = FIRST.replace(
        "2,Tom Li,tom.li@n.example,Director,Finance,1", "2,Tom Li,t.li@n.example,Chief,Money,4"
    )
    again = plan(text, roster, created(plan(FIRST)))
    assert row(again, 3).verdict == "update"
    assert person(again, "Tom Li").changes == (
        Change("email", "tom.li@n.example", "t.li@n.example"),
        Change("title", "Director", "Chief"),
        Change("function", "Finance", "Money"),
        Change("manager", "Sue Marlow", "Nia Bowen"),
    )
    assert [function.name for function in again.new_functions] == ["Money"]


def test_leavers_are_proposed(roster: list[ExistingLeader]) -> None:
    again = plan("\n".join(line for line in FIRST.splitlines() if "Nia" not in line), roster)
    assert [leader.name for leader in again.leavers] == ["Nia Bowen"]


def test_a_row_left_out_by_hand_makes_no_leaver(roster: list[ExistingLeader]) -> None:
    out = Correction(include=False)
    again = plan(FIRST, roster, corrections={5: out, 6: out})
    assert again.leavers == ()


def test_somebody_who_left_before_is_no_leaver_and_comes_back(roster: list[ExistingLeader]) -> None:
    gone = [replace(leader, active=leader.name != "Jo Ek") for leader in roster]
    without = plan(FIRST.replace("3,Jo Ek,tom.li@n.example,Deputy,Finance,2\n", ""), gone)
    assert without.leavers == ()
    assert changes(FIRST, gone, "Jo Ek") == {"active": ("left", "back")}


def test_an_address_typed_by_hand_is_not_wiped(roster: list[ExistingLeader]) -> None:
    typed = [
        replace(leader, email=f"{leader.name.split()[0].lower()}@typed.example")
        if not leader.email
        else leader
        for leader in roster
    ]
    again = plan(FIRST, typed)
    assert {row.verdict for row in again.rows} == {"unchanged", "skip"}
    assert person(again, "Jo Ek").email == "jo@typed.example"
    assert person(again, "Mei Chan").email == "mei@typed.example"


def test_a_function_and_a_manager_chosen_by_hand_stay_where_the_file_has_none(
    roster: list[ExistingLeader],
) -> None:
    boss = next(leader.id for leader in roster if leader.name == "Sue Marlow")
    mended = [
        replace(leader, function="Housing", manager_id=boss) if leader.name == "Al Green" else leader
        for leader in roster
    ]
    again = plan(FIRST, mended)
    assert row(again, 9).verdict == "unchanged"
    assert person(again, "Al Green").function == "Housing"
    assert row(again, 9).notes == ("The line manager “J Clark” is not on this roster.",)


def test_a_column_the_file_lacks_changes_nothing(roster: list[ExistingLeader]) -> None:
    again = plan("Name,Email\nTom Li,tom.li@n.example\nJo Ek,\nMei Chan,\n", roster)
    assert {row.verdict for row in again.rows} == {"unchanged"}


def test_a_manager_marked_as_the_top_is_removed(roster: list[ExistingLeader]) -> None:
    assert changes(FIRST.replace("Director,Finance,1", "Director,Finance,XX"), roster, "Tom Li") == {
        "manager": ("Sue Marlow", "")
    }
    assert changes(FIRST.replace("Director,Finance,1", "Director,Finance,"), roster, "Tom Li") == {}


def test_a_new_line_manager_from_the_same_file(roster: list[ExistingLeader]) -> None:
    text = (
        FIRST.replace("Director,Finance,1", "Director,Finance,9")
        + "9,Ana Ruiz,ana@n.example,Chief,Finance,1\n"
    )
    assert changes(text, roster, "Tom Li") == {"manager": ("Sue Marlow", "Ana Ruiz")}


LEADER = ExistingLeader("a", "Sue Marlow", "sue.marlow@n.example", "Head", "Housing", external_id="7")


@pytest.mark.parametrize(
    "line",
    [
        "7,Sue Marlow,other@n.example,Deputy,Finance,",
        "07,Sue Marlow,,,,",
        "7,'MARLOW, Sue [Dr]',,,,",
        "7,Susan Marlow,,,,",
        ",Sue Marlow,SUE.MARLOW@n.example,Deputy,Finance,",
        "9,Sue Marlow,Sue.Marlow@n.example,Deputy,Finance,",
        ",Susan Marlow,sue.marlow@n.example,,,",
        ",Sue Marlow,,Deputy,housing,",
        "9,Sue Marlow,,,Housing,",
        ",Sue Marlow,,Deputy,Finance,",
    ],
)
def test_the_same_person(line: str) -> None:
    found = plan(HEAD + line.replace("'", '"') + "\n", [LEADER])
    assert [person.leader_id for person in found.people] == ["a"]
    assert found.leavers == ()


@pytest.mark.parametrize(
    "line",
    [
        "7,David Stott,david.stott@n.example,Head,Housing,",
        ",David Stott,sue.marlow@n.example,Head,Housing,",
        "9,Sue Marlow,sue.b@n.example,Head,Housing,",
        "9,Sue Marlow,,Head,Finance,",
        ",Sue Marlow,sue.b@n.example,Head,Finance,",
    ],
)
def test_somebody_else(line: str) -> None:
    found = plan(f"{HEAD}{line}\n", [LEADER])
    assert [person.leader_id for person in found.people] == [None]
    assert [leader.id for leader in found.leavers] == ["a"]


def test_an_id_with_half_a_name_is_asked_about_and_not_merged() -> None:
    found = plan(f"{HEAD}7,Sue Taylor,sue.taylor@n.example,Head,Housing,\n", [LEADER])
    question = row(found, 2).questions[0]
    assert question.text == "The id 7 belongs to Sue Marlow so far. Is Sue Taylor the same person?"
    assert question.outcome == "Sue Taylor will be added as somebody else."
    said = plan(
        f"{HEAD}7,Sue Taylor,sue.taylor@n.example,Head,Housing,\n",
        [LEADER],
        corrections={2: Correction(leader="a")},
    )
    assert [change.field for change in said.people[0].changes] == ["name", "email"]
    assert said.rows_to_look_at == ()


def test_somebody_who_moved_is_asked_about() -> None:
    found = plan(f"{HEAD},Sue Marlow,,Deputy,Finance,\n", [LEADER])
    assert row(found, 2).questions[0].text == (
        "Sue Marlow was in Housing and is in Finance here. Is it the same person?"
    )
    new = plan(f"{HEAD},Sue Marlow,,Deputy,Finance,\n", [LEADER], corrections={2: Correction(leader="new")})
    assert [person.leader_id for person in new.people] == [None]


def test_another_address_under_the_same_name_is_asked_about_unless_only_the_domain_changed() -> None:
    assert asked(plan(f"{HEAD}7,,,,,\n,Sue Marlow,smarlow@n.example,,Housing,\n", [LEADER]), 3) == [
        "email_changes"
    ]
    moved = plan(f"{HEAD},Sue Marlow,sue.marlow@southmere.example,,Housing,\n", [LEADER])
    assert row(moved, 2).verdict == "update"


def test_an_address_somebody_else_has_is_not_handed_on() -> None:
    found = plan(f"{HEAD}9,David Stott,sue.marlow@n.example,Head,Finance,\n", [LEADER])
    assert found.people[0].email == ""
    assert row(found, 2).questions[0].text == (
        "This email belongs to Sue Marlow, who is on the roster already. Is it the same person?"
    )
    confirmed = plan(
        f"{HEAD}9,David Stott,sue.marlow@n.example,Head,Finance,\n",
        [LEADER],
        corrections={2: Correction(email="sue.marlow@n.example")},
    )
    assert confirmed.people[0].email == "sue.marlow@n.example"


def test_two_leaders_may_swap_their_addresses() -> None:
    existing = [
        ExistingLeader("a", "Sue Marlow", "one@n.example"),
        ExistingLeader("b", "Tom Li", "two@n.example"),
    ]
    found = plan("Name,Email\nSue Marlow,two@n.example\nTom Li,one@n.example\n", existing)
    assert {person.leader_id: person.email for person in found.people} == {
        "a": "two@n.example",
        "b": "one@n.example",
    }


def test_two_rows_never_become_one_leader() -> None:
    found = plan(
        f"{HEAD}7,Sue Marlow,a@n.example,Head,Housing,\n7,Susan Marlow,b@n.example,Head,Housing,\n", [LEADER]
    )
    assert [person.leader_id for person in found.people] == ["a", None]
    told = {2: Correction(leader="a"), 3: Correction(leader="a")}
    found = plan("Name\nTom Li\nJo Ek\n", [LEADER], corrections=told)
    assert [person.leader_id for person in found.people] == ["a", None]


def test_namesakes_without_any_mark_are_taken_in_their_order() -> None:
    text = "Name,Function,Title,Manager\nTom Li,A,Head,\nTom Li,A,Head,Tom Lo\nTom Lo,A,Head,\n"
    first = plan(text)
    again = plan(text, as_existing(first))
    assert {row.verdict for row in again.rows} == {"unchanged"}


def test_a_leader_said_by_hand_who_is_gone_since_is_left_aside() -> None:
    found = plan(f"{HEAD}1,Tom Li,t@n.example,,A,\n", [LEADER], corrections={2: Correction(leader="gone")})
    assert [person.leader_id for person in found.people] == [None]


def test_a_new_function_name_stays_with_what_it_was_taken_for() -> None:
    text = (
        "Name,Email,Function\nSue Marlow,s@n.example,Finance\nTom Li,t@n.example,Finance\n"
        "Jo Ek,j@n.example,Finance Team\n"
    )
    first = plan(text)
    again = plan(text, as_existing(first), created(first))
    assert (row(first, 4).verdict, row(again, 4).verdict) == ("question", "unchanged")
    assert again.functions() == {"Finance": 3}
