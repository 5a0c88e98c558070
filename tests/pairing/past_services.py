"""Writing rows past the services, as code that forgets them would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cycles.models import Cycle, Pair, PairMember, Participant
from pairing.models import Proposal
from tests.cast import Northmere
from tests.pairing.room import AT


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """The block breaks this constraint, at the latest when its transaction would commit."""
    try:
        with transaction.atomic():
            yield
            settle()
    except IntegrityError as broken:
        diag: Any = getattr(broken.__cause__, "diag", None)
        if diag.constraint_name != constraint:
            raise
        return
    pytest.fail(f"{constraint} refused nothing")


def agree(cast: Northmere, cycle: Cycle, *names: str) -> None:
    """Written down as said aloud, row by row, for every two of them."""
    for one, other in combinations(names, 2):
        Proposal.objects.create(
            organisation=cast.organisation,
            cycle=cycle,
            proposer=cast.leader(one),
            addressee=cast.leader(other),
            state="accepted",
            answered_at=AT,
            recorded_by=cast.facilitator,
        )


def insert_pair(cast: Northmere, cycle: Cycle, *names: str, trio: bool = False) -> Pair:
    pair = Pair.objects.create(organisation=cast.organisation, cycle=cycle, is_trio=trio)
    PairMember.objects.bulk_create(
        PairMember(
            organisation=cast.organisation,
            pair=pair,
            cycle=cycle,
            leader=cast.leader(name),
            function=cast.leader(name).function,
        )
        for name in names
    )
    return pair


def pair_past_services(cast: Northmere, cycle: Cycle, *names: str, trio: bool = False) -> Pair:
    agree(cast, cycle, *names)
    return insert_pair(cast, cycle, *names, trio=trio)


def join(cast: Northmere, pair: Pair, who: str) -> None:
    """As the third of a pair of two."""
    Pair.objects.filter(pk=pair.pk).update(is_trio=True)
    leader = cast.leader(who)
    assert leader.function is not None
    PairMember.objects.create(
        organisation=cast.organisation,
        pair=pair,
        cycle_id=pair.cycle_id,
        leader=leader,
        function=leader.function,
    )


def put_aside(cast: Northmere, cycle: Cycle, *names: str, **how: bool) -> None:
    """They sit the cycle out, unless ``how`` says otherwise."""
    rows = Participant.objects.filter(cycle=cycle, leader__in=[cast.leader(name) for name in names])
    rows.update(**(how or {"sits_out": True}))


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def ask_past_services(cast: Northmere, cycle: Cycle, who: str, whom: str) -> Proposal:
    return Proposal.objects.create(
        organisation=cast.organisation, cycle=cycle, proposer=cast.leader(who), addressee=cast.leader(whom)
    )
