"""Sign-in by an emailed code: only people who were invited have an account.

django-allauth keeps the pending sign-in in the session of the browser that asked, checks the code and rotates
the session's key. Its own pages are not in the addresses; ``views/sign_in.py`` has the three that are.
"""

from __future__ import annotations

import smtplib
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from redis.exceptions import RedisError

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.emails import sign_in_code
from teams.models import Person

MINUTES = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
CANNOT_SEND = (
    "We could not send a code just now. Your address is still here: try again in a minute. If it goes on, "
    "tell whoever runs Coaching Pairs in your organisation."
)
TOO_MANY = (
    "Several codes have been sent to this address. Use the newest one, or wait a while and ask once more."
)
log = structlog.get_logger()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth asks here; what is not overridden is not reached by any address of ours."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def send_mail(self, _template_prefix: str, email: str, context: dict[str, Any]) -> None:
        sign_in_code(to=email, code=context["code"], minutes=MINUTES).send()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened."""

    def respond_user_inactive(self, _request: HttpRequest, _user: Person) -> HttpResponse:
        return redirect("account_login")


class SignInRequired(LoginRequiredMiddleware):
    """Everything needs a sign-in unless its view says otherwise; afterwards one lands on a page.

    The address of a form cannot be opened as a page, so the page that the form was on is kept instead.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        return ask_to_sign_in(request, self.get_login_url(view_func))


def ask_to_sign_in(request: HttpRequest, login_url: str | None = None) -> HttpResponse:
    """To the page of sign-in, and from there back to the page that was asked for, or that the form was on."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    to_sign_in = redirect_to_login(back, login_url)
    return go(request, to_sign_in.url) if getattr(request, "htmx", False) else to_sign_in


def send_code(request: HttpRequest, email: str) -> None:
    """Email a code and let this browser's session wait for it; earlier codes of the session stop working.

    ``email`` in small letters. Whether anybody has the address is never said: the same happens either way, as
    far as it can be seen. DomainError when there were too many or mail does not go out; the session is then
    as it was.
    """
    try:
        if not ratelimit.consume(request, action="request_login_code", key=email):
            raise DomainError(TOO_MANY)
        person = Person.objects.filter(email=email, is_active=True).first()
        if person is None:
            _knock(email)
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)
    except (OSError, smtplib.SMTPException, RedisError) as error:
        log.warning("sign_in.code_not_sent", error=type(error).__name__)
        raise DomainError(CANNOT_SEND) from error


def pending(request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """The sign-in that this browser's session waits to finish, unless it has run out."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def may_try(request: HttpRequest, process: LoginCodeVerificationProcess) -> bool:
    """Whether one more code may be tried. Counted outside the session, where parallel tries cannot hide.

    DomainError when that cannot be counted: without Valkey nobody signs in.
    """
    key = f"{process.state['email']}:{process.state['at']}"
    try:
        return bool(ratelimit.consume(request, action="enter_code", key=key))
    except (OSError, RedisError) as error:
        log.warning("sign_in.tries_not_counted", error=type(error).__name__)
        raise DomainError(
            "We could not check the code just now. It still works: try again in a minute."
        ) from error


def next_address(request: HttpRequest) -> str:
    """Where somebody wanted to go when they were asked to sign in, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if _is_here(request, wanted) else ""


def _page_before(request: HttpRequest) -> str:
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not _is_here(request, before):
        return "/"
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_here(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _knock(email: str) -> None:
    """Write and address a message as for somebody we know, and send it to nobody."""
    sign_in_code(to=email, code="000000", minutes=MINUTES).message().as_bytes()
    connection = get_connection()
    if isinstance(connection, SmtpBackend):
        connection.open()
        connection.close()
