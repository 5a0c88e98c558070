"""Files and pasted text: what becomes of encodings, delimiters, titles, feet and rubbish."""

from __future__ import annotations

import codecs

import pytest

from teams.rules.roster import RosterError, Table, read_pasted, read_table
from teams.rules.roster.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.teams.rules.rosters import as_csv

ROWS = [
    ["Name", "Email", "Function"],
    ["Zoë Okafor", "zoe.okafor@northmere.example", "Housing"],
    ["Jürgen Groß", "jurgen.gross@northmere.example", "Finance – Treasury"],
]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


@pytest.mark.parametrize(
    ("mark", "encoding", "said"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (b"", "cp1252", "windows-1252"),
    ],
)
def test_encodings_give_the_same_rows(mark: bytes, encoding: str, said: str) -> None:
    table = read_table(mark + as_csv(ROWS).encode(encoding), "leaders.csv")
    assert table.encoding == said
    assert table.header == ("Name", "Email", "Function")
    assert cells(table) == [tuple(row) for row in ROWS[1:]]


def test_a_guessed_encoding_is_told() -> None:
    table = read_table(as_csv(ROWS).encode("cp1252"), "leaders.csv")
    assert table.notes == (
        "The file does not say how its letters are stored; it was read as Windows-1252. "
        "If accented names look wrong, save it as CSV UTF-8 and upload it again.",
    )


def test_single_windows_bytes_within_utf8_are_mended() -> None:
    data = as_csv(ROWS).encode().replace("–".encode(), b"\x96")
    table = read_table(data, "leaders.csv")
    assert cells(table)[1] == tuple(ROWS[2])
    assert len(table.notes) == 1


def test_a_utf16_file_cut_in_the_middle_of_a_letter_is_read() -> None:
    assert len(read_table(as_csv(ROWS).encode("utf-16-le")[:-3], "leaders.csv").rows) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told_in_spite_of_the_others_within_cells(delimiter: str) -> None:
    rows = [
        ["Name", "Email", "Salary cost", "Notes"],
        ["MARLOW, Sue", "sue@northmere.example", "1,000;50", "a | b, c; d\te"],
        ["Tom Li", "tom@northmere.example", "2,000", 'says "hello"'],
    ]
    table = read_pasted(as_csv(rows, delimiter))
    assert table.delimiter == delimiter
    assert cells(table) == [tuple(row) for row in rows[1:]]


def test_unquoted_commas_in_a_semicolon_file_stay_within_their_cells() -> None:
    table = read_pasted("Name;Pay;Email\nSue Marlow;1,000,50;sue@n.example\nTom Li;2,000,75;tom@n.example")
    assert cells(table) == [
        ("Sue Marlow", "1,000,50", "sue@n.example"),
        ("Tom Li", "2,000,75", "tom@n.example"),
    ]


def test_line_breaks_within_cells_do_not_shift_the_row_numbers() -> None:
    table = read_pasted('Name,Title\r\n"Sue\nMarlow","Director of\r\nHousing"\r\nTom Li,Head\r\n')
    assert numbers(table) == [2, 3]
    assert cells(table)[0] == ("Sue\nMarlow", "Director of\r\nHousing")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    table = read_table(ending.join(["Name,Email", "Sue Marlow,sue@n.example", ""]).encode(), "x.csv")
    assert cells(table) == [("Sue Marlow", "sue@n.example")]


def test_a_line_that_tells_the_separator_is_obeyed_and_not_counted() -> None:
    table = read_pasted("sep=|\r\nName|Email\r\nSue Marlow|sue@n.example")
    assert (table.delimiter, numbers(table)) == ("|", [2])


def test_titles_above_the_headings_are_skipped_and_rows_keep_their_numbers() -> None:
    table = read_pasted(
        "Northmere Homes\n\nLeaders as at 3 March 2026,,\nName,Email,Function\n"
        "\nSue Marlow,sue@n.example,Housing\n,,\nTom Li,tom@n.example,Finance\n"
    )
    assert table.header == ("Name", "Email", "Function")
    assert numbers(table) == [6, 8]


def test_totals_and_remarks_at_the_foot_are_left_out_and_told() -> None:
    table = read_pasted(
        "Name,Function,Pay\nSue Marlow,Housing,10\nTom Li,Finance,20\nTotal,,30\n\nSource: payroll,,\n"
    )
    assert numbers(table) == [2, 3]
    assert table.notes == (
        "Row 4 (“Total”) stands below the roster and was left out.",
        "Row 6 (“Source: payroll”) stands below the roster and was left out.",
    )


def test_people_at_the_foot_stay_whatever_their_names_begin_with() -> None:
    table = read_pasted("Name,Email,Function\nSue Marlow,s@n.example,Housing\nSum Wing,,\nPage Turner,,\n")
    assert numbers(table) == [2, 3, 4]


def test_headings_repeated_on_every_page_are_dropped() -> None:
    table = read_pasted("Name,Function\nSue Marlow,Housing\nName,Function\nTom Li,Finance\n")
    assert numbers(table) == [2, 4]


def test_ragged_rows_are_evened_out() -> None:
    table = read_pasted("Name,Email,Function\nSue Marlow\nTom Li,tom@n.example,Finance,more\n")
    assert table.header == ("Name", "Email", "Function", "Column 4")
    assert cells(table) == [("Sue Marlow", "", "", ""), ("Tom Li", "tom@n.example", "Finance", "more")]
    assert table.notes == ("Row 3: more cells than headings. Check that they stand in the right columns.",)


def test_repeated_and_unnamed_headings_get_names_of_their_own() -> None:
    table = read_pasted("Name,,Name,Function,\nSue Marlow,a,b,Housing,\n")
    assert table.header == ("Name", "Column 2", "Name (2)", "Function")


