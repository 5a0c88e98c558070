"""Reading pages as people do."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from coachingpairs.tenancy.scope import scope
from cycles.models import PairNote, PrivateNote, Session
from tests.cast import Northmere


def words(response: Any) -> str:
    """The words of a page in one line, without its icons."""
    body = re.sub(r"<svg.*?</svg>|<head.*?</head>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def raw(response: Any) -> str:
    return html.unescape(response.content.decode())


def source_of(response: Any) -> str:
    """The page as it is sent, without the random tokens of its forms: any few letters may stand in those."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def hidden(response: Any) -> dict[str, str]:
    """What the page's form sends without being asked."""
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in inputs if name != "csrfmiddlewaretoken"}


def signed_in(cast: Northmere, name: str) -> Client:
    """A browser of that leader's, or of the facilitator, sponsor or administrator."""
    person = getattr(cast, name) if name in ("facilitator", "sponsor", "administrator") else cast.person(name)
    client = Client()
    client.force_login(person)
    return client


def all_sessions(cast: Northmere, name: str = "Helen") -> list[Session]:
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        return list(Session.objects.all())


def texts(cast: Northmere, name: str) -> tuple[list[str], list[str]]:
    """Pair notes and private notes as that leader may read them."""
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        return (
            [note.text for note in PairNote.objects.all()],
            [note.text for note in PrivateNote.objects.all()],
        )
