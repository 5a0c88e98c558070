"""The what-if sheet: changes from the address, answered beside things as they are, written nowhere."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import STARTS_ON, earlier_cycle, open_room, pair_up, seal
from tests.pairing.views.pages import actions, at, signed_in, words
from tests.pairing.views.test_preflight_page import draft

Row = tuple[str, str, str]


def value(cast: Northmere, name: str) -> str:
    """What is sent for a leader by first name, a function by code, or “new”."""
    if name in cast.functions:
        return str(cast.functions[name].pk)
    return name if name in ("", "new") else str(cast.leader(name).pk)


def ask(cast: Northmere, desk: Client, *rows: Row, number: int = 1, **more: str) -> Any:
    """``rows`` are (who, what, to)."""
    sent = {"rows": str(len(rows)), **more}
    for place, (who, what, to) in enumerate(rows, start=1):
        sent |= {f"{place}-who": value(cast, who), f"{place}-what": what, f"{place}-to": value(cast, to)}
    return desk.get(at(cast, "what-if", number=number), sent)


def lines(page: Any) -> dict[str, tuple[str, ...]]:
    """The answer: what → (now,) or (now, then)."""
    rows = re.findall(r'<tr role="row"(?: class="is-other")?><th.*?</tr>', page.content.decode())
    text = (re.sub(r"<span.*?</span>", "", row) for row in rows)
    cells = [[html.unescape(cell).strip() for cell in re.findall(r">([^<>]+)</t[hd]>", row)] for row in text]
    return {what: tuple(rest) for what, *rest in cells}


def test_without_a_change_it_says_how_things_are(inside: Northmere, desk: Client) -> None:
    earlier_cycle(inside, ("Maggie", "Priya"))
    draft(inside)
    page = desk.get(at(inside, "what-if", number=2))
    assert "Nothing is written down anywhere, and nobody is told." in words(page)
    assert lines(page) == {
        "People": ("8",),
        "Pairs at most": ("4",),
        "Everybody placed": ("Yes",),
        "Few choices left": ("Maggie Thornton (2)",),
        "Would be suggested a partner": ("8 of 8",),
        "Further cycles": (
            "Exactly 2 more cycles without a repeat. Maggie Thornton has 2 new partners left.",
        ),
    }
    assert actions(page) == set()


def test_somebody_is_not_there(inside: Northmere, desk: Client) -> None:
    draft(inside)
    found = lines(ask(inside, desk, ("Vikram", "goes", "")))
    assert found["People"] == ("8", "7")
    assert found["Pairs at most"] == ("4", "3")
    assert found["Everybody placed"] == ("Yes", "Yes, with one trio")


def test_many_changes_at_once(inside: Northmere, desk: Client) -> None:
    draft(inside)
    page = ask(
        inside,
        desk,
        ("Vikram", "moves", "CARE"),
        ("new", "joins", "CARE"),
        ("Helen", "goes", ""),
        ("Idris", "reports", "Amara"),
    )
    assert page.status_code == 200
    found = lines(page)
    assert found["People"] == ("8", "8")
    assert found["Everybody placed"] == ("Yes", "Yes")


def test_whom_a_change_would_leave_short_is_said(inside: Northmere, desk: Client) -> None:
    draft(inside)
    found = lines(
        ask(inside, desk, ("Vikram", "moves", "CARE"), ("Idris", "moves", "CARE"), ("Amara", "moves", "CARE"))
    )
    assert found["Pairs at most"] == ("4", "3")
    assert found["Everybody placed"] == (
        "Yes",
        "No, two people are left. Five people from Care have only three others left to choose.",
    )
    assert found["Further cycles"][1].startswith("No complete cycle without a repeat any more.")


def test_nothing_is_written(inside: Northmere, desk: Client) -> None:
    draft(inside)
    before = AuditEntry.objects.count()
    ask(inside, desk, ("Vikram", "moves", "CARE"), ("Helen", "goes", ""))
    assert AuditEntry.objects.count() == before
    assert inside.leader("Vikram").function == Leader.objects.get(pk=inside.leader("Vikram").pk).function
    assert desk.post(at(inside, "what-if")).status_code == 405


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (("", "goes", ""), "who", "Choose who is not there."),
        (("new", "goes", ""), "who", "Somebody new can only join."),
        (("Helen", "", ""), "what", "Choose what changes."),
        (("Helen", "comes", ""), "who", "Helen Armitage takes part already."),
        (("Helen", "moves", ""), "to", "Choose the function they move to."),
        (("Helen", "moves", "Idris"), "to", "Choose the function they move to."),
        (("Helen", "moves", "FIN"), "to", "Helen Armitage is in Finance already."),
        (("", "joins", ""), "to", "Choose the function they join."),
        (
            ("Helen", "joins", "CARE"),
            "who",
            "Choose “Somebody new”: Helen Armitage is in the team already.",
        ),
        (("Helen", "reports", "CARE"), "to", "Choose the person they report to."),
        (("Helen", "reports", "Helen"), "to", "Choose somebody other than Helen Armitage."),
        (("", "reports", "Helen"), "who", "Choose who reports to somebody else."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    inside: Northmere, desk: Client, row: Row, field: str, said: str
) -> None:
    draft(inside)
    page = ask(inside, desk, row)
    assert page.status_code == 422
    assert f'id="id_1-{field}-error"' in page.content.decode()
    assert words(page).count(said) == 2
    assert all(len(columns) == 1 for columns in lines(page).values())
    if row[0] not in ("", "new"):
        assert f'value="{inside.leader(row[0]).pk}" selected' in page.content.decode()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("Helen", "goes", ""), ("Helen", "goes", "")), "A row above says that of Helen Armitage already."),
        (
            (("Helen", "goes", ""), ("Helen", "moves", "CARE")),
            "Helen Armitage is not there any more, as a row above says.",
        ),
    ],
)
def test_rows_that_contradict_each_other(
    inside: Northmere, desk: Client, rows: Sequence[Row], said: str
) -> None:
    draft(inside)
    page = ask(inside, desk, *rows)
    assert (page.status_code, said in words(page)) == (422, True)
    assert 'id="id_2-who-error"' in page.content.decode()


def test_a_stranger_in_the_address_is_not_on_the_list(inside: Northmere, desk: Client) -> None:
    draft(inside)
    other = make_northmere("southmere").leader("Helen")
    with scope(organisation=inside.organisation.pk):
        sent = {"rows": "1", "1-who": str(other.pk), "1-what": "goes"}
        page = desk.get(at(inside, "what-if"), sent)
    assert "Look again who is there: this one is not on the list any more." in words(page)


def test_rows_are_added_and_end_at_twelve(inside: Northmere, desk: Client) -> None:
    draft(inside)
    page = ask(inside, desk, ("Helen", "goes", ""), more="1")
    assert (words(page).count("Change 1"), words(page).count("Change 2")) == (1, 1)
    assert lines(page)["People"] == ("8", "7")
    assert f'value="{inside.leader("Helen").pk}" selected' in page.content.decode()
    full = desk.get(at(inside, "what-if"), {"rows": "12"})
    assert "Another change" not in words(full)
    over = desk.get(at(inside, "what-if"), {"rows": "12", "more": "1"})
    assert "A sheet has room for twelve changes." in words(over)
    assert "Change 12" in words(over)
    assert "Change 13" not in words(over)
    for odd in ("-3", "0", "many", "99999", "²"):
        page = desk.get(at(inside, "what-if"), {"rows": odd})
        assert (page.status_code, words(page).count("Change 1")) == (200, 1)


def test_while_choosing_it_is_the_room_as_it_stands(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Idris", absent=True)
    found = lines(ask(inside, desk, ("Idris", "comes", "")))
    assert found["People"] == ("7", "8")
    assert found["Pairs at most"] == ("3", "4")
    assert found["Everybody placed"] == ("Yes, with one trio", "Yes")
    found = lines(ask(inside, desk, ("Helen", "goes", "")))
    assert found["People"] == ("7", "6")
    assert found["Would be suggested a partner"] == ("5 of 5", "6 of 6")
    already = ask(inside, desk, ("Idris", "goes", ""))
    assert "Idris Kaya is away or sits out already." in words(already)


def test_once_sealed_it_leads_to_the_room(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    assert desk.get(at(inside, "what-if")).headers["Location"] == at(inside, "room")


def test_pre_flight_and_room_lead_here(inside: Northmere, desk: Client) -> None:
    draft(inside)
    link = f'href="{at(inside, "what-if")}"'
    assert link in desk.get(at(inside, "pre-flight")).content.decode()
    desk.post(at(inside, "opening"))
    assert link in desk.get(at(inside, "room")).content.decode()


@pytest.mark.parametrize("leaders", [8, 40])
@pytest.mark.parametrize(("choosing", "queries_made"), [(False, 17), (True, 19)])
def test_the_same_queries_with_many(db: None, leaders: int, choosing: bool, queries_made: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        if choosing:
            cycle = open_room(cast)
            pair_up(cast, cycle, "Helen", "Priya")
        else:
            create_cycle(team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=cast.facilitator)
    desk = signed_in(cast.facilitator)
    rows: list[Row] = [("Vikram", "moves", "CARE"), ("new", "joins", "CARE"), ("Idris", "reports", "Amara")]
    with CaptureQueriesContext(connection) as queries:
        assert ask(cast, desk, *(rows if leaders > 8 else rows[:1])).status_code == 200
    assert len(queries) == queries_made
