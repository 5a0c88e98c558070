"""Two partners at the same moment, with real threads and transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections

from coachingpairs.errors import DomainError
from cycles.models import Agreement, AgreementYes, Strength
from cycles.services.agreements import ChangedMeanwhile
from tests.cast import make_northmere
from tests.cycles.hands import as_
from tests.cycles.made import make_cycle
from tests.cycles.pair_words import give, say_yes, write

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Do them at once; what each came to: “done”, or the name of what it was told."""
    start, came_to = threading.Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            came_to.append("done")
        except DomainError as told:
            came_to.append(type(told).__name__)
        except Exception as error:  # noqa: BLE001  a thread's failure has to reach the test
            came_to.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came_to)


def test_of_two_wordings_at_once_one_stands_and_the_other_is_asked() -> None:
    northmere = make_northmere()
    cycle = make_cycle(northmere)
    for seen in (None, "stands"):
        with as_(northmere, "Helen"):
            standing = Agreement.objects.standing().first() if seen else None
        came_to = together(
            *(
                partial(write, northmere, cycle, name, seen=standing, meeting=f"{name} {seen}")
                for name in ("Helen", "Priya")
            )
        )
        assert came_to == [ChangedMeanwhile.__name__, "done"]
        with as_(northmere, "Helen"):
            assert Agreement.objects.standing().count() == 1


def test_a_yes_never_goes_to_words_that_were_not_seen() -> None:
    northmere = make_northmere()
    cycle = make_cycle(northmere)
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    came_to = together(
        lambda: write(northmere, cycle, "Helen", seen=first, meeting="Fridays"),
        lambda: say_yes(northmere, cycle, "Priya", first.pk),
    )
    assert came_to in (["DomainError", "done"], ["done", "done"])
    with as_(northmere, "Helen"):
        assert {yes.agreement_id for yes in AgreementYes.objects.all()} <= {first.pk}
        assert Agreement.objects.standing().get().meeting == "Fridays"


def test_presses_sent_many_times_at_once_count_once() -> None:
    northmere = make_northmere()
    cycle = make_cycle(northmere)
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    yes = [lambda: say_yes(northmere, cycle, "Priya")] * 3
    tell = [lambda: give(northmere, cycle, "Priya", "Helen", "Calm")] * 3
    assert together(*yes, *tell) == ["done"] * 6
    with as_(northmere, "Priya"):
        assert (AgreementYes.objects.count(), Strength.objects.count()) == (1, 1)
