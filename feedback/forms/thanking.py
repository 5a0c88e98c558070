"""The form of a thank-you."""

from __future__ import annotations

from typing import Any

from django import forms

from cycles.rules.notes import normal
from feedback.rules.thanking import problem_with


class ThanksForm(forms.Form):
    """Begins with the words that are offered."""

    words = forms.CharField(
        label="Your words to them",
        help_text="They are yours to change. What others said need not be in it.",
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 10}),
    )

    def __init__(self, data: Any = None, *, draft: str = "") -> None:
        super().__init__(data, initial={"words": draft}, label_suffix="")

    def clean_words(self) -> str:
        words = normal(self.cleaned_data["words"])
        if problem := problem_with(words):
            raise forms.ValidationError(problem)
        return words
