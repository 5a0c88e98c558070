"""Sessions logged at the same moment, with real threads and transactions."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connections

from cycles.services.sessions import AlreadyLogged
from tests.cast import make_northmere
from tests.cycles.made import NOW, log, make_cycle

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()


def test_a_form_sent_many_times_at_once_makes_one_session() -> None:
    northmere = make_northmere()
    cycle = make_cycle(northmere)
    form, made, failed = uuid.uuid4(), [], []
    start = threading.Barrier(6)

    def send() -> None:
        try:
            start.wait()
            made.append(log(northmere, cycle, "Helen", TODAY, sent_as=form).pk)
        except Exception as error:  # noqa: BLE001  a thread's failure has to reach the test
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(made) == 6
    assert len(set(made)) == 1


def test_partners_who_log_the_same_day_at_once_see_each_other() -> None:
    northmere = make_northmere()
    cycle = make_cycle(northmere)
    made, told = [], []
    start = threading.Barrier(2)

    def send(name: str) -> None:
        try:
            start.wait()
            made.append(log(northmere, cycle, name, TODAY).pk)
        except AlreadyLogged as there:
            told.append(there.session.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[name]) for name in ("Helen", "Priya")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert told == made
