"""The draft's pages from end to end, with HTMX and without script."""

from __future__ import annotations

import re

import pytest

from coachingpairs.tenancy.scope import scope
from teams.models import RosterDraft, Team
from tests.cast import Northmere
from tests.teams.importing import Browser, put_right, read, row_of
from tests.teams.rostering import (
    ROWS,
    draft_of,
    function_names,
    many,
    one,
    pilot_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(northmere: Northmere) -> Team:
    return pilot_team(northmere)


@pytest.fixture(params=[False, True], ids=["without script", "HTMX"])
def browser(request: pytest.FixtureRequest, northmere: Northmere, pilot: Team) -> Browser:
    return Browser(northmere, pilot, draft_of(northmere, pilot), htmx=request.param)


def test_the_preview_says_what_will_be_created_and_which_rows_need_a_look(browser: Browser) -> None:
    html = browser.page()
    text = read(html)
    assert "leaders.csv, 10 rows. Nothing has been saved yet, and nobody has been written to." in text
    assert re.findall(r'<dt>([^<]+)</dt><dd class="figure">(\d+)</dd>', html) == [
        ("leaders ready to add", "5"),
        ("rows with a question for you", "2"),
        ("rows with something missing", "2"),
        ("functions to be created", "2"),
        ("row left out", "1"),
    ]
    assert "Four rows need a look" in text
    assert [int(row) for row in re.findall(r'<a href="#row-(\d+)">', html)] == [4, 7, 8, 9]
    assert "Add 5 leaders Add all 9 as they stand Upload a corrected file" in text
    assert "The other four stay here until you have looked at them." in text
    assert html.count('class="btn"') == 1


def test_each_row_says_what_becomes_of_it(browser: Browser) -> None:
    html = browser.page()
    assert 'class="is-heed"' in row_of(html, 4)
    assert "This email is also on row 3 and looks like Tom Whitfield’s." in row_of(html, 4)
    assert "Gareth Llewellyn will be added without an email" in row_of(html, 4)
    assert 'class="is-stop"' in row_of(html, 8)
    assert "The line manager “J Clark” is not on this roster." in row_of(html, 8)
    assert "J Clark" in read(row_of(html, 8)).split("The line manager")[0]
    assert "There is no email, so no invitation can reach Chidi." in row_of(html, 9)
    assert "Will be added" in row_of(html, 2)
    assert "“Vacant” stands where a name should be: a post without a person." in row_of(html, 11)
    finance = row_of(html, 7)
    assert '<option value="Finance">Finance</option>' in finance
    assert '<option value="Finance &amp; Procurement">Finance &amp; Procurement (new)</option>' in finance


def test_only_the_rows_with_a_problem(browser: Browser) -> None:
    html = browser.page("?only=questions")
    assert re.findall(r'<tr role="row" id="row-(\d+)"', html) == ["4", "7", "8", "9"]
    assert "All 10 rows" in html
    html = browser.page("?only=left-out")
    assert re.findall(r'<tr role="row" id="row-(\d+)"', html) == ["11"]
    assert browser.page("?only=nonsense&page=nonsense").count('<tr role="row" id="row-') == 10


def test_a_row_taken_as_it_stands_is_ready(browser: Browser) -> None:
    response = browser.row(4, do="settle", view="only=questions")
    if browser.htmx:
        html = response.content.decode()
        assert html.lstrip().startswith('<div id="draft"')
        assert 'id="row-4"' not in html
        assert 'id="rows-title" tabindex="-1" data-focus' in html
    else:
        assert response.headers["Location"] == f"{browser.address}?only=questions#row-4"
    assert "Will be added" in row_of(browser.page(), 4)
    assert "Add 6 leaders" in browser.page()


def test_a_row_is_put_right_in_its_place(browser: Browser, northmere: Northmere) -> None:
    form = browser.client.get(f"{browser.address}rows/8/").content.decode()
    if browser.htmx:
        assert form.lstrip().startswith('<tr role="row" id="row-8"')
    else:
        assert "<h1>Row 8: Mei-Ling Chan</h1>" in form
    assert "The file has the line manager “J Clark”." in form
    assert '<option value="row:10">Maggie Thornton, Chief Executive</option>' in form
    sent = put_right(8, email="mei@pilot.example", function="Digital", manager="row:10")
    response = browser.row(8, **sent)
    if browser.htmx:
        assert "data-focus" in row_of(response.content.decode(), 8)
    else:
        assert response.status_code == 302
    shown = read(row_of(browser.page(), 8))
    assert "Maggie Thornton" in shown
    assert "Will be added" in shown
    assert "Three rows need a look" in read(browser.page())


def test_only_what_somebody_changed_is_kept_as_put_right(browser: Browser, northmere: Northmere) -> None:
    browser.row(9, **put_right(9, email="chidi@pilot.example", function="Digital", manager="row:8"))
    with scope(organisation=northmere.organisation.pk):
        (draft,) = RosterDraft.objects.all()
    assert draft.corrections == {"9": {"email": "chidi@pilot.example"}}


def test_a_new_function_for_a_row_is_created_with_the_rest(
    browser: Browser, northmere: Northmere, pilot: Team
) -> None:
    browser.row(9, **put_right(9, function="Digital", manager="row:8", new_function="Data and Science"))
    html = browser.page()
    assert "Data and Science" in row_of(html, 9)
    browser.add("everything")
    assert "Data and Science" in function_names(northmere)
    function = one(northmere, pilot, "Chidi Eze").function
    assert function is not None
    assert function.name == "Data and Science"


def test_the_function_that_was_meant_is_chosen_in_the_table(browser: Browser) -> None:
    browser.row(7, **{"do": "function", "function-7": "Finance & Procurement"})
    html = browser.page()
    assert "Will be added" in row_of(html, 7)
    assert "Finance &amp; Procurement" in row_of(html, 7)
    assert "<select" not in row_of(html, 7)


def test_a_row_that_is_wrong_keeps_what_was_typed(browser: Browser, northmere: Northmere) -> None:
    response = browser.row(8, **put_right(8, name="", email="nobody", title="Kept", manager="row:99"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Three things need putting right" in html
    assert 'id="row-8-name-error"' in html
    assert "Enter an email address like name@example.org, or leave this blank." in html
    assert "Choose a line manager from the list." in html
    assert 'value="Kept"' in html
    assert 'value="nobody"' in html
    if browser.htmx:
        assert html.lstrip().startswith('<tr role="row" id="row-8"')
        assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#row-8", "outerHTML")


def test_a_row_is_left_out_and_put_back(browser: Browser, northmere: Northmere, pilot: Team) -> None:
    browser.row(6, do="leave-out")
    html = browser.page()
    assert "You left this row out." in row_of(html, 6)
    assert "Put back" in row_of(html, 6)
    assert "Add 4 leaders" in html
    browser.row(6, do="put-back")
    assert "Will be added" in row_of(browser.page(), 6)


def test_a_post_without_a_person_gets_one(browser: Browser, northmere: Northmere, pilot: Team) -> None:
    form = browser.client.get(f"{browser.address}rows/11/").content.decode()
    assert 'value="Head of Cloud"' in form
    browser.row(11, **put_right(11, name="Vera Newcomer", email="vera@pilot.example"))
    browser.add()
    vera = one(northmere, pilot, "Vera Newcomer")
    assert (vera.title, vera.email) == ("Head of Cloud", "vera@pilot.example")
    assert vera.manager == one(northmere, pilot, "Maggie Thornton")


def test_rows_that_are_not_in_the_file_are_not_there(browser: Browser) -> None:
    assert browser.client.get(f"{browser.address}rows/1/").status_code == 404
    assert browser.row(99, do="settle").status_code == 404


def test_a_file_without_names_asks_for_the_columns_first(northmere: Northmere, pilot: Team) -> None:
    draft = draft_of(northmere, pilot)
    with scope(organisation=northmere.organisation.pk):
        draft.table = draft.table | {
            "header": ["Alpha", "Beta"],
            "rows": [[number, "1", row[1]] for number, *row in draft.table["rows"]],
        }
        draft.save()
    browser = Browser(northmere, pilot, draft)
    html = browser.page()
    assert "Which column holds the names?" in html
    assert '<details class="fold" id="columns" open>' in html
    assert "<table" not in html
    assert browser.client.get(f"{browser.address}rows/2/").headers["Location"] == browser.address
    browser.client.post(f"{browser.address}columns/", {"name": "Beta"})
    assert "<table" in browser.page()


def test_columns_can_be_said_by_hand(browser: Browser) -> None:
    html = browser.page()
    assert '<details class="fold" id="columns">' in html
    assert '<option value="Department" selected>Department – Housing Services</option>' in html
    sent = {
        "name": "Name",
        "email": "Email",
        "title": "Department",
        "function": "",
        "manager": "Line manager",
    }
    response = browser.client.post(f"{browser.address}columns/", sent)
    assert response.status_code == (200 if browser.htmx else 302)
    html = browser.page()
    assert "There are no functions. Everyone will be added without one" in html
    assert "Housing Services" in row_of(html, 2)
    assert '<details class="fold" id="columns" open>' in html


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "Email"}, "Say which column holds the names."),
        ({"name": "Nowhere"}, "Choose a column of this file."),
    ],
)
def test_columns_that_cannot_be_are_refused_in_place(
    browser: Browser, sent: dict[str, str], said: str
) -> None:
    response = browser.client.post(f"{browser.address}columns/", sent)
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert '<details class="fold" id="columns" open>' in html
    assert html.lstrip().startswith('<div id="draft"') == browser.htmx
    assert "Add 5 leaders" in browser.page()


def test_thousands_of_rows_come_in_pages(northmere: Northmere, pilot: Team) -> None:
    browser = Browser(northmere, pilot, draft_of(northmere, pilot, [*many(450), ROWS[6]]))
    html = browser.page()
    assert html.count('<tr role="row" id="row-') == 200
    assert "1 to 200 of 451" in html
    assert '<a href="?only=questions#row-452">Row 452</a>' in html
    assert browser.page("?page=3").count('<tr role="row" id="row-') == 51
    assert 'id="row-452"' in browser.page("?only=questions")
    assert "Add 450 leaders" in html


def test_names_in_a_file_are_text_and_never_markup(northmere: Northmere, pilot: Team) -> None:
    rows = [["<b>Sue</b> Barnes", "", "<i>Finance</i>", "<script>x</script>", "<u>nobody</u>"]]
    browser = Browser(northmere, pilot, draft_of(northmere, pilot, rows))
    for html in (browser.page(), browser.client.get(f"{browser.address}rows/2/").content.decode()):
        for markup in ("<b>Sue", "<i>Finance", "<script>x", "<u>nobody"):
            assert markup not in html
