"""Answering an invitation, and giving people roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q

from teams.models import Leader, Organisation, OrganisationRole, Person, Role

if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[Person]
else:
    PersonChoice = forms.ModelChoiceField

WHAT_ROLES_DO = {
    Role.FACILITATOR: "Facilitator: looks after the roster and the cycles",
    Role.SPONSOR: "Sponsor: the chief executive or chief officer behind it; may set up and launch cycles",
    Role.ADMINISTRATOR: "Administrator: decides who has which role, and looks after the roster",
}
ROLE_CHOICES = [(role.value, WHAT_ROLES_DO[role]) for role in WHAT_ROLES_DO]


class AnswerForm(forms.Form):
    """Which button of an invitation was pressed. A form sent empty, as scanners do, answers nothing."""

    ACCEPT, SWITCH = "accept", "switch"
    answer = forms.ChoiceField(
        choices=[(ACCEPT, "Accept"), (SWITCH, "Sign out and go on")],
        error_messages={
            "required": "Press the button to accept.",
            "invalid_choice": "Press the button to accept.",
        },
    )


class RoleField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label="As what?",
            choices=ROLE_CHOICES,
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose what they are to be.",
                "invalid_choice": "Choose what they are to be.",
            },
        )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Their email address",
        max_length=254,
        error_messages={
            "required": "Enter the address the invitation should go to.",
            "invalid": "This does not look like an email address. It needs a name, an @ and a domain.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Their name",
        max_length=200,
        error_messages={"required": "Enter their name: the invitation greets them by it."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = RoleField()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class GrantForm(forms.Form):
    """A role for somebody who is in the organisation already. Needs its scope."""

    person = PersonChoice(
        queryset=Person.objects.none(),
        label="Who?",
        empty_label="Choose a person",
        error_messages={
            "required": "Choose who it is for.",
            "invalid_choice": "Choose somebody from the list. For anybody else, send an invitation.",
        },
    )
    role = RoleField()

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = OrganisationRole.objects.filter(organisation=organisation).values("person")
        leading = Leader.objects.active().filter(organisation=organisation, person__isnull=False)
        known = Person.objects.filter(Q(pk__in=here) | Q(pk__in=leading.values("person")))
        cast(PersonChoice, self.fields["person"]).queryset = known.order_by("name", "email")
