"""What those whom the crowd plays may do while the room chooses: what is on their phones, and no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.services.choosing import accept, decline, propose, withdraw
from pairing.services.own import OwnView
from pairing.services.suggesting import ask_to_join, leave, take
from teams.models import Leader

NOT_THIS_TIME = 0.1
"""How often somebody says so, while there is still a choice."""
A_CHOICE = 6
"""So many have to be choosing besides."""


@dataclass(frozen=True)
class Deed:
    """``said`` tells of it once ``do`` has done it."""

    said: str
    do: Callable[[], object]


def answers(views: Sequence[OwnView], chance: Random) -> list[Deed]:
    """To questions and suggestions that work now; what does not is withdrawn by whoever has asked."""
    return [deed for view in views for deed in _answers(view, chance)]


def questions(
    views: Sequence[OwnView],
    *,
    here: Collection[UUID],
    played: Collection[UUID],
    proposals: Sequence[Proposal],
) -> list[Deed]:
    """To those who are here, at best to somebody whom nobody asks yet and who has not said “not this time”.

    Where nobody is left to ask, to pairs that could take in a third: at best one that the crowd answers for.
    One at a time, since nobody is in two suggestions.
    """
    asked = {one.addressee_id for one in proposals if one.state == Proposal.State.OPEN}
    refused = {
        (one.proposer_id, one.addressee_id) for one in proposals if one.state == Proposal.State.DECLINED
    }
    deeds = []
    for view in views:
        if not view.is_still_choosing or view.waiting is not None or view.suggestion is not None:
            continue
        offered = [one.leader for one in view.colleagues if not one.why and one.leader.pk in here]
        best = [one for one in offered if one.pk not in asked and (view.me.pk, one.pk) not in refused]
        deeds += [_asking(view, other) for other in best or offered]
        if not any(other.suggestion for other in views):
            deeds += [_joining(view, pair) for pair in _joinable(view, played)]
    return deeds


def _answers(view: OwnView, chance: Random) -> Iterator[Deed]:
    if view.suggestion is not None:
        yield from _answers_to_suggestion(view)
    for invitation in view.invitations:
        if view.works_now(invitation):
            may_refuse = len(view.room.still_choosing) > A_CHOICE
            yield _answering(view, invitation, yes=not (may_refuse and chance.random() < NOT_THIS_TIME))
    if view.waiting is not None and not view.works_now(view.waiting):
        question = view.waiting
        yield Deed(
            f"{view.me.name} no longer waits for {question.addressee.name}.",
            lambda: withdraw(proposal=question, by=view.me),
        )


def _answers_to_suggestion(view: OwnView) -> Iterator[Deed]:
    seen = view.suggestion
    if seen is None:
        return
    if not seen.works_now:
        yield Deed(
            f"{view.me.name} lets a suggestion go.",
            lambda: leave(suggestion=seen.suggestion, leader=view.me, by=view.me),
        )
    elif not seen.said_yes:
        yield Deed(
            f"{view.me.name} says yes to a suggestion.",
            lambda: take(suggestion=seen.suggestion, leader=view.me, by=view.me),
        )


def _answering(view: OwnView, invitation: Proposal, *, yes: bool) -> Deed:
    said = f"{view.me.name} says {'yes' if yes else 'not this time'} to {invitation.proposer.name}."
    if yes:
        return Deed(said, lambda: accept(proposal=invitation, by=view.me))
    return Deed(said, lambda: decline(proposal=invitation, by=view.me))


def _asking(view: OwnView, other: Leader) -> Deed:
    return Deed(
        f"{view.me.name} asks {other.name}.",
        lambda: propose(cycle=view.cycle, proposer=view.me, addressee=other, by=view.me),
    )


def _joinable(view: OwnView, played: Collection[UUID]) -> list[ShownPair]:
    pairs = view.joinable
    return [one for one in pairs if all(member.leader_id in played for member in one.members)] or pairs


def _joining(view: OwnView, pair: ShownPair) -> Deed:
    return Deed(
        f"{view.me.name} asks {pair.first_names} whether they may be their third.",
        lambda: ask_to_join(cycle=view.cycle, leader=view.me, pair=pair.pair, by=view.me),
    )
