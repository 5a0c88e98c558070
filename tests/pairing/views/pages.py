"""Reading pages as a person does: their words, and what can be pressed."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from teams.models import Person
from tests.cast import Northmere

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(response: Any) -> str:
    """The page's text, tags left out and spaces drawn together."""
    text = re.sub(
        r"<(script|style|title|noscript)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def title(response: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def actions(response: Any) -> set[str]:
    """Where the page's forms post to."""
    forms = re.findall(r'<form\b[^>]*method="post"[^>]*>', response.content.decode())
    found = {re.search(r'action="([^"]*)"', form).group(1) for form in forms}  # type: ignore[union-attr]
    return found - {"/account/logout/"}


def hidden(response: Any, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())


def seen(response: Any) -> str:
    """The version with which the page asks again."""
    (version,) = set(re.findall(r"\?seen=([0-9a-f]+)", response.content.decode()))
    return str(version)


def at(cast: Northmere, where: str, number: int = 1) -> str:
    """The address of one of the organisers' pages of a cycle."""
    return f"{cast.base}cycles/{number}/{where}/"
