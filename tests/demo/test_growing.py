"""In the demo's second month people have agreed, rated, chosen and tried."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager

from coachingpairs.demo.growing_words import STRENGTHS, TARGETS
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget, Lesson, PlannedSession, Strength
from cycles.rules.agreements import Standing
from cycles.services.agreements import agreement_standing
from cycles.services.pairs import own_pair_under_way
from cycles.services.strengths import strengths_standing
from cycles.services.targets_shown import targets_standing
from teams.models import Leader, Organisation


def seen_by(demo: dict[str, Organisation], name: str) -> tuple[Leader, AbstractContextManager[None]]:
    northmere = demo["northmere"]
    with scope(organisation=northmere.pk):
        leader = Leader.objects.get(name=name)
    return leader, scope(organisation=northmere.pk, person=leader.person_id)


def test_helen_and_priya_have_agreed_and_helen_works_on_two_targets(demo: dict[str, Organisation]) -> None:
    helen, as_helen = seen_by(demo, "Helen Armitage")
    with as_helen:
        own = own_pair_under_way(helen)
        assert own is not None
        assert agreement_standing(own.pair, helen) is Standing.AGREED
        standing = targets_standing(helen, own.pair.cycle)
        assert [one.wording.direction for one in standing.targets] == ["down", "up"]
        assert [len(one.try_outs) for one in standing.targets] == [4, 0]
        assert standing.looked_back == 3
        assert standing.next_try_out is not None
        assert standing.to_look_back is None
        days = [plan.starts_at.astimezone(own.pair.cycle.zone) for plan in PlannedSession.objects.standing()]
        assert {day.strftime("%A %H.%M") for day in days} == {"Thursday 09.30"}


def test_something_waits_for_farah(demo: dict[str, Organisation]) -> None:
    farah, as_farah = seen_by(demo, "Farah Siddiqui")
    with as_farah:
        own = own_pair_under_way(farah)
        assert own is not None
        assert agreement_standing(own.pair, farah) is Standing.MINE
        [tom] = own.partners_of(farah)
        assert strengths_standing(own.pair, farah).unread_from == {tom.leader_id}


def test_nobody_else_is_shown_any_of_it(demo: dict[str, Organisation]) -> None:
    """Everything that the words hold is there, and the facilitator sees none."""
    seen = set()
    with scope(organisation=demo["northmere"].pk):
        assert not GrowthTarget.objects.exists()
        assert not Strength.objects.exists()
        leaders = list(Leader.objects.all())
    for leader in leaders:
        with scope(organisation=demo["northmere"].pk, person=leader.person_id):
            seen |= {("target", pk) for pk in GrowthTarget.objects.values_list("pk", flat=True)}
            seen |= {("strength", pk) for pk in Strength.objects.values_list("pk", flat=True)}
    targets = sum(len(theirs) for theirs in TARGETS.values())
    of_the_cycle_before = 1
    assert len(seen) == targets + of_the_cycle_before + len(STRENGTHS)


def test_what_was_learnt_in_the_closed_cycles_is_shared(demo: dict[str, Organisation]) -> None:
    with scope(organisation=demo["northmere"].pk):
        found = Counter(Lesson.objects.offered().values_list("cycle__number", flat=True))
    assert found == {1: 3, 2: 3}
