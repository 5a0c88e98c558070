"""The words of looking again, for templates."""

from __future__ import annotations

from django import template

from feedback.rules import again as rules

register = template.Library()


@register.simple_tag
def how_is_it_now() -> str:
    return rules.QUESTION


@register.filter
def better_means(direction: str) -> str:
    return rules.what_better_means(direction)


@register.filter
def change_in_words(change: int | None) -> str:
    return rules.in_words(change)
