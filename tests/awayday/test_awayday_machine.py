"""A whole Awayday as a state machine: whatever is pressed in whatever order, every rule of DOMAIN.md holds.

Runs as many examples of each as AWAYDAY_RUNS says, 12 by default.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.awayday.machine_base import Machine
from tests.awayday.machine_members import Members
from tests.awayday.machine_offered import Offered
from tests.awayday.machine_organisers import Organisers
from tests.awayday.machine_rooms import prepared_rooms


class Anything(Members, Organisers):
    """Every press there is, by whoever may send it."""


def play(machine: type[Machine], steps: int) -> None:
    run_state_machine_as_test(
        type(f"{machine.__name__}Prepared", (machine,), {"rooms": prepared_rooms()}),
        settings=settings(
            max_examples=int(os.environ.get("AWAYDAY_RUNS", "12")),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_whatever_is_pressed() -> None:
    play(Anything, 40)


@pytest.mark.django_db
def test_who_takes_what_is_offered_is_never_left_over() -> None:
    play(Offered, 25)
