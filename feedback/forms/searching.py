"""A list of colleagues to tick that a search makes shorter, as part of a form."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from teams.models import Leader

LONGEST_SEARCH = 80


class Searching(forms.Form):
    """``find`` is “yes” from the button that looks for ``q``, and “maybe” from the Enter key."""

    find = forms.CharField(required=False)
    q = forms.CharField(required=False)

    def know(self, colleagues: Iterable[Leader], field: str) -> None:
        """Those who can be chosen in that field, by their ids."""
        self.everybody = {str(one.pk): one for one in colleagues}
        self.fields[field].choices = [(pk, one.name) for pk, one in self.everybody.items()]  # type: ignore[attr-defined]

    @property
    def looks(self) -> bool:
        """Somebody is looked for, and nothing is asked yet."""
        pressed = self.data.get("find", "") if self.is_bound else ""
        return pressed == "yes" or (pressed == "maybe" and bool(self.words))

    @property
    def words(self) -> str:
        return str(self.data.get("q", "")).strip()[:LONGEST_SEARCH] if self.is_bound else ""

    @property
    def ticked(self) -> set[str]:
        """The ids of colleagues as they were sent, right or wrong."""
        return set(self["colleagues"].data or ()) if self.is_bound else set()

    def say_nothing(self) -> None:
        """The same form again, without a word about what is missing yet."""
        self.is_valid()
        self.errors.clear()
