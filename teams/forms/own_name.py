from __future__ import annotations

from django import forms


class OwnNameForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="As colleagues know you, for example Esther Boateng.",
        error_messages={
            "required": "Enter your name, for example Esther Boateng.",
            "max_length": "This name is too long: %(limit_value)d letters at most, please.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())
