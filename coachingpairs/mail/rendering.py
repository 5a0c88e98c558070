"""Turning a template and its context into the two texts of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse

_BLANK_LINES = re.compile(r"\n{3,}")
_SPACE_AT_LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)


def render_message(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Plain text and HTML of ``emails/<template>``, which extend ``emails/base``.

    Their context also has ``site_url``. Styles are written into the elements; links must be whole
    addresses (see ``address_of``). TemplateDoesNotExist when one of the twins is missing.
    """
    _rules, at_rules = _stylesheet()
    shared = {"site_url": settings.SITE_URL, "at_rules": at_rules, **context}
    html = _inliner().inline(render_to_string(f"emails/{template}.html", shared))
    return _plain(f"emails/{template}.txt", shared), html


def address_of(view_name: str, *args: object, **kwargs: object) -> str:
    """The whole address of a page, for links in messages."""
    return f"{settings.SITE_URL}{reverse(view_name, args=args or None, kwargs=kwargs or None)}"


def _plain(template: str, context: Mapping[str, Any]) -> str:
    """Without escaping: “Care & Support” is no entity in plain text."""
    written = Engine.get_default().get_template(template).render(Context(context, autoescape=False))
    return _BLANK_LINES.sub("\n\n", _SPACE_AT_LINE_END.sub("", written)).strip() + "\n"


@lru_cache(maxsize=1)
def _stylesheet() -> tuple[str, str]:
    """The plain rules of email.css, and its blocks for phones and the dark, which stay in the head."""
    css = (settings.BASE_DIR / "static" / "css" / "email.css").read_text(encoding="utf-8")
    rules, at_sign, at_rules = css.partition("\n@media")
    return rules, at_sign + at_rules


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    rules, _at_rules = _stylesheet()
    return css_inline.CSSInliner(extra_css=rules, load_remote_stylesheets=False)
