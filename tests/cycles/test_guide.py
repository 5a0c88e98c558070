"""The guide on the screen and on paper."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.pdf import NEEDS, CannotMakePdf, render_pdf
from coachingpairs.tenancy.scope import scope
from cycles.models import HousePage
from cycles.rules.guide import PAGES, GuidePage, parts
from teams.models import Person
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.paper import laid_out, weasyprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
EVERYBODY = ("Helen", "facilitator", "sponsor", "administrator")
D = dt.date


def add_house_page(cast: Northmere, title: str = "Rooms and times", text: str = "Ask Joanna.") -> HousePage:
    with scope(organisation=cast.organisation.pk):
        return HousePage.objects.create(
            organisation=cast.organisation, team=cast.team, title=title, text=text, changed_at=NOW
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_everybody_reads_every_page(northmere: Northmere, page: GuidePage) -> None:
    make_cycle(northmere)
    for name in EVERYBODY:
        answer = signed_in(northmere, name).get(f"{northmere.base}guide/{page.slug}/")
        assert answer.status_code == 200
        assert f"<title>{page.heading} – Coaching Pairs</title>" in raw(answer)
        assert f"Guide {page.heading} {page.line}" in words(answer)


def test_the_month_stands_first(northmere: Northmere) -> None:
    make_cycle(northmere)
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}guide/"))
    assert "This month Month 2: choose what to grow Put one or two behaviours into words" in page
    assert page.index("This month") < page.index("Start here What Coaching Pairs is")
    assert page.count("This month") == 2


def test_before_anything_runs_the_beginning_stands_first(northmere: Northmere) -> None:
    make_cycle(northmere, stage="choosing")
    page = words(signed_in(northmere, "facilitator").get(f"{northmere.base}guide/"))
    assert "Start here What Coaching Pairs is Six ideas" in page
    assert "This month" not in page


def test_whoever_is_one_of_three_is_told_of_the_page_for_trios(northmere: Northmere) -> None:
    make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    for name, is_told in (("Helen", True), ("Amara", False), ("facilitator", False)):
        page = words(signed_in(northmere, name).get(f"{northmere.base}guide/"))
        assert ("Three of you share this cycle: see also when there are three of you" in page) is is_told


def test_every_link_of_the_guide_leads_to_a_page(northmere: Northmere) -> None:
    make_cycle(northmere)
    add_house_page(northmere)
    for name in ("Helen", "facilitator"):
        client = signed_in(northmere, name)
        seen: set[str] = set()
        for path in ("guide/", "guide/house/", *(f"guide/{page.slug}/" for page in PAGES)):
            main = raw(client.get(northmere.base + path)).partition("<main")[2].partition("</main>")[0]
            seen |= set(re.findall(r'href="(/[^"#]*)"', main))
        assert len(seen) > len(PAGES)
        for address in sorted(seen - {f"{northmere.base}guide.pdf"}):
            assert client.get(address).status_code == 200, address


def test_where_to_do_it_is_for_leaders(northmere: Northmere) -> None:
    make_cycle(northmere)
    address = f"{northmere.base}guide/month-1/"
    assert "Write down how you work together" in words(signed_in(northmere, "Helen").get(address))
    assert "Write down how you work together" not in words(signed_in(northmere, "facilitator").get(address))


def test_one_page_leads_to_the_next(northmere: Northmere) -> None:
    client = signed_in(northmere, "Helen")
    first, last = (client.get(f"{northmere.base}guide/{slug}/") for slug in ("what-it-is", "trios"))
    assert "Next Month 1: settle in" in words(first)
    assert "Before this" not in words(first)
    assert "Before this Asking for feedback, and giving it" in words(last)
    assert 'rel="next"' not in raw(last)
    add_house_page(northmere)
    last = client.get(f"{northmere.base}guide/trios/")
    assert "Next Rooms and times" in words(last)
    assert f'href="{northmere.base}guide/house/"' in raw(last)


@pytest.mark.parametrize("slug", ["month-7", "none", "MONTH-1"])
def test_other_pages_are_not_there(northmere: Northmere, slug: str) -> None:
    assert signed_in(northmere, "Helen").get(f"{northmere.base}guide/{slug}/").status_code == 404


def test_queries_do_not_grow(northmere: Northmere) -> None:
    def count(path: str) -> int:
        client = signed_in(northmere, "Helen")
        with CaptureQueriesContext(connection) as queries:
            client.get(northmere.base + path)
        return len(queries)

    make_cycle(northmere, number=1, starts_on=D(2026, 4, 1), stage="closed")
    few = [count(path) for path in ("guide/", "guide/month-1/")]
    make_cycle(northmere, number=2, pairs=[("Helen", "Idris"), ("Amara", "Joanna")])
    assert [count(path) for path in ("guide/", "guide/month-1/")] == [few[0] + 1, few[1]]


def test_all_of_it_on_paper_with_working_contents(northmere: Northmere) -> None:
    weasyprint()
    add_house_page(northmere, text="Łukasz has the keys.\n\n- https://rooms.example/" + "long" * 60)
    answer = signed_in(northmere, "sponsor").get(f"{northmere.base}guide.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="northmere-coaching-pairs-guide.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_it_is_set_once_until_a_word_of_it_changes(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def render(html: str) -> bytes:
        made.append(html)
        return b"%PDF-" + str(len(made)).encode()

    cache.clear()
    monkeypatch.setattr("coachingpairs.pdf.render_pdf", render)
    client = signed_in(northmere, "Helen")
    answers = [client.get(f"{northmere.base}guide.pdf") for _time in range(2)]
    assert [answer.content for answer in answers] == [b"%PDF-1", b"%PDF-1"]
    for header in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert answers[0][header] == answers[1][header]
    add_house_page(northmere)
    assert client.get(f"{northmere.base}guide.pdf").content == b"%PDF-2"


def test_without_pango_the_pages_stand_in_and_are_not_kept(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_html: str) -> bytes:
        raise CannotMakePdf

    cache.clear()
    with monkeypatch.context() as patch:
        patch.setattr("coachingpairs.pdf.render_pdf", cannot)
        answer = signed_in(northmere, "Helen").get(f"{northmere.base}guide.pdf")
    assert answer["Content-Type"].startswith("text/html")
    assert NEEDS in words(answer)
    assert "Month 6: end well" in words(answer)
    monkeypatch.setattr("coachingpairs.pdf.render_pdf", lambda _html: b"%PDF-")
    assert signed_in(northmere, "Helen").get(f"{northmere.base}guide.pdf").content == b"%PDF-"


def test_the_contents_name_the_sheet_on_which_a_page_begins(northmere: Northmere) -> None:
    weasyprint()
    html = render_to_string("cycles/guide_print.html", {"organisation": "Northmere", "parts": parts()})
    sheets = [
        " ".join(box.text for box in sheet._page_box.descendants() if getattr(box, "text", None))
        for sheet in laid_out(html)
    ]
    # Each page of the guide is one sheet, to be taken along.
    assert len(sheets) == len(PAGES) + 1
    for page in PAGES:
        begins = next(
            number for number, text in enumerate(sheets, start=1) if number > 1 and page.line in text
        )
        assert re.search(rf"{re.escape(page.heading)}[. ]*{begins}\b", sheets[0]), page.slug
    assert render_pdf(html).startswith(b"%PDF-")


def test_a_leader_of_another_organisation_finds_nothing(northmere: Northmere) -> None:
    make_northmere("southmere")
    add_house_page(northmere)
    client = Client()
    client.force_login(Person.objects.get(email="helen.armitage@southmere.example"))
    for path in ("guide/", "guide/month-1/", "guide/house/", "guide/house/text/", "guide.pdf", "record/"):
        assert client.get(northmere.base + path).status_code == 404
