from __future__ import annotations

from django import forms


class StoppingForm(forms.Form):
    """What a mail program posts (RFC 8058, section 3.2), or which of the page's own buttons was pressed."""

    choice = forms.ChoiceField(choices=[("stop", "Stop"), ("keep", "Keep sending")], required=False)

    @property
    def stops(self) -> bool:
        return self.is_valid() and (self.one_click or self.cleaned_data["choice"] == "stop")

    @property
    def keeps(self) -> bool:
        return self.is_valid() and self.cleaned_data["choice"] == "keep"

    @property
    def one_click(self) -> bool:
        return bool(self.data.get("List-Unsubscribe") == "One-Click")
