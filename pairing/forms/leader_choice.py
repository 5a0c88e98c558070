"""Choosing one of the leaders that a page names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from teams.models import Leader


class LeaderChoice(forms.ChoiceField):
    """One of the leaders handed in, by name and function; cleans to the Leader, or None when left empty."""

    def __init__(self, *, prompt: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prompt = prompt
        self.leaders: dict[str, Leader] = {}

    def offer(self, leaders: Sequence[Leader]) -> None:
        self.leaders = {str(leader.pk): leader for leader in leaders}
        named = [(key, shown(leader)) for key, leader in self.leaders.items()]
        self.choices = [("", self.prompt), *named]

    def clean(self, value: Any) -> Leader | None:
        return self.leaders.get(super().clean(value))


def offer_leaders(form: forms.Form, leaders: Sequence[Leader]) -> None:
    """All fields of the form that choose a leader choose among these."""
    for field in form.fields.values():
        if isinstance(field, LeaderChoice):
            field.offer(leaders)


def shown(leader: Leader) -> str:
    return f"{leader.name}, {leader.function.name}" if leader.function else leader.name
