"""Which column is which, in the exports people have."""

from __future__ import annotations

import pytest

from teams.rules.roster import RosterError, read_pasted, read_table, recognise_columns
from tests.teams.rules.rosters import as_csv

PEOPLE = [("Sue", "Marlow"), ("Tom", "Li"), ("Ana", "Ruiz"), ("Jo", "Ek")]


def mapped(header: list[str], rows: list[list[str]], given: dict[str, str] | None = None) -> dict[str, str]:
    table = read_pasted(as_csv([header, *rows]))
    return recognise_columns(table, given).names(table)


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        pytest.param(
            "Employee ID|Worker|Business Title|Supervisory Organization|Cost Center|Worker's Manager"
            "|Manager ID|Email - Primary Work",
            "10{n}|{first} {last}|Head|Finance ({boss})|CC Finance {half}|{boss}|10{above}|{mail}",
            "id=Employee ID|name=Worker|title=Business Title|function=Cost Center|manager=Manager ID"
            "|email=Email - Primary Work",
            id="Workday",
        ),
        pytest.param(
            "STATUS|USERID|USERNAME|FIRSTNAME|LASTNAME|EMAIL|MANAGER|HR|DEPARTMENT|DIVISION|TITLE",
            "active|u{n}|{mail}|{first}|{last}|{mail}|u{above}|u1|Dept {half}|Group|Head",
            "id=USERID|first_name=FIRSTNAME|last_name=LASTNAME|email=EMAIL|manager=MANAGER|function=DEPARTMENT"
            "|title=TITLE",
            id="SuccessFactors",
        ),
        pytest.param(
            "Employee #|First Name|Last Name|Job Title|Reporting to|Department|Division|Work Email",
            "{n}|{first}|{last}|Head|{boss}|Dept {half}|North|{mail}",
            "id=Employee #|first_name=First Name|last_name=Last Name|title=Job Title|manager=Reporting to"
            "|function=Department|email=Work Email",
            id="BambooHR",
        ),
        pytest.param(
            "Person Number|Display Name|Work Email|Assignment Name|Business Unit|Department|Manager Name"
            "|Manager Person Number",
            "30{n}|{first} {last}|{mail}|Head|Northmere|Dept {half}|{boss}|30{above}",
            "id=Person Number|name=Display Name|email=Work Email|function=Department"
            "|manager=Manager Person Number",
            id="Oracle HR",
        ),
        pytest.param(
            "EMPLID|NAME|JOBTITLE|DEPTNAME|SUPERVISOR_ID|EMAIL_ADDR",
            "0{n}|{last},{first}|Head|Dept {half}|0{above}|{mail}",
            "id=EMPLID|name=NAME|title=JOBTITLE|function=DEPTNAME|manager=SUPERVISOR_ID|email=EMAIL_ADDR",
            id="PeopleSoft",
        ),
        pytest.param(
            "displayName|userPrincipalName|mail|jobTitle|department|officeLocation|manager|objectId",
            "{first} {last}|{mail}|{mail}|Head|Dept {half}|Leeds|{bossmail}|ab-{n}",
            "name=displayName|email=mail|title=jobTitle|function=department|manager=manager|id=objectId",
            id="Entra ID",
        ),
        pytest.param(
            "First Name [Required]|Last Name [Required]|Email Address [Required]|Password [Required]"
            "|Org Unit Path [Required]|Employee ID|Employee Title|Manager Email|Department|Cost Center",
            "{first}|{last}|{mail}|****|/Leeds|{n}|Head|{bossmail}|Dept {half}|7",
            "first_name=First Name [Required]|last_name=Last Name [Required]|email=Email Address [Required]"
            "|id=Employee ID|title=Employee Title|manager=Manager Email|function=Department",
            id="Google Workspace",
        ),
        pytest.param(
            "Post Unique Reference|Name|Grade (or equivalent)|Job Title|Job/Team Function|Parent Department"
            "|Organisation|Unit|Contact Phone|Contact E-mail|Reports to Senior Post||Notes|Valid?",
            "{n}|{last}, {first} [Dr]|SCS1|Head|Leads the work of many people on a great many things, "
            "number {n}, and more besides|Department of Homes|Northmere Agency|Unit {half}||{mail}"
            "|{above}|||",
            "id=Post Unique Reference|name=Name|title=Job Title|function=Unit|email=Contact E-mail"
            "|manager=Reports to Senior Post",
            id="UK organogram",
        ),
        pytest.param(
            "employee_id|first_name|last_name|email|phone_number|hire_date|job_title|manager_id|department_name",
            "{n}|{first}|{last}|USER{n}|1.515|2013|Head|{above}|Dept {half}",
            "id=employee_id|first_name=first_name|last_name=last_name|email=email|title=job_title"
            "|manager=manager_id|function=department_name",
            id="Oracle sample",
        ),
        pytest.param(
            "Personalnummer|Name|Vorname|Abteilung|Funktion|E-Mail-Adresse|Vorgesetzte/r",
            "{n}|{last}|{first}|Abteilung {half}|Leitung|{mail}|{last0}, {first0}",
            "id=Personalnummer|last_name=Name|first_name=Vorname|function=Abteilung|title=Funktion"
            "|email=E-Mail-Adresse|manager=Vorgesetzte/r",
            id="German",
        ),
        pytest.param(
            "Matricule|Nom|Prénom|Direction|Fonction|Courriel|Responsable hiérarchique",
            "{n}|{last}|{first}|Direction {half}|Chef|{mail}|{boss}",
            "id=Matricule|last_name=Nom|first_name=Prénom|function=Direction|title=Fonction|email=Courriel"
            "|manager=Responsable hiérarchique",
            id="French",
        ),
        pytest.param(
            "Nombre|Apellidos|Correo electrónico|Departamento|Puesto|Jefe directo",
            "{first}|{last}|{mail}|Departamento {half}|Jefa|{boss}",
            "first_name=Nombre|last_name=Apellidos|email=Correo electrónico|function=Departamento"
            "|title=Puesto|manager=Jefe directo",
            id="Spanish",
        ),
        pytest.param(
            "Nome e cognome|Indirizzo e-mail|Direzione|Mansione|Responsabile",
            "{first} {last}|{mail}|Direzione {half}|Capo|{boss}",
            "name=Nome e cognome|email=Indirizzo e-mail|function=Direzione|title=Mansione"
            "|manager=Responsabile",
            id="Italian",
        ),
        pytest.param(
            "Voornaam|Achternaam|E-mailadres|Afdeling|Functie|Leidinggevende",
            "{first}|{last}|{mail}|Afdeling {half}|Hoofd|{boss}",
            "first_name=Voornaam|last_name=Achternaam|email=E-mailadres|function=Afdeling|title=Functie"
            "|manager=Leidinggevende",
            id="Dutch",
        ),
    ],
)
def test_common_exports(header: str, cells: str, expected: str) -> None:
    rows = []
    for n in range(12):
        first, last = PEOPLE[n % 4][0] + "abc"[n // 4], PEOPLE[n % 4][1]
        told = {
            "n": n,
            "above": n // 3,
            "half": n % 2,
            "first": first,
            "last": last,
            "mail": f"{first}.{last}@n.example".lower(),
            "boss": "Suea Marlow",
            "bossmail": "suea.marlow@n.example",
            "first0": "Suea",
            "last0": "Marlow",
        }
        rows.append([cell.format(**told) for cell in cells.split("|")])
    assert mapped(header.split("|"), rows) == dict(pair.split("=", 1) for pair in expected.split("|"))


def test_one_value_in_every_row_is_no_function_where_there_is_a_choice() -> None:
    rows = [["Sue Marlow", "Northmere", "Housing"], ["Tom Li", "Northmere", "Finance"]]
    assert mapped(["Name", "Department", "Area"], rows)["function"] == "Area"
    assert mapped(["Name", "Organisation", "Location"], rows) == {"name": "Name"}
    assert mapped(["Name", "Department", "Location"], rows)["function"] == "Department"


def test_titles_that_are_forms_of_address_are_no_job_titles() -> None:
    rows = [["Dr", "Sue Marlow", "Director"], ["Mr", "Tom Li", "Head"]]
    assert mapped(["Title", "Name", "Position"], rows) == {"name": "Name", "title": "Position"}


def test_a_full_name_beside_a_first_name_is_not_a_surname() -> None:
    rows = [["Sue", "Sue Marlow"], ["Tom", "Tom Li"]]
    assert mapped(["First name", "Name"], rows) == {"name": "Name"}


def test_three_ways_of_naming_keep_the_two_columns_and_the_one_in_reserve() -> None:
    rows = [["Marlow, Sue (HR)", "Sue", "Marlow"], ["Li, Tom", "Tom", "Li"]]
    assert mapped(["Display name", "Given name", "Surname"], rows) == {
        "name": "Display name",
        "first_name": "Given name",
        "last_name": "Surname",
    }


def test_the_id_that_managers_use_is_the_id() -> None:
    rows = [["9001", "P1", "Sue Marlow", ""], ["9002", "P2", "Tom Li", "P1"], ["9003", "P3", "Jo Ek", "P1"]]
    assert mapped(["Employee ID", "Position ID", "Name", "Reports to"], rows)["id"] == "Position ID"


def test_of_several_columns_for_the_manager_the_one_that_leads_somewhere_is_taken() -> None:
    rows = [["Sue Marlow", "", "n"], ["Tom Li", "Sue Marlow", "y"], ["Jo Ek", "Sue Marlow", "n"]]
    assert mapped(["Name", "Reports to", "Manager"], rows)["manager"] == "Reports to"


def test_names_under_a_heading_nobody_knows_are_told_by_the_addresses_beside_them() -> None:
    rows = [["Head", "Sue Marlow", "sue.marlow@n.example"], ["Deputy", "Tom Li", "tom.li@n.example"]]
    assert mapped(["Job title", "Wer", "Email"], rows) == {
        "title": "Job title",
        "name": "Wer",
        "email": "Email",
    }


def test_addresses_under_a_heading_nobody_knows_are_found() -> None:
    rows = [["Sue Marlow", "sue.marlow@n.example"], ["Tom Li", "tom.li@n.example"]]
    assert mapped(["Name", "Where to write"], rows) == {"name": "Name", "email": "Where to write"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sue Marlow\tsue@n.example\nTom Li\ttom@n.example", {"name": 0, "email": 1}),
        ("sue@n.example;Sue Marlow\ntom@n.example;Tom Li", {"name": 1, "email": 0}),
        ("Sue,Marlow,sue@n.example\nTom,Li,tom@n.example", {"first_name": 0, "last_name": 1, "email": 2}),
        ("Sue Marlow <sue@n.example>\nTom Li <tom@n.example>", {"name": 0, "email": 0}),
        (
            "Sue Marlow\tsue@n.example\tHousing\tChief\t\n"
            "Tom Li\ttom@n.example\tHousing\tHead of Homes\tSue Marlow\n"
            "Jo Ek\tjo@n.example\tFinance\tHead of Money\tSue Marlow\n"
            "Ana Ruiz\tana@n.example\tFinance\tHead of Pay\tSue Marlow",
            {"name": 0, "email": 1, "function": 2, "title": 3, "manager": 4},
        ),
    ],
)
def test_without_headings_columns_are_told_by_their_contents(text: str, expected: dict[str, int]) -> None:
    mapping = recognise_columns(read_pasted(text))
    told = {field: getattr(mapping, field) for field in mapping.__dataclass_fields__}
    assert {field: at for field, at in told.items() if at is not None} == expected


