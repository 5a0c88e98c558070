"""The main navigation, from the place that a view's decorator resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from teams.access import Place


@dataclass(frozen=True)
class Link:
    label: str
    address: str
    icon: str
    current: bool
    is_tab: bool = True
    """Stands at the foot of a phone's screen too."""


@dataclass(frozen=True)
class Navigation:
    name: str = ""
    links: list[Link] = field(default_factory=list)
    tabs: bool = False
    organisation_address: str = ""
    demo_address: str = ""


FOR_LEADERS = [
    ("Home", "home", "cycles:home"),
    ("Sessions", "calendar", "cycles:sessions"),
    ("Targets", "dial-up", "cycles:targets"),
    ("Feedback", "feedback", "feedback:feedback"),
    ("Choosing", "people", "pairing:choosing"),
    ("Guide", "info", "cycles:guide"),
]
TABS = 5
"""As many as there is room for on the narrowest phone; home leads to the others."""
FOR_ORGANISERS = [
    ("Cycle", "clock", "cycles:overview"),
    ("Roster", "people", "teams:roster"),
    ("Pairs", "done", "cycles:pairs"),
    ("Guide", "info", "cycles:guide"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: ``navigation`` with the person's name and their places in this team."""
    place: Place | None = getattr(request, "place", None)
    if place is None:
        person = getattr(request, "user", None)
        return {"navigation": Navigation(name=str(person) if person and person.is_authenticated else "")}
    return {
        "navigation": Navigation(
            name=place.leader.name if place.leader else str(place.person),
            links=_links(request.path, place),
            tabs=place.leader is not None and not place.roles,
            organisation_address=(
                reverse("teams:organisation", args=[place.organisation.slug]) if place.roles else ""
            ),
            demo_address=reverse("demo:cast") if settings.DEMO else "",
        )
    }


def _links(path: str, place: Place) -> list[Link]:
    if place.team is None:
        return []
    entries = [*(FOR_LEADERS if place.leader else []), *(FOR_ORGANISERS if place.roles else [])]
    links: dict[str, Link] = {}
    for label, icon, name in entries:
        address = reverse(name, args=[place.organisation.slug, place.team.slug])
        links.setdefault(name, Link(label, address, icon, path == address, is_tab=len(links) < TABS))
    return list(links.values())
