"""The rows of a pair that ends, or of a trio that one leaves. Who is told, and what lapses, is in ``ending``.

Only ``pairing.services`` comes here, under the cycle's lock held alone.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cycles.models import Pair
from cycles.services.pair_words import hold_pair
from cycles.services.planned import cancel_all_planned, take_out_of_plans
from teams.models import Leader


def end_for_all(pair: Pair, at: dt.datetime | None = None) -> dt.datetime:
    """Nobody is in it from ``at`` on; what was planned is cancelled. Returns the moment.

    Whoever is writing in the pair just now is waited for: by default the moment is after that, so that
    everybody goes on reading what all of them wrote.
    """
    moment = _hold(pair, at)
    pair.members.filter(left_at=None).update(left_at=moment)
    pair.ended_at = moment
    pair.save(update_fields=["ended_at"])
    cancel_all_planned(pair=pair, at=moment)
    return moment


def leave_trio(pair: Pair, leaving: Leader, at: dt.datetime | None = None) -> dt.datetime:
    """The two others go on as a pair, with what is planned; the calendar of whoever leaves forgets it.

    Returns the moment, as ``end_for_all``.
    """
    moment = _hold(pair, at)
    pair.members.filter(leader=leaving, left_at=None).update(left_at=moment)
    pair.is_trio = False
    pair.save(update_fields=["is_trio"])
    take_out_of_plans(pair=pair, leader=leaving, at=moment)
    return moment


def _hold(pair: Pair, at: dt.datetime | None) -> dt.datetime:
    hold_pair(pair)
    return at or timezone.now()
