"""A browser at the page of a draft, for the tests of the import."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from teams.models import RosterDraft, Team
from tests.cast import Northmere
from tests.teams.rostering import ROWS, base

HTMX = {"HTTP_HX_REQUEST": "true"}


class Browser:
    """A facilitator at one draft; ``htmx`` says whether scripts run."""

    def __init__(self, cast: Northmere, team: Team, draft: RosterDraft, *, htmx: bool = False) -> None:
        self.client = Client(**(HTMX if htmx else {}))  # type: ignore[arg-type]
        self.client.force_login(cast.facilitator)
        self.htmx = htmx
        self.roster = base(cast, team)
        self.address = f"{self.roster}import/{draft.pk}/"

    def page(self, query: str = "") -> str:
        self.client.defaults.pop("HTTP_HX_REQUEST", None)
        response = self.client.get(f"{self.address}{query}")
        assert response.status_code == 200
        if self.htmx:
            self.client.defaults.update(HTMX)
        return response.content.decode()

    def row(self, number: int, **sent: Any) -> Any:
        return self.client.post(f"{self.address}rows/{number}/", sent)

    def add(self, which: str = "ready", **sent: Any) -> Any:
        (mark,) = re.findall(r'name="seen" value="([^"]+)"', self.page())
        return self.client.post(f"{self.address}addition/", {"which": which, "seen": mark, **sent})


def read(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row_of(html: str, number: int) -> str:
    (found,) = re.findall(rf'<tr role="row" id="row-{number}".*?</tr>', html, re.DOTALL)
    return str(found)


def put_right(number: int, **changes: str) -> dict[str, str]:
    """What the form of a row sends when some of it is changed."""
    name, _email, _department, title, _manager = ROWS[number - 2]
    return {
        "do": "change",
        "name": name,
        "title": title,
        "email": "",
        "function": "",
        "manager": "none",
    } | changes
