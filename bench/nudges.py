"""How long planning and writing a month's notes takes: ``.venv/bin/python bench/nudges.py``.

It needs the environment of ``manage.py`` and a migrated database, in which it leaves nothing behind. As
nothing is committed, PostgreSQL plans without statistics of these rows: upper bounds.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from coachingpairs.mail.leasing import prepare  # noqa: E402
from coachingpairs.mail.models import OutgoingMail  # noqa: E402
from coachingpairs.tenancy.scope import scope  # noqa: E402
from cycles.services.nudges import plan_nudges_here  # noqa: E402
from tests.cast import make_northmere  # noqa: E402
from tests.cycles.made import make_cycle  # noqa: E402

STARTS_ON = dt.date(2027, 2, 15)
DUE = dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.UTC)
SIZES = (4, 12, 100, 400)


def measure(pairs: int) -> tuple[float, int, float]:
    """Milliseconds and queries of planning for one organisation, and milliseconds of writing one note."""
    cast = make_northmere(f"bench-{pairs}", leaders=2 * pairs)
    names = list(cast.leaders)
    # An invented leader's function follows their number, so neighbours are of different ones.
    make_cycle(cast, pairs=list(zip(names[8::2], names[9::2], strict=True)), starts_on=STARTS_ON)
    with scope(organisation=cast.organisation.pk):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            planned = plan_nudges_here(organisation_id=cast.organisation.pk, at=DUE)
            planning = time.perf_counter() - began
        assert planned == max(0, 2 * pairs - 8)
        rows = list(OutgoingMail.objects.all()[:50])
        began = time.perf_counter()
        assert all(prepare(row, DUE, set()) for row in rows)
        writing = (time.perf_counter() - began) / max(1, len(rows))
    return planning * 1000, len(queries), writing * 1000


def main() -> None:
    print("| pairs | planning, ms | queries | writing one note, ms |")
    print("|---:|---:|---:|---:|")
    for pairs in SIZES:
        with transaction.atomic():
            planning, queries, writing = measure(pairs + 4)
            transaction.set_rollback(True)
        print(f"| {pairs} | {planning:.1f} | {queries} | {writing:.1f} |")


if __name__ == "__main__":
    main()
