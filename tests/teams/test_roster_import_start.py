"""Beginning an import: a file, pasted rows, and everything that is neither."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coachingpairs.tenancy.scope import scope
from teams.models import RosterDraft
from tests.cast import Northmere
from tests.teams.rostering import ROWS, as_csv, as_workbook, base, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(northmere: Northmere) -> Client:
    client = Client()
    client.force_login(northmere.facilitator)
    return client


def upload(client: Client, cast: Northmere, data: bytes, name: str, **sent: Any) -> Any:
    return client.post(f"{base(cast, cast.team)}import/", {"file": SimpleUploadedFile(name, data), **sent})


def paste(client: Client, cast: Northmere, text: str, **sent: Any) -> Any:
    return client.post(f"{base(cast, cast.team)}import/", {"pasted": text, **sent})


def drafts(cast: Northmere) -> list[RosterDraft]:
    with scope(organisation=cast.organisation.pk):
        return list(RosterDraft.objects.order_by("created_at"))


def test_the_page_has_one_filled_button_and_takes_a_file_or_pasted_rows(
    facilitator: Client, northmere: Northmere
) -> None:
    html = facilitator.get(f"{base(northmere, northmere.team)}import/").content.decode()
    assert html.count('class="btn"') == 1
    assert 'type="file" name="file"' in html
    assert 'name="pasted"' in html
    assert 'enctype="multipart/form-data"' in html


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_csv(), "leaders.csv"),
        (as_csv(delimiter="\t"), "leaders.txt"),
        (as_csv().decode().encode("utf-16"), "leaders.csv"),
        (as_workbook(), "leaders.xlsx"),
    ],
)
def test_a_file_becomes_a_draft_and_nothing_else(
    facilitator: Client, northmere: Northmere, data: bytes, name: str
) -> None:
    response = upload(facilitator, northmere, data, name)
    (draft,) = drafts(northmere)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{base(northmere, northmere.team)}import/{draft.pk}/"
    assert (draft.filename, draft.created_by_id, draft.team_id) == (
        name,
        northmere.facilitator.pk,
        northmere.team.pk,
    )
    assert [row[1] for row in draft.table["rows"]] == [row[0] for row in ROWS]
    assert len(names(northmere, northmere.team)) == 8


def test_pasted_rows_become_a_draft(facilitator: Client, northmere: Northmere) -> None:
    paste(facilitator, northmere, as_csv(delimiter="\t").decode())
    (draft,) = drafts(northmere)
    assert draft.filename == ""
    assert len(draft.table["rows"]) == len(ROWS)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "leaders.csv", "There is nothing in this file."),
        (b"Name,Email\n", "leaders.csv", "There are headings but no rows beneath them."),
        (b"%PDF-1.7 ...", "leaders.pdf", "This is not a spreadsheet."),
        (b"PK\x03\x04 not really", "leaders.xlsx", "could not be opened"),
        (bytes(range(256)) * 20, "leaders.csv", "This does not look like a roster."),
        (b"Name\n" + b"x" * (5 * 1024 * 1024), "leaders.csv", "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file(
    facilitator: Client, northmere: Northmere, data: bytes, name: str, said: str
) -> None:
    response = upload(facilitator, northmere, data, name)
    html = response.content.decode()
    assert response.status_code == 422
    error = html[html.index('id="id_file-error"') :]
    assert said in error[: error.index("</p>")]
    assert drafts(northmere) == []


def test_pasted_text_that_cannot_be_read_stays_in_its_field(
    facilitator: Client, northmere: Northmere
) -> None:
    typed = 'Name,Email\n"Sue Marlow,sue@northmere.example'
    response = paste(facilitator, northmere, typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert "A quotation mark near row" in html[html.index('id="id_pasted-error"') :]
    assert "&quot;Sue Marlow,sue@northmere.example</textarea>" in html


def test_one_of_the_two_is_needed_and_not_both(facilitator: Client, northmere: Northmere) -> None:
    response = paste(facilitator, northmere, "  \n ")
    assert response.status_code == 422
    assert "Choose a file, or paste rows below." in response.content.decode()
    response = upload(facilitator, northmere, as_csv(), "leaders.csv", pasted="Sue Marlow")
    assert response.status_code == 422
    html = response.content.decode()
    assert "There is a file and there are pasted rows. Keep one of them." in html
    assert "Sue Marlow</textarea>" in html
    assert drafts(northmere) == []


def test_a_corrected_file_takes_the_place_of_the_first_and_keeps_its_columns(
    facilitator: Client, northmere: Northmere
) -> None:
    upload(facilitator, northmere, as_csv(), "first.csv")
    (first,) = drafts(northmere)
    facilitator.post(
        f"{base(northmere, northmere.team)}import/{first.pk}/columns/",
        {"name": "Name", "title": "Department", "function": "Job title"},
    )
    html = facilitator.get(f"{base(northmere, northmere.team)}import/?replaces={first.pk}").content.decode()
    assert f'name="replaces" value="{first.pk}"' in html
    upload(facilitator, northmere, as_csv(), "second.csv", replaces=str(first.pk))
    (second,) = drafts(northmere)
    assert second.filename == "second.csv"
    assert second.columns["function"] == "Job title"
    upload(facilitator, northmere, b"Name,Unit\nSue Marlow,Finance\n", "third.csv", replaces=str(second.pk))
    (third,) = drafts(northmere)
    assert third.columns == {}


@pytest.mark.parametrize("replaces", ["", "nonsense", "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"])
def test_replacing_what_is_not_there_loses_nothing(
    facilitator: Client, northmere: Northmere, replaces: str
) -> None:
    response = upload(facilitator, northmere, as_csv(), "leaders.csv", replaces=replaces)
    assert response.status_code == 302
    assert facilitator.get(f"{base(northmere, northmere.team)}import/?replaces={replaces}").status_code == 200
