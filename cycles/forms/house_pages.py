"""The page of the house: a title and plain text."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cycles.models import HousePage
from cycles.services.house_pages import HouseText, seen_as, text_problem, title_problem

CHANGED = "Somebody has changed the page meanwhile: it stands below. Save again to keep your version."
DELETED = "Somebody has deleted the page meanwhile. Save again to keep your version."


class HousePageForm(forms.Form):
    """``page`` is the page as it stands, None for a new one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    )
    text = forms.CharField(
        required=False,
        strip=False,
        help_text="A blank line begins a new paragraph. Lines that begin with “- ” become a list, and "
        "addresses that begin with https:// become links. Up to 6,000 characters.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 14}),
    )

    def __init__(self, data: Any = None, *, page: HousePage | None) -> None:
        initial = {"seen": seen_as(page)}
        if page:
            initial |= {"title": page.title, "text": page.text}
        super().__init__(data, initial=initial, label_suffix="")

    def clean_title(self) -> str:
        title = HouseText(self.cleaned_data["title"], "").tidied().title
        if problem := title_problem(title):
            raise ValidationError(problem)
        return title

    def clean_text(self) -> str:
        text = HouseText("", self.cleaned_data["text"]).tidied().text
        if problem := text_problem(text):
            raise ValidationError(problem)
        return text

    def ask_about(self, page: HousePage | None) -> None:
        """What stands there now counts as seen."""
        data = cast(QueryDict, self.data).copy()
        self.data = data
        data["seen"] = seen_as(page)
        self.add_error("text", CHANGED if page else DELETED)
