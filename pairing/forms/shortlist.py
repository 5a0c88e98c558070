"""Whom a leader would be glad to work with, as they tick it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from pairing.models.shortlists import LONGEST_SHORTLIST
from pairing.services.shortlists import AT_MOST_FIVE
from teams.models import Leader

LONGEST_SEARCH = 80
GONE = "Somebody you had ticked is not in your team any more. Look again, and save."


class ShortlistForm(forms.Form):
    """``find`` is pressed to look for ``q`` among the colleagues: nothing is saved then, and nothing lost."""

    q = forms.CharField(required=False)
    find = forms.BooleanField(required=False)
    colleagues = forms.ModelMultipleChoiceField(
        Leader.objects.none(),
        required=False,
        label="Who would you be glad to work with?",
        error_messages={"invalid_choice": GONE, "invalid_pk_value": GONE},
    )

    def __init__(self, data: Any = None, *, leader: Leader) -> None:
        super().__init__(data, label_suffix="")
        theirs = Leader.objects.active().filter(team_id=leader.team_id).exclude(pk=leader.pk)
        self.fields["colleagues"].queryset = theirs  # type: ignore[attr-defined]

    def clean_colleagues(self) -> list[Leader]:
        chosen: QuerySet[Leader] = self.cleaned_data["colleagues"]
        if len(chosen) > LONGEST_SHORTLIST:
            raise forms.ValidationError(f"{AT_MOST_FIVE} You have ticked {len(chosen)}.")
        return list(chosen)

    @property
    def ticked(self) -> set[str]:
        """The ids as they were sent, right or wrong."""
        return set(self["colleagues"].data or ()) if self.is_bound else set()

    @property
    def looks(self) -> bool:
        """Somebody is looked for, and nothing is to be saved."""
        return self.is_bound and bool(self["find"].data)

    @property
    def words(self) -> str:
        return str(self["q"].data or "").strip()[:LONGEST_SEARCH] if self.looks else ""