HEADER = ["Post", "Full name", "Name", "Unit", "Department", "Chief"]
ROWS = [["1", "Sue Marlow", "x", "Housing", "A", ""], ["2", "Tom Li", "y", "Finance", "B", "1"]]


def test_columns_named_by_hand_win_whatever_their_case_and_spaces() -> None:
    given = {"name": " full  NAME", "function": "unit", "manager": "chief", "id": "Post"}
    assert mapped(HEADER, ROWS, given) == {
        "id": "Post",
        "name": "Full name",
        "function": "Unit",
        "manager": "Chief",
    }


def test_a_name_given_in_one_column_sets_two_recognised_ones_aside() -> None:
    header, rows = ["First name", "Last name", "Known to us as"], [["Sue", "Marlow", "Susan Marlow"]]
    assert mapped(header, rows, {"name": "Known to us as"}) == {"name": "Known to us as"}


def test_two_columns_given_set_a_recognised_name_aside() -> None:
    header, rows = ["Name", "A", "B"], [["Marlow Sue", "Sue", "Marlow"], ["Li Tom", "Tom", "Li"]]
    given = {"first_name": "A", "last_name": "B"}
    assert mapped(header, rows, given) == {"first_name": "A", "last_name": "B"}


def test_a_field_given_no_column_has_none() -> None:
    assert "function" not in mapped(["Name", "Unit"], [["Sue Marlow", "Housing"]], {"function": ""})


