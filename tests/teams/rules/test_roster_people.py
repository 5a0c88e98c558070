"""Rows and the people in them: posts without a person, posts with two, people with two, shared mailboxes."""

from __future__ import annotations

import pytest

from teams.rules.roster import Correction, RosterError, plan_roster, read_pasted, recognise_columns
from tests.teams.rules.rosters import asked, manager_names, person, plan, row

HEAD = "ID,Name,Email,Title,Function,Manager\n"


@pytest.mark.parametrize(
    "name",
    [
        "N/D",
        "n/a",
        "Vacant",
        "VACANCY",
        "Vacant (was J Smith)",
        "Vacant - Director of Homes",
        "TBC",
        "tbc – from May",
        "Eliminated",
        "Unknown",
        "-",
        "–",
        "To be appointed",
        "None",
        "N.N.",
        "#N/A",
        "vakant",
    ],
)
def test_posts_without_a_person_are_skipped(name: str) -> None:
    found = plan(f"{HEAD}1,{name},,Head,Housing,\n2,Tom Li,t@n.example,Head,Housing,\n")
    assert [person.name for person in found.people] == ["Tom Li"]
    skipped = row(found, 2)
    assert (skipped.verdict, skipped.outcome, skipped.given_name) == ("skip", "skip", name)
    assert skipped.reason == f"“{name}” stands where a name should be: a post without a person."


def test_blank_and_meaningless_names_are_skipped() -> None:
    found = plan(f"{HEAD}1,,,Head,Housing,\n2,12345,,Head,Housing,\n3,Tom Li,t@n.example,Head,Housing,\n")
    assert [row.reason for row in found.rows] == [
        "There is no name in this row.",
        "“12345” stands where a name should be.",
        "",
    ]


@pytest.mark.parametrize("name", ["Jo Vacanti", "Li Na", "Nil Armstrong", "Al Open"])
def test_people_whose_names_only_resemble_are_people(name: str) -> None:
    assert [person.name for person in plan(f"{HEAD}1,{name},x@n.example,Head,Housing,\n").people] == [name]


def test_placeholders_in_two_columns() -> None:
    found = plan("First name,Last name,Unit\nVacant,Vacant,A\nVacant,Post,A\n,N/A,A\nTom,Li,A\n")
    assert [person.name for person in found.people] == ["Tom Li"]


def test_no_column_with_names() -> None:
    table = read_pasted("Email,Unit\nx@n.example,A\n")
    with pytest.raises(RosterError) as raised:
        plan_roster(table, recognise_columns(table))
    assert str(raised.value) == "No column with names was found. Say which one it is."


TWO_POSTS = HEAD + (
    "1,Lorna Hale,lorna@n.example,Director,Clinical,\n"
    "2,'OKAFOR, Sheila [Dr]',sheila.okafor@n.example,Head of Products,Clinical,1\n"
    "3,Tom Li,tom@n.example,Head,Clinical,4\n"
    "4,'OKAFOR, Sheila [Dr]',Sheila.Okafor@n.example,Adviser,Clinical,1\n"
).replace("'", '"')


def test_one_person_in_two_posts_is_one_leader_with_both_titles() -> None:
    found = plan(TWO_POSTS)
    sheila = person(found, "Sheila Okafor")
    assert sheila.rows == (3, 5)
    assert sheila.title == "Head of Products; Adviser"
    assert sheila.external_id == "2"
    assert (row(found, 3).verdict, row(found, 3).outcome) == ("add", "add")
    assert (row(found, 5).verdict, row(found, 5).outcome) == ("question", "joined")
    question = row(found, 5).questions[0]
    assert question.text == "Sheila Okafor is also on row 3."
    assert question.outcome == "They become one leader, with both titles."


def test_whoever_reports_to_the_second_post_reports_to_its_person() -> None:
    manager = person(plan(TWO_POSTS), "Tom Li").manager
    assert manager is not None
    assert (manager.name, manager.row) == ("Sheila Okafor", 3)


def test_one_name_and_one_id_is_one_person_also_without_addresses() -> None:
    found = plan(
        f"{HEAD}7,Sue Marlow,,Head,Housing,\n7,Marlow Sue,,Deputy,Housing,\n8,Tom Li,t@n.example,,Housing,\n"
    )
    assert [person.rows for person in found.people] == [(2, 3), (4,)]


def test_a_row_given_twice_is_one_person() -> None:
    found = plan("Name,Function\nSue Marlow,Housing\nTom Li,Housing\nSue Marlow,Housing\n")
    assert [person.rows for person in found.people] == [(2, 4), (3,)]
    assert row(found, 4).questions[0].outcome == "They become one leader."


