from __future__ import annotations

from django import forms

from cycles.models.lessons import LONGEST_LESSON
from cycles.rules.notes import fingerprint


class LessonForm(forms.Form):
    """What somebody learnt. ``seen`` is the fingerprint of the words that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="What did you learn?",
        max_length=LONGEST_LESSON,
        help_text=f"A sentence or two, {LONGEST_LESSON} characters at most.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "maxlength": LONGEST_LESSON}),
        error_messages={
            "required": "Write down what you learnt, in a sentence or two.",
            "max_length": "Make it %(limit_value)d characters at most, so that it can be read on the wall.",
        },
    )

    def saw(self, text: str) -> None:
        """The next press is about these words."""
        self.data = {**self.data, "text": self.data["text"], "seen": fingerprint(text)}
