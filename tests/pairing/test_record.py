"""What pairing adds to a leader's record: their own, and nothing that others wished for or answered."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import HelpSignal, KeptApart, Proposal, ShortlistEntry, SuggestedLeader, Suggestion
from pairing.record import choosing_of
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import signed_in, words

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 9, 29, 9, tzinfo=dt.UTC)


@pytest.fixture
def choosing(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, stage="choosing", pairs=[])


def data_of(cast: Northmere, name: str) -> Any:
    return json.loads(signed_in(cast, name).get(f"{cast.base}record.json").content)


def ask(cast: Northmere, cycle: Cycle, one: str, other: str, state: str = "open", **also: Any) -> Proposal:
    with scope(organisation=cast.organisation.pk):
        proposal = Proposal.objects.create(
            organisation=cast.organisation,
            cycle=cycle,
            proposer=cast.leader(one),
            addressee=cast.leader(other),
            made_at=AT,
            **also,
        )
        if state != "open":
            proposal.state, proposal.answered_at = state, AT
            proposal.save()
    return proposal


def wish(cast: Northmere, name: str, *colleagues: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        for place, colleague in enumerate(colleagues):
            ShortlistEntry.objects.create(
                organisation=cast.organisation,
                leader=cast.leader(name),
                colleague=cast.leader(colleague),
                created_at=AT + dt.timedelta(minutes=place),
            )


def test_a_shortlist_is_in_its_authors_record_alone(northmere: Northmere, choosing: Cycle) -> None:
    wish(northmere, "Helen", "Priya", "Idris")
    wish(northmere, "Priya", "Helen")
    assert [one["colleague"] for one in data_of(northmere, "Helen")["shortlist"]] == [
        "Priya Nair",
        "Idris Kaya",
    ]
    assert [one["colleague"] for one in data_of(northmere, "Priya")["shortlist"]] == ["Helen Armitage"]
    assert data_of(northmere, "Idris")["shortlist"] == []
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}record/"))
    assert "Whom you would be glad to work with Only you Priya Nair Idris Kaya" in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "No answer yet"),
        ("declined", "Not this time"),
        ("withdrawn", "Withdrawn"),
        ("lapsed", "Not answered before the pairs were sealed"),
    ],
)
def test_who_asked_whom_is_read_by_the_two(
    northmere: Northmere, choosing: Cycle, state: str, said: str
) -> None:
    ask(northmere, choosing, "Helen", "Priya", state)
    for name, heading in (("Helen", "You asked Priya Nair"), ("Priya", "Helen Armitage asked you")):
        page = words(signed_in(northmere, name).get(f"{northmere.base}record/"))
        assert f"{heading} On 29 September 2026 Answer {said}" in page
        (one,) = data_of(northmere, name)["cycles"][0]["proposals"]
        assert (one["proposer"], one["addressee"], one["state"]) == ("Helen Armitage", "Priya Nair", state)
    assert data_of(northmere, "Amara")["cycles"][0]["proposals"] == []


def test_what_was_agreed_aloud_is_not_said_to_have_been_asked(northmere: Northmere, choosing: Cycle) -> None:
    ask(northmere, choosing, "Helen", "Priya", "accepted", recorded_by=northmere.facilitator)
    page = words(signed_in(northmere, "Priya").get(f"{northmere.base}record/"))
    assert "You and Helen Armitage agreed aloud, and it was written down for you" in page
    assert "asked you" not in page
    assert "Esther" not in page


def test_of_a_suggestion_one_keeps_ones_own_answer(northmere: Northmere, choosing: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        suggestion = Suggestion.objects.create(
            organisation=northmere.organisation, cycle=choosing, made_at=AT, made_by=northmere.facilitator
        )
        for name in ("Helen", "Priya"):
            SuggestedLeader.objects.create(
                organisation=northmere.organisation,
                suggestion=suggestion,
                cycle=choosing,
                leader=northmere.leader(name),
            )
        for name, answer in (("Helen", "yes"), ("Priya", "not this time")):
            SuggestedLeader.objects.filter(leader=northmere.leader(name)).update(
                answer=answer, answered_at=AT
            )
    (one,) = data_of(northmere, "Helen")["cycles"][0]["suggestions"]
    assert (one["others"], one["own_answer"]) == (["Priya Nair"], "yes")
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}record/"))
    assert "You and Priya Nair On 29 September 2026 Your answer Yes" in page
    assert "Not this time" not in page


def test_that_one_asked_for_help_and_never_that_one_is_kept_apart(
    northmere: Northmere, choosing: Cycle
) -> None:
    with scope(organisation=northmere.organisation.pk):
        HelpSignal.objects.create(
            organisation=northmere.organisation, cycle=choosing, leader=northmere.leader("Helen"), asked_at=AT
        )
        one, other = sorted(
            (northmere.leader("Helen"), northmere.leader("Joanna")), key=lambda leader: leader.pk
        )
        KeptApart.objects.create(
            organisation=northmere.organisation, team=northmere.team, one=one, other=other
        )
    data = data_of(northmere, "Helen")
    assert [one["asked_at"] for one in data["cycles"][0]["help_asked_for"]] == ["2026-09-29T09:00:00+00:00"]
    assert "Joanna" not in json.dumps(data)
    assert data_of(northmere, "Priya")["cycles"][0]["help_asked_for"] == []


def test_few_queries_however_much_there_is(northmere: Northmere, choosing: Cycle) -> None:
    def count() -> int:
        helen = northmere.leader("Helen")
        with (
            scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk),
            CaptureQueriesContext(connection) as queries,
        ):
            choosing_of(helen)
        return len(queries)

    def suggest(state: str) -> None:
        with scope(organisation=northmere.organisation.pk):
            suggestion = Suggestion.objects.create(organisation=northmere.organisation, cycle=choosing)
            for name in ("Helen", "Priya"):
                SuggestedLeader.objects.create(
                    organisation=northmere.organisation,
                    suggestion=suggestion,
                    cycle=choosing,
                    leader=northmere.leader(name),
                    is_open=state == "open",
                )

    wish(northmere, "Helen", "Priya")
    ask(northmere, choosing, "Helen", "Priya", "declined")
    suggest("over")
    few = count()
    wish(northmere, "Helen", "Idris", "Amara")
    for other in ("Idris", "Amara"):
        ask(northmere, choosing, "Helen", other, "withdrawn")
    suggest("over")
    assert count() == few