def test_one_name_with_two_addresses_is_two_people() -> None:
    text = (
        HEAD + "1,David Ewart,david.ewart@n.example,{},{},\n2,David Ewart,d.ewart2@n.example,Head,Housing,\n"
    )
    assert [p.rows for p in plan(text.format("Director", "Housing")).people] == [(2,), (3,)]
    assert plan(text.format("Director", "Housing")).rows_to_look_at == ()
    assert asked(plan(text.format("Head", "Finance")), 3) == []
    assert asked(plan(text.format("Head", "Housing")), 3) == ["namesake"]


def test_two_people_in_one_post_are_two_people() -> None:
    found = plan(
        f"{HEAD}1,Anna Parr,anna@n.example,Deputy,HR,\n1,Katherine Robin,kath@n.example,Deputy,HR,\n"
        "2,Tom Li,tom@n.example,Head,Housing,1\n"
    )
    assert [person.external_id for person in found.people] == ["1", "1", "2"]
    assert row(found, 3).questions[0].text == "The id 1 is also on row 2: Anna Parr is in the same post."
    question = row(found, 4).questions[0]
    assert question.kind == "manager_shared"
    assert question.text == "The line manager’s post is shared by Anna Parr and Katherine Robin."
    assert question.outcome == "Anna Parr will be the line manager."
    assert manager_names(found) == {"Anna Parr": None, "Katherine Robin": None, "Tom Li": "Anna Parr"}


def test_an_id_repeated_for_another_title_is_asked_about() -> None:
    found = plan(
        f"{HEAD}1,Anna Parr,a@n.example,Head of Pay,HR,\n1,Tom Li,t@n.example,Head of Homes,Housing,\n"
    )
    question = row(found, 3).questions[0]
    assert question.text == "The id 1 is also on row 2, for Anna Parr with another title."
    assert question.outcome == "Both stay; as a line manager, 1 means Anna Parr."


SHARED = HEAD + (
    "1,Hattie Moss,Dov.Tarn@N.Example,Deputy,Delivery,3\n"
    "2,Mike Hill,dov.tarn@n.example,Deputy,Delivery,3\n"
    "3,Dov Tarn,Dov.Tarn@n.example,Director,Delivery,\n"
)


def test_a_shared_mailbox_belongs_to_the_one_whose_name_it_bears() -> None:
    found = plan(SHARED)
    assert [person.email for person in found.people] == ["", "", "Dov.Tarn@n.example"]
    question = row(found, 2).questions[0]
    assert question.kind == "email_taken"
    assert question.text == "This email is also on row 4 and looks like Dov Tarn’s."
    assert question.outcome == (
        "Hattie Moss will be added without an email and cannot be invited until there is one."
    )
    assert [asked(found, number) for number in (2, 3, 4)] == [["email_taken"], ["email_taken"], []]


def test_a_mailbox_that_bears_nobodys_name_is_nobodys() -> None:
    found = plan(SHARED.replace("Dov.Tarn@", "office@").replace("dov.tarn@", "office@"))
    assert [person.email for person in found.people] == ["", "", ""]
    assert row(found, 2).questions[0].text == "This email is also on rows 3 and 4. Whose is it?"


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("sue.marlow@n.example", "Sue Marlow"),
        ("marlow.s@n.example", "Sue Marlow"),
        ("smarlow@n.example", "Sue Marlow"),
        ("s_marlow2@n.example", "Sue Marlow"),
        ("kcolomba@n.example", "Karen Colombard"),
        ("juergen.mueller@n.example", "Jürgen Müller"),
        ("zielinski@n.example", "Marek Zieliński"),
        ("tli@n.example", ""),
        ("tom.li@n.example", "Tom Li"),
        ("tom@n.example", "Tom Li"),
        ("office@n.example", ""),
    ],
)
def test_whose_name_an_address_bears(address: str, owner: str) -> None:
    names = ["Sue Marlow", "Karen Colombard", "Jürgen Müller", "Marek Zieliński", "Tom Li", "Ann Marlow"]
    text = "Name,Email\n" + "".join(f"{name},{address}\n" for name in names)
    assert [person.name for person in plan(text).people if person.email] == ([owner] if owner else [])


def test_an_address_typed_by_hand_wins_over_likeness() -> None:
    found = plan(SHARED, corrections={2: Correction(email="dov.tarn@n.example")})
    assert [person.email for person in found.people] == ["dov.tarn@n.example", "", ""]
    assert [asked(found, number) for number in (2, 3, 4)] == [[], ["email_taken"], ["email_taken"]]


def test_a_missing_address_is_a_gentle_question() -> None:
    found = plan(f"{HEAD}1,Chidi Eze,,Head,Housing,\n2,Tom Li,tom@n.example,Head,Finance,\n")
    question = row(found, 2).questions[0]
    assert question.text == "There is no email, so no invitation can reach Chidi."
    assert question.outcome == "Chidi Eze will be added and cannot be invited until there is one."
    assert (question.severity, row(found, 2).severity, row(found, 3).severity) == ("stop", "stop", None)


