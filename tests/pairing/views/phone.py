"""A leader's browser on the page of choosing."""

from __future__ import annotations

from typing import Any

from pairing.models import Proposal
from tests.cast import Northmere
from tests.pairing.views.pages import HTMX, signed_in


class Phone:
    """One leader's browser on the page of choosing."""

    def __init__(self, cast: Northmere, name: str) -> None:
        self.cast, self.client = cast, signed_in(cast.person(name))
        self.address = f"{cast.base}choosing/"

    def page(self, **query: str) -> Any:
        return self.client.get(self.address, query)

    def fragment(self, **query: str) -> Any:
        return self.client.get(self.address, query, **HTMX)

    def press(self, where: str, *, htmx: bool = False, **what: Any) -> Any:
        return self.client.post(f"{self.address}{where}", what, **(HTMX if htmx else {}))

    def ask(self, name: str, *, htmx: bool = False, **also: Any) -> Any:
        return self.press("proposals/", htmx=htmx, leader=str(self.cast.leader(name).pk), **also)

    def answer(self, proposal: Proposal, answer: str, *, htmx: bool = False) -> Any:
        return self.press(f"proposals/{proposal.pk}/{answer}/", htmx=htmx)
