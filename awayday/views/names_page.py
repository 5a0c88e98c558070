"""The page "Who are you?": the team's names, and a number once one was tapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from awayday.access import Board
from awayday.forms.joining import NameSearchForm
from awayday.models import Arrival, Claim
from teams.access import PlacedRequest
from teams.models import Function, Leader
from teams.rules.roster.text import fold

SEARCH_FROM = 15
"""More names than this do not fit a phone without a search."""
NOT_CONFIRMED = "That was not confirmed. Choose your name again, or speak with your facilitator."
LIST, WAITING = "names", "waiting"
"""The parts of the page that are asked for alone."""


@dataclass(frozen=True)
class Group:
    """Leaders of one function by name; ``function`` is None for those without one."""

    function: Function | None
    leaders: list[Leader] = field(default_factory=list)


def show_names(request: PlacedRequest, board: Board, problem: str = "", status: int = 200) -> HttpResponse:
    words = NameSearchForm(request.GET).words
    everybody = list(Leader.objects.active().filter(team=board.team).select_related("function"))
    found = [leader for leader in everybody if _matches(leader, words)]
    context = {
        "board": board,
        "groups": _grouped(found),
        "here": _here(board),
        "words": words,
        "has_search": len(everybody) >= SEARCH_FROM,
        "problem": problem,
    }
    return render(request, "awayday/names.html", context, status=status)


def show_waiting(request: PlacedRequest, board: Board, claim: Claim) -> HttpResponse:
    return render(request, "awayday/who.html", {"board": board, "claim": claim})


def _here(board: Board) -> set[UUID]:
    return set(Arrival.objects.filter(awayday=board.awayday).values_list("leader_id", flat=True))


def _grouped(leaders: Iterable[Leader]) -> list[Group]:
    groups: dict[UUID | None, Group] = {}
    for leader in leaders:
        groups.setdefault(leader.function_id, Group(leader.function)).leaders.append(leader)
    return sorted(groups.values(), key=lambda group: str(group.function or "").casefold())


def _matches(leader: Leader, words: str) -> bool:
    """Not by their address, which guests are not shown: a search would tell it letter by letter."""
    function = f"{leader.function.name} {leader.function.code}" if leader.function else ""
    text = fold(f"{leader.name} {leader.title} {function}")
    return all(word in text for word in fold(words).split())