def test_what_is_no_address_is_said() -> None:
    found = plan(f"{HEAD}1,Chidi Eze,CEZE,Head,Housing,\n2,Tom Li,tom@n.example,Head,Finance,\n")
    assert row(found, 2).questions[0].text == "“CEZE” is not an email address."


def test_a_file_of_user_names_says_so_once() -> None:
    found = plan(f"{HEAD}1,Steven Quay,SQUAY,Head,Housing,\n2,Tom Li,TLI,Head,Finance,\n")
    assert found.rows_to_look_at == ()
    assert found.notes == (
        "The column “Email” holds names such as “SQUAY” and no email addresses. "
        "Everyone will be added without one and can be invited as soon as there is.",
    )


def test_a_file_without_addresses_says_so_once() -> None:
    found = plan("Name,Function\nSue Marlow,Housing\nTom Li,Finance\n")
    assert found.rows_to_look_at == ()
    assert found.notes == (
        "There are no email addresses, so nobody can be invited yet. Everyone will be added without one; "
        "addresses can be added later, by hand or with another file.",
    )


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Sue.Marlow@Northmere.EXAMPLE", "Sue.Marlow@northmere.example"),
        (" mailto:sue@n.example ", "sue@n.example"),
        ("Sue Marlow <sue@n.example>", "sue@n.example"),
        ("sue@n.example; sue.b@n.example", "sue@n.example"),
        ("sue@münchen.example", "sue@münchen.example"),
        ("sue@localhost", ""),
        ("sue@@n.example", ""),
        ("sue..b@n.example", ""),
        ("N/A", ""),
    ],
)
def test_addresses(cell: str, email: str) -> None:
    assert plan(f'Name,Email\nSue Marlow,"{cell}"\n').people[0].email == email


def test_a_name_cell_with_an_address_in_it() -> None:
    found = plan("Name,Unit\nSue Marlow <sue@n.example>,A\ntom.li@n.example,B\n")
    assert [(person.name, person.email) for person in found.people] == [
        ("Sue Marlow", "sue@n.example"),
        ("Tom Li", "tom.li@n.example"),
    ]


def test_corrections_put_a_row_right() -> None:
    right = Correction(
        name="Sue Marlow", email="sue@n.example", title="Chief", function="Housing", manager="row:3"
    )
    found = plan(f"{HEAD}1,Vacant,,,,\n2,Tom Li,tom@n.example,Head,Finance,\n", corrections={2: right})
    sue = person(found, "Sue Marlow")
    assert (sue.email, sue.title, sue.function) == ("sue@n.example", "Chief", "Housing")
    assert sue.manager is not None
    assert sue.manager.name == "Tom Li"
    assert row(found, 2).verdict == "add"


def test_a_row_left_out_by_hand() -> None:
    found = plan(
        f"{HEAD}1,Sue Marlow,s@n.example,,A,\n2,Tom Li,t@n.example,,B,\n",
        corrections={2: Correction(include=False)},
    )
    assert [person.name for person in found.people] == ["Tom Li"]
    assert (row(found, 2).verdict, row(found, 2).reason) == ("skip", "You left this row out.")


def test_a_row_looked_at_is_asked_about_no_more_and_stays_as_it_would_be() -> None:
    before, after = plan(SHARED), plan(SHARED, corrections={2: Correction(include=True)})
    assert (row(before, 2).verdict, row(after, 2).verdict) == ("question", "add")
    assert before.people == after.people


@pytest.mark.parametrize(
    "correction",
    [Correction(email=""), Correction(function=""), Correction(manager="none"), Correction(title="")],
)
def test_said_to_be_none_by_hand_is_no_question(correction: Correction) -> None:
    text = f"{HEAD}1,Sue Marlow,,Head,,J Clark\n2,Tom Li,tom@n.example,Head,Finance,\n"
    kinds = {"email": "email_missing", "function": "function_missing", "manager": "manager_unknown"}
    field = next(
        name for name in ("email", "function", "manager", "title") if getattr(correction, name) is not None
    )
    expected = {"email_missing", "function_missing", "manager_unknown"} - {kinds.get(field, "")}
    assert set(asked(plan(text, corrections={2: correction}), 2)) == expected


def test_the_summary_is_what_the_command_prints() -> None:
    assert plan(SHARED + ",Vacant,,,,\n").summary() == {
        "people": 3,
        "functions": {"Delivery": 3},
        "managers_resolved": 2,
        "added": 3,
        "updated": 0,
        "unchanged": 0,
        "skipped": [{"row": 5, "reason": "“Vacant” stands where a name should be: a post without a person."}],
        "questions": [
            {
                "row": number,
                "reason": "This email is also on row 4 and looks like Dov Tarn’s. "
                f"{name} will be added without an email and cannot be invited until there is one.",
            }
            for number, name in ((2, "Hattie Moss"), (3, "Mike Hill"))
        ],
        "leavers": [],
        "new_functions": {"Delivery": "DEL"},
        "notes": [],
    }
