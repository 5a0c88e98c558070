"""What holds for any roster at all."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings, strategies as st

from teams.rules.roster import (
    Correction,
    ExistingLeader,
    RosterError,
    RosterPlan,
    Table,
    corrections_from_json,
    corrections_to_json,
    plan_roster,
    read_name,
    read_pasted,
    read_table,
    recognise_columns,
    suggest_codes,
)
from teams.rules.roster.names import either_order_key
from tests.teams.rules.rosters import as_csv, as_existing, created


def thorough(examples: int) -> settings:
    """The same examples in every run, so that a rare find never stops somebody else's work."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )


HEADER = ["Employee ID", "Name", "Email", "Job title", "Department", "Line manager"]
ENCODINGS = {
    "utf-8": b"",
    "utf-8 with mark": codecs.BOM_UTF8,
    "utf-16-le": b"",
    "utf-16-be": b"",
    "utf-16-le with mark": codecs.BOM_UTF16_LE,
    "utf-16-be with mark": codecs.BOM_UTF16_BE,
    "cp1252": b"",
}

words = st.text(st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Lo"]), min_size=1, max_size=12)
any_name = st.lists(words, min_size=2, max_size=3).map(" ".join)
# A small world in which names, ids, addresses and managers meet by chance all the time.
some_name = st.sampled_from(
    [
        "Sue Marlow",
        "MARLOW, Sue [Dr]",
        "Susan Marlow",
        "Tom Li",
        "LI, Tom",
        "Ana Ruiz",
        "Jo Ek",
        "Vacant",
        "N/D",
        "",
    ]
)
some_id = st.sampled_from(["1", "2", "3", "03", "4", "", "XX"])
some_email = st.sampled_from(
    ["sue.marlow@n.example", "tom.li@n.example", "office@n.example", "sb@n.example", "TOMLI", ""]
)
some_function = st.sampled_from(
    ["Finance", "finance", "Finance & Procurement", "Finance Team", "Finnace", "HR", "Human Resources", ""]
)
some_title = st.sampled_from(["Director", "Head", "Deputy", ""])
some_manager = st.one_of(some_id, some_name, some_email, some_title)
messy_rows = st.lists(
    st.tuples(some_id, some_name, some_email, some_title, some_function, some_manager),
    min_size=1,
    max_size=9,
).filter(lambda rows: any(any(row) for row in rows))
corrections = st.dictionaries(
    st.integers(2, 10),
    st.builds(
        Correction,
        include=st.sampled_from([None, True, False]),
        name=st.none() | some_name,
        email=st.none() | some_email,
        title=st.none() | some_title,
        function=st.none() | some_function,
        manager=st.sampled_from([None, "none", "row:2", "row:3", "row:99", "leader:a", "leader:nobody"]),
        leader=st.sampled_from([None, "new", "a", "b", "nobody"]),
    ),
    max_size=3,
)
leaders = st.builds(
    lambda told: [
        ExistingLeader(
            id=key,
            name=read_name(name).full or "Ana Ruiz",
            email=email if "@" in email else "",
            title=title,
            function=function,
            manager_id=manager if manager != key else None,
            external_id=external_id,
            active=active,
        )
        for key, (external_id, name, email, title, function, manager, active) in zip(
            "abcd", told, strict=False
        )
    ],
    st.lists(
        st.tuples(
            some_id,
            some_name,
            some_email,
            some_title,
            some_function,
            st.sampled_from([None, *"abcd"]),
            st.booleans(),
        ),
        max_size=4,
    ),
)


def table_of(rows: Any) -> Table:
    return read_pasted(as_csv([HEADER, *rows]))


def planned(rows: Any, existing: Any = (), functions: Any = (), corrected: Any = None) -> RosterPlan:
    table = table_of(rows)
    mapping = recognise_columns(table, dict(zip(FIELDS_OF_HEADER, HEADER, strict=True)))
    return plan_roster(table, mapping, existing, functions, corrected)


FIELDS_OF_HEADER = ["id", "name", "email", "title", "function", "manager"]


@given(
    st.lists(any_name, min_size=1, max_size=8, unique=True),
    st.sampled_from(list(ENCODINGS)),
    st.sampled_from(",;\t|"),
)
@example(["Zoë Müller", "Jürgen Groß"], "cp1252", ";")
@example(["田中 太郎", "Ольга Петрова"], "utf-16-be", "\t")
@thorough(300)
def test_names_survive_every_encoding_and_delimiter(names: list[str], stored: str, delimiter: str) -> None:
    encoding = stored.partition(" ")[0]
    rows = [["Name", "Email", "Department"]]
    rows += [[name, f"p{at}@northmere.example", "Housing"] for at, name in enumerate(names)]
    try:
        data = ENCODINGS[stored] + as_csv(rows, delimiter).encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    if encoding == "cp1252":
        assume(_is_not_utf8(data))
    table = read_table(data, "leaders.csv")
    plan = plan_roster(table, recognise_columns(table))
    assert table.column(0) == [name.strip() for name in names]
    assert [person.name for person in plan.people] == [read_name(name).full for name in names]
    assert [person.email for person in plan.people] == [row[1] for row in rows[1:]]


def _is_not_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        return not re.search("[\x80-\ud7ff]", text)
    return data.isascii()


@given(st.binary(max_size=400), st.sampled_from(["roster.csv", "roster.xlsx", "roster"]))
@example(b"PK\x03\x04", "roster.xlsx")
@example(b"PK\x05\x06" + bytes(18), "roster.xlsx")
@example(b"\x00", "roster.csv")
@example(b"\xff\xfe", "roster.csv")
@example(b"\xff\xfe\x00", "roster.csv")
@example(b'"', "roster.csv")
@example(b"sep=;\r\n", "roster.csv")
@thorough(400)
def test_any_bytes_give_a_plan_or_a_roster_error(data: bytes, filename: str) -> None:
    try:
        table = read_table(data, filename)
        plan = plan_roster(table, recognise_columns(table))
    except RosterError:
        return
    assert len(plan.rows) == len(table.rows)
    json.dumps(plan.summary())


@given(st.text(max_size=300))
@thorough(300)
def test_any_text_gives_a_plan_or_a_roster_error(text: str) -> None:
    try:
        table = read_pasted(text)
        plan = plan_roster(table, recognise_columns(table))
    except RosterError:
        return
    assert Table.from_json(json.loads(json.dumps(table.to_json()))) == table
    for person in plan.people:
        assert person.name
        assert "\x00" not in person.name


@given(messy_rows, leaders, corrections)
@thorough(500)
def test_every_row_is_told_and_no_leader_is_two_people(rows: Any, existing: Any, corrected: Any) -> None:
    plan = planned(rows, existing, (), corrected)
    assert [row.number for row in plan.rows] == [row.number for row in table_of(rows).rows]
    keys = {person.row for person in plan.people}
    for row in plan.rows:
        assert (row.person in keys) == (row.outcome != "skip")
        assert (row.verdict == "question") == bool(row.questions)
        assert row.reason or row.verdict != "skip"
    held = [person.leader_id for person in plan.people if person.leader_id]
    assert len(held) == len(set(held))
    assert not set(held) & {leader.id for leader in plan.leavers}
    assert all(leader.active for leader in plan.leavers)
    assert plan == planned(rows, existing, (), corrected)


@given(messy_rows, leaders, corrections)
@thorough(500)
def test_line_managers_never_go_round(rows: Any, existing: Any, corrected: Any) -> None:
    plan = planned(rows, existing, (), corrected)
    after = {leader.id: leader for leader in as_existing(plan, existing)}
    planned_ids = {leader.id for leader in after.values()} - {leader.id for leader in existing}
    planned_ids |= {person.leader_id for person in plan.people if person.leader_id}
    for start in planned_ids:
        seen = [start]
        above = after[start].manager_id
        while above is not None and above in after and above not in seen:
            seen.append(above)
            above = after[above].manager_id
        assert above is None or above not in planned_ids or above not in seen


@given(messy_rows)
@thorough(700)
def test_an_identical_file_changes_nothing(rows: Any) -> None:
    first = planned(rows)
    again = planned(rows, as_existing(first), created(first))
    assert {row.verdict for row in again.rows} <= {"unchanged", "skip"}
    assert again.leavers == ()
    assert again.new_functions == ()
    assert again.functions() == first.functions()
    assert again.summary()["managers_resolved"] == first.summary()["managers_resolved"]


def without_namesakes(roster: list[ExistingLeader]) -> list[ExistingLeader]:
    """Leaders of one name without ids cannot be told apart once their function is in doubt."""
    by_name = {either_order_key(leader.name): leader for leader in roster}
    return list(by_name.values())


@given(messy_rows, leaders.map(without_namesakes))
@thorough(500)
def test_an_identical_file_changes_nothing_on_a_roster_with_a_past(rows: Any, existing: Any) -> None:
    first = planned(rows, existing)
    after = as_existing(first, existing)
    again = planned(rows, after, created(first))
    assert {row.verdict for row in again.rows} <= {"unchanged", "skip"}
    assert {leader.id for leader in again.leavers} == {leader.id for leader in first.leavers}


@given(
    st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=40),
    st.sets(st.sampled_from(["FIN", "HR", "IT"])),
)
@thorough(200)
def test_codes_are_two_to_four_capitals_and_unique(names: list[str], taken: set[str]) -> None:
    codes = suggest_codes(names, taken)
    assert list(codes) == names
    assert len({*codes.values(), *taken}) == len(names) + len(taken)
    for code in codes.values():
        assert re.fullmatch(r"[^\W\d_a-z]{2,4}", code)


@given(corrections)
@thorough(100)
def test_corrections_survive_being_stored(corrected: Any) -> None:
    assert corrections_from_json(json.loads(json.dumps(corrections_to_json(corrected)))) == corrected


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(rows=messy_rows)
@thorough(60)
def test_the_delimiter_changes_nothing(delimiter: str, rows: Any) -> None:
    table = read_pasted(as_csv([HEADER, *rows], delimiter))
    assert table.delimiter == delimiter
    assert table.rows == table_of(rows).rows
