"""Whole files of the three shapes that were studied, with invented people; and the real ones, where they are.

The real files hold names of office holders, so they are no part of the repository. Where the environment
variable ROSTER_SAMPLES names their folder, their counts are checked too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from teams.rules.roster import RosterPlan, plan_roster, read_table, recognise_columns
from tests.teams.rules.rosters import as_csv, as_existing, created, manager_names, person

ORGANOGRAM = [
    "Post Unique Reference",
    "Name",
    "Grade (or equivalent)",
    "Job Title",
    "Job/Team Function",
    "Parent Department",
    "Organisation",
    "Unit",
    "Contact Phone",
    "Contact E-mail",
    "Reports to Senior Post",
    "Salary Cost of Reports (£)",
    "FTE",
    "Actual Pay Floor (£)",
    "Actual Pay Ceiling (£)",
    "",
    "Professional/Occupational Group",
    "Notes",
    "Valid?",
]
SENTENCE = (
    "Answers for the delivery of {} across the country, for the people who do it, and for much else besides."
)


def organogram(*posts: tuple[str, str, str, str, str, str]) -> bytes:
    """A file of posts: id, name, title, unit, user name of the address, id of the manager's post."""
    rows = [ORGANOGRAM]
    for post, name, title, unit, user, above in posts:
        email = f"{user}@roads.northmere.example" if user else "N/A"
        told = [
            post,
            name,
            "SCS1",
            title,
            SENTENCE.format(title),
            "Department of Roads",
            "Roads Agency",
            unit,
        ]
        rows.append([*told, "", email, above, "1,200", "1", "0", "0", "", "Operational Delivery", "", ""])
    return as_csv(rows).encode()


ROADS = organogram(
    ("173", "Hattie Moss", "Deputy Director Central", "Network Delivery & Works", "Dov.Tarn", "11"),
    ("14", "Nadia Kothari", "Projects Director", "Major Projects", "Nadia.Kothari", "2"),
    ("188", "Simon Shaw-Wills", "Traffic Director", "Traffic Management", "Simon.Shaw-Wills", "2"),
    ("182", "Nick Shore", "Deputy Director Control", "Finance & Business Services", "Stella.Dane", "13"),
    ("171", "Mick Wolds", "Deputy Director South", "Network Delivery & Works", "Dov.Tarn", "11"),
    ("2", "Grace Dalby", "Chief Executive", "Chief Executive", "Grace.Dalby", "XX"),
    ("13", "Stella Dane", "Finance Director", "Finance & Business Services", "Stella.Dane", "2"),
    ("11", "Dov Tarn", "Delivery Director", "Network Delivery & Works", "Dov.Tarn", "2"),
    ("185", "Pia Adler", "Deputy Director Projects", "Major Projects", "Nadia.Kothari", "14"),
)
BLOOD = organogram(
    ("607", "MOORE, Sue [Dr]", "Associate Director", "Clinical Directorate", "susan.moore", "579"),
    ("533", "OKAFOR, Sheila [Dr]", "Clinical Director", "Clinical Directorate", "sheila.okafor", "579"),
    ("452", "Vacant", "Medical Director", "Clinical Directorate", "", "579"),
    ("579", "HALE, Lorna [Dr]", "Medical and Research Director", "Clinical Directorate", "lorna.hale", "294"),
    ("524", "MASTERS, ERWIN [Dr]", "Associate Director", "Clinical Directorate", "erwin.masters", "452"),
    ("277", "PARR, Anna", "Deputy Director", "Human Resources Directorate", "Anna.Parr", "255"),
    ("277", "ROBIN ,Katherine", "Deputy Director", "Human Resources Directorate", "Katherine.Robin", "255"),
    ("255", "EVERS, David", "Director", "Human Resources Directorate", "david.evers", "294"),
    ("698", "NEWTON,Brigid", "Assistant Director", "Finance Directorate", "brigid.newton", "255"),
    ("294", "HAMMOND, Linda", "Chief Executive [CE]", "Chief Executive's Office", "linda.hammond", "XX"),
    ("639", "OKAFOR, Sheila [Dr]", "Professional Director", "Clinical Directorate", "sheila.okafor", "579"),
    ("444", "McDERMID, Alan", "Director: Donation", "Donation Directorate", "alan.mcdermid", "294"),
)
STAFF = (
    b"employee_id,first_name,last_name,email,phone_number,hire_date,job_title,manager_id,department_name\n"
    b"100,Steven,Quay,SQUAY,1.515.555.0100,17-06-2013,President,,Executive\n"
    b"101,Nina,Yarrow,NYARROW,1.515.555.0101,21-09-2015,Vice President,100,Executive\n"
    b"103,Alexander,Joyce,AJOYCE,1.590.555.0103,03-01-2016,Programmer,101,IT\n"
    b"104,Bruce,Milner,BMILNER,1.590.555.0104,21-05-2017,Programmer,103,IT\n"
    b"178,Kim,Garland,KGARLAND,1.44.555.0178,24-05-2017,Representative,100,\n"
    b"200,Jen,Whale,JWHALE,1.515.555.0200,17-09-2013,Assistant,101,Administration\n"
    b"112,Jose Manuel,Urban,JMURBAN,1.515.555.0112,07-03-2016,Accountant,101,IT\n"
    b"196,Alana,Walsh,AWALSH,1.650.555.0196,24-04-2018,Clerk,200,Shipping\n"
    b"197,Kevin,Walsh,KWALSH,1.650.555.0197,23-05-2018,Clerk,200,Shipping\n"
)


