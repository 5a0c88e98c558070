"""The form of a session: two taps when it was today and an hour long."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.http import QueryDict

from cycles.forms.days import WrittenDay
from cycles.models import Session
from cycles.rules.notes import fingerprint
from cycles.rules.sessions import minutes_from, minutes_problem
from cycles.rules.words import day_and_month
from cycles.services.notes import Notes, WrittenNote

TODAY, OTHER = "today", "other"
HALF, HOUR, LONGER = "30", "60", "longer"
LONGEST_NOTE = 10_000
TOO_LONG = "This note is longer than we can keep. Shorten it to 10,000 characters."


class SessionForm(forms.Form):
    """``partners`` “Priya”, ``readers`` “You and Priya”; ``session`` and ``notes`` when one is changed."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    pair_note_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    private_note_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day = forms.ChoiceField(label="When did you meet?", widget=forms.RadioSelect)
    length = forms.ChoiceField(
        label="For how long?",
        widget=forms.RadioSelect,
        choices=[(HALF, "½ hour"), (HOUR, "1 hour"), (LONGER, "Longer")],
        error_messages={
            "required": "Say for how long you met.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    minutes = forms.CharField(
        label="How long, in minutes?",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "numeric"}),
    )
    pair_note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG},
    )
    private_note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        today: dt.date,
        partners: str,
        readers: str,
        session: Session | None = None,
        notes: Notes = Notes(),  # noqa: B008  it is frozen
    ) -> None:
        super().__init__(data, initial=_initial(today, session, notes), label_suffix="")
        self.today = today
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (TODAY, f"Today, {today:%A} {day_and_month(today)}"),
            (OTHER, "Another day"),
        ]
        self.fields["day"].error_messages.update(
            required="Say when you met.", invalid_choice="Choose today or another day."
        )
        self.fields["other_day"] = WrittenDay(
            today=today,
            asks="Enter the date you met",
            label="Which day?",
            required=False,
            widget=forms.DateInput(
                attrs={"type": "date", "class": "input", "max": today.isoformat()}, format="%Y-%m-%d"
            ),
        )
        self.fields[
            "pair_note"
        ].label = f"What {readers.replace('You', 'you', 1)} want to remember (optional)"
        self.fields["private_note"].help_text = f"Nobody else can read this, not even {partners}."
        self.fields["private_note"].label = "A note to yourself (optional)"
        self.order_fields(["day", "other_day", "length", "minutes", "pair_note", "private_note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_day(cleaned)
        self._clean_length(cleaned)
        return cleaned

    def _clean_day(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("day") == TODAY:
            cleaned["held_on"] = self.today
            self.errors.pop("other_day", None)
        elif cleaned.get("other_day"):
            cleaned["held_on"] = cleaned["other_day"]
        elif cleaned.get("day") == OTHER and "other_day" not in self.errors:
            self.add_error("other_day", f"Enter the date you met, for example {day_and_month(self.today)}.")

    def _clean_length(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("length") in (HALF, HOUR):
            cleaned["held_for"] = int(cleaned["length"])
            self.errors.pop("minutes", None)
        elif cleaned.get("length") == LONGER and "minutes" not in self.errors:
            minutes = minutes_from(cleaned.get("minutes", ""))
            if minutes is None:
                self.add_error("minutes", "Enter how many minutes you met, for example 90.")
            elif problem := minutes_problem(minutes):
                self.add_error("minutes", problem)
            else:
                cleaned["held_for"] = minutes

    @property
    def held_on(self) -> dt.date:
        """The day, once the form is valid."""
        return cast(dt.date, self.cleaned_data["held_on"])

    @property
    def held_for(self) -> int:
        """Minutes, once the form is valid."""
        return int(self.cleaned_data["held_for"])

    @property
    def sent_as(self) -> uuid.UUID | None:
        """The form's own number; None when somebody has tampered with it, which costs them nothing."""
        try:
            return uuid.UUID(self.cleaned_data["number"])
        except ValueError:
            return None

    def written(self, name: str) -> WrittenNote:
        """One of the notes, with what had been shown of it."""
        return WrittenNote(self.cleaned_data[name], self.cleaned_data[f"{name}_seen"])

    def refuse_day(self, sentence: str) -> None:
        """Put an error beside the day, where the day was said."""
        self.add_error("other_day" if self.cleaned_data.get("day") == OTHER else "day", sentence)

    def ask_about(self, writer: str, **current: str | None) -> None:
        """Notes changed meanwhile, the pair's by ``writer``: what stands there now counts as seen."""
        who = {"pair_note": writer, "private_note": "You"}
        data = cast(QueryDict, self.data).copy()
        self.data = data
        for name, text in current.items():
            if text is not None:
                data[f"{name}_seen"] = fingerprint(text)
                self.add_error(
                    name, f"{who[name]} changed this note meanwhile. Save again to keep your version."
                )


def _initial(today: dt.date, session: Session | None, notes: Notes) -> dict[str, Any]:
    if session is None:
        return {"day": TODAY, "length": HOUR, "number": uuid.uuid4()}
    is_usual = session.minutes in (int(HALF), int(HOUR))
    return {
        "day": TODAY if session.held_on == today else OTHER,
        "other_day": session.held_on,
        "length": str(session.minutes) if is_usual else LONGER,
        "minutes": "" if is_usual else session.minutes,
        "pair_note": notes.pair_note,
        "private_note": notes.private_note,
        "pair_note_seen": fingerprint(notes.pair_note),
        "private_note_seen": fingerprint(notes.private_note),
    }
