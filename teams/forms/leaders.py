"""Forms for one leader and one function."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from teams.models import Function, Leader, Team
from teams.rules.colours import COLOURS
from teams.rules.lines import below
from teams.rules.roster.text import clean_text
from teams.rules.roster.values import is_email
from teams.services.leaders import LeaderDetails, lines_of

EMAIL = "Enter an email address like name@example.org, or leave this blank."
CODE = "Use two to four capital letters, for example FIN."


class TidyCharField(forms.CharField):
    """One line of text without stray spaces or invisible characters."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class TidyEmailField(TidyCharField):
    """An address, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"})
        super().__init__(max_length=254, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        email = str(super().clean(value))
        if email and not is_email(email):
            raise ValidationError(EMAIL)
        return email


class ManagerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A line manager: named with their title, for there may be two of a name."""

    def label_from_instance(self, obj: Leader) -> str:
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class LeaderForm(forms.Form):
    """What is on the roster about one leader; ``leader`` is None for a new one."""

    name = TidyCharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Enter the name, as colleagues know it."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = TidyEmailField(
        label="Email", help_text="Their own work address. The invitation and the reminders go there."
    )
    title = TidyCharField(label="Job title", max_length=300, required=False)
    function = forms.ModelChoiceField(
        label="Function",
        queryset=Function.objects.none(),
        required=False,
        empty_label="None yet",
        help_text="The area they belong to. Partners come from different functions.",
        error_messages={"invalid_choice": "Choose a function from the list, or write a new one below it."},
    )
    new_function = TidyCharField(
        label="Or a new function",
        max_length=120,
        required=False,
        help_text="If it is not on the list yet. It gets a code and a colour, which you can change.",
    )
    manager = ManagerField(
        label="Line manager",
        queryset=Leader.objects.none(),
        required=False,
        empty_label="Nobody on this roster",
        help_text="The leader they report to directly. The two are never partners.",
    )

    def __init__(self, *args: Any, team: Team, leader: Leader | None = None, **kwargs: Any) -> None:
        if leader is not None:
            fields = ("name", "email", "title", "function", "manager")
            kwargs.setdefault("initial", {field: getattr(leader, field) for field in fields})
        super().__init__(*args, **kwargs)
        self._choices("function").queryset = Function.objects.filter(organisation=team.organisation_id)
        managers, active = lines_of(team)
        allowed = active - ({leader.pk, *below(managers, leader.pk)} if leader else set())
        self._choices("manager").queryset = Leader.objects.active().filter(team=team, pk__in=allowed)
        self._choices("manager").error_messages["invalid_choice"] = (
            f"Choose a line manager from the list, somebody who does not report to {leader.called}."
            if leader
            else "Choose a line manager from the list."
        )

    def _choices(self, name: str) -> forms.ModelChoiceField[Any]:
        return cast("forms.ModelChoiceField[Any]", self.fields[name])

    def details(self, function: Function | None) -> LeaderDetails:
        """What the form says, with the function it chose or the new one that was made for it."""
        return LeaderDetails(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            title=self.cleaned_data["title"],
            function=function,
            manager=self.cleaned_data["manager"],
        )


class LeavingForm(forms.Form):
    """The day somebody left."""

    left_on = forms.DateField(
        label="Last day in the team",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Enter the day they left, for example 26 November 2026.",
            "invalid": "Enter the day they left, for example 26 November 2026.",
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"left_on": today})
        super().__init__(*args, **kwargs)
        self.fields["left_on"].widget.attrs["max"] = today.isoformat()


class FunctionForm(forms.Form):
    """Name, code and colour of a function."""

    name = TidyCharField(
        label="Name", max_length=120, error_messages={"required": "Enter a name, for example Finance."}
    )
    code = forms.CharField(
        label="Code",
        max_length=4,
        help_text="Two to four capital letters. It stands wherever the colour does.",
        error_messages={"required": CODE, "max_length": CODE},
        widget=forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off"}),
    )
    colour = forms.TypedChoiceField(
        label="Colour",
        coerce=int,
        choices=[(number, name.capitalize()) for number, name in enumerate(COLOURS, start=1)],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a colour.",
            "invalid_choice": "Choose one of the twelve colours.",
        },
    )

    def __init__(self, *args: Any, function: Function, **kwargs: Any) -> None:
        fields = ("name", "code", "colour")
        kwargs.setdefault("initial", {field: getattr(function, field) for field in fields})
        super().__init__(*args, **kwargs)
        self.others = Function.objects.exclude(pk=function.pk)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self.others.filter(name__iexact=name).exists():
            raise ValidationError(f"There is a function called {name} already.")
        return name

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).upper()
        Function._meta.get_field("code").run_validators(code)
        if taken := self.others.filter(code=code).first():
            raise ValidationError(f"{taken.name} has this code. Each function has one of its own.")
        return code