def planned(data: bytes) -> RosterPlan:
    table = read_table(data, "leaders.csv")
    return plan_roster(table, recognise_columns(table))


def counts(plan: RosterPlan) -> tuple[int, int, int, int, int]:
    """People, functions, people in the largest, managers found, rows skipped."""
    told = plan.summary()
    largest = max(told["functions"].values())
    return told["people"], len(told["functions"]), largest, told["managers_resolved"], len(told["skipped"])


def assert_settled(data: bytes, first: RosterPlan) -> None:
    table = read_table(data, "leaders.csv")
    again = plan_roster(table, recognise_columns(table), as_existing(first), created(first))
    assert {row.verdict for row in again.rows} <= {"unchanged", "skip"}
    assert again.leavers == ()


def test_posts_that_carry_their_directors_address() -> None:
    plan = planned(ROADS)
    assert counts(plan) == (9, 5, 3, 8, 0)
    assert [person.name for person in plan.people if not person.email] == [
        "Hattie Moss",
        "Nick Shore",
        "Mick Wolds",
        "Pia Adler",
    ]
    assert [row.number for row in plan.rows_to_look_at] == [2, 5, 6, 10]
    assert manager_names(plan)["Hattie Moss"] == "Dov Tarn"
    assert [new.code for new in plan.new_functions] == ["NET", "MAJ", "TRA", "FIN", "CEO"]
    assert_settled(ROADS, plan)


def test_posts_without_a_person_with_two_and_a_person_with_two_posts() -> None:
    plan = planned(BLOOD)
    assert counts(plan) == (10, 5, 4, 9, 1)
    assert [person.name for person in plan.people] == [
        "Sue Moore",
        "Sheila Okafor",
        "Lorna Hale",
        "Erwin Masters",
        "Anna Parr",
        "Katherine Robin",
        "David Evers",
        "Brigid Newton",
        "Linda Hammond",
        "Alan McDermid",
    ]
    assert manager_names(plan)["Erwin Masters"] == "Lorna Hale"
    assert person(plan, "Sheila Okafor").title == "Clinical Director; Professional Director"
    assert [(row.number, [q.kind for q in row.questions]) for row in plan.rows_to_look_at] == [
        (8, ["id_shared"]),
        (12, ["two_posts"]),
    ]
    assert_settled(BLOOD, plan)


def test_names_in_two_columns_and_user_names_for_addresses() -> None:
    plan = planned(STAFF)
    assert counts(plan) == (9, 4, 3, 8, 0)
    assert [(row.number, [q.kind for q in row.questions]) for row in plan.rows_to_look_at] == [
        (6, ["function_missing"])
    ]
    assert len(plan.notes) == 1
    assert "“SQUAY”" in plan.notes[0]
    assert_settled(STAFF, plan)


SAMPLES = os.environ.get("ROSTER_SAMPLES", "")


@pytest.mark.skipif(not SAMPLES, reason="ROSTER_SAMPLES names no folder with the real files")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("uk_highways_agency_2011-09-30.csv", (27, 6, 9, 26, 0)),
        ("uk_nhs_blood_transplant_2011-09-30.csv", (47, 10, 10, 46, 2)),
        ("oracle_hr_employees.csv", (107, 11, 45, 106, 0)),
    ],
)
def test_the_real_files(name: str, expected: tuple[int, int, int, int, int]) -> None:
    data = (Path(SAMPLES) / name).read_bytes()
    plan = planned(data)
    assert counts(plan) == expected
    assert [
        kind for row in plan.rows for kind in (q.kind for q in row.questions) if kind == "function_new"
    ] == []
    assert_settled(data, plan)
