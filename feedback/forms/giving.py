"""The questions of a first asking: are these the right ones, and if not, what else?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from feedback.models import AskedTarget
from feedback.rules.answers import LONGEST, First, Right

TOO_LONG = f"This is longer than we can keep. Shorten it to {LONGEST:,} characters."
REFUSED = {
    "max_length": TOO_LONG,
    "null_characters_not_allowed": "There is a character in it that cannot be kept. Type the text anew.",
}


class Radios(forms.RadioSelect):
    """Errors lead to the first of them, so that it can be chosen at once."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index if index is not None else "0")


class Words(forms.CharField):
    """What a giver types, kept as they typed it. A line end counts as one character, as they see it.

    The page does not cut off what is too long, as browsers would do silently: it is said when it is sent.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            strip=False,
            max_length=LONGEST,
            widget=forms.Textarea,
            error_messages=REFUSED,
            **kwargs,
        )

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class FirstForm(forms.Form):
    """Valid when it may be sent: one of the choices, and something typed.

    ``called`` is the first name of whoever asks, ``said`` what had been written.
    """

    right = forms.ChoiceField(
        widget=Radios,
        error_messages={
            "required": "Choose what comes nearest.",
            "invalid_choice": "Choose one of those below.",
        },
    )
    else_ = Words(help_text="A moment you remember helps more than a judgement.")
    keep = Words()

    def __init__(
        self, data: Any = None, *, targets: Sequence[AskedTarget], called: str, said: First | None = None
    ) -> None:
        said = said or First()
        initial = {"right": said.right, "else_": said.else_, "keep": said.keep}
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["right"].choices = choices_of(len(targets))  # type: ignore[attr-defined]
        self.fields["right"].label = question_of(len(targets))
        self.fields[
            "else_"
        ].label = f"If not, what else? What have you seen {called} do that gets in their own way?"
        self.fields["keep"].label = f"What should {called} keep exactly as it is? (optional)"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"else_", "keep"} & set(self.errors) and not self.draft.is_typed:
            self.add_error("else_", "Write a line or two: a choice alone says little.")
        return cleaned

    @property
    def draft(self) -> First:
        """Whatever is there, whether it may be sent or not; once the form has been looked at."""
        right = str(self.data.get("right", ""))
        known = {value for value, _label in self.fields["right"].choices}  # type: ignore[attr-defined]
        return First(
            right if right in known else "",
            self.cleaned_data.get("else_") or "",
            self.cleaned_data.get("keep") or "",
        )

    @property
    def said(self) -> First:
        """Once the form is valid."""
        return First(
            self.cleaned_data["right"], self.cleaned_data["else_"] or "", self.cleaned_data["keep"] or ""
        )


def question_of(targets: int) -> str:
    return "Is this the right one?" if targets == 1 else "Are these the right two?"


def choices_of(targets: int) -> list[tuple[str, str]]:
    if targets == 1:
        return [(Right.BOTH, "Yes"), (Right.OTHER, "I would suggest something else")]
    return [
        (Right.BOTH, "Yes, both"),
        (Right.FIRST, "Mostly the first"),
        (Right.SECOND, "Mostly the second"),
        (Right.OTHER, "I would suggest something else"),
    ]


class SeenForm(forms.Form):
    """The fingerprint of what a page had shown; empty for one that had none."""

    seen = forms.CharField(required=False, max_length=64)

    @property
    def fingerprint(self) -> str:
        return self.cleaned_data.get("seen", "") if self.is_valid() else ""


class SureForm(forms.Form):
    """The second of two steps."""

    sure = forms.ChoiceField(choices=[("yes", "")])


class LostLinkForm(forms.Form):
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        help_text="The one that the message with the link was sent to.",
        error_messages={
            "required": "Enter the address that the message was sent to.",
            "invalid": "Enter an address like name@example.org.",
        },
    )
