"""The words of the guide: how long, how plain, and that an hour's agenda is an hour."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cycles.models import Cycle
from cycles.rules.guide import FIRST, PAGES, GuidePage, Part, label_on, neighbours, page_on, parts
from cycles.services.guide import guide_page_for

D = dt.date
SHORTEST, LONGEST = 450, 900
OF_MONTHS = [page for page in PAGES if page.month]
UNWANTED = (
    # Praise, scores, and the language of programmes.
    "amazing|awesome|brilliant|congratulations|excellent|fantastic|great job|"
    "score|points|badge|ranking|percent|"
    "stakeholder|leverage|journey|synerg|empower|mindset|actionable|takeaway|buy-in|deep dive|best practice|"
    "going forward|key learning|growth mindset|low-hanging|touch base|reach out|circle back|bandwidth|"
    # What the product never says.
    "reject|unmatched|unpaired|weakness|failure|failed|submit|"
    # American spelling.
    "behavior|color|favor|organize|organization|realize|recognize|learned|center|program\\b|math\\b|\\bgotten"
)


def source(page: GuidePage) -> str:
    return render_to_string(page.template)


def words(page: GuidePage) -> list[str]:
    return html.unescape(re.sub(r"<[^>]+>", " ", source(page))).split()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_is_read_in_five_minutes(page: GuidePage) -> None:
    assert SHORTEST <= len(words(page)) <= LONGEST


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_no_jargon_no_praise_no_exclamation_marks(page: GuidePage) -> None:
    text = " ".join([page.heading, page.line, *words(page)])
    assert "!" not in text
    assert re.findall(UNWANTED, text, re.IGNORECASE) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_quotation_marks_are_typographic_and_nothing_is_left_open(page: GuidePage) -> None:
    text = " ".join(words(page))
    assert not set(text) & set("\"'")
    assert text.count("“") == text.count("”")
    assert "{" not in text


@pytest.mark.parametrize("page", [*OF_MONTHS, PAGES[-1]], ids=lambda page: page.slug)
def test_the_agenda_of_an_hour_is_an_hour(page: GuidePage) -> None:
    minutes = re.findall(r'agenda__time">(\d+) minutes', source(page))
    assert sum(map(int, minutes)) == 60


@pytest.mark.parametrize("page", OF_MONTHS, ids=lambda page: page.slug)
def test_a_month_says_what_it_is_for_what_to_ask_and_what_to_write_down(page: GuidePage) -> None:
    heads = re.findall(r"<h2>(.*?)</h2>", source(page))
    assert heads == [
        "What this month is for",
        "An agenda for the hour",
        "Questions to ask",
        "Write this down",
    ]
    asked = re.search(r'<ul class="questions">(.*?)</ul>', source(page), re.DOTALL)
    assert asked
    questions = re.findall(r"<li>(.*?)</li>", asked.group(1))
    assert 6 <= len(questions) <= 8
    # A few are a request rather than a question, or have one.
    assert all(question[-1] in "?." and ("?" in question or "Say it" in question) for question in questions)
    assert page.done_at


def test_the_agenda_of_every_month_has_two_halves() -> None:
    for page in OF_MONTHS:
        first, second = re.findall(r"(\d+) minutes</span><div><strong>(?:First|Second) half", source(page))
        assert first == second


@pytest.mark.parametrize("page", OF_MONTHS, ids=lambda page: page.slug)
def test_where_it_is_done_is_there(page: GuidePage) -> None:
    for place in page.done_at:
        assert reverse(place.page, args=["northmere", "leadership-team"])


def test_every_file_of_the_guide_is_a_page_of_it() -> None:
    folder = settings.BASE_DIR / "templates" / "guide"
    assert {path.stem for path in folder.glob("*.html")} == {page.slug for page in PAGES}


def test_order_and_contents() -> None:
    assert [page.slug for page in PAGES] == [
        "what-it-is",
        *(f"month-{number}" for number in range(1, 7)),
        "listening",
        "questions",
        "feedback",
        "trios",
    ]
    assert [(part.value, len(pages)) for part, pages in parts()] == [
        ("Start here", 1),
        ("The six months", 6),
        ("How to be a good partner", 4),
    ]
    assert [part for part, _pages in parts()] == list(Part)
    assert neighbours(PAGES[0]) == (None, PAGES[1])
    assert neighbours(PAGES[5]) == (PAGES[4], PAGES[6])
    assert neighbours(PAGES[-1]) == (PAGES[-2], None)
    assert PAGES[2].heading == "Month 2: choose what to grow"
    assert FIRST.heading == "What Coaching Pairs is"


@pytest.mark.parametrize(
    ("today", "slug"),
    [
        (D(2026, 8, 1), "month-1"),
        (D(2026, 8, 31), "month-1"),
        (D(2026, 9, 29), "month-1"),
        (D(2026, 9, 30), "month-2"),
        (D(2026, 10, 31), "month-3"),
        (D(2027, 2, 27), "month-6"),
        (D(2027, 4, 1), "month-6"),
    ],
)
def test_the_page_of_the_month_also_when_months_end_early(today: dt.date, slug: str) -> None:
    assert page_on(D(2026, 8, 31), today).slug == slug


@pytest.mark.parametrize(
    ("today", "label"),
    [
        (D(2026, 9, 30), "From 1 October on"),
        (D(2026, 10, 1), "This month"),
        (D(2027, 3, 31), "This month"),
        (D(2027, 4, 1), "The last month"),
    ],
)
def test_what_stands_above_it(today: dt.date, label: str) -> None:
    assert label_on(D(2026, 10, 1), today) == label


@pytest.mark.parametrize(
    ("stage", "slug"),
    [
        ("choosing", "what-it-is"),
        ("running", "month-2"),
        ("wrapping_up", "month-2"),
        ("closed", "what-it-is"),
    ],
)
def test_a_month_matters_while_its_cycle_is_under_way(stage: str, slug: str) -> None:
    cycle = Cycle(stage=stage, starts_on=D(2026, 10, 1), ends_on=D(2027, 3, 31))
    assert guide_page_for(cycle, D(2026, 11, 20)).slug == slug


def test_without_a_cycle_it_begins_at_the_beginning() -> None:
    assert guide_page_for(None, D(2026, 11, 20)) is FIRST
