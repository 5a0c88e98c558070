"""What the database shows to whom, and takes from whom, of what is asked and answered."""

from __future__ import annotations

import pytest
from django.db import models

from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from feedback.models import Answer, AskedTarget, Asking, Draft, Link, Reading, Request, Share, Thanks
from feedback.rules.answers import First, to_text
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle, pair_of
from tests.cycles.past_services import DAY, FIRST, add_target, part, signed_in
from tests.feedback.past_services import answer, ask, by_link, close, request_to

pytestmark = pytest.mark.django_db
TABLES: list[type[models.Model]] = [Asking, AskedTarget, Request, Link, Draft, Answer, Share, Reading, Thanks]


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


def seen() -> dict[str, int]:
    """How many rows of which table the running scope shows; those without any are left out."""
    counted = {model.__name__: model._default_manager.count() for model in TABLES}
    return {name: number for name, number in counted.items() if number}


def add_link(request: Request, token_hash: str, purpose: str = "answer") -> Link:
    return Link.objects.create(
        organisation_id=request.organisation_id, request=request, purpose=purpose, token_hash=token_hash
    )


def test_each_reads_what_concerns_them_and_nobody_else_anything(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, personal="Be frank")
        to_amara, to_joanna = (request_to(northmere, asking, name) for name in ("Amara", "Joanna"))
        Reading.objects.create(organisation=northmere.organisation, asking=asking, note="Hm")
    with scope(organisation=northmere.organisation.pk):
        add_link(to_amara, "a" * 64)
    with by_link(northmere, to_amara):
        Draft.objects.create(
            organisation=northmere.organisation, request=to_amara, said=to_text(First(else_="Not yet"))
        )
    with signed_in(northmere, "Joanna"):
        answer(to_joanna, "Listen")
    asked = {"Asking": 1, "AskedTarget": 1}
    with signed_in(northmere, "Helen"):
        assert seen() == {**asked, "Request": 3, "Link": 1, "Answer": 1, "Reading": 1}
    with by_link(northmere, to_amara):
        assert seen() == {**asked, "Request": 1, "Link": 1, "Draft": 1}
    with signed_in(northmere, "Amara"):
        assert seen() == {**asked, "Request": 1, "Draft": 1}
    with signed_in(northmere, "Joanna"):
        assert seen() == {**asked, "Request": 1, "Answer": 1}
    for nobody in ("Priya", "Vikram", "Maggie", None):
        with signed_in(northmere, nobody):
            assert seen() == {}
    for person in (northmere.facilitator, northmere.administrator, northmere.sponsor):
        with scope(organisation=northmere.organisation.pk, person=person.pk):
            assert seen() == {}
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk, link=to_amara.pk):
        assert seen() == {}


def test_answers_meant_to_be_read_together_are_shown_once_it_is_closed(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, reveal="after")
        to_joanna = request_to(northmere, asking, "Joanna")
    with signed_in(northmere, "Joanna"):
        answer(to_joanna, "Listen")
    with signed_in(northmere, "Helen"):
        assert not Answer.objects.exists()
        assert Request.objects.get(pk=to_joanna.pk).answered_at == FIRST
        close(asking)
        assert [one.request_id for one in Answer.objects.all()] == [to_joanna.pk]


def test_the_partner_reads_an_answer_while_it_is_shared_and_they_are_a_pair(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"):
        pair = pair_of(target.cycle, northmere.leader("Helen"))
        asking = ask(northmere, target)
        to_joanna, to_amara = (request_to(northmere, asking, name) for name in ("Joanna", "Amara"))
    for name, request in (("Joanna", to_joanna), ("Amara", to_amara)):
        with signed_in(northmere, name):
            answer(request, "Listen")

    def share() -> Share:
        return Share.objects.create(
            organisation=northmere.organisation, answer=Answer.objects.get(request=to_joanna), pair=pair
        )

    with signed_in(northmere, "Helen"):
        shared = share()
    with signed_in(northmere, "Priya"):
        assert seen() == {"Asking": 1, "AskedTarget": 1, "Request": 1, "Answer": 1, "Share": 1}
        assert Share.objects.all().delete()[0] == 0
    with signed_in(northmere, "Helen"):
        shared.delete()
    with signed_in(northmere, "Priya"):
        assert seen() == {}
    with signed_in(northmere, "Helen"):
        share()
    part(northmere, target.cycle, "Helen", FIRST + DAY)
    with signed_in(northmere, "Priya"):
        assert seen() == {}
