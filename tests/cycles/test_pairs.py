"""Who is paired with whom, on the screen and on a sheet of A4."""

from __future__ import annotations

import datetime as dt
import re
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders

from coachingpairs.components.templatetags.printed import COLOURS, printed_clasp
from coachingpairs.pdf import HERE, NEEDS, NotPackaged, packaged_file, render_pdf
from coachingpairs.tenancy.scope import scope
from cycles.models import Pair
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of
from tests.cycles.pages import signed_in, words
from tests.cycles.paper import weasyprint

D = dt.date


@pytest.mark.django_db
def test_every_cycles_pairs_newest_cycle_first(northmere: Northmere) -> None:
    make_cycle(northmere, number=1, starts_on=D(2026, 4, 1), stage="closed", pairs=[("Helen", "Idris")])
    make_cycle(northmere, number=2)
    make_cycle(northmere, number=3, starts_on=D(2027, 4, 1), stage="draft")
    for name in ("Helen", "facilitator", "sponsor", "administrator"):
        page = words(signed_in(northmere, name).get(f"{northmere.base}pairs/"))
        you = " (you)" if name == "Helen" else ""
        assert (
            "Who is paired with whom Everybody in Leadership team sees this page "
            "Cycle 2, from 1 October 2026 Print the pairs of cycle 2"
        ) in page
        assert f"FIN CARE Helen Armitage{you} Priya Nair" in page
        assert "HOU FIN Amara Okafor Vikram Sethi" in page
        assert page.index("Cycle 1, from 1 April 2026") > page.index("Amara Okafor")
        assert f"FIN PPL Helen Armitage{you} Idris Kaya" in page
        assert "Cycle 3" not in page


@pytest.mark.django_db
def test_while_choosing_agreed_pairs_are_public_and_nobody_is_listed_as_left_over(
    northmere: Northmere,
) -> None:
    make_cycle(northmere, stage="choosing")
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}pairs/"))
    assert "Choosing is open. Pairs appear here as they are agreed." in page
    assert "Priya Nair" in page
    assert "Joanna" not in page


@pytest.mark.django_db
def test_a_pair_that_has_ended_is_not_shown(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, northmere.leader("Helen"))
        pair.members.update(left_at=NOW)
        Pair.objects.filter(pk=pair.pk).update(ended_at=NOW)
    assert "Priya Nair" not in words(signed_in(northmere, "Amara").get(f"{northmere.base}pairs/"))


@pytest.mark.django_db
def test_before_there_is_a_pair_the_page_says_what_will_be_here(northmere: Northmere) -> None:
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}pairs/"))
    assert "No pairs yet They appear here from the moment two people have both said yes." in page


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 3])
def test_a_draft_and_a_cycle_that_is_not_there_have_no_sheet(northmere: Northmere, number: int) -> None:
    make_cycle(northmere, number=1)
    make_cycle(northmere, number=2, starts_on=D(2027, 4, 1), stage="draft")
    address = f"{northmere.base}cycles/{number}/pairs.pdf"
    assert signed_in(northmere, "Helen").get(address).status_code == 404


def fonts_and_pages(pdf: bytes) -> tuple[set[str], int]:
    """Names of the fonts in a PDF, without their subset's prefix, and its number of pages."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    parts = [pdf]
    for stream in streams:
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    body = b"\n".join(parts)
    fonts = {name.decode().partition("+")[2] for name in re.findall(rb"/BaseFont\s*/([\w+\-]+)", body)}
    return fonts, len(re.findall(rb"/Type\s*/Page\b", body))


@pytest.mark.django_db
def test_a_sheet_of_a4_with_every_letter_of_a_name(northmere: Northmere) -> None:
    weasyprint()
    make_cycle(northmere, number=3, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(name="Łucja Zielińska")
    answer = signed_in(northmere, "Helen").get(f"{northmere.base}cycles/3/pairs.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == ('inline; filename="northmere-leadership-team-pairs-cycle-3.pdf"')
    assert answer.content.startswith(b"%PDF-")
    fonts, pages = fonts_and_pages(answer.content)
    assert pages == 1
    # Polish letters are in the second half of the font, which needs a name of its own.
    assert {"Figtree", "Figtree-Ext", "Newsreader"} <= fonts


@pytest.mark.django_db
def test_without_pango_the_same_page_is_shown_to_be_printed(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango")\n')
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    make_cycle(northmere)
    answer = signed_in(northmere, "Helen").get(f"{northmere.base}cycles/1/pairs.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Content-Disposition" not in answer
    page = words(answer)
    assert page.startswith(NEEDS)
    assert "Who is paired with whom Leadership team, cycle 1: October 2026 to March 2027. 2 pairs." in page
    assert "Helen Armitage Priya Nair" in page
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "https://northmere.example/static/css/print.css",
        f"{HERE}/media/css/print.css",
        f"{HERE}/static/../settings.py",
        f"{HERE}/static/%2e%2e/%2e%2e/manage.py",
        f"{HERE}/static/css/nothing.css",
        f"{HERE}/static/css",
        "data:text/css,body{}",
    ],
)
def test_a_document_gets_nothing_but_the_applications_own_files(address: str) -> None:
    with pytest.raises(NotPackaged):
        packaged_file(address)


def test_a_document_gets_the_applications_own_files() -> None:
    assert packaged_file(f"{HERE}/static/css/print.css").name == "print.css"


def test_a_document_that_asks_for_anything_else_is_not_made() -> None:
    with pytest.raises(weasyprint().urls.FatalURLFetchingError):
        render_pdf('<html lang="en"><title>x</title><img src="file:///etc/hostname" alt="x"></html>')


def test_printed_colours_are_those_of_the_screen() -> None:
    sheet = Path(str(finders.find("css/tokens.css"))).read_text()
    rules = re.findall(r"\.fn-(\d+)\s*\{ --fn: (#\w{6}); --fn-on: (#\w{6}); \}", sheet)
    assert {int(number): (ground, letters) for number, ground, letters in rules} == COLOURS


def test_a_printed_clasp_has_a_part_for_each_and_escapes_codes() -> None:
    functions = [SimpleNamespace(colour=1, code="A<B"), SimpleNamespace(colour=2, code="CARE")]
    drawn = printed_clasp(functions)
    assert drawn.count("<path") == 2
    assert "A&lt;B" in drawn
    assert printed_clasp([*functions, functions[0]]).count("<path") == 3


def test_no_organisation_is_named_in_the_printed_style() -> None:
    assert "Northmere" not in Path(str(finders.find("css/print.css"))).read_text()
