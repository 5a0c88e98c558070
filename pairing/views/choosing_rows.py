"""The rows of the list of colleagues: as HTML, and as what has changed between two lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pairing.services.own_list import Row

KEPT = 8192
"""Rows kept as HTML in a process: several for each of a thousand colleagues."""

Rows = Sequence[Row]


class RendersRow(Protocol):
    """The row as HTML; ``swapped`` takes the place of the one that stands on the page."""

    def __call__(self, row: Row, *, swapped: bool = False) -> SafeString: ...


@lru_cache(maxsize=KEPT)
def render_row(row: Row, *, swapped: bool = False) -> SafeString:
    html: SafeString = render_to_string("pairing/_choosing_row.html", {"row": row, "swapped": swapped})
    return html


def render_rows(before: Rows, after: Rows, *, seen: str, row: RendersRow = render_row) -> str:
    """What brings a page that shows ``before`` to ``after``; ``seen`` is what it shows then.

    Somebody who cannot be asked any more keeps their place, so that nothing moves under a thumb; whoever can
    be asked again comes last.
    """
    was, now = {one.leader_id: one for one in before}, {one.leader_id: one for one in after}
    changed = [one for one in after if was.get(one.leader_id) != one]
    gone = [one for leader, one in was.items() if leader not in now]
    parts = [*_gone(one.leader_id for one in gone)]
    for one in changed:
        parts += _changed(was.get(one.leader_id), one, row)
    # Only what differs is counted: a room of 300 phones has 90,000 rows.
    stood = [was[one.leader_id] for one in changed if one.leader_id in was]
    if _offered([*stood, *gone]) != _offered(changed):
        parts.append(f'<span class="eyebrow" id="can-count" hx-swap-oob="true">{count_of(after)}</span>')
    parts.append(f'<span id="live-seen" data-live-seen="{seen}" hidden hx-swap-oob="true"></span>')
    return "".join(parts)


def count_of(rows: Rows) -> str:
    """“1 person”, “12 people”."""
    offered = _offered(rows)
    return f"{offered} {'person' if offered == 1 else 'people'}"


def _offered(rows: Rows) -> int:
    return sum(not one.why for one in rows)


def _changed(before: Row | None, after: Row, row: RendersRow) -> list[str]:
    """Without a change of list it is exchanged where it stands."""
    if before is not None and (after.why or not before.why):
        return [row(after, swapped=True)]
    where = "cannot-list" if after.why else "can-list"
    gone = [] if before is None else _gone([after.leader_id])
    return [*gone, format_html('<ul hx-swap-oob="beforeend:#{}">{}</ul>', where, row(after))]


def _gone(leaders: Iterable[str]) -> list[str]:
    return [format_html('<li id="c-{}" hx-swap-oob="delete"></li>', leader) for leader in leaders]
