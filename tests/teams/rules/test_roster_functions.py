"""Functions: one spelling, a question about near misses, a short code."""

from __future__ import annotations

import pytest

from teams.rules.roster import Correction, ExistingFunction, suggest_codes
from teams.rules.roster.functions import is_variant
from tests.teams.rules.rosters import asked, person, plan, row

MANY = "Name,Email,Function\n"


def people_in(*functions: str) -> str:
    names = ["Sue Marlow", "Tom Li", "Ana Ruiz", "Jo Ek", "Nia Bowen", "Idris Kaya", "Mei Chan", "Al Green"]
    lines = [f"{name},{name.split()[0]}@n.example,{fn}" for name, fn in zip(names, functions, strict=False)]
    return MANY + "\n".join(lines) + "\n"


def test_case_spaces_and_ampersands_make_no_second_function() -> None:
    found = plan(
        people_in("Estates & Logistics", "ESTATES AND LOGISTICS", " Estates  &\u00a0Logistics", "HR")
    )
    assert found.functions() == {"Estates & Logistics": 3, "HR": 1}
    assert [row.verdict for row in found.rows] == ["add"] * 4


def test_an_existing_function_keeps_its_spelling() -> None:
    found = plan(people_in("FINANCE", "finance"), functions=[ExistingFunction("Finance", "FIN")])
    assert found.functions() == {"Finance": 2}
    assert found.new_functions == ()


def test_a_new_function_much_like_one_with_more_people_is_asked_about() -> None:
    found = plan(people_in("Finance", "Finance", "Finance & Procurement"))
    question = row(found, 4).questions[0]
    assert question.text == "“Finance & Procurement” is new. Did you mean Finance?"
    assert question.outcome == "It will be taken for Finance."
    assert question.suggestion == "Finance"
    assert found.functions() == {"Finance": 3}
    assert [function.name for function in found.new_functions] == ["Finance"]


def test_a_new_function_much_like_an_existing_one_is_asked_about() -> None:
    found = plan(people_in("Finance Team"), functions=[ExistingFunction("Finance", "FIN")])
    assert asked(found, 2) == ["function_new"]


@pytest.mark.parametrize(
    "correction",
    [Correction(function="Finance & Procurement"), Correction(include=True)],
)
def test_a_function_confirmed_by_hand_is_created(correction: Correction) -> None:
    found = plan(people_in("Finance", "Finance", "Finance & Procurement"), corrections={4: correction})
    assert asked(found, 4) == []
    assert found.functions() == {"Finance": 2, "Finance & Procurement": 1}


def test_a_function_that_many_bring_is_meant() -> None:
    found = plan(people_in(*["Finance & Procurement"] * 3), functions=[ExistingFunction("Finance", "FIN")])
    assert [function.name for function in found.new_functions] == ["Finance & Procurement"]
    assert found.rows_to_look_at == ()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Finance & Procurement", "Finance"),
        ("Communications", "Strategy and Communications"),
        ("Finance Directorate", "Finance"),
        ("Finance team", "Finance Department"),
        ("Finnace", "Finance"),
        ("Financ", "Finance"),
        ("Communication", "Communications"),
        ("HR", "Human Resources"),
        ("Information Technology", "IT"),
    ],
)
def test_variants(name: str, other: str) -> None:
    assert is_variant(name, other)
    assert is_variant(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Network Services", "Network Delivery & Development"),
        ("Organ Donation and Transplantation Directorate", "Blood Donation Directorate"),
        ("North East", "North West"),
        ("Region 1", "Region 2"),
        ("Housing", "Nursing"),
        ("Team A", "Team B"),
        ("Finance & Business Services", "Business Transformation Services"),
        ("IT", "Internal Audit"),
        ("Services", "Directorate"),
    ],
)
def test_no_variants(name: str, other: str) -> None:
    assert not is_variant(name, other)
    assert not is_variant(other, name)


def test_without_a_function() -> None:
    found = plan(people_in("Finance", "N/A"))
    question = row(found, 3).questions[0]
    assert (question.kind, question.text) == ("function_missing", "There is no function.")
    assert question.outcome == "Tom Li will be added without a function; choose one before a cycle opens."
    assert person(found, "Tom Li").function == ""


def test_a_file_without_functions_says_so_once() -> None:
    found = plan("Name,Email\nSue Marlow,s@n.example\nTom Li,t@n.example\n")
    assert [row.verdict for row in found.rows] == ["add", "add"]
    assert found.notes == (
        "There are no functions. Everyone will be added without one; choose them before a cycle opens.",
    )


def test_a_path_of_a_directory_is_its_first_part() -> None:
    assert plan(people_in("/Finance/Payroll", "/Finance")).functions() == {"Finance": 2}


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (
            [
                "Housing Services",
                "Care and Support",
                "Property",
                "Finance",
                "People and Culture",
                "Digital and Data",
                "Strategy and Communications",
            ],
            ["HOU", "CARE", "PROP", "FIN", "PPL", "DIGI", "STR"],
        ),
        (
            ["Network Delivery & Development", "Network Services", "Chief Executive", "Major Projects"],
            ["NET", "NS", "CEO", "MAJ"],
        ),
        (["Human Resources", "IT", "Public Relations", "Sales"], ["HR", "IT", "PR", "SAL"]),
        (["Human Resources Directorate", "Chief Executive's Office", "Directorate"], ["HR", "CEO", "DIR"]),
        (["Économie", "Финансы", "人事"], ["ECO", "ФИН", "人事"]),
        (["1st Line", "24/7"], ["LINE", "FNA"]),
        (["Titles", "Sodium", "Assets"], ["TITL", "SODI", "ASST"]),
    ],
)
def test_codes(names: list[str], codes: list[str]) -> None:
    assert list(suggest_codes(names, []).values()) == codes


def test_codes_avoid_those_that_are_taken() -> None:
    assert suggest_codes(["Finance", "Care and Support"], ["FIN", "CARE"]) == {
        "Finance": "FINA",
        "Care and Support": "CAR",
    }


def test_new_functions_come_in_the_order_of_the_file_with_their_people() -> None:
    found = plan(people_in("Housing", "Finance", "Housing"), functions=[ExistingFunction("Care", "HOU")])
    assert [(new.name, new.code, new.people) for new in found.new_functions] == [
        ("Housing", "HOUS", 2),
        ("Finance", "FIN", 1),
    ]
