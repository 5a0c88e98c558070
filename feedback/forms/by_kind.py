"""Which form a giver fills in: that of the asking's kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from django.forms.utils import ErrorDict
from django.http import QueryDict

from feedback.forms.again import AgainForm
from feedback.forms.giving import FirstForm
from feedback.models import AskedTarget, Asking
from feedback.rules.answers import Said


class GiverForm(Protocol):
    """Valid when it may be sent; ``draft`` is whatever is typed, ``said`` what is sent."""

    @property
    def draft(self) -> Said: ...

    @property
    def said(self) -> Said: ...

    @property
    def errors(self) -> ErrorDict: ...

    def is_valid(self) -> bool: ...


FIELDS = {
    Asking.Kind.FIRST.value: "feedback/_give_first.html",
    Asking.Kind.AGAIN.value: "feedback/_give_again.html",
}
"""The template of the form's fields."""

OWN = {
    Asking.Kind.FIRST.value: "feedback/_own_first.html",
    Asking.Kind.AGAIN.value: "feedback/_own_again.html",
}
"""The template of what somebody has written, to be read."""


def form_for(
    asking: Asking, targets: Sequence[AskedTarget], *, said: Said | None, data: Any = None
) -> GiverForm:
    """``said`` is what had been written."""
    about: dict[str, Any] = {"targets": targets, "called": asking.leader.called, "said": said}
    if asking.kind == Asking.Kind.AGAIN:
        return AgainForm(data, **about)
    return FirstForm(data, **about)


WORDS = re.compile(r"else_|keep|(noticed|next)_\d")
"""Names of the fields, of whichever kind, in which a giver writes."""


def words_in(data: QueryDict) -> list[str]:
    """What a giver has typed, field by field, where nobody knows any more what was asked."""
    typed = (str(text) for name, text in data.items() if WORDS.fullmatch(name))
    return [text for text in typed if text.strip()]


UNKEEPABLE = frozenset({"max_length", "null_characters_not_allowed"})


def unkeepable(form: GiverForm) -> str:
    """Why it cannot be kept, not even as a draft: a text is too long, or has characters that are none.

    From then on the form says nothing else: a draft may be without what is needed to send it.
    """
    problems: list[str] = []
    for name, errors in form.errors.as_data().items():
        found = [sentence for error in errors if error.code in UNKEEPABLE for sentence in error.messages]
        if not found:
            del form.errors[name]
        problems += found
    return problems[0] if problems else ""
