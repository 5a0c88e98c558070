"""What whoever asks has looked at is, word for word, what each of them gets and reads."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.cache import cache
from django.test import Client

from coachingpairs.mail.sending import send_due
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import raw, words
from tests.feedback.asking_as_helen import helens
from tests.feedback.past_services import allow_others

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]
THEIRS = {"amara.okafor@northmere.example": "Amara", "marek@supplier.example": "Marek"}
MORE = {
    "personal": "You see me in <all> meetings & I’d rather hear it from you.",
    "name_1": "Marek Nowak",
    "email_1": "marek@supplier.example",
}


def mails_in(page: Any) -> list[str]:
    """Words of each message on the preview, links taken out."""
    letters = re.findall(r'<div class="card card--flat stack letter">(.*?)</div>', raw(page), re.DOTALL)
    return sorted(" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in letters)


def mail_as_read(message: Any, called: str) -> str:
    body = html.escape(message.body).replace("&#x27;", "'")
    link = re.sub(r"https?://\S+/f/\S+", f"(here stands a link that is made for {called} alone)", body)
    return html.unescape(" ".join(f"{message.subject} {link}".split()))


def asked_part(page: str) -> str:
    """From who asks, to the last word before the questions."""
    return page[page.index("value your honest view") : page.index("It takes a")]


def test_mail_and_page_are_what_the_preview_showed(northmere: Northmere) -> None:
    cache.clear()
    outgoing.outbox.clear()
    hers = helens(northmere, "Listening first", "Saying it early")
    allow_others(northmere)
    form = hers.form("Amara", **MORE)
    preview = hers.browser().post(f"{hers.base}ask/", form)
    hers.browser().post(f"{hers.base}ask/", {**form, "do": "send"})
    send_due(at=NOW)
    sent = {THEIRS[message.to[0]]: message for message in outgoing.outbox}
    assert sorted(sent) == ["Amara", "Marek"]
    shown = [html.unescape(one) for one in mails_in(preview)]
    assert shown == sorted(mail_as_read(message, called) for called, message in sent.items())
    previewed = words(preview)
    for called, message in sent.items():
        client = Client()
        link = re.search(r"/f/\S+", str(message.body))
        assert link
        page = client.get(client.get(link.group()).headers["Location"])
        assert f"{called}, Helen would {asked_part(words(page))}" in previewed
