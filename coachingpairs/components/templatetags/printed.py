"""Clasps on paper: colours and type stand as attributes, because print styles do not reach into an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

COLOURS = {
    1: ("#2a5cb8", "#ffffff"),
    2: ("#f2cb54", "#231a24"),
    3: ("#1b9aa3", "#1a1119"),
    4: ("#b2522a", "#ffffff"),
    5: ("#46105a", "#ffffff"),
    6: ("#9ccdf7", "#231a24"),
    7: ("#aea23a", "#231a24"),
    8: ("#f09a9a", "#231a24"),
    9: ("#3a4f60", "#ffffff"),
    10: ("#d3f2e6", "#231a24"),
    11: ("#774420", "#ffffff"),
    12: ("#9a92f0", "#231a24"),
}
"""Ground and letters of the twelve function colours, as in tokens.css."""

FIRST = ("M22,0H66C75,7 75,15 66,22C57,29 57,37 66,44H22A22,22 0 0 1 22,0Z", 36)
MIDDLE = ("M10,44C1,37 1,29 10,22C19,15 19,7 10,0H66C75,7 75,15 66,22C57,29 57,37 66,44Z", 38)
LAST = ("M54,44H10C1,37 1,29 10,22C19,15 19,7 10,0H54A22,22 0 0 1 54,44Z", 40)
STEP, WIDTH, GAP = 60, 76, 3


@register.simple_tag
def printed_clasp(functions: Sequence[Any]) -> SafeString:
    """Two parts of one form, or three for a trio, each in its function's colour with its code."""
    parts = []
    for index, function in enumerate(functions):
        shape, middle = FIRST if index == 0 else LAST if index == len(functions) - 1 else MIDDLE
        ground, letters = COLOURS[function.colour]
        parts.append((index * (STEP + GAP), shape, ground, middle, letters, function.code))
    width = (len(functions) - 1) * (STEP + GAP) + WIDTH + 2
    drawn = format_html_join(
        "",
        '<g transform="translate({} 0)"><path d="{}" fill="{}"/><text x="{}" y="28" text-anchor="middle" '
        'font-family="Figtree, Figtree Ext" font-weight="700" font-size="16" fill="{}">{}</text></g>',
        parts,
    )
    return format_html(
        '<svg class="p-clasp" aria-hidden="true" viewBox="-1 -1 {} 46" width="{}" height="46">{}</svg>',
        width,
        width,
        drawn,
    )
