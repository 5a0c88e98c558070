"""Signing in and out: an address, the code that was sent there, and the way out."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from teams.access import open_to_all
from teams.forms.sign_in import AddressForm, CodeForm
from teams.sign_in import MINUTES, may_try, next_address, pending, send_code
from teams.views.opened_invitation import accept_opened

ADDRESS_KEY = "sign_in_address"
RUN_OUT = f"That code has run out: each works for {MINUTES} minutes. Ask for a new one."
TRIED_OUT = "That was not the code, and it was the third try. Ask for a new one."
NOT_THE_CODE = "This is not the code. Look for the newest message from us, and type all six figures."


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code there."""
    if request.user.is_authenticated:
        return redirect(next_address(request) or "home")
    if request.method != "POST":
        typed = "" if "another" in request.GET else request.session.get(ADDRESS_KEY, "")
        return _address_page(request, AddressForm(initial={"email": typed}))
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _address_page(request, form, status=422)
    email = form.cleaned_data["email"]
    waiting = pending(request)
    try:
        send_code(request, email)
    except DomainError as refusal:
        form.add_error("email", str(refusal))
        return _address_page(request, form, status=422)
    if waiting and waiting.state["email"] == email:
        messages.success(request, "A new code is on its way. The earlier one no longer works.")
    request.session[ADDRESS_KEY] = email
    return redirect(_with_next(request, "account_confirm_login_code"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent; three tries, in the browser that asked for it."""
    if request.user.is_authenticated:
        return redirect(next_address(request) or "home")
    process = pending(request)
    if process is None:
        if request.method == "POST":
            messages.warning(request, RUN_OUT)
        return redirect(_with_next(request, "account_login"))
    if request.method != "POST":
        return _code_page(request, CodeForm(), process)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, process, status=422)
    try:
        left = may_try(request, process)
    except DomainError as refusal:
        form.add_error("code", str(refusal))
        return _code_page(request, form, process, status=422)
    if left and compare_user_code(actual=form.cleaned_data["code"], expected=process.code):
        return _signed_in(request, process)
    return _not_the_code(request, form, process, may_go_on=left)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and ask the browser to forget the pages it kept."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method != "POST":
        return render(request, "account/sign_out.html")
    logout(request)
    messages.success(request, "You are signed out.")
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _signed_in(request: HttpRequest, process: LoginCodeVerificationProcess) -> HttpResponse:
    response: HttpResponse = process.finish(next_address(request) or None)
    if not request.user.is_authenticated:
        return response
    request.session.pop(ADDRESS_KEY, None)
    place = accept_opened(request)
    return redirect(place) if place else response


def _not_the_code(
    request: HttpRequest, form: CodeForm, process: LoginCodeVerificationProcess, *, may_go_on: bool
) -> HttpResponse:
    if process.record_invalid_attempt() and may_go_on:
        form.add_error("code", NOT_THE_CODE)
        return _code_page(request, form, process, status=422)
    process.abort()
    messages.warning(request, TRIED_OUT)
    return redirect(_with_next(request, "account_login"))


def _address_page(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    waiting = pending(request)
    context = {
        "form": form,
        "next": next_address(request),
        "code_address": _with_next(request, "account_confirm_login_code") if waiting else "",
        "waiting_for": waiting.state["email"] if waiting else "",
    }
    return render(request, "account/sign_in.html", context, status=status)


def _code_page(
    request: HttpRequest, form: CodeForm, process: LoginCodeVerificationProcess, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "email": process.state["email"],
        "minutes": MINUTES,
        "next": next_address(request),
        "another": _with_next(request, "account_login", another="1"),
    }
    return render(request, "account/enter_code.html", context, status=status)


def _with_next(request: HttpRequest, name: str, **more: str) -> str:
    """The address of a page that goes on to where this one would go on."""
    if wanted := next_address(request):
        more["next"] = wanted
    return f"{reverse(name)}?{urlencode(more, safe='/')}" if more else reverse(name)
