"""Excel workbooks, and what else comes under their name."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from teams.rules.roster import RosterError, plan_roster, read_table, recognise_columns
from teams.rules.roster.table import MAX_COLUMNS, MAX_ROWS
from teams.rules.roster.workbook import MAX_WALKED

HEADER = ["Post ID", "Name", "Email", "Unit", "Reports to"]


def saved(workbook: Workbook) -> bytes:
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def workbook_of(*rows: Sequence[object], title: str = "Leaders") -> Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return workbook


def archive_of(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return data.getvalue()


def test_numbers_are_ids_and_managers_are_found_by_them() -> None:
    workbook = workbook_of(
        HEADER,
        [173.0, "Sue Marlow", "sue@n.example", "Housing", None],
        [14, "Tom Li", "tom@n.example", "Finance", 173],
    )
    table = read_table(saved(workbook), "leaders.xlsx")
    assert table.sheet == "Leaders"
    assert [row.cells for row in table.rows] == [
        ("173", "Sue Marlow", "sue@n.example", "Housing", ""),
        ("14", "Tom Li", "tom@n.example", "Finance", "173"),
    ]
    plan = plan_roster(table, recognise_columns(table))
    assert [person.manager and person.manager.name for person in plan.people] == [None, "Sue Marlow"]


def test_cells_read_as_they_look() -> None:
    told: list[object] = [
        datetime.date(2026, 3, 2),
        datetime.datetime.fromisoformat("2026-03-02 09:30"),
        True,
        12.5,
        "a_x000D_\nb",
        0.1 + 0.2,
    ]
    workbook = workbook_of(
        ["Name", "Started", "Seen", "Active", "FTE", "Notes", "Share"], ["Sue Marlow", *told]
    )
    table = read_table(saved(workbook), "leaders.xlsx")
    assert table.rows[0].cells[1:] == (
        "2026-03-02",
        "2026-03-02 09:30",
        "True",
        "12.5",
        "a\nb",
        "0.3",
    )


def test_merged_titles_are_skipped_and_rows_keep_their_numbers() -> None:
    workbook = workbook_of(["Northmere Homes"], [], HEADER, [1, "Sue Marlow", "", "Housing", None], [])
    sheet = workbook["Leaders"]
    sheet.merge_cells("A1:E2")
    sheet["A9"], sheet["B9"], sheet["D9"] = 2, "Tom Li", "Finance"
    table = read_table(saved(workbook), "leaders.xlsx")
    assert [(row.number, row.cells[1]) for row in table.rows] == [(4, "Sue Marlow"), (9, "Tom Li")]


def test_the_sheet_with_headings_is_read_and_told() -> None:
    workbook = workbook_of(["Please read", "this first"], title="Read me")
    workbook.create_sheet("Empty")
    hidden = workbook.create_sheet("Old")
    hidden.sheet_state = "hidden"
    for sheet in (hidden, workbook.create_sheet("Leaders 2026")):
        sheet.append(HEADER)
        sheet.append([1, "Sue Marlow", "sue@n.example", sheet.title, None])
    table = read_table(saved(workbook), "leaders.xlsx")
    assert table.sheet == "Leaders 2026"
    assert table.notes == ("The workbook has several sheets; “Leaders 2026” was read.",)


def test_formulas_give_their_last_saved_result() -> None:
    data = saved(workbook_of(["ID", "Name"], ["=170+3", "Sue Marlow"]))
    source = zipfile.ZipFile(io.BytesIO(data))
    patched = io.BytesIO()
    with zipfile.ZipFile(patched, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert b"<f>170+3</f><v />" in content or b"<f>170+3</f><v></v>" in content
                content = content.replace(b"<v />", b"<v>173</v>").replace(b"<v></v>", b"<v>173</v>")
            target.writestr(part, content)
    assert read_table(patched.getvalue(), "x.xlsx").rows[0].cells == ("173", "Sue Marlow")


def test_a_workbook_is_told_by_its_content_and_not_by_its_name() -> None:
    data = saved(workbook_of(HEADER, [1, "Sue Marlow", "", "Housing", None]))
    assert read_table(data, "leaders.csv").sheet == "Leaders"
    assert read_table(b"Name,Unit\nSue Marlow,Housing\n", "leaders.xlsx").delimiter == ","


def test_formatted_but_empty_columns_far_to_the_right_do_no_harm() -> None:
    workbook = workbook_of(HEADER, [1, "Sue Marlow", "", "Housing", None])
    workbook["Leaders"].cell(row=2, column=MAX_COLUMNS + 400).number_format = "0.00"
    assert len(read_table(saved(workbook), "x.xlsx").header) == len(HEADER)


def test_too_many_columns() -> None:
    data = saved(workbook_of(["Name", *(f"c{at}" for at in range(MAX_COLUMNS))], ["Sue Marlow"]))
    with pytest.raises(RosterError, match="more than 100 columns"):
        read_table(data, "x.xlsx")


def test_too_many_rows() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for _ in range(MAX_ROWS + 60):
        sheet.append(["Sue Marlow"])
    with pytest.raises(RosterError, match="more than 10,000 rows"):
        read_table(saved(workbook), "x.xlsx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE, "This is a workbook of the old kind (.xls). Save it as XLSX or CSV and send that."),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "This workbook is locked with a password. Send a copy without one.",
        ),
        (
            b"PK\x03\x04 and nothing that follows from it",
            "This workbook could not be opened; it may be damaged. Save it again as XLSX or CSV.",
        ),
        (
            archive_of(xl__workbook_dot_xml=b"<workbook/>"),
            "This workbook could not be opened; it may be damaged. Save it again as XLSX or CSV.",
        ),
        (
            archive_of(
                content_dot_xml=b"<office/>", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"
            ),
            "This spreadsheet is of a kind that cannot be read here. Save it as XLSX or CSV and send that.",
        ),
        (
            archive_of(word__document_dot_xml=b"<document/>"),
            "This is not a spreadsheet. Send a CSV or XLSX file, or paste the rows.",
        ),
        (saved(openpyxl.Workbook()), "There is nothing in this workbook."),
    ],
)
def test_what_is_no_workbook_is_said_in_words(data: bytes, message: str) -> None:
    with pytest.raises(RosterError) as raised:
        read_table(data, "roster.xlsx")
    assert str(raised.value) == message


def test_a_bomb_is_not_unpacked() -> None:
    data = archive_of(xl__workbook_dot_xml=b"<workbook/>", xl__bomb_dot_xml=b" " * (61 * 1024 * 1024))
    assert len(data) < 100_000
    with pytest.raises(RosterError, match="too large once unpacked"):
        read_table(data, "roster.xlsx")


def test_blank_rows_are_not_walked_through_on_sheet_after_sheet() -> None:
    workbook = workbook_of(["Name"], ["Sue Marlow"])
    for sheet in (workbook.worksheets[0], workbook.create_sheet()):
        sheet.cell(MAX_WALKED // 2 + 1, 1, "x")
    data = saved(workbook)
    assert len(data) < 10_000
    with pytest.raises(RosterError, match="too large once unpacked"):
        read_table(data, "roster.xlsx")


def test_entities_that_multiply_are_not_followed() -> None:
    parts = zipfile.ZipFile(io.BytesIO(saved(workbook_of(["Name"], ["Sue Marlow"]))))
    entities = b"".join(b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 50) for at in range(1, 9))
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "' + b"x" * 50 + b'">' + entities + b"]><w>&e8;</w>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as target:
        for part in parts.infolist():
            target.writestr(part, bomb if part.filename.endswith("sheet1.xml") else parts.read(part))
    with pytest.raises(RosterError, match="could not be opened"):
        read_table(data.getvalue(), "roster.xlsx")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_workbook_cut_short_is_damaged(cut: float) -> None:
    data = saved(workbook_of(HEADER, [1, "Sue Marlow", "", "Housing", None]))
    with pytest.raises(RosterError, match="could not be opened"):
        read_table(data[: int(len(data) * cut)], "roster.xlsx")
