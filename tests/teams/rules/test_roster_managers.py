"""Who reports to whom, however the file says it."""

from __future__ import annotations

import pytest

from teams.rules.roster import Correction, ExistingLeader
from teams.rules.roster.cycles import circles
from tests.teams.rules.rosters import asked, manager_names, person, plan, row

HEAD = "ID,Name,Email,Title,Manager\n"
BOSS = "007,'MARLOW, Sue [Dr]',Sue.Marlow@n.example,Chief Executive,\n"


def with_boss(*rows: str, boss: str = BOSS) -> str:
    return (HEAD + boss + "\n".join(rows) + "\n").replace("'", '"')


@pytest.mark.parametrize(
    "given",
    [
        "007",
        "7",
        "7.0",
        "sue.marlow@N.example",
        "mailto:Sue.Marlow@n.example",
        "Sue Marlow",
        "marlow sue",
        "'MARLOW, Sue [Dr]'",
        "Dr Sue Marlow",
        "Súe  MARLOW",
        "Sue Marlow (Chief Executive)",
        "Somebody (007)",
        "'Marlow, Sue <sue.marlow@n.example>'",
        "chief executive",
    ],
)
def test_a_manager_by_id_address_name_or_title(given: str) -> None:
    found = plan(with_boss(f"8,Tom Li,tom@n.example,Head,{given}"))
    assert manager_names(found) == {"Sue Marlow": None, "Tom Li": "Sue Marlow"}
    assert found.rows_to_look_at == ()


@pytest.mark.parametrize(
    "given", ["", "XX", "xx", "N/A", "n/d", "-", "None", "0", "NO_MANAGER", "#N/A", "8", "Tom Li"]
)
def test_the_top_of_the_line(given: str) -> None:
    found = plan(with_boss(f"8,Tom Li,tom@n.example,Head,{given}"))
    assert person(found, "Tom Li").manager is None
    assert found.rows_to_look_at == ()


def test_an_id_that_looks_like_a_placeholder_is_an_id() -> None:
    found = plan(with_boss("8,Tom Li,tom@n.example,Head,0", boss=BOSS.replace("007", "0")))
    assert manager_names(found)["Tom Li"] == "Sue Marlow"


def test_managers_may_stand_below_their_reports() -> None:
    found = plan(
        f"{HEAD}1,Tom Li,tom@n.example,,2\n2,Sue Marlow,sue@n.example,,3\n3,Jo Ek,jo@n.example,,XX\n"
    )
    assert manager_names(found) == {"Tom Li": "Sue Marlow", "Sue Marlow": "Jo Ek", "Jo Ek": None}


def test_past_vacant_posts_to_the_nearest_person_above() -> None:
    found = plan(
        with_boss(
            "8,Vacant,,Director,7",
            "9,N/D,,Deputy,8",
            "10,Tom Li,tom@n.example,Head,9",
            "11,Jo Ek,jo@n.example,,8",
        )
    )
    assert manager_names(found) == {"Sue Marlow": None, "Tom Li": "Sue Marlow", "Jo Ek": "Sue Marlow"}
    assert row(found, 5).notes == (
        "Reports to a post without a person (row 4); Sue Marlow is the nearest above.",
    )
    assert found.rows_to_look_at == ()


def test_vacant_posts_with_nobody_above_are_the_top() -> None:
    found = plan(
        f"{HEAD}1,Vacant,,,2\n2,Vacant,,,1\n3,Tom Li,tom@n.example,,1\n"
        "4,Eliminated,,,XX\n5,Jo Ek,jo@n.example,,4\n"
    )
    assert manager_names(found) == {"Tom Li": None, "Jo Ek": None}
    assert row(found, 4).notes == ("Reports to a post without a person (row 2), and nobody stands above it.",)


def test_past_a_row_that_was_skipped_for_another_reason() -> None:
    found = plan(with_boss("8,,,Director,7", "9,12345,,Deputy,8", "10,Tom Li,tom@n.example,Head,9"))
    assert manager_names(found)["Tom Li"] == "Sue Marlow"


def test_a_vacant_post_below_oneself_is_no_manager() -> None:
    found = plan(f"{HEAD}1,Tom Li,tom@n.example,,2\n2,Vacant,,,1\n")
    assert manager_names(found) == {"Tom Li": None}
    assert found.rows_to_look_at == ()


def test_a_manager_who_is_not_there() -> None:
    found = plan(with_boss("8,Mei-Ling Chan,mei@n.example,Head,J Clark"))
    question = row(found, 3).questions[0]
    assert question.text == "The line manager “J Clark” is not on this roster."
    assert question.outcome == "Mei-Ling Chan will have no line manager until one is chosen."
    assert question.severity == "stop"


def test_a_manager_given_as_vacant() -> None:
    found = plan(with_boss("8,Tom Li,tom@n.example,Head,Vacant"))
    assert row(found, 3).questions[0].text == "The line manager is given as “Vacant”."


