"""In the demo colleagues have been asked, in every state there is."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.utils import timezone

from coachingpairs.mail.sending import send_mail
from coachingpairs.tenancy.scope import scope
from cycles.feedback_standing import feedback_standing, questions_to
from cycles.models import Cycle
from cycles.rules.colleagues import Feedback
from feedback.models import Answer, Asking, Draft, Share, Thanks
from feedback.services.dots import read_again
from feedback.services.reading import read_asking
from teams.models import Leader, Organisation, Person
from tests.demo.test_growing import seen_by


@pytest.fixture
def cycle(demo: dict[str, Organisation]) -> Cycle:
    with scope(organisation=demo["northmere"].pk):
        return Cycle.objects.under_way().get()


def standing(demo: dict[str, Organisation], cycle: Cycle, name: str) -> tuple[Feedback, list[str]]:
    leader, as_leader = seen_by(demo, name)
    with as_leader:
        feedback, asking = feedback_standing(leader, cycle, timezone.now())
        assert asking is not None
        return feedback, sorted(one.state for one in asking.colleagues)


def test_helen_has_an_answer_to_read_and_waits_for_one_more(
    demo: dict[str, Organisation], cycle: Cycle
) -> None:
    feedback, states = standing(demo, cycle, "Helen Armitage")
    assert (feedback.asked, feedback.answers, feedback.waiting, feedback.to_read) == (4, 3, 1, 1)
    assert states[1:] == ["Has answered"] * 3
    priya, as_priya = seen_by(demo, "Priya Nair")
    with as_priya:
        assert [share.answer.request.giver_name for share in Share.objects.all()] == ["Joanna Clarke"]
        assert feedback_standing(priya, cycle, timezone.now())[1] is None


def test_others_stand_elsewhere(demo: dict[str, Organisation], cycle: Cycle) -> None:
    amara, states = standing(demo, cycle, "Amara Okafor")
    assert (amara.answers, amara.waiting, amara.to_read) == (2, 0, 0)
    assert (amara.undecided, amara.unthanked, states[0]) == ("", "", "Could not answer")
    marek, _states = standing(demo, cycle, "Marek Zieliński")
    assert (marek.answers, marek.waiting, marek.to_read) == (2, 0, 2)
    callum, _states = standing(demo, cycle, "Callum Fraser")
    assert (callum.answers, callum.waiting, callum.to_read) == (1, 1, 0)
    siobhan, _states = standing(demo, cycle, "Siobhan Doyle")
    assert (siobhan.asked, siobhan.answers, siobhan.waiting) == (3, 0, 3)


@pytest.mark.parametrize(
    ("name", "asked_by"),
    [
        ("Helen Armitage", ["Siobhan Doyle"]),
        ("Tom Whitfield", ["Helen Armitage"]),
        ("Farah Siddiqui", ["Callum Fraser"]),
        ("Kwame Mensah", ["Siobhan Doyle"]),
        ("Maggie Thornton", []),
    ],
)
def test_who_is_asked_at_home(demo: dict[str, Organisation], name: str, asked_by: list[str]) -> None:
    leader, as_leader = seen_by(demo, name)
    with as_leader:
        assert [one.asker.name for one in questions_to(leader, timezone.now())] == asked_by


def test_four_have_looked_again_at_what_helen_worked_on(demo: dict[str, Organisation]) -> None:
    helen, as_helen = seen_by(demo, "Helen Armitage")
    with as_helen:
        asking = Asking.objects.select_related("cycle").get(kind="again")
        assert asking.cycle.stage == "closed"
        [target] = read_again(read_asking(asking, helen, at=timezone.now()))
        assert sorted(one.said.change for one in target.said if one.said.change is not None) == [0, 1, 2, 2]


def test_only_those_whom_it_concerns_are_shown_any_of_it(demo: dict[str, Organisation]) -> None:
    models: tuple[Any, ...] = (Asking, Answer, Draft, Thanks)
    with scope(organisation=demo["northmere"].pk):
        assert not [model for model in models if model.objects.exists()]
        people = Person.objects.exclude(pk__in=Leader.objects.exclude(person=None).values("person"))
        for person in people:
            with scope(organisation=demo["northmere"].pk, person=person.pk):
                assert not [model for model in models if model.objects.exists()]
    seen: Counter[str] = Counter()
    with scope(organisation=demo["northmere"].pk):
        leaders = list(Leader.objects.all())
    for leader in leaders:
        with scope(organisation=demo["northmere"].pk, person=leader.person_id):
            seen["own askings"] += Asking.objects.filter(leader=leader).count()
            seen["own drafts"] += Draft.objects.filter(request__giver=leader).count()
            seen["own answers"] += Answer.objects.filter(request__giver=leader).count()
    assert seen == {"own askings": 7, "own drafts": 1, "own answers": 16}


def test_whoever_is_asked_outside_has_a_message_whose_link_works(demo: dict[str, Organisation]) -> None:
    send_mail(demo["northmere"].pk)
    [message] = [one for one in outgoing.outbox if one.to == ["ines.castellanos@council.example"]]
    assert message.subject == "Siobhan Doyle asks for your honest view"
    link = re.search(r"https?://[^/]+(/f/\S+/)", str(message.body))
    assert link
    browser = Client()
    page = browser.get(browser.get(link[1]).headers["Location"])
    assert page.status_code == 200
    assert "Rewriting what my managers send me" in page.content.decode()
