"""Those parts of a phone that are new to it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import format_html

from awayday.views.phone_page import Phone, PhoneShown
from awayday.views.phone_shared import part_of_phone
from pairing.views.choosing_live import update


def brought_up_to_date(phone: Phone, had: PhoneShown | str | None) -> list[str]:
    """The parts to swap so that a phone that shows ``had`` shows ``phone``; none when it does already.

    The line, the same for all, comes by itself; rows alone when nothing but whom one can ask has changed.
    """
    shown = phone.shown
    if had == shown:
        return []
    known = had if isinstance(had, PhoneShown) else None
    line = [] if known and known.line == shown.line else [phone.shared.line_html]
    if had == shown.seen or (known and known.seen == shown.seen):
        return line
    parts = _within_the_frame(phone, known) if known and known.frame == shown.frame else _whole(phone)
    return [*line, "".join([*parts, _seen(phone)])]


def _whole(phone: Phone) -> list[str]:
    context = {"phone": phone}
    return [render_to_string("awayday/_phone_swap.html", context)]


def _within_the_frame(phone: Phone, had: PhoneShown) -> list[str]:
    """Nobody who is typing loses a word when the wall goes on to the next lesson."""
    parts = []
    if had.lesson != phone.shown.lesson:
        parts.append(part_of_phone("lesson", {"phone": phone}))
    if phone.page:
        parts.append(update(phone.page, had.choosing, phone.shown.choosing))
    return parts


def _seen(phone: Phone) -> str:
    return format_html(
        '<input type="hidden" id="phone-seen" name="seen" value="{0}" data-live-seen="{0}" '
        'hx-swap-oob="true">',
        phone.seen,
    )
