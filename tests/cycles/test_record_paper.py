"""A record on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson
from cycles.services.record import record_of
from cycles.views.record import TOO_LONG, _shown
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.paper import laid_out, weasyprint
from tests.cycles.recorded import HELENS, PRIYAS, canaries, write_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    made = make_cycle(northmere)
    write_everything(northmere, made, "Helen", "Priya")
    return made


def on_paper(cast: Northmere, name: str) -> str:
    """The text of the document that the PDF is made from, as it is set."""
    leader = cast.leader(name)
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        shown = record_of(leader, at=NOW)
    place: Any = type("Place", (), {"organisation": cast.organisation})
    context = {**_shown(place, shown), "organisation": cast.organisation.name, "printed": True}
    sheets = laid_out(render_to_string("cycles/record_print.html", context))
    return "".join(
        box.text for sheet in sheets for box in sheet._page_box.descendants() if getattr(box, "text", None)
    )


@pytest.mark.parametrize(("name", "reads"), [("Helen", HELENS), ("Priya", PRIYAS), ("Amara", set())])
def test_the_same_on_paper(northmere: Northmere, cycle: Cycle, name: str, reads: set[str]) -> None:
    weasyprint()
    assert canaries(on_paper(northmere, name)) == reads


def test_what_is_too_long_to_set_is_shown_to_be_printed(
    northmere: Northmere, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cycles.views.record.LONGEST", 1000)
    answer = signed_in(northmere, "Helen").get(f"{northmere.base}record.pdf")
    assert answer["Content-Type"].startswith("text/html")
    assert TOO_LONG in words(answer)
    assert canaries(raw(answer)) == HELENS


def test_long_words_and_other_letters_stay_on_the_sheet(northmere: Northmere, cycle: Cycle) -> None:
    weasyprint()
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(name="Ž" * 150)
        Lesson.objects.create(
            organisation=northmere.organisation,
            cycle=cycle,
            leader=northmere.leader("Helen"),
            text="long" * 55 + " Привіт",
        )
        place: Any = type("Place", (), {"organisation": northmere.organisation})
        shown = _shown(place, record_of(northmere.leader("Helen"), at=NOW))
    html = render_to_string("cycles/record_print.html", {**shown, "organisation": "N", "printed": True})
    for sheet in laid_out(html):
        box = sheet._page_box
        right = box.content_box_x() + box.width + 1
        for inner in box.descendants():
            if getattr(inner, "text", None) and inner.position_y < box.content_box_y() + box.height:
                assert inner.position_x + inner.width <= right, inner.text
