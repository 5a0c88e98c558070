"""All that the screens of one Awayday show, read once: a constant number of queries, however many look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from awayday.models import Awayday, Claim, PlaceCard
from awayday.rules.badges import badge_of_card, badge_of_claim
from awayday.services.now import Now, now_of, read_again, room_of
from cycles.models import Cycle, PlannedSession
from cycles.services.planned import plans_ahead
from pairing.services.choosers import Choosers, read_choosers
from pairing.services.preflight import active_leaders
from teams.models import Leader


@dataclass(frozen=True)
class Everything:
    """``choosers`` is None while the cycle is a draft; ``planned``: pair → its first session."""

    now: Now
    choosers: Choosers | None
    planned: dict[UUID, PlannedSession]
    claims: tuple[UUID, ...]
    """Those that wait for the facilitator."""
    suggested: tuple[UUID, ...]
    """Who is in a suggestion that is open and was made by those who run it: what leaders ask is their own."""
    signals: tuple[UUID, ...]
    """Open ones of those who would like some help: a facilitator's alone."""
    latecomers: tuple[Leader, ...] = ()
    """Of the team, and not taking part yet: they joined it after choosing had opened."""
    badges: frozenset[str] = frozenset()
    """What guests are known by, as far as it is good now."""

    @cached_property
    def leaders(self) -> dict[UUID, Leader]:
        """Everybody of the team who may look, by their id."""
        taking_part = {entry.leader_id: entry.leader for entry in self.now.room.taking_part}
        return taking_part | {leader.pk: leader for leader in self.latecomers}

    @cached_property
    def reachable(self) -> frozenset[UUID]:
        """Those who have arrived: they can be asked although they have never signed in."""
        return frozenset(self.now.arrived)

    @cached_property
    def organisers_version(self) -> str:
        """Changes with what all who run the room see of it."""
        return _digest(self._public, self.claims, self.suggested)

    @cached_property
    def facilitators_version(self) -> str:
        return _digest(self.organisers_version, self.signals)

    @cached_property
    def version(self) -> str:
        """Changes with anything that any screen shows."""
        proposals = self.choosers.proposals if self.choosers else ()
        suggestions = self.choosers.suggestions if self.choosers else ()
        asked = [(one.pk, str(one.state)) for one in proposals]
        answers = [
            (row.pk, str(row.answer), row.is_open)
            for suggestion in suggestions
            for row in suggestion.leaders.all()
        ]
        known_by = sorted(self.badges)
        late = [(leader.pk, leader.name, leader.function_id) for leader in self.latecomers]
        plans = [(plan.pk, plan.sequence) for plan in self.planned.values()]
        return _digest(
            self.facilitators_version, sorted(asked), sorted(answers), sorted(plans), known_by, late
        )

    @property
    def _public(self) -> tuple[object, ...]:
        now, cycle, awayday = self.now, self.now.cycle, self.now.awayday
        people = [
            (
                row.leader_id,
                row.leader.name,
                row.leader.title,
                row.leader.function_id,
                row.leader.person_id,
                row.leader.manager_id,
                row.leader.email,
                row.absent,
                row.sits_out,
            )
            for row in now.room.taking_part
        ]
        pairs = [
            (shown.pair.pk, tuple(member.leader_id for member in shown.members)) for shown in now.room.pairs
        ]
        return (
            (str(now.stage), now.is_paused, awayday.code, awayday.sequence, str(cycle.stage)),
            cycle.repeats_through,
            sorted(tuple(sorted(two)) for two in now.room.terms.apart),
            people,
            pairs,
            sorted(now.arrived),
            [(lesson.pk, lesson.shown_at is None) for lesson in now.lessons],
            now.lesson_place,
        )


def read_everything(awayday: Awayday) -> Everything:
    """Needs the organisation's scope. Awayday.DoesNotExist when it is gone."""
    fresh = read_again(awayday)
    cycle = fresh.opens
    choosers = read_choosers(cycle) if cycle.stage != Cycle.Stage.DRAFT else None
    now = now_of(fresh, choosers.room if choosers else room_of(cycle))
    planned = plans_ahead(cycle, at=timezone.now()) if fresh.is_sealed else {}
    _open(now, planned.values())
    return Everything(
        now=now,
        choosers=choosers,
        planned=planned,
        claims=tuple(Claim.objects.waiting().filter(awayday=fresh).values_list("pk", flat=True)),
        suggested=_suggested(choosers) if choosers else (),
        signals=tuple(sorted(choosers.helped)) if choosers else (),
        latecomers=_latecomers(now),
        badges=_badges(fresh),
    )


def _latecomers(now: Now) -> tuple[Leader, ...]:
    """One query."""
    taking_part = {entry.leader_id for entry in now.room.taking_part}
    return tuple(leader for leader in active_leaders(now.cycle) if leader.pk not in taking_part)


def _suggested(choosers: Choosers) -> tuple[UUID, ...]:
    offered = (one for one in choosers.suggestions if one.ended_at is None and one.asked_by_id is None)
    return tuple(sorted(row.pk for one in offered for row in one.leaders.all()))


def _badges(awayday: Awayday) -> frozenset[str]:
    """Two queries."""
    cards = PlaceCard.objects.filter(awayday=awayday, revoked_at=None).values_list("token_hash", flat=True)
    claims = Claim.objects.confirmed().filter(awayday=awayday).values_list("pk", flat=True)
    return frozenset([*map(badge_of_card, cards), *map(badge_of_claim, claims)])


def _open(now: Now, planned: Iterable[PlannedSession]) -> None:
    """Screens are rendered after the scope has ended, and without it there is no key to open a text with."""
    for lesson in now.lessons:
        str(lesson.text)
    for plan in planned:
        str(plan.place)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
