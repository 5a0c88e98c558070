"""The form of a strength: one short text about one partner."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from cycles.models import PairMember, Strength
from cycles.rules.notes import fingerprint
from cycles.rules.strengths import problem_with, tidied

HELP = "Something specific that you have seen with your own eyes: “When …, I saw you …”"


class StrengthForm(forms.Form):
    """About ``partner``; ``strength`` when one is changed, ``field_id`` sets forms of one page apart."""

    about = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        required=False,
        help_text=HELP,
        widget=forms.Textarea(attrs={"class": "input", "rows": "3"}),
    )

    def __init__(
        self, data: Any = None, *, partner: PairMember, strength: Strength | None = None, field_id: str = ""
    ) -> None:
        self.partner = partner
        text = strength.text if strength else ""
        initial = {"about": partner.leader_id, "text": text, "seen": fingerprint(text)}
        super().__init__(
            data, initial=initial, label_suffix="", auto_id=f"id_{field_id}_%s" if field_id else "id_%s"
        )
        called = partner.leader.called
        self.fields["text"].label = (
            f"What you rate in {called}" if strength else f"Add what you rate in {called}"
        )

    def clean_text(self) -> str:
        text = tidied(self.cleaned_data["text"])
        if problem := problem_with(text):
            raise forms.ValidationError(problem)
        return text

    def ask_about(self, current: str, sentence: str) -> None:
        """Changed elsewhere meanwhile: what stands there now counts as seen."""
        data = cast(QueryDict, self.data).copy()
        self.data = data
        data["seen"] = fingerprint(current)
        self.add_error("text", sentence)


def about_whom(data: Any) -> UUID | None:
    """The leader that a form sent to a page of several is about."""
    form = forms.Form(data)
    form.fields["about"] = forms.UUIDField()
    return cast(UUID, form.cleaned_data["about"]) if form.is_valid() else None
