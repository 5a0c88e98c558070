"""What every page shares at the level of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme


class PrivatePages:
    """Pages are private by default: not kept by browsers or proxies, not embedded elsewhere.

    Static files are answered before this runs. A view may set its own Cache-Control.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request"])
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        return response


class Utf8Alone:
    """Browsers send forms in the encoding of the page, UTF-8. Under others Python decodes what is no text,
    half a character for example, which nothing can keep or show.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest("Forms are sent in UTF-8.")
        return self.get_response(request)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser on after a successful form: a redirect, followed by HTMX as a whole page.

    A 303 would make HTMX put the next page inside the form's target.
    """
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def came_from(request: HttpRequest) -> str:
    """The page of this site that ``back`` in the address or the form names, else ''."""
    back = request.POST.get("back") or request.GET.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def form_page(
    request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str = ""
) -> HttpResponse:
    """The template ``page``, or to HTMX the ``fragment`` alone; 422 for a form that was sent, not taken."""
    template = fragment if fragment and getattr(request, "htmx", False) else page
    return render(request, template, context, status=422 if request.method == "POST" else 200)
