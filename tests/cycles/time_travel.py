"""Living through months: the clock goes forward, beat asks, the worker sends, people act in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail as outgoing

from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.reminders import plan_reminders
from cycles.services.wrapping import begin_wrapping_up
from tests.cast import Northmere
from tests.cycles.reminding import first_name

ASKED_AT = ("00:00", "09:00", "09:30", "11:10", "17:00")
"""Local times of a day at which beat asks: around the due moments, and when nothing may go out."""
DAY = dt.timedelta(days=1)
Act = Callable[[], Any]


@dataclass
class Life:
    """``sent`` has a line for each message that went out: local day and time, first name and subject."""

    cast: Northmere
    cycle: Cycle
    monkeypatch: pytest.MonkeyPatch
    sent: list[str] = field(default_factory=list)
    asked_at: tuple[str, ...] = ASKED_AT

    def run(self, first: dt.date, last: dt.date, acts: Iterable[tuple[str, Act]] = ()) -> list[str]:
        """Every day from the first to the last; an act happens at its local moment, before beat asks."""
        waiting = sorted(((self.moment(when), act) for when, act in acts), key=lambda one: one[0])
        for at in self._asked(first, last):
            while waiting and waiting[0][0] <= at:
                moment, act = waiting.pop(0)
                self._set(moment)
                act()
            self.ask(at)
        assert waiting == []
        return self.sent

    def ask(self, at: dt.datetime) -> None:
        """What a beat and the worker do at that moment."""
        self._set(at)
        outgoing.outbox.clear()
        begin_wrapping_up(at=at)
        plan_reminders(at=at)
        send_due(at=at)
        local = at.astimezone(self.cycle.zone)
        self.sent += sorted(
            f"{local:%a %d %b %H:%M} {first_name(message)}: {message.subject}"  # type: ignore[arg-type]
            for message in outgoing.outbox
        )

    def moment(self, text: str) -> dt.datetime:
        """A local time, “2026-11-03 10:00”."""
        return dt.datetime.fromisoformat(text).replace(tzinfo=self.cycle.zone).astimezone(dt.UTC)

    def as_(self, name: str) -> Any:
        return scope(organisation=self.cast.organisation.pk, person=self.cast.person(name).pk)

    def _asked(self, first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
        for number in range((last - first).days + 1):
            for time in self.asked_at:
                yield self.moment(f"{first + number * DAY} {time}")

    def _set(self, at: dt.datetime) -> None:
        self.monkeypatch.setattr("django.utils.timezone.now", lambda: at)
