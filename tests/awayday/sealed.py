"""An Awayday whose pairs are sealed, at ten past twelve on its day."""

from __future__ import annotations

import datetime as dt

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from tests.awayday.held import choosing
from tests.cast import Northmere
from tests.pairing.room import pair_up, seal

NOON = dt.datetime(2026, 12, 1, 12, 10, tzinfo=dt.UTC)
PAIRS = (("Helen", "Priya"), ("Amara", "Vikram"))


def sealed(cast: Northmere) -> Awayday:
    """Doors still open. Helen and Priya are a pair, Amara and Vikram; the others sit out."""
    with scope(organisation=cast.organisation.pk):
        awayday = choosing(cast)
        for one, other in PAIRS:
            pair_up(cast, awayday.opens, one, other, NOON)
        seal(cast, awayday.opens, NOON)
        return Awayday.objects.select_related("opens", "team", "organisation").get(pk=awayday.pk)
