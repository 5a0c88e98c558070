"""What browsers are told to refuse, and that no template needs what they refuse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Northmere

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INLINE = re.compile(
    r"<[a-z][^>]*\s(style|on[a-z]+|hx-on[:a-z-]*)\s*=|<style|<script(?![^>]*\bsrc=)|javascript:|hx-vars|\bjs:"
)
STANDING_ALONE = {"emails", "print"}

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_no_template_has_inline_script_or_style() -> None:
    pages = [path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "emails"]
    assert len(pages) > 20
    found = {str(path.relative_to(TEMPLATES)) for path in pages if INLINE.search(path.read_text())}
    assert found == set()


def test_the_pattern_would_find_them() -> None:
    for offence in (
        '<p style="color:red">',
        "<script>",
        '<a onclick="x()">',
        '<div hx-on:click="x">',
        "<style>",
    ):
        assert INLINE.search(offence)
    assert not INLINE.search('<script src="/static/js/app.js" type="module"></script>')


@pytest.mark.django_db
def test_headers_of_pages(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.person("Priya"))
    for address in ("/places/", northmere.base, f"{northmere.base}pairs/"):
        response = client.get(address)
        assert response.status_code == 200, address
        policy = response.headers["Content-Security-Policy"]
        assert {part.strip() for part in policy.split(";")} == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_errors_are_pages_with_the_same_headers_and_words(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.person("Priya"))
    missing, forbidden = client.get("/o/nowhere/"), client.get(f"{northmere.base}roster/import/")
    assert (missing.status_code, forbidden.status_code) == (404, 403)
    assert "There is nothing here" in missing.text
    assert "This page is for somebody else" in forbidden.text
    for response in (missing, forbidden):
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_cookies_and_transport_in_production() -> None:
    """`check --deploy` is silent, and cookies are the kind that cannot be set by a neighbouring host."""
    script = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    )
    environment = {
        **os.environ,
        "COACHINGPAIRS_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "coachingpairs.settings",
        "SITE_URL": "https://pairs.example.org",
        "ALLOWED_HOSTS": "pairs.example.org",
        "SMTP_HOST": "mail.example.org",
        "DATABASE_URL": "postgresql://cp_app@db.example.org/coachingpairs",
        "REDIS_URL": "redis://redis.example.org/0",
    }
    printed = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert printed.split() == ["__Host-session", "True", "True", "__Host-csrf", "63072000", "False"]


@pytest.mark.django_db(transaction=True)
def test_organisations_alternating_on_one_kept_connection_never_mix() -> None:
    """A thousand requests over the same connection, two organisations and nobody in turn."""
    from django.db import connection

    from tests.cast import make_northmere

    here, there = make_northmere(), make_northmere("southmere")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    browsers = []
    for cast in (here, there):
        browser = Client()
        browser.force_login(cast.person("Priya"))
        browsers.append((browser, cast))
    for number in range(500):
        for browser, cast in browsers:
            response = browser.get(
                f"{cast.base}pairs/" if number % 10 == 0 else f"/o/{cast.organisation.slug}/nowhere/"
            )
            other = (there if cast is here else here).organisation.name
            assert other not in response.text
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM teams_leader), pg_backend_pid()")
            assert cursor.fetchone() == (0, backend)
