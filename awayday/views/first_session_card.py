"""The card of a pair's first hour on a phone, the same for the page, for a press and for the stream."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from awayday.forms.first_session import FirstSessionForm
from cycles.models import PlannedSession
from cycles.rules.planning import clock_note, when_in_words
from cycles.rules.words import length_in_words, listed
from teams.models import Leader


@dataclass(frozen=True)
class FirstSessionCard:
    """``planned`` is what the pair has chosen, with ``planned_by``. No query.

    ``sent`` is the form when it has to be put right, ``problem`` a sentence above it, ``is_news`` whether the
    answer to a press is shown.
    """

    me: Leader
    partners: tuple[Leader, ...]
    planned: PlannedSession | None
    zone: ZoneInfo
    at: dt.datetime
    address: str
    calendar_address: str
    sent: FirstSessionForm | None = None
    problem: str = ""
    is_news: bool = False

    @cached_property
    def form(self) -> FirstSessionForm:
        return self.sent or FirstSessionForm(zone=self.zone, at=self.at, planned=self.planned)

    @property
    def readers(self) -> str:
        """“You and Priya”."""
        return listed(["You", *(partner.called for partner in self.partners)])

    @property
    def partner_names(self) -> str:
        return listed([partner.called for partner in self.partners])

    @property
    def when(self) -> str:
        return when_in_words(self.planned.starts_at, self.zone) if self.planned else ""

    @property
    def length(self) -> str:
        return length_in_words(self.planned.minutes) if self.planned else ""

    @property
    def clocks(self) -> str:
        return clock_note(self.planned.starts_at, self.zone) if self.planned else ""

    @property
    def chosen_by(self) -> str:
        """“Priya chose this.”"""
        if self.planned is None:
            return ""
        own = self.planned.planned_by_id == self.me.pk
        return f"{'You' if own else self.planned.planned_by.called} chose this."

    @property
    def place_is_link(self) -> bool:
        return self.planned is not None and self.planned.place.startswith(("https://", "http://"))

    @property
    def is_asking(self) -> bool:
        """Whether the form is open although there is a plan."""
        return bool(self.problem) or self.form.is_bound
