"""Pairs and trios that people agreed aloud, written down by those who run the process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations

from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from pairing.rules.eligibility import why_not
from pairing.rules.guard import keeps_whole, look_ahead
from pairing.rules.risk import shortage
from pairing.rules.risk_words import shortage_in_words
from pairing.services.changes import (
    SENTENCES,
    active_pair_of,
    changing_board,
    members_of,
    partner_in,
    require_free_to_choose,
    require_here,
    require_since_sealing,
)
from pairing.services.forming import form_pair, lapse_proposals, take_in
from pairing.services.participants import require_there
from pairing.services.parting import end_for_all
from pairing.services.room import read_room, terms_of
from pairing.services.seating import Seating, chooser
from teams.models import Leader, Person

ASK_THEM_FIRST = "A pair needs a yes from both. Ask them first, then tick that both have told you."
ASK_ALL_FIRST = "A trio needs a yes from all three. Ask them first, then tick that they have told you."
GONE = "That pair has come undone meanwhile. Look again who is with whom."
LONGEST_REASON = 300


class WouldStrand(DomainError):
    """Somebody would be left without a partner; possible all the same, knowingly and with a reason."""


def record_pair(
    *,
    cycle: Cycle,
    one: Leader,
    other: Leader,
    both_said_yes: bool,
    by: Person,
    third: Leader | None = None,
    although: str = "",
    at: dt.datetime | None = None,
) -> Pair:
    """Write down what two people, or the three of a trio, have told the facilitator.

    DomainError unless all said yes and may pair. WouldStrand when somebody would be left without a partner,
    unless ``although`` gives the reason for doing it knowingly, which goes into the audit trail. Writing down
    a pair that is there already changes nothing.
    """
    if not both_said_yes:
        raise DomainError(ASK_ALL_FIRST if third else ASK_THEM_FIRST)
    together = [one, other, *([third] if third else [])]
    if len({leader.pk for leader in together}) < len(together):
        raise DomainError("Choose different people.")
    at = at or timezone.now()
    with changing_board(cycle, *together, alone=True, though_paused=True, though_under_way=True) as leaders:
        standing = active_pair_of(cycle, leaders[0])
        if standing is not None and set(members_of(standing)) == set(leaders):
            require_since_sealing(cycle, standing.formed_at)
            return standing
        require_free_to_choose(cycle, leaders)
        for leader in leaders:
            _require_free(cycle, leader)
        _require_allowed(cycle, leaders)
        details = _knowingly(cycle, leaders, although)
        lapse_proposals(cycle, leaders, at)
        _write_down(cycle, combinations(leaders, 2), by, at)
        return form_pair(cycle=cycle, leaders=leaders, by=by, at=at, details=details)


def record_third(
    *,
    cycle: Cycle,
    pair: Pair,
    third: Leader,
    all_said_yes: bool,
    by: Person,
    although: str = "",
    at: dt.datetime | None = None,
) -> Pair:
    """Write down that a pair takes in a third. DomainError and WouldStrand as for ``record_pair``."""
    if not all_said_yes:
        raise DomainError(ASK_ALL_FIRST)
    two = members_of(pair)
    with changing_board(cycle, third, *two, alone=True, though_paused=True, though_under_way=True) as (
        joining,
        *together,
    ):
        standing = Pair.objects.active().filter(pk=pair.pk, cycle=cycle).first()
        if standing is None or joining in together:
            return _three_already(pair, standing, joining)
        if set(members_of(standing)) != set(together):
            raise DomainError(GONE)
        require_free_to_choose(cycle, [joining])
        if standing.is_trio:
            raise DomainError(SENTENCES["pair_one_trio_per_cycle"])
        require_here(together)
        _require_free(cycle, joining)
        _require_allowed(cycle, [joining, *together])
        details = _knowingly(cycle, [joining, *together], although)
        return _write_down_third(cycle, standing, [joining, *together], by, at, details)


def _three_already(pair: Pair, standing: Pair | None, joining: Leader) -> Pair:
    """What was written down before: the pair grown to three, or the trio its two began with the third."""
    if standing is not None:
        require_since_sealing(pair.cycle, standing.formed_at)
        return standing
    trio = active_pair_of(pair.cycle, joining)
    were = set(Leader.objects.filter(pair_memberships__pair=pair))
    if trio is None or set(members_of(trio)) != were | {joining}:
        raise DomainError(GONE)
    return trio


def _write_down_third(
    cycle: Cycle,
    pair: Pair,
    three: Sequence[Leader],
    by: Person,
    at: dt.datetime | None,
    details: dict[str, str],
) -> Pair:
    """The third comes first. Once the cycle is under way the pair of two ends before the three say yes."""
    if cycle.is_under_way:
        moment = end_for_all(pair, at)
        _write_down(cycle, combinations(three, 2), by, moment)
        return form_pair(cycle=cycle, leaders=three, by=by, at=moment, details=details)
    moment = at or timezone.now()
    lapse_proposals(cycle, three, moment)
    missing = [two for two in combinations(three, 2) if not _have_said_yes(cycle, two)]
    _write_down(cycle, missing, by, moment)
    return take_in(cycle=cycle, pair=pair, third=three[0], by=by, at=moment, details=details)


def what_it_would_do(seating: Seating, leaders: Sequence[Leader]) -> str:
    """Whom these becoming a pair or trio would leave short of partners, in a sentence; empty when nobody."""
    hall, group = seating.assembly.hall, seating.group(leaders)
    if keeps_whole(hall, group):
        return ""
    short = shortage(look_ahead(hall.with_group(group)))
    if short is None:
        return ""
    names = [leader.name for leader in seating.leaders]
    functions = [leader.function.name if leader.function else "" for leader in seating.leaders]
    return shortage_in_words(short, names, functions)


def _knowingly(cycle: Cycle, leaders: Sequence[Leader], although: str) -> dict[str, str]:
    """What goes into the audit trail; WouldStrand when a reason is needed and there is none."""
    said = what_it_would_do(read_room(cycle).seating, leaders)
    if not said:
        return {}
    reason = " ".join(although.split())[:LONGEST_REASON]
    if not reason:
        raise WouldStrand(f"This would leave somebody without a partner. {said}")
    return {"against_the_guard": reason}


def _write_down(cycle: Cycle, agreed: Iterable[tuple[Leader, Leader]], by: Person, at: dt.datetime) -> None:
    """A yes from both, said aloud: the question and its answer at once."""
    Proposal.objects.bulk_create(
        Proposal(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            proposer=one,
            addressee=other,
            state=Proposal.State.ACCEPTED,
            made_at=at,
            answered_at=at,
            recorded_by=by,
        )
        for one, other in agreed
    )


def _have_said_yes(cycle: Cycle, two: Sequence[Leader]) -> bool:
    return Proposal.objects.filter(
        cycle=cycle, state=Proposal.State.ACCEPTED, proposer__in=two, addressee__in=two
    ).exists()


def _require_free(cycle: Cycle, leader: Leader) -> None:
    require_here([leader])
    pair = active_pair_of(cycle, leader)
    if pair is not None:
        raise DomainError(f"{leader.name} is in a pair with {partner_in(pair, leader)} already.")


def _require_allowed(cycle: Cycle, leaders: Sequence[Leader]) -> None:
    require_there(cycle, leaders)
    terms = terms_of(cycle, among=[leader.pk for leader in leaders], though_parted=True)
    for one, other in combinations(leaders, 2):
        reason = why_not(chooser(one), chooser(other), terms)
        if reason is not None:
            raise DomainError(reason.between(one.name, other.name))
