"""The list of colleagues to tick, by function; a search shows fewer, and always those who are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.forms.searching import Searching
from feedback.rules.asking import matches
from teams.models import Leader

SEARCH_FROM = 15
"""More colleagues than this want a search."""


@dataclass(frozen=True)
class Tick:
    """One colleague with their box."""

    leader: Leader
    is_ticked: bool

    @property
    def function_name(self) -> str:
        return self.leader.function.name if self.leader.function else "No function yet"


def choices(form: Searching) -> dict[str, Any]:
    """For ``feedback/_ask_people.html``."""
    everybody = list(form.everybody.values())
    has_search = len(everybody) > SEARCH_FROM
    words = form.words if has_search else ""
    ticked = form.ticked
    found = {pk for pk, one in form.everybody.items() if matches(words, *_texts(one))}
    ticks: Sequence[Tick] = [
        Tick(one, str(one.pk) in ticked) for one in everybody if str(one.pk) in ticked or str(one.pk) in found
    ]
    return {"ticks": ticks, "has_search": has_search, "words": words, "found": len(found)}


def _texts(leader: Leader) -> tuple[str, ...]:
    return (leader.name, leader.title, leader.function.name if leader.function else "")
