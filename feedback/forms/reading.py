"""The forms beside the answers: a note to self, up to when they are read, whether one is shared."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from cycles.rules.notes import fingerprint, normal
from cycles.services.notes import WrittenNote
from feedback.rules.reading import LONGEST_NOTE

TOO_LONG = "This note is longer than we can keep. Shorten it to 10,000 characters."


class NoteForm(forms.Form):
    """The note to self; ``note`` is what stands there."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="A note to yourself (optional)",
        help_text="What surprised you, what you want to ask, what you will do with it.",
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )

    def __init__(self, data: Any = None, *, note: str = "") -> None:
        super().__init__(data, initial={"note": note, "seen": fingerprint(note)}, label_suffix="")

    def clean_note(self) -> str:
        note = normal(self.cleaned_data["note"])
        if len(note) > LONGEST_NOTE:
            raise forms.ValidationError(TOO_LONG)
        return note

    @property
    def written(self) -> WrittenNote:
        """Once the form is valid."""
        return WrittenNote(self.cleaned_data["note"], self.cleaned_data["seen"])

    def ask_about(self, current: str, sentence: str) -> None:
        """Changed elsewhere meanwhile: what stands there now counts as seen."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = fingerprint(current)
        self.data = data
        self.add_error("note", sentence)


class ReadForm(forms.Form):
    """What a page has shown: answers written up to that instant, to the microsecond."""

    shown = forms.CharField()

    def clean_shown(self) -> dt.datetime:
        try:
            at = parse_datetime(self.cleaned_data["shown"])
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise forms.ValidationError("This is not an instant.")
        return at


class ShareForm(forms.Form):
    """Whether the partner may read an answer."""

    share = forms.ChoiceField(choices=[("yes", "Share it"), ("no", "Take it back")])
    by = forms.CharField(required=False)
    """How the page was sorted that it was pressed on."""

    @property
    def is_shared(self) -> bool:
        """Once the form is valid."""
        return bool(self.cleaned_data["share"] == "yes")
