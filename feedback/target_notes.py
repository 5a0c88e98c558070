"""What colleagues were asked about a growth target: to its owner all of it, to a partner how many."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from cycles.beside_targets import AskedAbout, AskedWho, OnTarget, says_counts, says_of_target
from cycles.models import Cycle
from cycles.services.targets_shown import ShownTarget
from feedback import doors
from feedback.rules.reading import in_numbers
from feedback.services.shown import ShownAsking, own_askings
from teams.access import LeaderPlace
from teams.models import Leader


@says_of_target
def colleagues_on_this(place: LeaderPlace, shown: ShownTarget) -> OnTarget | None:
    """None while nobody has been asked, but for the owner who may ask."""
    if not shown.is_own:
        counts = counts_of(shown.target.cycle, [shown.target.leader]).get(shown.target.leader_id)
        return _to_partner(place, shown.target.leader, counts) if counts else None
    own = own_askings(place.leader, at=timezone.now())
    askings = [one for one in own if shown.target.pk in {about.target_id for about in one.targets}]
    return OnTarget(
        counts="" if askings else "Nobody has been asked about it.",
        askings=tuple(_asked(place, shown, one) for one in askings),
        address=place.address("feedback:feedback"),
        action="Your feedback",
    )


@says_counts
def counts_of(cycle: Cycle, leaders: Sequence[Leader]) -> dict[UUID, str]:
    """One query for each of them, who are a pair's two or three."""
    found = {leader.pk: doors.counts_of(cycle.pk, leader.pk) for leader in leaders}
    return {
        leader_id: in_numbers(counts.asked, counts.answers)
        for leader_id, counts in found.items()
        if counts.asked
    }


def _to_partner(place: LeaderPlace, owner: Leader, counts: str) -> OnTarget:
    return OnTarget(
        f"{counts}, by {owner.called}, about all they work on.",
        address=place.address("feedback:shared"),
        action=f"What {owner.called} shares with you",
    )


def _asked(place: LeaderPlace, shown: ShownTarget, one: ShownAsking) -> AskedAbout:
    asked = next(about for about in one.targets if about.target_id == shown.target.pk)
    wording = shown.wording
    now = (wording.direction, wording.behaviour, wording.differently)
    return AskedAbout(
        title=f"{'Looking again: ' if one.is_again else ''}{one.in_numbers}",
        asked_on=one.asked_on,
        direction=asked.direction,
        behaviour=asked.behaviour,
        differently=asked.differently,
        differs=(asked.direction, asked.behaviour, asked.differently) != now,
        whom=tuple(AskedWho(each.request.giver_name, each.state) for each in one.standing),
        address=place.address("feedback:asking", one.asking.pk),
        action="Read their answers" if one.answers and one.may_read else "How it stands",
    )
