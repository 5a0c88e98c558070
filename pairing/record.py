"""What pairing adds to a leader's record: whom they would be glad of, who asked whom, what they answered.

Only their own: what somebody else answered to a suggestion, or wished for, is not theirs to read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from cycles.models import Cycle
from cycles.record import adds_to_record
from cycles.rules.record import Added, Entry, Fact, Section, day_in_words
from cycles.rules.words import listed
from cycles.services.record import own_cycles_of
from pairing.models import HelpSignal, Proposal, ShortlistEntry, SuggestedLeader
from teams.models import Leader

ANSWERS = {
    "open": "No answer yet",
    "accepted": "Yes",
    "declined": "Not this time",
    "withdrawn": "Withdrawn",
    "lapsed": "Not answered before the pairs were sealed",
}
OWN_ANSWERS = {"none": "You did not answer", "yes": "Yes", "not this time": "Not this time"}


@adds_to_record
def choosing_of(leader: Leader) -> list[Added]:
    """Six queries: what there is of each cycle, and the shortlist beside them."""
    cycles = own_cycles_of(leader)
    proposals, suggestions, helps = _proposals(leader), _suggestions(leader), _helps(leader)
    sections = [
        (cycle.number, section)
        for cycle in cycles
        for section in (
            _who_asked_whom(leader, cycle, proposals[cycle.number]),
            _suggested(leader, cycle, suggestions[cycle.number]),
            _help(cycle, helps[cycle.number]),
        )
    ]
    return [*(Added(section, number) for number, section in sections), Added(_shortlist(leader))]


def _shortlist(leader: Leader) -> Section:
    """In the order of choosing, with those who have left."""
    found = ShortlistEntry.objects.filter(leader=leader).select_related("colleague")
    entries = tuple(
        Entry(
            one.colleague.name,
            (Fact("colleague", one.colleague.name), Fact("created_at", one.created_at)),
        )
        for one in found.order_by("created_at", "id")
    )
    return Section("shortlist", "Whom you would be glad to work with", entries, "Only you")


def _proposals(leader: Leader) -> defaultdict[int, list[Proposal]]:
    found: defaultdict[int, list[Proposal]] = defaultdict(list)
    own = Proposal.objects.filter(Q(proposer=leader) | Q(addressee=leader))
    for one in own.select_related("cycle", "proposer", "addressee").order_by("made_at", "id"):
        found[one.cycle.number].append(one)
    return found


def _who_asked_whom(leader: Leader, cycle: Cycle, proposals: Sequence[Proposal]) -> Section:
    entries = tuple(_proposal(leader, cycle, one) for one in proposals)
    return Section("proposals", "Who asked whom", entries, "You and the one who asked or was asked")


def _proposal(leader: Leader, cycle: Cycle, one: Proposal) -> Entry:
    is_mine, was_aloud = one.proposer_id == leader.pk, one.recorded_by_id is not None
    heading = f"You asked {one.addressee.name}" if is_mine else f"{one.proposer.name} asked you"
    if was_aloud:
        other = one.addressee if is_mine else one.proposer
        heading = f"You and {other.name} agreed aloud, and it was written down for you"
    return Entry(
        heading,
        (
            Fact("proposer", one.proposer.name),
            Fact("addressee", one.addressee.name),
            Fact("made_at", one.made_at, "On", _day(one.made_at, cycle)),
            Fact("state", one.state, "Answer", ANSWERS[one.state]),
            Fact("answered_at", one.answered_at),
            Fact("agreed_aloud", was_aloud),
        ),
    )


def _suggestions(leader: Leader) -> defaultdict[int, list[SuggestedLeader]]:
    found: defaultdict[int, list[SuggestedLeader]] = defaultdict(list)
    own = SuggestedLeader.objects.filter(leader=leader).select_related("cycle", "suggestion")
    for one in own.prefetch_related("suggestion__leaders__leader").order_by("suggestion__made_at", "id"):
        found[one.cycle.number].append(one)
    return found


def _suggested(leader: Leader, cycle: Cycle, suggestions: Sequence[SuggestedLeader]) -> Section:
    entries = tuple(_suggestion(leader, cycle, one) for one in suggestions)
    return Section(
        "suggestions", "What was suggested to you", entries, "Each of those in it; your answer: you"
    )


def _suggestion(leader: Leader, cycle: Cycle, one: SuggestedLeader) -> Entry:
    everybody = [row.leader for row in one.suggestion.leaders.all()]
    others = sorted(other.name for other in everybody if other.pk != leader.pk)
    return Entry(
        f"You and {listed(others)}",
        (
            Fact("others", tuple(others)),
            Fact("made_at", one.suggestion.made_at, "On", _day(one.suggestion.made_at, cycle)),
            Fact("own_answer", one.answer, "Your answer", OWN_ANSWERS[one.answer]),
            Fact("answered_at", one.answered_at),
        ),
    )


def _helps(leader: Leader) -> defaultdict[int, list[HelpSignal]]:
    found: defaultdict[int, list[HelpSignal]] = defaultdict(list)
    for one in HelpSignal.objects.filter(leader=leader).select_related("cycle").order_by("asked_at", "id"):
        found[one.cycle.number].append(one)
    return found


def _help(cycle: Cycle, signals: Sequence[HelpSignal]) -> Section:
    entries = tuple(
        Entry(_day(one.asked_at, cycle), (Fact("asked_at", one.asked_at), Fact("ended_at", one.ended_at)))
        for one in signals
    )
    reads = "You; your facilitators, until they had seen to it"
    return Section("help_asked_for", "When you asked for help with choosing", entries, reads)


def _day(at: dt.datetime, cycle: Cycle) -> str:
    """By the clocks of the cycle."""
    return day_in_words(at.astimezone(cycle.zone).date())
