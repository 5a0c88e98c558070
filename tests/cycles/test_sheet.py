"""The pairs of a cycle on one sheet of A4, for small and for large teams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from coachingpairs import pdf
from coachingpairs.tenancy.scope import scope
from cycles.rules.sheet import LAYOUTS, Layout, layout_for
from cycles.rules.wrapping import ems, ems_on_line, wrapped_lines
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import signed_in
from tests.cycles.paper import boxes, laid_out, lines_of, weasyprint

USUAL = ("Amara Okafor", "Priya Nair", "Callum Fraser", "Gareth Llewellyn", "Helen Armitage", "Idris Kaya")
LONG = (
    "Bartholomew Featherstonehaugh-Cholmondeley",
    "Wilhelmina Wojciechowska-Mammadova Williams",
    "Maria-Magdalena von Hohenstein-Wittgenstein",
    "Siddhartha Venkatanarasimharajuvaripeta",
    "Łucja Świętosławska-Błaszczykowska-Zając",
)
EVERY_FOURTH = (*USUAL[:3], LONG[0], *USUAL[3:], LONG[1], *USUAL[1:4], LONG[2])
CODES = ("FIN", "CARE", "HOU", "PROP", "WWWW")


def room(leaders: int, names: Sequence[str]) -> list[list[str]]:
    """Pairs of so many leaders, and one more who makes the last of them a trio."""
    called = [name for _, name in zip(range(leaders + 1), cycle(names), strict=False)]
    pairs = [called[first : first + 2] for first in range(0, leaders, 2)]
    pairs[-1].append(called[leaders])
    return pairs


def sheet(pairs: Sequence[Sequence[str]]) -> str:
    codes = cycle(enumerate(CODES, start=1))
    shown = []
    for names in pairs:
        functions = [
            SimpleNamespace(colour=colour, code=code) for _, (colour, code) in zip(names, codes, strict=False)
        ]
        members = [SimpleNamespace(leader=SimpleNamespace(name=name)) for name in names]
        shown.append(SimpleNamespace(functions=functions, members=members))
    context = {
        "organisation": "Northmere Housing Association",
        "team": "Extended leadership team",
        "cycle": SimpleNamespace(number=3),
        "span": "15 October 2026 to 14 April 2027",
        "pairs": shown,
        "layout": layout_for(pairs),
    }
    return render_to_string("cycles/pairs_print.html", context)


@pytest.mark.parametrize("names", [EVERY_FOURTH, LONG], ids=["every fourth long", "all long"])
@pytest.mark.parametrize("leaders", [12, 24, 60, 120, 300])
def test_all_pairs_stand_on_one_sheet(leaders: int, names: Sequence[str]) -> None:
    pairs = room(leaders, names)
    html = sheet(pairs)
    assert len(re.findall(r'<li class="p-pair[ "]', html)) == len(pairs)
    assert html.count("p-pair--trio") == 1
    pages = laid_out(html)
    assert len(pages) == 1
    rows = boxes(pages[0], "p-pair")
    assert len(rows) == len(pairs)
    for row in rows:
        assert_in_place(row)


def assert_in_place(row: Any) -> None:
    """No name runs into its clasp or out of its column, and the clasp is not higher than the names."""
    [names], [clasp] = boxes(row, "p-names"), boxes(row, "p-clasp")
    assert clasp.position_x + clasp.width <= names.content_box_x() + 0.1
    assert clasp.height <= names.height + 0.5
    assert len(lines_of(names)) >= 2
    for line in lines_of(names):
        assert line.position_x + line.width <= row.position_x + row.width + 0.1


@pytest.mark.parametrize(
    ("leaders", "names", "step"),
    [
        (12, USUAL, 1),
        (24, USUAL, 1),
        (60, USUAL, 2),
        (120, USUAL, 3),
        (300, USUAL, 5),
        (24, LONG, 1),
        (60, LONG, 4),
        (120, LONG, 6),
        (300, LONG, 7),
    ],
)
def test_names_are_as_large_as_number_and_length_allow(leaders: int, names: Sequence[str], step: int) -> None:
    assert layout_for(room(leaders, names)).step == step


def test_nobody_yet_and_more_than_any_sheet_takes() -> None:
    assert layout_for([]).step == 1
    assert layout_for(room(1000, LONG)) == LAYOUTS[-1]


def test_a_closer_layout_takes_whatever_a_roomier_one_does() -> None:
    for pairs in (room(leaders, names) for leaders in range(2, 302, 20) for names in (USUAL, LONG)):
        takes = [layout.takes(pairs) for layout in LAYOUTS if layout.step != 5]
        assert takes == sorted(takes)


def test_the_style_has_the_measures_of_the_rule() -> None:
    style = pdf.packaged_file(f"{pdf.HERE}/static/css/print.css").read_text()
    for layout in LAYOUTS:
        start = "." if layout.step == 1 else f".p-list--{layout.step} ."
        assert f"{start}p-clasp {{ " in style
        clasp = _rule(style, f"{start}p-clasp")
        names = _rule(style, f"{start}p-names")
        trio = _rule(style, f"{start}p-pair--trio .p-names")
        row = _rule(style, f"{start}p-pair")
        assert f"height: {layout.clasp}mm" in clasp
        assert f"font-size: {layout.points}pt; line-height: {layout.line}" in names
        for rule, members in ((names, 2), (trio, 3)):
            assert f"margin-left: {_beside(layout, members)}mm" in rule
        padding = re.search(r"padding: ([\d.]+)mm 0", row)
        assert padding is not None
        # Twice the padding, and a hairline of 0.4 points.
        assert 2 * float(padding[1]) + 0.14 == pytest.approx(layout.between, abs=0.1)


def _rule(style: str, selector: str) -> str:
    found = re.search(rf"^{re.escape(selector)} {{ (.*) }}$", style, re.MULTILINE)
    assert found is not None, selector
    return found[1]


def _beside(layout: Layout, members: int) -> str:
    return f"{(78 + 63 * (members - 1)) / 46 * layout.clasp + layout.gap:.1f}".removesuffix(".0")


@pytest.mark.django_db
def test_the_sheet_of_a_cycle(northmere: Northmere) -> None:
    weasyprint()
    make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(name=LONG[0])
    answer = signed_in(northmere, "Helen").get(f"{northmere.base}cycles/1/pairs.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.context_data is not None
    assert answer.context_data["layout"] == LAYOUTS[0]


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("", 10, 1),
        ("nanna nanna", 5.87, 1),
        ("nanna nanna", 5.85, 2),
        ("nannananna", 2.81, 2),
        ("nannananna", 2.79, 3),
        ("nan nannananna", 2.81, 3),
        ("anne-anne anne", 3, 3),
        ("n n n n n", 1.4, 3),
    ],
)
def test_how_text_wraps(text: str, line: float, lines: int) -> None:
    assert wrapped_lines(text, line) == lines


@pytest.mark.parametrize(
    ("word", "wide"), [("nan", 1.68), ("NAN", 2.1), ("ill", 1.02), ("MWm", 2.85), ("佐藤", 2)]
)
def test_how_wide_a_word_is(word: str, wide: float) -> None:
    assert ems(word) == pytest.approx(wide)


def test_a_line_measured_in_its_letters() -> None:
    # 72 points are 25.4 millimetres.
    assert ems_on_line(25.4, 36) == pytest.approx(2)
