"""“We met”: one of the days that are offered, and nothing else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from cycles.rules.sessions import LONGEST, SHORTEST

NO_DAY = "Say when you met."
NOT_MET = "no"


class MetForm(forms.Form):
    """``met`` is a button's value, one of ``days`` or NOT_MET; without one nothing is meant."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(widget=forms.HiddenInput, min_value=SHORTEST, max_value=LONGEST)
    met = forms.TypedChoiceField(
        coerce=lambda value: None if value == NOT_MET else dt.date.fromisoformat(value),
        error_messages={"required": NO_DAY, "invalid_choice": NO_DAY},
    )

    def __init__(self, data: Any = None, *, days: Sequence[dt.date], minutes: int) -> None:
        super().__init__(data, initial={"number": uuid.uuid4(), "minutes": minutes})
        self.fields["met"].choices = [  # type: ignore[attr-defined]
            *((day.isoformat(), day) for day in days),
            (NOT_MET, "No"),
        ]

    @property
    def says_no(self) -> bool:
        return self.cleaned_data["met"] is None

    @property
    def held_on(self) -> dt.date:
        return cast(dt.date, self.cleaned_data["met"])

    @property
    def held_for(self) -> int:
        """Minutes, once the form is valid."""
        return int(self.cleaned_data["minutes"])

    @property
    def sent_as(self) -> uuid.UUID:
        return cast(uuid.UUID, self.cleaned_data["number"])
