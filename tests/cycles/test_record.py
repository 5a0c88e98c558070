"""My record: everything of mine on a page, as a PDF and as data; nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson, Session
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import NOW, go_to, make_cycle, pair_of
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.paper import weasyprint
from tests.cycles.recorded import HELENS, PRIYAS, canaries, data_of, write_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    made = make_cycle(northmere)
    write_everything(northmere, made, "Helen", "Priya")
    return made


def page_of(cast: Northmere, name: str) -> str:
    return raw(signed_in(cast, name).get(f"{cast.base}record/"))


@pytest.mark.parametrize(
    ("name", "reads"), [("Helen", HELENS), ("Priya", PRIYAS), ("Amara", set()), ("Joanna", set())]
)
def test_everything_of_mine_and_nothing_else(
    northmere: Northmere, cycle: Cycle, name: str, reads: set[str]
) -> None:
    assert canaries(page_of(northmere, name)) == reads
    assert canaries(json.dumps(data_of(northmere, name))) == reads


@pytest.mark.parametrize("path", ["record/", "record.pdf", "record.json"])
@pytest.mark.parametrize("name", ["facilitator", "administrator"])
def test_those_who_are_no_leaders_have_none(northmere: Northmere, cycle: Cycle, name: str, path: str) -> None:
    answer = signed_in(northmere, name).get(northmere.base + path)
    assert answer.status_code == 403
    assert "canary" not in raw(answer)


def test_the_sponsor_who_takes_part_reads_her_own_alone(northmere: Northmere, cycle: Cycle) -> None:
    answer = signed_in(northmere, "sponsor").get(f"{northmere.base}record.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["leader"]["name"] == "Maggie Thornton"
    assert "canary" not in raw(answer)


def test_a_file_to_keep_that_nobody_else_keeps(northmere: Northmere, cycle: Cycle) -> None:
    weasyprint()
    client = signed_in(northmere, "Helen")
    for ending, kind in (("pdf", "application/pdf"), ("json", "application/json")):
        answer = client.get(f"{northmere.base}record.{ending}")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == f'attachment; filename="my-record-2026-11-20.{ending}"'
        assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{northmere.base}record.pdf").content.startswith(b"%PDF-")
    assert "no-store" in client.get(f"{northmere.base}record/")["Cache-Control"]


def test_looking_leaves_no_trace(northmere: Northmere, cycle: Cycle) -> None:
    def traces() -> tuple[int, int]:
        with scope(organisation=northmere.organisation.pk):
            return AuditEntry.objects.count(), OutgoingMail.objects.count()

    before = traces()
    for path in ("record/", "record.json"):
        signed_in(northmere, "Helen").get(northmere.base + path)
    assert traces() == before


def test_the_page_says_whose_it_is_and_who_else_reads_what(northmere: Northmere, cycle: Cycle) -> None:
    answer = signed_in(northmere, "Helen").get(f"{northmere.base}record/")
    page = words(answer)
    assert "My record Everything of yours in one place" in page
    assert "It is yours to keep" in page
    assert "Who else reads which part What you write to yourself, earlier wordings" in page
    assert "<title>My record – Coaching Pairs</title>" in raw(answer)
    assert "Cycle 1: October 2026 to March 2027 With Priya Nair Partners since 28 September 2026" in page
    assert "How you work together You and Priya Written on 6 October 2026" in page
    assert "Replaced on 6 October 2026" in page
    assert "What you rate in your partner You and the one it is about Of Priya Nair, 5 October 2026" in page
    assert "What your partner rates in you You and the one who wrote it By Priya Nair, 5 October" in page
    assert "Sessions You and Priya. Your notes to yourself: only you." in page
    assert "Monday 5 October 2026 Length 1 hour 20 minutes What you noted together" in page
    assert "Friday 4 December, 9.00 Length 1 hour Place" in page
    assert "Try-outs 12 October 2026 Occasion" in page
    assert "How big a step it was Clear" in page
    assert "Earlier wordings Only you From 5 October 2026 to 6 October 2026 Direction Dial down" in page
    assert "Offered to your team on 7 October 2026" in page


KEYS = {
    "cycles": {"number", "starts_on", "ends_on", "stage", "sits_out", "absent", "pairs", "targets", "lessons"}
    | {"proposals", "suggestions", "help_asked_for", "feedback_asked"},
    "pairs": {"partners", "formed_at", "until", "no_longer_in_it"}
    | {"agreements", "strengths_given", "strengths_received", "sessions", "planned_sessions"},
    "agreements": {"meeting", "confidence", "challenge", "trouble"}
    | {"written_by", "written_at", "agreed_by", "replaced_at"},
    "strengths_given": {"author", "about", "text", "created_at", "changed_at"},
    "strengths_received": {"author", "about", "text", "created_at", "changed_at"},
    "sessions": {"held_on", "minutes", "logged_by", "pair_note", "private_note"},
    "planned_sessions": {"starts_at", "minutes", "place", "planned_by"},
    "targets": {"direction", "behaviour", "differently", "why", "written_at", "state", "state_at"}
    | {"created_at", "carried_from_cycle", "try_outs", "earlier_wordings"},
    "try_outs": {"on", "occasion", "plan", "step", "noticed", "next", "created_at", "looked_back_at"},
    "earlier_wordings": {"direction", "behaviour", "differently", "why", "written_at", "replaced_at"},
    "lessons": {"text", "created_at", "offered_at", "shown_at"},
}


def every(data: Any, key: str) -> list[Any]:
    """All things that stand under that key, wherever."""
    if isinstance(data, list):
        return [found for one in data for found in every(one, key)]
    if not isinstance(data, dict):
        return []
    here = data[key] if isinstance(data.get(key), list) else []
    return [*here, *(found for value in data.values() for found in every(value, key))]


def test_the_shape_of_the_data(northmere: Northmere, cycle: Cycle) -> None:
    """docs/record.md describes it; what is renamed or removed is another version."""
    data = data_of(northmere, "Helen")
    assert set(data) == {"format", "version", "made_at", "leader", "cycles", "shortlist", "feedback_given"}
    assert (data["format"], data["version"]) == ("coaching-pairs-record", 1)
    assert data["made_at"] == "2026-11-20T14:05:00+00:00"
    assert data["leader"] == {
        "name": "Helen Armitage",
        "email": "helen.armitage@northmere.example",
        "title": "Director of Finance",
        "function": "Finance",
        "team": "Leadership team",
        "organisation": "Northmere",
    }
    for key, keys in KEYS.items():
        found = every(data, key)
        assert found, key
        assert all(set(one) == keys for one in found), key


def test_the_data_is_what_is_kept(northmere: Northmere, cycle: Cycle) -> None:
    (only,) = data_of(northmere, "Helen")["cycles"]
    (pair,) = only["pairs"]
    assert (only["number"], only["starts_on"], only["ends_on"]) == (1, "2026-10-01", "2027-03-31")
    assert (pair["partners"], pair["until"]) == (["Priya Nair"], None)
    stands, earlier = pair["agreements"]
    assert (stands["agreed_by"], stands["replaced_at"]) == (["Helen Armitage"], None)
    assert earlier["replaced_at"] == "2026-10-06T09:00:00+00:00"
    assert pair["sessions"][0]["minutes"] == 80
    assert pair["planned_sessions"][0]["starts_at"] == "2026-12-04T09:00:00+00:00"
    (target,) = only["targets"]
    assert (target["direction"], target["state"]) == ("up", "settled")
    assert (target["try_outs"][0]["on"], target["try_outs"][0]["step"]) == ("2026-10-12", "clear")
    assert [one["direction"] for one in target["earlier_wordings"]] == ["down"]
    assert [one["offered_at"] for one in only["lessons"]] == [None, "2026-10-07T09:00:00+00:00"]


def test_before_anything_has_happened_the_data_has_its_shape(northmere: Northmere) -> None:
    data = data_of(northmere, "Helen")
    assert (data["cycles"], data["shortlist"], data["feedback_given"]) == ([], [], [])
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}record/"))
    assert "Nothing yet Once you take part in a cycle, what is yours is collected here." in page


def test_a_draft_is_nobodys_yet_and_sitting_out_is_said(northmere: Northmere) -> None:
    make_cycle(northmere, number=1)
    make_cycle(northmere, number=2, starts_on=D(2027, 4, 1), stage="draft")
    (only,) = data_of(northmere, "Joanna")["cycles"]
    assert (only["number"], only["sits_out"], only["pairs"]) == (1, True, [])
    assert "Partner You sat this cycle out" in words(
        signed_in(northmere, "Joanna").get(f"{northmere.base}record/")
    )


def test_the_queries_do_not_grow(northmere: Northmere) -> None:
    def counts() -> list[int]:
        found = []
        for path in ("record/", "record.json"):
            client = signed_in(northmere, "Helen")
            with CaptureQueriesContext(connection) as queries:
                client.get(northmere.base + path)
            found.append(len(queries))
        return found

    first = make_cycle(northmere, number=1, starts_on=D(2026, 4, 1))
    write_everything(northmere, first, "Helen", "Priya")
    few = counts()
    with scope(organisation=northmere.organisation.pk):
        go_to(first, "closed", closed_at=NOW)
    second = make_cycle(northmere, number=2, pairs=[("Helen", "Joanna"), ("Amara", "Idris")])
    write_everything(northmere, second, "Helen", "Joanna")
    for number in range(5):
        with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
            pair = pair_of(second, northmere.leader("Helen"))
            Session.objects.create(
                organisation=northmere.organisation,
                pair=pair,
                held_on=D(2026, 11, 2 + number),
                minutes=60,
                logged_by=northmere.leader("Helen"),
            )
            Lesson.objects.create(
                organisation=northmere.organisation,
                cycle=second,
                leader=northmere.leader("Helen"),
                text=f"Lesson {number}",
            )
    assert counts() == few
