"""The room as those who run it see it: who is at risk, what is suggested, what was done against the guard.

Everything here is read without anybody's shortlist, so that no page tells what is on one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Cycle
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair
from pairing.models import KeptApart, SuggestedLeader, Suggestion
from pairing.models.suggestions import SuggestionQuerySet
from pairing.rules.guard import Group
from pairing.rules.risk import assess
from pairing.rules.risk_words import shortage_in_words
from pairing.services.help_signals import open_signals
from pairing.services.helping import lasting_suggestion
from pairing.services.room import Room, version_of
from teams.models import AuditEntry, Leader

FORMED = ("pair formed", "pair became a trio")


@dataclass(frozen=True)
class Together:
    """Two or three who could be together; ``joins`` is the pair, formed already, that takes in a third."""

    leaders: tuple[Leader, ...]
    joins: ShownPair | None = None

    @property
    def third(self) -> Leader | None:
        """Who joins that pair."""
        there = {member.leader_id for member in self.joins.members} if self.joins else set()
        return next((leader for leader in self.leaders if there and leader.pk not in there), None)

    @property
    def names(self) -> str:
        return listed([leader.name for leader in self.leaders])


@dataclass(frozen=True)
class AtRisk:
    """``few`` are (leader, choices left); ``settle`` would place those concerned, ``undo`` would mend it."""

    few: tuple[tuple[Leader, int], ...]
    short: str
    settle: tuple[Together, ...]
    undo: tuple[ShownPair, ...]


@dataclass(frozen=True)
class Override:
    """A pair written down although somebody was left without a partner; ``at`` in the cycle's zone."""

    at: dt.datetime
    by: str
    who: str
    reason: str
    stands: bool
    """The pair is still there."""


def at_risk(room: Room) -> AtRisk | None:
    """None as long as every choice keeps the room whole, but for the one whom an odd number may leave.

    Two who are kept apart count as a choice that does not, as in every outlook: nothing tells the one from
    the other.
    """
    outlook = room.outlook
    if not outlook.holds_back and (outlook.is_whole or outlook.one_by_number):
        return None
    seating = room.seating
    risk = assess(seating.guard, lasting_suggestion(seating.assembly))
    names = [leader.name for leader in seating.leaders]
    functions = [leader.function.name if leader.function else "" for leader in seating.leaders]
    return AtRisk(
        few=tuple((seating.leaders[place], choices) for place, choices in risk.few),
        short=shortage_in_words(risk.short, names, functions) if risk.short else _of_the_third(room),
        settle=tuple(_together(room, group) for group in risk.settle),
        undo=tuple(room.pair_of[seating.leaders[group[0]].pk] for group in risk.undo),
    )


def _of_the_third(room: Room) -> str:
    """What is at stake in an odd room where nobody is short of partners; empty in an even one."""
    if not room.outlook.trio:
        return ""
    return "The number is odd, and some choices would leave nobody who can be the third of a trio."


def could_be_together(room: Room) -> tuple[Together, ...]:
    """Pairs that those still choosing could form, as many as possible; what is suggested may be others."""
    if not room.outlook.pairs and not room.outlook.trio:
        return ()
    return tuple(_together(room, group) for group in lasting_suggestion(room.seating.assembly).groups)


def open_suggestions(cycle: Cycle) -> list[Together]:
    """What those who run it have offered and is open, in the order of names. Who answered what is not read.

    Without the questions of leaders who would like to join a pair: those are their own. One query.
    """
    rows = SuggestedLeader.objects.filter(suggestion__in=_offered(cycle)).select_related("leader__function")
    groups: dict[UUID, list[Leader]] = {}
    for row in rows.order_by("leader__sort_name", "leader__name"):
        groups.setdefault(row.suggestion_id, []).append(row.leader)
    return [Together(tuple(leaders)) for leaders in groups.values()]


def overrides_of(cycle: Cycle, *, standing: Iterable[UUID]) -> list[Override]:
    """Newest first; ``standing`` are the ids of the pairs that are there. Two queries."""
    entries = AuditEntry.objects.filter(
        verb__in=FORMED,
        team_id=cycle.team_id,
        details__cycle=cycle.number,
        details__has_key="against_the_guard",
    )
    found = list(entries.order_by("-at"))
    concerned = {leader for entry in found for leader in entry.details["leaders"]}
    leaders = Leader.objects.filter(pk__in=concerned).order_by("sort_name", "name")
    names = {str(leader.pk): leader.name for leader in leaders}
    there = set(standing)
    return [
        Override(
            at=entry.at.astimezone(cycle.zone),
            by=entry.by_name,
            who=listed([name for pk, name in names.items() if pk in entry.details["leaders"]]),
            reason=entry.details["against_the_guard"],
            stands=entry.subject_id in there,
        )
        for entry in found
    ]


def organisers_version(cycle: Cycle, *, signals: bool = False) -> str:
    """Changes whenever what they see of the room does; ``signals`` for facilitators. Cheap: polled.

    A sponsor's must not change when somebody would like some help.
    """
    offered = _offered(cycle).order_by("pk").values_list("pk", flat=True)
    apart = KeptApart.objects.filter(team_id=cycle.team_id).order_by("pk").values_list("pk", flat=True)
    parts = [version_of(cycle), *offered, "|", *apart]
    if signals:
        parts += ["|", *(signal.pk for signal in open_signals(cycle))]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _offered(cycle: Cycle) -> SuggestionQuerySet:
    return Suggestion.objects.open().filter(cycle=cycle, asked_by=None)


def _together(room: Room, group: Group | Sequence[int]) -> Together:
    leaders = tuple(room.seating.leaders_in(group))
    pairs = [room.pair_of[leader.pk] for leader in leaders if leader.pk in room.pair_of]
    return Together(leaders, pairs[0] if pairs else None)