def test_one_column_may_be_given_for_two_fields() -> None:
    header, rows = ["Name", "Email"], [["Sue Marlow", "sue@n.example"]]
    given = {"id": "Email", "email": "Email"}
    assert mapped(header, rows, given) == {"id": "Email", "email": "Email", "name": "Name"}


def test_a_column_that_does_not_exist_is_said_with_those_that_do() -> None:
    with pytest.raises(RosterError) as raised:
        mapped(HEADER, ROWS, {"function": "Directorate"})
    assert str(raised.value) == (
        "There is no column “Directorate”. The columns are: Post, Full name, Name, Unit, Department, Chief."
    )


def test_a_field_that_does_not_exist_is_said_with_those_that_do() -> None:
    with pytest.raises(RosterError) as raised:
        mapped(HEADER, ROWS, {"salary": "Post"})
    assert str(raised.value) == (
        "“salary” is not something a roster has. "
        "It has id, name, first_name, last_name, email, title, function, manager."
    )


def test_in_a_top_team_everybody_may_have_a_function_of_their_own() -> None:
    functions = [
        "Office",
        "Finance",
        "Estates",
        "Care",
        "Digital",
        "Legal",
        "People",
        "Marketing",
        "Strategy",
    ]
    rows = "".join(f"Leader {number},{function}\n" for number, function in enumerate(functions))
    table = read_table(f"Name,Department\n{rows}".encode(), "top.csv")
    assert recognise_columns(table).names(table) == {"name": "Name", "function": "Department"}
