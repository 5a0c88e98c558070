"""The words of looking again, for templates."""

from __future__ import annotations

from django import template

from feedback.rules import again as rules
from feedback.rules.answers import OnTarget

register = template.Library()


@register.simple_tag
def how_is_it_now() -> str:
    return rules.QUESTION


@register.filter
def better_means(direction: str) -> str:
    return rules.what_better_means(direction)


@register.filter
def own_in_words(said: OnTarget) -> str:
    return rules.own_in_words(said)
