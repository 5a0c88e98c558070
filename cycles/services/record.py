"""All that is a leader's own, of every cycle. Reading only, in the scope of the leader's person.

The database shows nobody more than they may read; what is asked for here is narrower still: their own things
and those of their pairs, as they stood when somebody left one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from cycles.models import Cycle, Participant
from cycles.record import added_to_record
from cycles.rules.milestones import span
from cycles.rules.record import Added, Entry, Fact, Record, Section
from cycles.services.record_own import OwnThings, own_things
from cycles.services.record_pairs import OwnPairs, own_pairs
from teams.models import Leader


def record_of(leader: Leader, *, at: dt.datetime) -> Record:
    """Everything of the leader's as it stands at that moment. A constant number of queries."""
    cycles = own_cycles_of(leader)
    places = {place.cycle_id: place for place in Participant.objects.filter(leader=leader, cycle__in=cycles)}
    pairs, own = own_pairs(leader, cycles), own_things(leader, cycles)
    added, others = _by_cycle(added_to_record(leader))
    entries = tuple(_cycle(cycle, places.get(cycle.pk), pairs, own, added[cycle.number]) for cycle in cycles)
    return Record(at, _about(leader), Section("cycles", "", entries), tuple(others))


def own_cycles_of(leader: Leader) -> list[Cycle]:
    """Those that the leader takes or took part in, newest first; a draft is nobody's yet. One query."""
    part = Q(participants__leader=leader) | Q(pairs__members__leader=leader)
    found = Cycle.objects.filter(part, team=leader.team).exclude(stage=Cycle.Stage.DRAFT)
    return list(found.distinct().order_by("-number"))


def _by_cycle(added: Sequence[Added]) -> tuple[defaultdict[int, list[Section]], list[Section]]:
    found: defaultdict[int, list[Section]] = defaultdict(list)
    others = []
    for one in added:
        if one.cycle is None:
            others.append(one.section)
        else:
            found[one.cycle].append(one.section)
    return found, others


def _about(leader: Leader) -> Entry:
    function = leader.function.name if leader.function else None
    return Entry(
        leader.name,
        (
            Fact("name", leader.name),
            Fact("email", leader.email, "Email"),
            Fact("title", leader.title, "Job title"),
            Fact("function", function, "Function"),
            Fact("team", leader.team.name, "Team"),
            Fact("organisation", leader.organisation.name, "Organisation"),
        ),
    )


def _cycle(
    cycle: Cycle, place: Participant | None, pairs: OwnPairs, own: OwnThings, added: Sequence[Section]
) -> Entry:
    sits_out, absent = (place.sits_out, place.absent) if place else (False, False)
    facts = (
        Fact("number", cycle.number),
        Fact("starts_on", cycle.starts_on),
        Fact("ends_on", cycle.ends_on),
        Fact("stage", cycle.stage),
        Fact("sits_out", sits_out, "Partner", "You sat this cycle out" if sits_out else ""),
        Fact("absent", absent, "Partner", "You were away while the others chose" if absent else ""),
    )
    heading = f"Cycle {cycle.number}: {span(cycle.starts_on, cycle.ends_on)}"
    return Entry(heading, facts, (pairs.of(cycle), *own.of(cycle), *added))
