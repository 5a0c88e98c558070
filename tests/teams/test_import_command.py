"""`manage.py import_roster`: what the pages do, from a file at once."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Team
from tests.cast import Northmere, make_northmere
from tests.teams.rostering import (
    ROWS,
    as_csv,
    as_workbook,
    audited,
    function_names,
    names,
    one,
    pilot_team,
)

pytestmark = pytest.mark.django_db

# Invented look-alikes of the shapes that public organograms and sample databases have.
ORGANOGRAM_HEADINGS = [
    "Post Unique Reference",
    "Name",
    "Job Title",
    "Job/Team Function",
    "Organisation",
    "Unit",
    "Contact E-mail",
    "Reports to Senior Post",
]
AGENCY, IVO, PETRA = "Quarry Agency", "ivo.lindqvist@quarry.example", "petra@quarry.example"
ORGANOGRAM = [
    ["11", '"THORNE, Maud [Dr]"', "Chief Executive", "Leads.", AGENCY, "Board", "maud@quarry.example", "XX"],
    ["12", "Ivo Lindqvist", "Director of Works", '"Works, all."', AGENCY, "Works", IVO, "11"],
    ["13", "N/D", "Director of Plans", "Plans what is done.", AGENCY, "Plans", "N/D", "11"],
    ["14", "Rhea Castellan", "Deputy Director Plans", "Plans the north.", AGENCY, "Plans", IVO, "13"],
    ["15", '"McDONNELL, Alec"', "Deputy Director Works", "Runs works.", AGENCY, "Works", IVO, "12"],
    [
        "15",
        "Petra Voss",
        "Deputy Director Works",
        "Runs works.",
        AGENCY,
        "Works",
        PETRA,
        "12",
    ],
    [
        "16",
        "Petra Voss",
        "Head of Quarries",
        "Keeps quarries.",
        AGENCY,
        "Works",
        PETRA,
        "12",
    ],
]
EMPLOYEES = """\
employee_id,first_name,last_name,email,job_title,manager_id,department_name
1,Stefan,Koenig,SKOENIG,President,,Executive
2,Nadia,Young,NYOUNG,Vice President,1,Executive
3,Lex,Garza,LGARZA,Programmer,2,IT
4,Kim,Grantham,KGRANTHAM,Representative,2,
"""


def run(*arguments: str, cast: Northmere, team: Team) -> str:
    out = io.StringIO()
    call_command(
        "import_roster", *arguments, "--organisation", cast.organisation.slug, "--team", team.slug, stdout=out
    )
    return out.getvalue()


def summary(*arguments: str, cast: Northmere, team: Team) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run(*arguments, "--json", cast=cast, team=team))
    return loaded


@pytest.fixture
def pilot(northmere: Northmere) -> Team:
    return pilot_team(northmere)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "leaders.csv"
    path.write_bytes(as_csv())
    return str(path)


def test_everybody_in_the_file_is_added_and_the_summary_says_what_was_odd(
    northmere: Northmere, pilot: Team, file: str
) -> None:
    told = summary(file, cast=northmere, team=pilot)
    assert (told["people"], told["managers_resolved"], told["added"], told["updated"]) == (9, 7, 9, 0)
    assert told["functions"] == {"Housing Services": 3, "Finance": 3, "Digital": 3}
    assert told["skipped"] == [
        {"row": 11, "reason": "“Vacant” stands where a name should be: a post without a person."}
    ]
    assert [question["row"] for question in told["questions"]] == [4, 7, 8, 9]
    assert told["dry_run"] is False
    assert len(names(northmere, pilot)) == 9
    with scope(organisation=northmere.organisation.pk):
        entry = AuditEntry.objects.get(verb="roster imported")
    assert (entry.by, entry.team_id) == (None, pilot.pk)
    assert entry.details == {"added": 9, "updated": 0, "left": 0, "functions": 2}


def test_the_same_file_again_changes_nothing(northmere: Northmere, pilot: Team, file: str) -> None:
    run(file, cast=northmere, team=pilot)
    told = summary(file, cast=northmere, team=pilot)
    assert (told["added"], told["updated"], told["unchanged"]) == (0, 0, 9)
    assert len(audited(northmere, "roster imported")) == 1


def test_a_dry_run_says_the_same_and_changes_nothing(northmere: Northmere, pilot: Team, file: str) -> None:
    told = summary(file, "--dry-run", cast=northmere, team=pilot)
    assert (told["people"], told["added"], told["dry_run"]) == (9, 9, True)
    assert names(northmere, pilot) == []
    assert "Digital" not in function_names(northmere)
    said = run(file, "--dry-run", cast=northmere, team=pilot)
    assert "9 people in 3 functions: 9 to add, 0 to update, 0 as they were." in said
    assert said.endswith("Nothing was changed: this was a dry run.\n")


def test_one_person_in_one_function_is_said_so(northmere: Northmere, pilot: Team, tmp_path: Path) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text("Name,Department\nFreya Lind,Digital\n", encoding="utf-8")
    said = run(str(alone), "--dry-run", cast=northmere, team=pilot)
    assert "1 person in 1 function: 1 to add" in said


def test_in_words_it_names_rows_and_those_who_are_not_in_the_file(northmere: Northmere, file: str) -> None:
    said = run(file, cast=northmere, team=northmere.team)
    assert "Row 11 was left out:" in said
    assert "Row 8: The line manager “J Clark” is not on this roster." in said
    assert "Not in the file, and still on the roster: Priya Nair." in said
    assert "Priya Nair" in names(northmere, northmere.team)


def test_an_organogram_with_posts_without_people_and_a_shared_mailbox(
    northmere: Northmere, pilot: Team, tmp_path: Path
) -> None:
    path = tmp_path / "organogram.csv"
    path.write_bytes(as_csv(ORGANOGRAM, ORGANOGRAM_HEADINGS, delimiter=","))
    told = summary(str(path), cast=northmere, team=pilot)
    assert told["people"] == 5
    assert told["functions"] == {"Board": 1, "Works": 3, "Plans": 1}
    assert told["managers_resolved"] == 4
    assert [skipped["row"] for skipped in told["skipped"]] == [4]
    assert names(northmere, pilot) == [
        "Alec McDonnell",
        "Ivo Lindqvist",
        "Maud Thorne",
        "Petra Voss",
        "Rhea Castellan",
    ]
    rhea = one(northmere, pilot, "Rhea Castellan")
    assert rhea.manager == one(northmere, pilot, "Maud Thorne")
    assert rhea.email == ""
    assert one(northmere, pilot, "Petra Voss").title == "Deputy Director Works; Head of Quarries"
    told = summary(str(path), cast=northmere, team=pilot)
    assert (told["added"], told["updated"]) == (0, 0)


def test_a_file_whose_addresses_are_user_names(northmere: Northmere, pilot: Team, tmp_path: Path) -> None:
    path = tmp_path / "employees.csv"
    path.write_text(EMPLOYEES)
    told = summary(str(path), cast=northmere, team=pilot)
    assert (told["people"], told["managers_resolved"]) == (4, 3)
    assert told["functions"] == {"Executive": 2, "IT": 1}
    assert "The column “email” holds names such as “SKOENIG”" in told["notes"][0]
    assert one(northmere, pilot, "Kim Grantham").function is None


def test_columns_given_by_hand_win(northmere: Northmere, pilot: Team, tmp_path: Path) -> None:
    path = tmp_path / "leaders.xlsx"
    path.write_bytes(as_workbook())
    run(str(path), "--column", "function=job title", "title=Department", cast=northmere, team=pilot)
    amara = one(northmere, pilot, "Amara Okafor")
    assert amara.title == "Housing Services"
    assert amara.function is not None
    assert amara.function.name == "Director of Housing"


def test_headings_that_nobody_knows_are_found_when_they_are_named(
    northmere: Northmere, pilot: Team, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(as_csv(ROWS, ["Wer", "Wohin", "Wo", "Was", "Unter wem"]))
    columns = ["name=Wer", "email=Wohin", "function=Wo", "title=Was", "manager=Unter wem"]
    told = summary(str(path), "--column", *columns, cast=northmere, team=pilot)
    assert (told["people"], told["managers_resolved"]) == (9, 7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{tmp}/nowhere.csv"], "There is no file .*/nowhere.csv."),
        (["{tmp}"], "cannot be read: Is a directory."),
        (
            ["{file}", "--column", "function=Nowhere"],
            "There is no column “Nowhere”. The columns are: Name, Email",
        ),
        (["{file}", "--column", "salary=Email"], "“salary” is not something a roster has. It has id, name"),
        (["{file}", "--column", "Name"], "“Name” does not say which column: write it as function=Unit."),
        (["{empty}"], "There is nothing in this file."),
        (["{nameless}"], "No column with names was found"),
        (["{large}"], "larger than 5 MB"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    northmere: Northmere, pilot: Team, file: str, tmp_path: Path, arguments: list[str], said: str
) -> None:
    contents = {
        "empty": b"",
        "nameless": b"alpha,beta\n1,2\n3,4\n",
        "large": b"Name\n" + b"x" * 5 * 1024 * 1024,
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    places = {"tmp": str(tmp_path), "file": file, **{name: str(tmp_path / name) for name in contents}}
    with pytest.raises(CommandError, match=said):
        run(*(argument.format(**places) for argument in arguments), cast=northmere, team=pilot)
    assert names(northmere, pilot) == []


def test_an_organisation_or_team_that_is_not_there_is_named_with_what_is(
    northmere: Northmere, pilot: Team, file: str
) -> None:
    with pytest.raises(CommandError, match="There is no organisation “nowhere”"):
        call_command("import_roster", file, "--organisation", "nowhere", "--team", "pilot")
    with pytest.raises(
        CommandError, match=r"no team “nowhere” here\. The teams are: leadership-team, pilot\."
    ):
        call_command("import_roster", file, "--organisation", "northmere", "--team", "nowhere")


def test_one_organisation_s_file_never_reaches_another(northmere: Northmere, pilot: Team, file: str) -> None:
    other = make_northmere("southmere")
    run(file, cast=other, team=other.team)
    assert names(northmere, pilot) == []
    assert "Chidi Eze" in names(other, other.team)
    with scope(organisation=northmere.organisation.pk):
        assert not AuditEntry.objects.filter(verb="roster imported").exists()
