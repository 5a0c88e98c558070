"""Where a leader stands with whom they ask, what they are asked, and what organisers are told of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.feedback_standing import feedback_standing, feedback_totals, questions_to
from cycles.models import Cycle, GrowthTarget
from cycles.rules.colleagues import NONE_ASKED, Feedback
from cycles.services.totals import totals_of
from feedback.models import Answer, Asking, Draft, Reading, Request, Thanks
from feedback.rules.answers import First, to_text
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.past_services import DAY, add_target, signed_in
from tests.feedback.past_services import UNTIL, allow_others, answer, ask, close, close_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def asking(northmere: Northmere, target: GrowthTarget) -> Asking:
    """Of Amara, Siobhan and Joanna, none of whom has answered."""
    with signed_in(northmere, "Helen"):
        return ask(northmere, target, at=NOW - 8 * DAY)


def say(cast: Northmere, asking: Asking, *names: str, at: dt.datetime = NOW) -> None:
    for name in names:
        with signed_in(cast, name):
            answer(Request.objects.get(asking=asking, giver=cast.leader(name)), f"From {name}", at)


def decline(cast: Northmere, asking: Asking, name: str) -> None:
    with signed_in(cast, name):
        Request.objects.filter(asking=asking, giver=cast.leader(name)).update(declined_at=NOW)


def read(asking: Asking, up_to: dt.datetime = NOW) -> None:
    Reading.objects.update_or_create(
        asking=asking, organisation_id=asking.organisation_id, defaults={"read_at": up_to}
    )


def standing(cast: Northmere, target: GrowthTarget, at: dt.datetime = NOW) -> Feedback:
    return feedback_standing(cast.leader("Helen"), target.cycle, at)[0]


def rows(cast: Northmere, target: GrowthTarget, at: dt.datetime = NOW) -> list[tuple[str, str, str]]:
    own = feedback_standing(cast.leader("Helen"), target.cycle, at)[1]
    assert own is not None
    return [(one.name, one.state, one.icon) for one in own.colleagues]


def test_whoever_has_asked_nobody_stands_nowhere(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Helen"), CaptureQueriesContext(connection) as caught:
        assert feedback_standing(northmere.leader("Helen"), target.cycle, NOW) == (NONE_ASKED, None)
    assert len(caught) == 1


def test_answers_wait_until_they_have_been_read(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    number = str(asking.pk)
    with signed_in(northmere, "Helen"):
        assert standing(northmere, target) == Feedback(asked=3, waiting=3)
    say(northmere, asking, "Joanna", "Amara")
    with signed_in(northmere, "Helen"):
        assert standing(northmere, target) == Feedback(3, answers=2, waiting=1, to_read=2, unread=number)
        read(asking)
        assert standing(northmere, target) == Feedback(3, answers=2, waiting=1)
    with signed_in(northmere, "Amara"):
        own = Answer.objects.get(request__giver=northmere.leader("Amara"))
        own.changed_at = NOW + DAY
        own.save()
    with signed_in(northmere, "Helen"):
        assert standing(northmere, target) == Feedback(3, answers=2, waiting=1, to_read=1, unread=number)


def test_decided_once_all_is_read_and_nobody_is_waited_for(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    say(northmere, asking, "Joanna", "Amara")
    decline(northmere, asking, "Siobhan")
    with signed_in(northmere, "Helen"):
        read(asking)
        number = str(asking.pk)
        assert standing(northmere, target) == Feedback(3, answers=2, undecided=number)
        GrowthTarget.objects.filter(pk=target.pk).update(state="settled")
        assert standing(northmere, target) == Feedback(3, answers=2, unthanked=number)
        over = asking.closes_at + 28 * DAY
        assert standing(northmere, target, over - DAY) == Feedback(3, answers=2, unthanked=number)
        assert standing(northmere, target, over) == Feedback(3, answers=2)
        Thanks.objects.create(organisation=northmere.organisation, asking=asking, words="Thank you")
        assert standing(northmere, target) == Feedback(3, answers=2)


def test_after_its_date_nobody_is_waited_for(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    say(northmere, asking, "Joanna")
    with signed_in(northmere, "Helen"):
        read(asking)
        assert standing(northmere, target, UNTIL - DAY) == Feedback(3, answers=1, waiting=2)
        assert standing(northmere, target, UNTIL) == Feedback(3, answers=1, undecided=str(asking.pk))


def test_what_is_shown_after_the_date_does_not_wait_before_it(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, "Joanna", "Amara", reveal="after")
    say(northmere, asking, "Joanna", "Amara")
    with signed_in(northmere, "Helen"):
        assert standing(northmere, target) == Feedback(2, answers=2)
        close(asking, NOW)
        assert standing(northmere, target) == Feedback(2, answers=2, to_read=2, unread=str(asking.pk))


def test_from_month_five_the_same_people_may_look_again(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    february = dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC)
    with signed_in(northmere, "Helen"):
        GrowthTarget.objects.filter(pk=target.pk).update(state="settled")
        assert standing(northmere, target, february - DAY) == Feedback(3)
        assert standing(northmere, target, february) == Feedback(3, look_again=str(asking.pk))


def test_whom_one_has_asked_and_what_became_of_it(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    say(northmere, asking, "Joanna")
    decline(northmere, asking, "Amara")
    with signed_in(northmere, "Helen"):
        assert sorted(rows(northmere, target)) == [
            ("Amara Okafor", "Could not answer", "rest"),
            ("Joanna Clarke", "Has answered", "done"),
            ("Siobhan Doyle", "Asked 12 Nov", "waiting"),
        ]
        assert ("Siobhan Doyle", "Did not answer", "open") in rows(northmere, target, UNTIL)
        Request.objects.filter(giver=northmere.leader("Siobhan")).update(withdrawn_at=NOW)
        assert len(rows(northmere, target)) == 2


def test_nobody_else_is_told_where_a_leader_stands(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    say(northmere, asking, "Joanna")
    for name in ("Priya", "Vikram", None):
        with signed_in(northmere, name):
            found = feedback_standing(northmere.leader("Helen"), target.cycle, NOW)
            assert found == (NONE_ASKED, None)


def asked_of(cast: Northmere, name: str, at: dt.datetime = NOW) -> list[tuple[str, dt.date, bool]]:
    with signed_in(cast, name):
        found = questions_to(cast.leader(name), at)
        return [(one.asker.name, one.last_day, one.is_again) for one in found]


def test_what_one_is_asked_waits_until_one_has_answered_or_it_is_over(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    waits = [("Helen Armitage", dt.date(2026, 12, 4), False)]
    for name in ("Amara", "Siobhan", "Joanna"):
        assert asked_of(northmere, name) == waits
    for name in ("Helen", "Priya", "Vikram"):
        assert asked_of(northmere, name) == []
    with signed_in(northmere, "Siobhan"):
        Draft.objects.create(
            organisation=northmere.organisation,
            request=Request.objects.get(asking=asking),
            said=to_text(First(else_="Not yet")),
        )
    say(northmere, asking, "Joanna")
    decline(northmere, asking, "Amara")
    assert [asked_of(northmere, name) for name in ("Joanna", "Amara", "Siobhan")] == [[], [], waits]
    assert asked_of(northmere, "Siobhan", UNTIL) == []
    with signed_in(northmere, "Helen"):
        close(asking, NOW)
    assert asked_of(northmere, "Siobhan") == []


def test_what_is_over_soonest_is_asked_first(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Vikram"):
        others = add_target(northmere, target.cycle, "Vikram")
        again_of = ask(northmere, others, "Joanna", "Siobhan", closes_at=UNTIL - 2 * DAY)
        close(again_of, NOW)
        ask(northmere, others, "Joanna", closes_at=UNTIL - DAY, kind="again", first=again_of)
    with signed_in(northmere, "Helen"):
        ask(northmere, target)
    assert asked_of(northmere, "Joanna") == [
        ("Vikram Sethi", dt.date(2026, 12, 3), True),
        ("Helen Armitage", dt.date(2026, 12, 4), False),
    ]


def test_in_a_closed_cycle_nothing_is_asked(
    northmere: Northmere, target: GrowthTarget, asking: Asking
) -> None:
    close_cycle(target.cycle)
    assert asked_of(northmere, "Joanna") == []


def test_as_many_queries_for_many_as_for_one(northmere: Northmere, target: GrowthTarget) -> None:
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, "Joanna", "Amara")
    say(northmere, first, "Joanna")

    def counted() -> tuple[int, int]:
        with signed_in(northmere, "Helen"), CaptureQueriesContext(connection) as own:
            feedback_standing(northmere.leader("Helen"), target.cycle, NOW)
        with signed_in(northmere, "Amara"), CaptureQueriesContext(connection) as asked:
            questions_to(northmere.leader("Amara"), NOW)
        return len(own), len(asked)

    few = counted()
    say(northmere, first, "Amara")
    with signed_in(northmere, "Helen"):
        close(first, NOW)
        second = ask(
            northmere, target, "Joanna", "Amara", "Siobhan", emails=[("Nia Bowen", "nia@council.example")]
        )
    say(northmere, second, "Joanna", "Siobhan")
    assert counted() == few
    assert few == (5, 1)


def test_the_team_is_counted_up_to_monday_from_five_pairs_up(
    northmere: Northmere, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    say(northmere, asking, "Joanna", at=NOW - 6 * DAY)
    say(northmere, asking, "Amara", at=NOW - DAY)
    with scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk):
        cycle = Cycle.objects.get()
        assert totals_of(cycle, pairs=4) is None
        found = totals_of(cycle, pairs=5)
        assert found is not None
        assert (found.as_of, found.feedback.leaders) == (dt.date(2026, 11, 16), 1)
        assert (found.feedback.asked, found.feedback.answers) == (3, 1)
        assert feedback_totals(cycle, NOW - 9 * DAY).asked == 0


def test_within_a_week_the_numbers_stay_whatever_is_taken_back(
    northmere: Northmere, target: GrowthTarget, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def numbers(at: dt.datetime) -> tuple[int, int, int]:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        with scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk):
            found = totals_of(Cycle.objects.get(), pairs=5)
        assert found is not None
        return found.targets, found.feedback.asked, found.feedback.answers

    GrowthTarget.objects.filter(pk=target.pk).update(created_at=NOW - 9 * DAY)
    say(northmere, asking, "Joanna", "Amara", at=NOW - 6 * DAY)
    assert numbers(NOW) == (1, 3, 2)
    with signed_in(northmere, "Joanna"):
        Answer.objects.filter(request__giver=northmere.leader("Joanna")).delete()
    with signed_in(northmere, "Helen"):
        Request.objects.filter(asking=asking, giver=northmere.leader("Siobhan")).update(withdrawn_at=NOW)
        GrowthTarget.objects.filter(pk=target.pk).update(state="let_go")
    assert numbers(NOW + 2 * DAY) == (1, 3, 2)
    assert numbers(NOW + 3 * DAY) == (0, 2, 1)


def test_without_a_cache_they_are_counted_each_time(
    northmere: Northmere, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)

    def gone(*_given: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", gone)
    with scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk):
        found = totals_of(Cycle.objects.get(), pairs=5)
    assert found is not None
    assert found.feedback.asked == 3
