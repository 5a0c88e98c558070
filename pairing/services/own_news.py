"""What became of a leader's last question, suggestion or pair, said to them alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cycles.rules.words import listed
from pairing.models import Proposal, SuggestedLeader, Suggestion
from pairing.services.room import Room
from teams.models import Leader

FREE = "You are free to ask others again."


@dataclass(frozen=True)
class _Event:
    """Something that has come to an end; ``said`` when nobody of the others has found a partner since."""

    at: dt.datetime
    others: tuple[Leader, ...]
    said: str


def news_for(room: Room, me: Leader, proposals: Iterable[Proposal], suggestions: Iterable[Suggestion]) -> str:
    """Nothing for somebody who has a partner. ``suggestions`` with their leaders."""
    events = [
        *(_of_proposal(one, me) for one in proposals if _concerns(one, me)),
        *(_of_suggestion(one, me) for one in suggestions if _waited(one, me)),
    ]
    if not events or me.pk in room.pair_of:
        return ""
    last = max(events, key=lambda event: event.at)
    if len(last.others) > 1 or last.others[0].pk not in room.pair_of:
        return last.said
    other = last.others[0]
    partners = listed([member.leader.name for member in room.pair_of[other.pk].partners_of(other)])
    return f"{other.name} is now in a pair with {partners}. You are free to ask others."


def _concerns(proposal: Proposal, me: Leader) -> bool:
    """Their own question that was answered, or one that lapsed: it may have been a pair."""
    if proposal.state == Proposal.State.LAPSED:
        return True
    return proposal.state == Proposal.State.DECLINED and proposal.proposer_id == me.pk


def _of_proposal(proposal: Proposal, me: Leader) -> _Event:
    other = proposal.addressee if proposal.proposer_id == me.pk else proposal.proposer
    said = _both_free(other)
    if proposal.state == Proposal.State.DECLINED:
        said = f"{other.name} said not this time. You are both free to ask others."
    return _Event(proposal.answered_at or proposal.made_at, (other,), said)


def _both_free(other: Leader) -> str:
    """Of somebody who has left the team since, nothing is said."""
    return f"You and {other.name} are both free to ask others again." if other.is_active else FREE


def _waited(suggestion: Suggestion, me: Leader) -> bool:
    """They had said yes, and it has ended. Whoever has not answered is told nothing."""
    answers = {row.leader_id: row.answer for row in suggestion.leaders.all()}
    return suggestion.ended_at is not None and answers.get(me.pk) == SuggestedLeader.Answer.YES


def _of_suggestion(suggestion: Suggestion, me: Leader) -> _Event:
    """Where all had said yes it was a pair that came undone; else nothing is said of what the others said."""
    rows = sorted(suggestion.leaders.all(), key=lambda row: row.leader.sort_name)
    others = [row.leader for row in rows if row.leader_id != me.pk]
    if all(row.answer == SuggestedLeader.Answer.YES for row in rows):
        said = _both_free(others[0]) if len(others) == 1 else FREE
    else:
        said = _not_open_any_more(suggestion, others, me)
    return _Event(suggestion.ended_at or suggestion.made_at, tuple(others), said)


def _not_open_any_more(suggestion: Suggestion, others: Sequence[Leader], me: Leader) -> str:
    if suggestion.asked_by_id == me.pk:
        return f"Your question to {listed([other.called for other in others])} is not open any more."
    names = listed(["you", *(other.name for other in others)])
    return f"The suggestion for {names} is not open any more. You are free to ask others."
