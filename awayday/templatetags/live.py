"""Where a page gets its changes from."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coachingpairs.live.tickets import Viewer, issue

register = template.Library()


@register.simple_tag
def live_host(viewer: Viewer, renew: str, seen: str = "") -> SafeString:
    """The attributes with which a page listens; ``renew`` answers with a fresh ticket."""
    return format_html(
        ' data-live="/live/" data-live-ticket="{}" data-live-renew="{}" data-live-seen="{}"',
        issue(viewer),
        renew,
        seen,
    )
