"""Everybody else in a team, as the page of a shortlist names them."""

from __future__ import annotations

from pairing.rules.eligibility import Terms, why_not
from pairing.services.own_list import Colleague
from pairing.services.room import earlier_partners
from pairing.services.seating import chooser
from teams.models import Leader, Team


def colleagues_of(leader: Leader, team: Team) -> list[Colleague]:
    """By function and name, each with why the two cannot pair in the coming choosing. Three queries.

    Nothing of a draft, and nothing of who is kept apart: a shortlist is no place to learn of either.
    """
    others = Leader.objects.active().filter(team=team).exclude(pk=leader.pk).select_related("function")
    terms = _terms(team)
    found = []
    for other in sorted(others.order_by("sort_name", "name"), key=_function_name):
        reason = why_not(chooser(leader), chooser(other), terms)
        found.append(Colleague(other, why=reason.to_the_one if reason else ""))
    return found


def _terms(team: Team) -> Terms:
    """Of the cycle that is choosing; before one is, everybody who has been or is a partner."""
    newest = team.cycles.order_by("-number").first()
    if newest is None:
        return Terms()
    if newest.is_choosing:
        return Terms(earlier_partners(team.pk, before=newest.number), repeats_through=newest.repeats_through)
    return Terms(earlier_partners(team.pk, before=newest.number + 1))


def _function_name(leader: Leader) -> str:
    return leader.function.name if leader.function else ""
