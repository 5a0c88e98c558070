from __future__ import annotations

from django import forms

from feedback.services.reminding import LONGEST_NUDGE


class NudgeForm(forms.Form):
    """What the asker writes to a giver who has said nothing yet."""

    words = forms.CharField(
        max_length=LONGEST_NUDGE,
        help_text=f"A sentence or two, {LONGEST_NUDGE} characters at most.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "maxlength": LONGEST_NUDGE}),
        error_messages={
            "required": "Write a sentence or two.",
            "max_length": "Make it %(limit_value)d characters at most. It has %(show_value)d.",
        },
    )

    def __init__(self, *args: object, called: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = f"Your words to {called}"