def test_a_name_that_two_people_have() -> None:
    found = plan(
        with_boss(
            "8,David Ewart,d1@n.example,A,7",
            "9,David Ewart,d2@n.example,B,7",
            "10,Tom Li,t@n.example,C,'Ewart, David'",
        )
    )
    question = row(found, 5).questions[0]
    assert question.kind == "manager_ambiguous"
    assert question.text == (
        "The line manager “Ewart, David” could be David Ewart on row 3 or David Ewart on row 4."
    )
    assert person(found, "Tom Li").manager is None


def test_the_order_of_a_name_decides_between_two_people() -> None:
    found = plan(
        f"{HEAD}1,James Henry,j@n.example,A,\n2,Henry James,h@n.example,B,\n"
        "3,Tom Li,t@n.example,C,Henry James\n"
    )
    assert person(found, "Tom Li").manager is not None
    assert manager_names(found)["Tom Li"] == "Henry James"


def test_managers_that_go_round_are_cut_at_the_last_row() -> None:
    found = plan(
        f"{HEAD}1,Sue Marlow,s@n.example,,3\n2,Tom Li,t@n.example,,1\n"
        "3,Jo Ek,j@n.example,,2\n4,Al Green,a@n.example,,3\n"
    )
    assert manager_names(found) == {
        "Sue Marlow": "Jo Ek",
        "Tom Li": "Sue Marlow",
        "Jo Ek": None,
        "Al Green": "Jo Ek",
    }
    question = row(found, 4).questions[0]
    assert question.text == "The line managers go round in a circle: Jo Ek → Tom Li → Sue Marlow → Jo Ek."
    assert [row.number for row in found.rows_to_look_at] == [4]


def test_a_circle_through_the_roster_is_cut_too() -> None:
    existing = [
        ExistingLeader("a", "Sue Marlow", "s@n.example", manager_id="b"),
        ExistingLeader("b", "Jo Ek", "j@n.example"),
    ]
    found = plan(f"{HEAD},Jo Ek,j@n.example,,Sue Marlow\n", existing)
    assert manager_names(found) == {"Jo Ek": None}


def test_a_manager_who_is_on_the_roster_and_not_in_the_file() -> None:
    existing = [ExistingLeader("a", "Sue Marlow", "sue@n.example", external_id="7")]
    found = plan(
        f"{HEAD}8,Tom Li,tom@n.example,,7\n9,Jo Ek,jo@n.example,,sue@n.example\n"
        "10,Al Green,al@n.example,,Marlow Sue\n",
        existing,
    )
    assert [p.manager and p.manager.leader_id for p in found.people] == ["a", "a", "a"]


def test_somebody_who_left_is_no_manager() -> None:
    existing = [ExistingLeader("a", "Sue Marlow", "sue@n.example", active=False)]
    assert asked(plan(f"{HEAD}8,Tom Li,tom@n.example,,Sue Marlow\n", existing), 2) == ["manager_unknown"]


def test_a_column_that_leads_to_nobody_says_so_once() -> None:
    names = ["Sue Marlow", "Tom Li", "Jo Ek", "Al Green", "Nia Bowen"]
    text = "Name,Email,Unit,Manager\n" + "".join(
        f"{name},{name.split()[0]}@n.example,A,900{at}\n" for at, name in enumerate(names)
    )
    found = plan(text)
    assert found.rows_to_look_at == ()
    assert found.notes == (
        "None of the line managers in “Manager” could be found, for example “9000”. "
        "Everyone will be added without one.",
    )


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("row:2", "Sue Marlow"),
        ("leader:a", "Jo Ek"),
        ("none", None),
        ("row:3", None),
        ("row:99", None),
        ("leader:z", None),
    ],
)
def test_a_manager_chosen_by_hand(told: str, name: str | None) -> None:
    existing = [ExistingLeader("a", "Jo Ek", "jo@n.example")]
    text = with_boss("8,Tom Li,tom@n.example,Head,J Clark")
    found = plan(text, existing, corrections={3: Correction(manager=told)})
    assert manager_names(found)["Tom Li"] == name
    assert asked(found, 3) == []


def test_a_row_left_out_is_no_manager_of_this_roster() -> None:
    found = plan(with_boss("8,Tom Li,tom@n.example,Head,7"), corrections={2: Correction(include=False)})
    assert asked(found, 3) == ["manager_unknown"]


def test_circles() -> None:
    assert circles({}) == []
    assert circles({1: None, 2: 1, 3: 2}) == []
    assert circles({1: 1}) == [[1]]
    assert [sorted(found) for found in circles({1: 2, 2: 3, 3: 1, 4: 3, 5: 6, 6: 5, 7: None})] == [
        [1, 2, 3],
        [5, 6],
    ]
