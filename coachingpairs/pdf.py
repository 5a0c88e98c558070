"""PDFs by WeasyPrint, which needs Pango: without it the same page is shown to be printed by the browser."""

from __future__ import annotations

import logging
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse

VARIANT = "pdf/ua-1"
"""Tagged, so that it can be read aloud."""

HERE = "https://packaged.invalid"
"""Where documents think they are; nothing is ever fetched from there."""

NEEDS = "This server cannot make PDFs. Print this page instead; your browser can also save it as a PDF."


class CannotMakePdf(Exception):
    """The libraries that WeasyPrint leans on are not installed."""


class NotPackaged(Exception):
    """A document asked for something else than one of the application's own static files."""


class PdfResponse(SimpleTemplateResponse):
    """A template as a PDF, made once the view and its transaction are over.

    ``context`` holds plain data, nothing that would still ask the database. Where no PDF can be made the
    template itself is the answer, with ``hint`` saying so.
    """

    def __init__(self, template: str, context: dict[str, Any], *, filename: str) -> None:
        super().__init__(template, context, content_type="application/pdf")
        self.headers["Content-Disposition"] = f'inline; filename="{filename}"'

    @property
    def rendered_content(self) -> Any:
        context, template = self.context_data or {}, str(self.template_name)
        try:
            return render_pdf(render_to_string(template, context))
        except CannotMakePdf:
            self.headers["Content-Type"] = "text/html; charset=utf-8"
            del self.headers["Content-Disposition"]
            return render_to_string(template, {**context, "hint": NEEDS})


def render_pdf(html: str) -> bytes:
    """The document as PDF bytes. CannotMakePdf when Pango is missing. Half a second for a page or two."""
    try:
        from weasyprint import HTML
    except OSError as missing:
        raise CannotMakePdf from missing
    for chatty in ("weasyprint", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    document = HTML(string=html, base_url=HERE, url_fetcher=_fetcher())
    return bytes(document.write_pdf(pdf_variant=VARIANT))


def packaged_file(address: str) -> Path:
    """The application's own static file at that address; NotPackaged for any other address."""
    if not address.startswith(f"{HERE}{settings.STATIC_URL}"):
        raise NotPackaged(address)
    name = unquote(urlsplit(address).path).removeprefix(settings.STATIC_URL)
    try:
        # Collected, under its hashed name, in production; in the checkout else.
        found = finders.find(name) or (settings.STATIC_ROOT and staticfiles_storage.path(name))
    except SuspiciousOperation as outside:
        raise NotPackaged(address) from outside
    path = Path(str(found)) if found else None
    if path is None or not path.is_file():
        raise NotPackaged(address)
    return path


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class PackagedFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  WeasyPrint's signature
            path = packaged_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return PackagedFiles(fail_on_errors=True)
