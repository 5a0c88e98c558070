"""Template tags for the design's components; builtins, so templates need no load."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; words stand beside it, so it is hidden from screen readers."""
    css = "icon icon--l" if size == "l" else "icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def mark() -> SafeString:
    return SafeString('<svg class="mark" viewBox="0 0 66 40" aria-hidden="true"><use href="#mark"/></svg>')


@register.simple_tag
def session_mark(planned: bool = False) -> SafeString:
    return format_html(
        '<svg class="session" viewBox="-1 -1 68 42" aria-hidden="true"><use href="#{}"/></svg>',
        "mark-open" if planned else "mark",
    )


@register.simple_tag
def token(function: Any, half: str = "a", size: str = "", rest: bool = False) -> SafeString:
    """Half a clasp in the function's colour with its code; ``half`` a or b, ``size`` s or l.

    A leader without a function gets a resting token with a dash.
    """
    colour, code, name = (
        (function.colour, function.code, function.name) if function else (9, "–", "No function yet")
    )
    classes = ["token", f"fn-{colour}"]
    classes += ["token--b"] * (half == "b") + [f"token--{size}"] * bool(size)
    classes += ["token--rest"] * (rest or not function)
    return format_html(
        '<span class="{}"><svg aria-hidden="true"><use href="#half-{}"/></svg>'
        '<abbr class="token__code" title="{}">{}</abbr></span>',
        " ".join(classes),
        half,
        name,
        code,
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, reader: str = "", optional: bool = False) -> dict[str, Any]:
    """Label, who will read it, hint, error and control of one form field, in that order."""
    described = [
        part for part, there in ((f"{bound.id_for_label}-hint", bound.help_text or reader),) if there
    ]
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
        bound.field.widget.attrs["aria-invalid"] = "true"
    if described:
        bound.field.widget.attrs["aria-describedby"] = " ".join(described)
    if "class" not in bound.field.widget.attrs:
        bound.field.widget.attrs["class"] = "input"
    return {"field": bound, "reader": reader, "optional": optional}


@register.inclusion_tag("components/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What to put right, above the form, with links to the fields."""
    return {"form": form}


@register.filter
def long_date(day: dt.date) -> str:
    """“Thursday 26 November”; with the year when it is not this one's neighbour."""
    return f"{day:%A} {day.day} {day:%B}"


@register.filter
def full_date(day: dt.date) -> str:
    """“26 November 2026”."""
    return f"{day.day} {day:%B %Y}"


@register.filter
def plain_date(day: dt.date) -> str:
    """“26 November”."""
    return f"{day.day} {day:%B}"


@register.filter
def in_words(number: int) -> str:
    """Numbers up to twelve as words, as prose has them."""
    words = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return words[number] if 0 <= number < len(words) else str(number)


@register.filter
def sentence(text: str) -> str:
    return capfirst(text)
