"""The form of an agreement: four answers, each of which may wait."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from cycles.models import Agreement
from cycles.rules.agreements import LONGEST_ANSWER, NAMES, QUESTIONS, Answers, merge, problem_with
from cycles.services.agreements import answers_of

TOO_LONG = f"Keep this to {LONGEST_ANSWER:,} characters: one page is enough."


class AgreementForm(forms.Form):
    """``standing`` is what the writer begins from; None when nothing is written yet."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, standing: Agreement | None) -> None:
        initial = {"seen": standing.pk if standing else "", **answers_of(standing).by_name()}
        super().__init__(data, initial=initial, label_suffix="")
        for question in QUESTIONS:
            self.fields[question.answer] = forms.CharField(
                label=question.asked,
                help_text=format_html("{}<br>For example: {}", question.help, question.example),
                required=False,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea,
                error_messages={"max_length": TOO_LONG},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and (problem := problem_with(self._answers(cleaned))):
            self.add_error(QUESTIONS[0].answer, problem)
        return cleaned

    @property
    def answers(self) -> Answers:
        """What was written, once the form is valid."""
        return self._answers(self.cleaned_data)

    @property
    def seen_agreement(self) -> UUID | None:
        """The wording it was shown with; None when there was none, or somebody has tampered with it."""
        try:
            return UUID(self.cleaned_data["seen"])
        except ValueError:
            return None

    def ask_about(self, *, seen: Agreement | None, standing: Agreement, by: str) -> tuple[str, ...]:
        """Two wordings at once: ``standing`` counts as seen from here, and both are before the writer.

        ``by`` names who wrote it; '' is the writer of this form, elsewhere. Names the answers that both
        have changed.
        """
        merged = merge(seen=answers_of(seen), mine=self.answers, current=answers_of(standing))
        data = cast(QueryDict, self.data).copy()
        self.data = data
        data["seen"] = str(standing.pk)
        for name, text in merged.answers.by_name().items():
            data[name] = text
        who = by or "You"
        self.add_error(None, f"{who} changed this page meanwhile. Look at it as it is now, then save again.")
        for name in merged.both:
            self.add_error(name, f"{who} changed this answer meanwhile. Save again to keep your version.")
        return merged.both

    def _answers(self, cleaned: dict[str, Any]) -> Answers:
        return Answers(**{name: cleaned.get(name, "") for name in NAMES})


class YesForm(forms.Form):
    """A press: yes to the wording that was shown."""

    agreement = forms.UUIDField(required=False)

    @property
    def seen(self) -> UUID | None:
        """None when the form says nothing that could be one."""
        return self.cleaned_data["agreement"] if self.is_valid() else None
