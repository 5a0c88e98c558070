"""Ending a pair once its cycle is under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from teams.models import Leader

ALL = "all"
MOVED_ON = "Somebody has left it since you opened this page. Look again at who is in it."


class EndOwnPairForm(forms.Form):
    """Which pair was looked at: a page that is sent twice ends no other."""

    pair = forms.UUIDField(widget=forms.HiddenInput)


class EndPairForm(forms.Form):
    """What the people of a pair have told; of a trio, whether one leaves or all go their ways."""

    leaving = forms.ChoiceField(
        label="What have they told you?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who leaves the trio, or that it ends for all three.",
            "invalid_choice": "They are not these three any more. Look again who is in it.",
        },
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Who was in it when the page was looked at."""

    def __init__(self, *args: Any, members: Sequence[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.initial["seen"] = ".".join(sorted(str(one.pk) for one in members))
        if len(members) > 2:
            leave = [(str(one.pk), f"{one.name} leaves, the other two go on as a pair") for one in members]
            self.fields["leaving"].choices = [*leave, (ALL, "It ends for all three")]  # type: ignore[attr-defined]
        else:
            del self.fields["leaving"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.initial["seen"]:
            self.data = {**dict(self.data.items()), "seen": self.initial["seen"]}
            raise forms.ValidationError(MOVED_ON)
        return cleaned

    @property
    def who_leaves(self) -> Leader | None:
        """Nobody alone where it ends for all of them."""
        said = self.cleaned_data.get("leaving", ALL)
        return next((one for one in self.members if str(one.pk) == said), None)
