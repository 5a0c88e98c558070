"""/demo/mail/: what the file backend wrote, safely shown, with links that work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from coachingpairs.demo.mailbox import letters

BODY = "Dear Zieliński,\n\n<script>alert(1)</script>\nAnswer: http://127.0.0.1:8000/o/northmere/\n"
HTML = '<html><head></head><body style="color: red"><a href="http://127.0.0.1:8000/o/x/">Answer</a></body></html>'
FRAME_POLICY = {
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-top-navigation-by-user-activation",
}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.SITE_URL = "http://127.0.0.1:8000"
    return tmp_path


def send(*subjects: str, html: str = HTML, hour: int = 0) -> None:
    """Through one connection, as the worker does: one file with all of them."""
    messages = []
    for later, subject in enumerate(subjects):
        headers = {"Date": f"Fri, 20 Nov 2026 0{hour + later}:30:00 +0000"}
        message = EmailMultiAlternatives(
            subject, BODY, "Coaching Pairs <pairs@localhost>", ["marek@northmere.example"], headers=headers
        )
        if html:
            message.attach_alternative(html, "text/html")
        messages.append(message)
    get_connection().send_messages(messages)


def policy(response: Any) -> set[str]:
    return {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}


def name_of(folder: Path, subject: str) -> str:
    return next(letter.name for letter in letters(folder) if letter.subject == subject)


def test_messages_are_read_back_newest_first(folder: Path) -> None:
    send("First, with ß and “quotes” in it, and so long that it is folded over several lines", "Second")
    send("Third", hour=5)
    found = letters(folder)
    assert [letter.subject for letter in found] == [
        "Third",
        "Second",
        "First, with ß and “quotes” in it, and so long that it is folded over several lines",
    ]
    assert len({letter.name for letter in found}) == 3
    assert (found[0].to, found[0].sender) == ("marek@northmere.example", "Coaching Pairs <pairs@localhost>")
    assert found[0].text == BODY
    assert found[0].sent_at.isoformat() == "2026-11-20T05:30:00+00:00"
    assert letters(None) == []
    assert letters(folder / "nowhere") == []


def test_the_list_names_every_message(client: Client, folder: Path) -> None:
    assert "No message yet" in client.get("/demo/mail/").content.decode()
    send("Your first hour with Nia", "Choosing is open")
    shown = client.get("/demo/mail/").content.decode()
    assert shown.index("Choosing is open") < shown.index("Your first hour with Nia")
    assert "to marek@northmere.example" in shown
    assert "20 November, 0.30" in shown


def test_script_gets_the_list_alone_and_only_when_there_is_something_new(
    client: Client, folder: Path
) -> None:
    send("One", "Two")
    script = {"HX-Request": "true"}
    response = client.get("/demo/mail/?seen=1", headers=script)
    assert response.status_code == 200
    assert response.content.decode().startswith('<div id="letters" hx-get="/demo/mail/?seen=2"')
    assert client.get("/demo/mail/?seen=2", headers=script).status_code == 204


def test_a_message_shows_its_text_harmlessly_with_links_at_this_address(client: Client, folder: Path) -> None:
    send("Your first hour with Nia")
    response = client.get(f"/demo/mail/{name_of(folder, 'Your first hour with Nia')}/")
    shown = response.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    assert (
        '<a href="http://testserver/o/northmere/" rel="nofollow">http://testserver/o/northmere/</a>' in shown
    )
    assert 'sandbox="allow-top-navigation-by-user-activation"' in shown
    assert "frame-src 'self'" in policy(response)
    assert "style-src 'self'" in policy(response)


def test_the_html_is_shown_in_a_frame_that_can_do_nothing_but_open_links(
    client: Client, folder: Path
) -> None:
    send("With HTML")
    response = client.get(f"/demo/mail/{name_of(folder, 'With HTML')}/html/")
    assert policy(response) == FRAME_POLICY
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.content.decode() == (
        '<html><head><base target="_top"></head><body style="color: red">'
        '<a href="http://testserver/o/x/">Answer</a></body></html>'
    )


def test_a_message_of_plain_text_alone_has_no_frame(client: Client, folder: Path) -> None:
    send("Plain", html="")
    name = name_of(folder, "Plain")
    assert "<iframe" not in client.get(f"/demo/mail/{name}/").content.decode()
    assert client.get(f"/demo/mail/{name}/html/").status_code == 404


@pytest.mark.parametrize("name", ["20260101-000000-1-0", "nothing", "..", "%2e%2e%2fsecret"])
def test_what_is_not_there_is_not_found(client: Client, folder: Path, name: str) -> None:
    (folder.parent / "secret.log").write_text("Subject: Secret\n\nSecret")
    assert client.get(f"/demo/mail/{name}/").status_code == 404
    assert client.get(f"/demo/mail/{name}/html/").status_code == 404


def test_without_a_demo_the_cast_page_says_how_to_make_one(client: Client, db: None) -> None:
    shown = client.get("/demo/").content.decode()
    assert "Nobody is here yet" in shown
    assert "python3 dev.py manage demo_data" in shown
