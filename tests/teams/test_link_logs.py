"""Logs hold no token of an emailed link, whoever writes the line."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from coachingpairs.logs import SECRET_PATHS, without_secrets

TOKEN = f"{'0' * 32}.s3cret-of_an_emailed-link"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the configured handler writes."""
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.filters
    ]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize("name", ["teams:invitation_link", "mail:unsubscribe"])
def test_addresses_with_a_token_are_among_the_masked_ones(name: str) -> None:
    address = reverse(name, args=[TOKEN])
    assert any(address.startswith(prefix) for prefix in SECRET_PATHS)
    assert TOKEN not in without_secrets(address)


def test_other_addresses_are_written_out() -> None:
    for path in ("/", "/invitation/", "/o/northmere/", "/account/login/code/"):
        assert without_secrets(path) == path


@pytest.mark.django_db
def test_a_refused_link_is_logged_without_its_token(client: Client, lines: io.StringIO) -> None:
    assert client.get(f"/invitation/{TOKEN}/").status_code == 404
    assert client.post(f"/invitation/{TOKEN}/").status_code == 405
    assert "Not Found: /invitation/…" in lines.getvalue()
    assert "Method Not Allowed" in lines.getvalue()
    assert TOKEN not in lines.getvalue()
