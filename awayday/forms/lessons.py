from __future__ import annotations

from django import forms

from cycles.models.lessons import LONGEST_LESSON


class LessonForm(forms.Form):
    """What somebody learnt, in a sentence or two that can be read on the wall."""

    text = forms.CharField(
        label="What did you learn?",
        max_length=LONGEST_LESSON,
        help_text=f"A sentence or two, {LONGEST_LESSON} characters at most. It is shown with your name.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "maxlength": LONGEST_LESSON}),
        error_messages={
            "required": "Write down what you learnt, in a sentence or two.",
            "max_length": "Make it %(limit_value)d characters at most, so that it can be read on the wall.",
        },
    )
