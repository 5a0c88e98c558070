"""What a view declares about who may open it. The decorators for people with a place are in teams.access."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase

AnyView = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view declares about itself, for the test that walks all addresses."""

    kind: str
    roles: frozenset[str] = frozenset()


def open_to_all(view: AnyView) -> AnyView:
    """A page that needs no sign-in: it reveals nothing of any organisation without a link's token."""
    opened = login_not_required(view)
    opened.access = Access("open")  # type: ignore[attr-defined]
    return opened
