"""What is the same on every phone of a room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.template.loader import render_to_string

from awayday.rules.phone_words import line_of
from awayday.services.now import Now
from awayday.views.places import address
from pairing.views.choosing_links import Links


@dataclass(frozen=True)
class Shared:
    """Made once, and not once for each phone."""

    now: Now
    links: Links

    def address(self, name: str, *more: object) -> str:
        awayday = self.now.awayday
        return address(name, awayday.organisation, awayday.team, self.now.cycle.number, *more)

    @cached_property
    def phone(self) -> str:
        return self.address("phone")

    @cached_property
    def arrival(self) -> str:
        return self.address("arrive")

    @cached_property
    def offer(self) -> str:
        return self.address("offer_lesson")

    @cached_property
    def wall(self) -> str:
        return self.address("board")

    @cached_property
    def first_session(self) -> tuple[str, str]:
        """Of its page and of its calendar file."""
        return self.address("first_session"), self.address("first_session_file")

    @cached_property
    def line(self) -> str:
        """How far the room is, in words."""
        now = self.now
        return line_of(
            now.stage,
            here=len(now.here),
            expected=len(now.expected),
            pairs=len(now.room.pairs),
            choosing=len(now.room.still_choosing),
        )

    @cached_property
    def line_html(self) -> str:
        return part_of_phone("line", {"line": self.line, "wall_address": self.wall})

    @cached_property
    def taking_part(self) -> frozenset[UUID]:
        return frozenset(entry.leader_id for entry in self.now.room.taking_part)


def part_of_phone(name: str, context: dict[str, object]) -> str:
    return render_to_string(f"awayday/_phone_{name}.html", {**context, "swapped": True})
