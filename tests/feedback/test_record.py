"""My record: what I asked and was answered, and what I said to others; nothing of anybody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.models import Cycle, GrowthTarget
from feedback.models import Answer, Asking, Draft, Reading, Request, Share, Thanks
from feedback.record import feedback_of
from feedback.rules.answers import Again, First, OnTarget, to_text
from tests.cast import Northmere
from tests.cycles.made import make_cycle, pair_of
from tests.cycles.pages import raw, signed_in as browser_of, words
from tests.cycles.past_services import DAY, FIRST, add_target, signed_in
from tests.cycles.recorded import canaries, canary, data_of
from tests.feedback.past_services import allow_others, answer, ask, close, request_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
OUTSIDE = ("Nia Bowen", "nia@council.example")


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    """Helen has asked Amara, who has answered, Joanna, who has not sent it, and somebody outside. It is
    closed and Amara is thanked; what she said is shared with Priya.
    """
    made = make_cycle(northmere)
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, made, "Helen")
        asking = _asks(northmere, target)
    with signed_in(northmere, "Amara"):
        own = request_to(northmere, asking, "Amara")
        sent = answer(own, First("other", canary("Amara", "else"), canary("Amara", "keep")), at=FIRST + DAY)
    with signed_in(northmere, "Joanna"):
        own = request_to(northmere, asking, "Joanna")
        said = First(else_=canary("Joanna", "draft"))
        Draft.objects.create(
            organisation=northmere.organisation, request=own, said=to_text(said), changed_at=FIRST + DAY
        )
    with signed_in(northmere, "Helen"):
        _reads(northmere, asking, sent)
    return made


def _asks(cast: Northmere, target: GrowthTarget) -> Asking:
    asking = ask(
        cast,
        target,
        "Amara",
        "Joanna",
        emails=[OUTSIDE],
        words=canary("Helen", "asked"),
        personal=canary("Helen", "personal"),
    )
    nudged = request_to(cast, asking, "Joanna")
    nudged.nudge, nudged.nudged_at, nudged.reminders = canary("Helen", "nudge"), FIRST + DAY, 1
    nudged.save(update_fields=["nudge", "nudged_at", "reminders"])
    return asking


def _reads(cast: Northmere, asking: Asking, sent: Answer) -> None:
    here = {"organisation": cast.organisation}
    close(asking, FIRST + 5 * DAY)
    Share.objects.create(**here, answer=sent, pair=pair_of(asking.cycle, cast.leader("Helen")))
    Reading.objects.create(**here, asking=asking, note=canary("Helen", "note"), read_at=FIRST + DAY)
    Thanks.objects.create(**here, asking=asking, words=canary("Helen", "thanks"), sent_at=FIRST + 6 * DAY)


ASKED = {canary("Helen", field) for field in ("asked", "personal")}
AMARAS = {canary("Amara", field) for field in ("else", "keep")}
READS: dict[str, set[str]] = {
    "Helen": ASKED | AMARAS | {canary("Helen", field) for field in ("nudge", "note", "thanks")},
    "Amara": ASKED | AMARAS | {canary("Helen", "thanks")},
    "Joanna": ASKED | {canary("Helen", "nudge"), canary("Joanna", "draft")},
    "Priya": set(),
    "Vikram": set(),
}


@pytest.mark.parametrize("name", sorted(READS))
def test_each_takes_along_what_is_theirs(northmere: Northmere, cycle: Cycle, name: str) -> None:
    page = raw(browser_of(northmere, name).get(f"{northmere.base}record/"))
    assert canaries(page) == READS[name]
    assert canaries(json.dumps(data_of(northmere, name))) == READS[name]
    assert ("nia@council.example" in page) is (name == "Helen")


def test_what_i_asked_as_data(northmere: Northmere, cycle: Cycle) -> None:
    (only,) = data_of(northmere, "Helen")["cycles"]
    (asked,) = only["feedback_asked"]
    about = [{"direction": "up", "behaviour": canary("Helen", "asked"), "differently": ""}]
    assert asked.pop("asked_about") == about
    listed = asked.pop("colleagues")
    assert [one["name"] for one in listed] == ["Joanna Clarke", "Amara Okafor", "Nia Bowen"]
    colleagues = {one["name"]: one for one in listed}
    assert asked == {
        "kind": "first",
        "asked_at": "2026-10-05T09:00:00+00:00",
        "until": "2026-12-04",
        "closed_at": "2026-10-10T09:00:00+00:00",
        "reveal": "come",
        "personal": canary("Helen", "personal"),
        "note": canary("Helen", "note"),
        "thanks": canary("Helen", "thanks"),
        "thanked_at": "2026-10-11T09:00:00+00:00",
    }
    assert colleagues["Amara Okafor"] == {
        "name": "Amara Okafor",
        "email": None,
        "asked_at": "2026-10-05T09:00:00+00:00",
        "state": "answered",
        "reminders": 0,
        "nudge": "",
        "shared": True,
        "answer": [amaras()],
    }
    assert colleagues["Joanna Clarke"]["state"] == "waiting"
    assert (colleagues["Joanna Clarke"]["reminders"], colleagues["Joanna Clarke"]["answer"]) == (1, [])
    assert colleagues["Nia Bowen"]["email"] == "nia@council.example"


def amaras() -> dict[str, Any]:
    return {
        "right": "other",
        "else": canary("Amara", "else"),
        "keep": canary("Amara", "keep"),
        "sent_at": "2026-10-06T09:00:00+00:00",
        "changed_at": "2026-10-06T09:00:00+00:00",
        "on_targets": [],
    }


def test_what_i_was_asked_as_data(northmere: Northmere, cycle: Cycle) -> None:
    (given,) = data_of(northmere, "Amara")["feedback_given"]
    assert (given["cycle"], given["asker"], given["declined_at"]) == (1, "Helen Armitage", None)
    assert (given["answer"], given["draft"]) == ([amaras()], [])
    assert set(given) == {"cycle", "asker", "kind", "asked_at", "until", "closed_at", "personal", "nudge"} | {
        "declined_at",
        "thanks",
        "thanked_at",
        "asked_about",
        "answer",
        "draft",
    }
    (given,) = data_of(northmere, "Joanna")["feedback_given"]
    assert [one["else"] for one in given["draft"]] == [canary("Joanna", "draft")]
    assert (given["answer"], given["thanks"], given["draft"][0]["sent_at"]) == ([], None, None)


def test_as_one_reads_it(northmere: Northmere, cycle: Cycle) -> None:
    page = words(browser_of(northmere, "Helen").get(f"{northmere.base}record/"))
    assert "What you asked colleagues You, and of what you asked those whom you asked." in page
    assert "Asked on 5 October 2026 Question Are these the right ones? Until 4 December 2026" in page
    assert "Answers are shown As they come" in page
    assert f"Asked about {canary('Helen', 'asked')} Direction Dial up" in page
    assert "Amara Okafor Shared With your partner What they answered" in page
    assert "Is this the right one? Would suggest something else If not, what else? canary.Amara.else." in page
    assert "Nia Bowen By email nia@council.example Answer Did not answer" in page
    theirs = words(browser_of(northmere, "Joanna").get(f"{northmere.base}record/"))
    assert "What colleagues asked you You and the one who asked, who may share your answer" in theirs
    assert "Helen Armitage, 5 October 2026 Question" in theirs
    assert "What you have not sent 6 October 2026 If not, what else? canary.Joanna.draft." in theirs


def test_looking_again_is_in_it_target_by_target(northmere: Northmere, cycle: Cycle) -> None:
    said = Again((OnTarget(-1, "Quieter", "Go on"),))
    with signed_in(northmere, "Helen"):
        first = Asking.objects.select_related("cycle").get()
        again = ask(
            northmere, GrowthTarget.objects.get(), "Amara", at=FIRST + 9 * DAY, kind="again", first=first
        )
    with signed_in(northmere, "Amara"):
        answer(Request.objects.get(asking=again), said, at=FIRST + 10 * DAY)
    (_first, asked) = data_of(northmere, "Helen")["cycles"][0]["feedback_asked"]
    ((sent,),) = [one["answer"] for one in asked["colleagues"]]
    assert (asked["kind"], sent["right"]) == ("again", None)
    assert sent["on_targets"] == [
        {"behaviour": "Listening first", "change": -1, "noticed": "Quieter", "next": "Go on"}
    ]
    page = words(browser_of(northmere, "Amara").get(f"{northmere.base}record/"))
    assert "What has changed A little worse (−1) What was noticed Quieter What next Go on" in page


def test_what_was_taken_back_is_the_askers_alone(northmere: Northmere, cycle: Cycle) -> None:
    with signed_in(northmere, "Helen"):
        target = GrowthTarget.objects.get()
        asking = ask(northmere, target, "Idris", "Siobhan", "Maggie")
        Request.objects.filter(asking=asking, giver=northmere.leader("Idris")).update(withdrawn_at=FIRST)
    assert data_of(northmere, "Idris")["feedback_given"] == []
    asked = data_of(northmere, "Helen")["cycles"][0]["feedback_asked"]
    states = {one["name"]: one["state"] for asking in asked for one in asking["colleagues"]}
    assert (states["Idris Kaya"], states["Siobhan Doyle"]) == ("taken back", "waiting")


def test_never_more_than_eight_queries(northmere: Northmere, cycle: Cycle) -> None:
    def counted(name: str) -> int:
        with signed_in(northmere, name), CaptureQueriesContext(connection) as caught:
            feedback_of(northmere.leader(name))
        return len(caught)

    assert (counted("Vikram"), counted("Amara"), counted("Helen")) == (2, 8, 8)
