"""A day, in the forms people write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cycles.rules.words import day_and_month

WITH_YEAR = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
WITHOUT_YEAR = ("%d/%m %Y", "%d.%m. %Y", "%d %B %Y", "%d %b %Y")


class WrittenDay(forms.DateField):
    """Without a year it is the latest such day until ``today``, or with ``to_come`` the first from then on.

    ``asks`` begins the sentence for what is no day: “Enter the day”.
    """

    def __init__(
        self, *, today: dt.date, to_come: bool = False, asks: str = "Enter the day", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.today, self.to_come = today, to_come
        self.problem = f"{asks}, for example {day_and_month(today)}."

    def to_python(self, value: Any) -> dt.date | None:
        text = " ".join(str(value or "").split())
        if not text:
            return None
        day = _read(text, WITH_YEAR) or self._nearest(text)
        if day is None:
            raise ValidationError(self.problem)
        return day

    def _nearest(self, text: str) -> dt.date | None:
        other_year = self.today.year + (1 if self.to_come else -1)
        for year in (self.today.year, other_year):
            day = _read(f"{text} {year}", WITHOUT_YEAR)
            if day and (day >= self.today if self.to_come else day <= self.today):
                return day
        return None


def _read(text: str, ways: Iterable[str]) -> dt.date | None:
    """The first of the ``ways`` (of strptime) in which the text is a day."""
    for way in ways:
        try:
            return dt.datetime.strptime(text, way).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
