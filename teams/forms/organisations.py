from __future__ import annotations

from typing import Any

from django import forms

from teams.models import Organisation, Team


class TeamForm(forms.Form):
    """A new team. Needs the organisation's scope."""

    name = forms.CharField(
        label="What is the team called?",
        max_length=120,
        help_text="As people here say it, for example Extended leadership team.",
        error_messages={
            "required": "Enter a name, for example Extended leadership team.",
            "max_length": "This name is too long: %(limit_value)d letters at most, please.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Team.objects.filter(organisation=self.organisation, name__iexact=name).exists():
            raise forms.ValidationError(f"There is a team called {name} already. Give this one another name.")
        return name
