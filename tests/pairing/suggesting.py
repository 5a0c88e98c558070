"""Answering suggestions, and an odd room, through the services."""

from __future__ import annotations

from cycles.models import Cycle, Pair
from pairing.models import Suggestion
from pairing.services.suggesting import ask_to_join, leave, open_suggestion_of, suggest_to_room, take
from tests.cast import Northmere
from tests.pairing.room import AT, open_room, pair_up


def suggested_with(cast: Northmere, cycle: Cycle, who: str) -> str:
    """Suggests to the room; the first name of the one who is suggested to ``who``."""
    suggest_to_room(cycle=cycle, by=cast.facilitator, at=AT)
    suggestion = the_suggestion(cast, cycle, who)
    (other,) = [row.leader.called for row in suggestion.leaders.all() if row.leader.called != who]
    return other


def the_suggestion(cast: Northmere, cycle: Cycle, who: str) -> Suggestion:
    suggestion = open_suggestion_of(cycle, cast.leader(who))
    assert suggestion is not None
    return suggestion


def say_yes_to_suggestion(cast: Northmere, cycle: Cycle, who: str) -> Pair | None:
    suggestion = the_suggestion(cast, cycle, who)
    return take(suggestion=suggestion, leader=cast.leader(who), by=cast.person(who), at=AT)


def say_not_this_time(cast: Northmere, cycle: Cycle, who: str) -> None:
    suggestion = the_suggestion(cast, cycle, who)
    leave(suggestion=suggestion, leader=cast.leader(who), by=cast.person(who), at=AT)


def all_but_vikram_paired(cast: Northmere) -> tuple[Cycle, Pair]:
    """Of seven, Vikram is left; he may join Amara and Siobhan, the pair returned, or Maggie and Priya."""
    cycle = open_room(cast)
    pair_up(cast, cycle, "Maggie", "Priya")
    pair = pair_up(cast, cycle, "Amara", "Siobhan")
    pair_up(cast, cycle, "Helen", "Joanna")
    return cycle, pair


def ask_to_be_third(cast: Northmere, cycle: Cycle, who: str, pair: Pair) -> Suggestion:
    return ask_to_join(cycle=cycle, leader=cast.leader(who), pair=pair, by=cast.person(who), at=AT)
