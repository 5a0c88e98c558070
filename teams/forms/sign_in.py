"""What somebody types to sign in."""

from __future__ import annotations

import re

from django import forms


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your email address",
        help_text="The one your invitation went to. We send a code to it; there is no password.",
        error_messages={
            "required": "Enter your email address, for example priya.nair@northmere.example.",
            "invalid": "This does not look like an email address. It needs a name, an @ and a domain.",
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "off", "maxlength": 254}
        ),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code",
        error_messages={"required": "Enter the six figures from the message."},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "spellcheck": "false",
                "class": "input input--code",
            }
        ),
    )

    def clean_code(self) -> str:
        """Six figures; spaces and dashes between them are fine."""
        code = re.sub(r"[\s\-–.]", "", str(self.cleaned_data["code"]))
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError("The code has six figures. Copy it from the newest message.")
        return code