def test_without_headings_addresses_tell_where_people_begin() -> None:
    table = read_pasted("Our leaders\nSue Marlow\tsue@n.example\nTom Li\ttom@n.example\n")
    assert (table.headed, table.header) == (False, ("Column 1", "Column 2"))
    assert numbers(table) == [2, 3]
    assert table.notes == ("There are no headings; the columns were told apart by what is in them.",)


def test_a_list_of_names_is_one_column_also_with_commas_in_it() -> None:
    table = read_pasted("MARLOW, Sue\nNEWHAM,Birgit\nvan der Berg, Jan\n")
    assert cells(table) == [("MARLOW, Sue",), ("NEWHAM,Birgit",), ("van der Berg, Jan",)]
    assert table.notes == ("There are no headings; every row was read as a name.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sue Marlow <sue@n.example>; Tom Li <tom@n.example>",
            ["Sue Marlow <sue@n.example>", "Tom Li <tom@n.example>"],
        ),
        ("sue@n.example, tom@n.example", ["sue@n.example", "tom@n.example"]),
        ("Sue Marlow; Tom Li; Jo Ek", ["Sue Marlow", "Tom Li", "Jo Ek"]),
    ],
)
def test_recipients_on_one_line_are_a_row_each(text: str, expected: list[str]) -> None:
    assert cells(read_pasted(text)) == [(cell,) for cell in expected]


def test_names_and_functions_between_commas_are_two_columns() -> None:
    table = read_pasted("Leader, Team\nSue Marlow, Finance\nTom Li, Housing\n")
    assert cells(table) == [("Sue Marlow", "Finance"), ("Tom Li", "Housing")]


def test_a_single_row_is_a_person() -> None:
    table = read_pasted("Sue Marlow, Finance")
    assert (table.headed, cells(table)) == (False, [("Sue Marlow", "Finance")])


def test_headings_nobody_knows_are_taken_and_told() -> None:
    table = read_pasted("Wer,Wohin\nSue Marlow,sue@n.example\n")
    assert table.header == ("Wer", "Wohin")
    assert table.notes == (
        "Row 1 was taken for the headings, though none of them is one we know. Say which column is which.",
    )


def test_headings_named_by_hand_are_found_below_titles() -> None:
    text = "Northmere,Leaders,2026\nWer,Wo,Chefin\nSue Marlow,Housing,Jo Ek\n"
    assert read_pasted(text, ["wer", "WO"]).header == ("Wer", "Wo", "Chefin")


def test_zero_bytes_and_other_controls_are_dropped() -> None:
    data = as_csv(ROWS).encode().replace(b"Housing", b"Hou\x00s\x07ing")
    assert cells(read_table(data, "x.csv"))[0] == tuple(ROWS[1])


def test_a_table_survives_being_stored() -> None:
    table = read_table(as_csv(ROWS).encode("cp1252"), "x.csv")
    assert Table.from_json(table.to_json()) == table


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "There is nothing in this file."),
        (b" \r\n\t\n", "There is nothing in this file."),
        (codecs.BOM_UTF8, "There is nothing in this file."),
        (b",,,\n,,,\n", "There is nothing in this file."),
        (b"Name,Email\n", "There are headings but no rows beneath them."),
        (b"Name,Email\nTotal,0\n", "There are headings but no rows beneath them."),
        (
            b'Name,Email\nSue Marlow,s@n.example\n"Tom Li,t@n.example\nJo Ek,j@n.example\n',
            "A quotation mark near row 3 is never closed, so the rest cannot be told apart. "
            "Close it or take it away, then send the file again.",
        ),
        (
            b'Name,Email\n"Sue' + b" x" * 100_000,
            "A quotation mark near row 2 is never closed, so the rest cannot be told apart. "
            "Close it or take it away, then send the file again.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" + bytes(range(256)) * 4,
            "This does not look like a roster. Send a CSV or XLSX file, or paste the rows.",
        ),
        (bytes(100), "This does not look like a roster. Send a CSV or XLSX file, or paste the rows."),
        (
            bytes(range(1, 32)) * 20,
            "This does not look like a roster. Send a CSV or XLSX file, or paste the rows.",
        ),
        (
            b"<html><table><tr><td>Name</td></tr></table>",
            "This is a document and not a spreadsheet. Save it as XLSX or CSV and send that.",
        ),
        (b"x" * (MAX_BYTES + 1), "This file is larger than 5 MB. Keep the columns a roster needs."),
        (
            b"Name\n" + b"Sue Marlow\n" * (MAX_ROWS + 1),
            "This file has more than 10,000 rows. Send the leaders of one team alone.",
        ),
        (
            b"Name" + b"," * MAX_COLUMNS + b"x\nSue Marlow\n",
            "This file has more than 100 columns. Keep those that a roster needs.",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, message: str) -> None:
    with pytest.raises(RosterError) as raised:
        read_table(data, "roster.csv")
    assert str(raised.value) == message


def test_a_picture_or_a_letter_is_refused_by_its_name() -> None:
    with pytest.raises(RosterError, match="This is not a spreadsheet"):
        read_table(b"Name,Email\nSue Marlow,sue@n.example\n", "Roster.PDF")


def test_ten_thousand_rows_are_taken() -> None:
    table = read_table(b"Name\n" + b"Sue Marlow\n" * MAX_ROWS, "x.csv")
    assert len(table.rows) == MAX_ROWS


def test_pasted_text_has_a_limit_too() -> None:
    with pytest.raises(RosterError, match="more text than a roster needs"):
        read_pasted("x" * (MAX_BYTES + 1))
