"""What somebody does to sign in, as the tests do it."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

LOGIN, CODE, LOGOUT = "/account/login/", "/account/login/code/", "/account/logout/"


def last_message(to: str) -> EmailMultiAlternatives:
    found = [message for message in mail.outbox if message.to == [to]]
    assert isinstance(found[-1], EmailMultiAlternatives)
    return found[-1]


def code_in_mail(to: str) -> str:
    """The six figures of the newest message, as they are written there."""
    found = re.search(r"Your code is (\d{3} \d{3})\n", str(last_message(to).body))
    assert found
    return found[1]


def ask(client: Client, email: str, **more: str) -> Any:
    return client.post(LOGIN, {"email": email, **more})


def type_code(client: Client, code: str, **more: str) -> Any:
    return client.post(CODE, {"code": code, **more})


def sign_in(client: Client, email: str, **more: str) -> Any:
    ask(client, email, **more)
    return type_code(client, code_in_mail(email), **more)


def without_csrf(response: Any) -> str:
    """The page with its form tokens, which are different each time, taken out."""
    page: str = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
