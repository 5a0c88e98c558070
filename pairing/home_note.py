"""What comes first at home in mid-cycle, for somebody without a partner and for those they ask."""

from __future__ import annotations

from cycles.home_notes import HomeNote, says_at_home
from cycles.models import Cycle
from cycles.rules.words import day_and_month, listed
from pairing.services.room import choosing_cycle
from pairing.services.without_partner import Alone, Can, standing_without_partner, who_would_join
from teams.access import TeamPlace

WORDS = {
    Can.ANSWER: (
        "Somebody would like to pair with you",
        "You would meet until {until}, as equals. Say yes only if it feels right to you.",
        "See who asks",
    ),
    Can.WAIT: (
        "You are waiting for an answer",
        "You can take your question back and ask somebody else.",
        "Look again",
    ),
    Can.ASK: (
        "You can choose a partner",
        "Somebody else is free as well. You are a pair once both have said yes.",
        "See who is free",
    ),
    Can.JOIN: (
        "You can ask to join a pair",
        "Nobody else is free just now, and a pair can take in a third. You would be three, as equals.",
        "See which pairs",
    ),
    Can.NOTHING: (
        "Nobody is free just now",
        "The next choosing comes when cycle {number} ends, around {until}. Your facilitator can say what is "
        "possible sooner.",
        "Look again",
    ),
}


@says_at_home
def choose_in_mid_cycle(place: TeamPlace) -> HomeNote | None:
    """Nothing while a cycle is choosing: that one goes first, whatever became of the one under way."""
    cycle = choosing_cycle(place.team) if place.leader else None
    if place.leader is None or cycle is None or not cycle.is_under_way:
        return None
    address = place.address("pairing:choosing")
    third = who_would_join(place.leader, cycle)
    if third is not None:
        text = "You would be three, and meet as equals. It needs a yes from each of you."
        return HomeNote(f"{third.name} would like to join you", text, f"Answer {third.called}", address)
    alone = standing_without_partner(place.leader, cycle)
    return _note(alone, cycle, address) if alone and alone.can in WORDS else None


def _note(alone: Alone, cycle: Cycle, address: str) -> HomeNote:
    title, text, action = WORDS[alone.can]
    parted = ""
    if alone.parted_from:
        were = "trio" if len(alone.parted_from) > 1 else "pair"
        parted = f"{listed(['You', *alone.parted_from])} are no longer a {were} for this cycle. "
        parted += "Your notes stay yours. "
    said = text.format(number=cycle.number, until=day_and_month(cycle.ends_on))
    return HomeNote(title, parted + said, action, address)
