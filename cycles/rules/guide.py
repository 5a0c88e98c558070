"""The guide: its pages in order, and what the six months are for. DOMAIN.md, the months of a cycle.

The words of a page stand in ``templates/guide/<slug>.html``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cycles.rules.months import MONTHS, month_on, months_of
from cycles.rules.strip import month_name
from cycles.rules.words import day_and_month

THEMES = (
    "Settle in: how we work together, what we rate in each other",
    "Choose one or two things to grow, and whom to ask about them",
    "Bring the feedback, decide, plan a first try-out",
    "Try, look back, adjust",
    "Try again, at a meeting that matters",
    "What did we learn, what will we share, end well",
)


@dataclass(frozen=True)
class GuidedMonth:
    """A month's name, its first and last day in words, and what it is for."""

    name: str
    days: str
    theme: str


def guided_months(starts_on: dt.date) -> tuple[GuidedMonth, ...]:
    return tuple(
        GuidedMonth(
            month_name(month, starts_on),
            f"{day_and_month(month.first_day)} to {day_and_month(month.last_day)}",
            theme,
        )
        for month, theme in zip(months_of(starts_on), THEMES, strict=True)
    )


class Part(StrEnum):
    """The parts of the guide, as its contents head them."""

    START = "Start here"
    MONTHS = "The six months"
    PRACTICE = "How to be a good partner"


@dataclass(frozen=True)
class Place:
    """Where something is done: the name of the page's address, and the words of a link to it."""

    page: str
    words: str


@dataclass(frozen=True)
class GuidePage:
    """One page: ``line`` says in a sentence what it is about; ``month`` is 1 to 6 for those of a month."""

    slug: str
    title: str
    line: str
    part: Part
    month: int | None = None
    done_at: tuple[Place, ...] = ()

    @property
    def heading(self) -> str:
        """“Month 2: choose what to grow”."""
        if self.month is None:
            return self.title
        return f"Month {self.month}: {self.title[0].lower()}{self.title[1:]}"

    @property
    def template(self) -> str:
        return f"guide/{self.slug}.html"


AGREEMENT = Place("cycles:agreement", "Write down how you work together")
STRENGTHS = Place("cycles:strengths", "Say what you rate in your partner")
TARGETS = Place("cycles:targets", "Your growth targets")
TRY_OUTS = Place("cycles:targets", "Your targets and try-outs")
PLAN = Place("cycles:plan", "Plan your hours")
LOOK_AGAIN = Place("feedback:feedback", "Ask your colleagues to look again")
LESSONS = Place("cycles:lessons", "Write down a lesson")

PAGES = (
    GuidePage(
        "what-it-is",
        "What Coaching Pairs is",
        "Six ideas that hold the six months together, and what stays private.",
        Part.START,
    ),
    GuidePage(
        "month-1",
        "Settle in",
        "Say how you want to work together, and what you rate in each other.",
        Part.MONTHS,
        1,
        (AGREEMENT, STRENGTHS, PLAN),
    ),
    GuidePage(
        "month-2",
        "Choose what to grow",
        "Put one or two behaviours into words, and decide whom to ask.",
        Part.MONTHS,
        2,
        (TARGETS,),
    ),
    GuidePage(
        "month-3",
        "Decide, and plan a first try-out",
        "Read what people said, settle your target, pick an occasion.",
        Part.MONTHS,
        3,
        (TRY_OUTS,),
    ),
    GuidePage(
        "month-4",
        "Try, look back, adjust",
        "Tell each other what happened, and make the next one easier.",
        Part.MONTHS,
        4,
        (TRY_OUTS,),
    ),
    GuidePage(
        "month-5",
        "Take it to a meeting that matters",
        "Rehearse the hardest minute aloud, then go and do it.",
        Part.MONTHS,
        5,
        (TRY_OUTS, LOOK_AGAIN),
    ),
    GuidePage(
        "month-6",
        "End well",
        "See what has changed, find the lesson in it, thank each other.",
        Part.MONTHS,
        6,
        (LESSONS, TARGETS, STRENGTHS),
    ),
    GuidePage(
        "listening",
        "Listening",
        "How to stay out of the way while somebody thinks.",
        Part.PRACTICE,
    ),
    GuidePage(
        "questions",
        "Asking questions",
        "Short, open, one at a time, and without advice in disguise.",
        Part.PRACTICE,
    ),
    GuidePage(
        "feedback",
        "Asking for feedback, and giving it",
        "Something small, something seen, and what it did.",
        Part.PRACTICE,
    ),
    GuidePage(
        "trios",
        "When there are three of you",
        "Three thirds, three parts to play, and one rule more.",
        Part.PRACTICE,
    ),
)
BY_SLUG = {page.slug: page for page in PAGES}
FIRST = PAGES[0]
OF_MONTH = {page.month: page for page in PAGES if page.month is not None}


def page_on(starts_on: dt.date, today: dt.date) -> GuidePage:
    """The page of the month that ``today`` falls into: the first before the start, the last after the end."""
    month = month_on(starts_on, today)
    if month is None:
        return OF_MONTH[1 if today < starts_on else MONTHS]
    return OF_MONTH[month.number]


def label_on(starts_on: dt.date, today: dt.date) -> str:
    """What stands above that page: “This month”, or where it lies when today is in none of the six."""
    if month_on(starts_on, today):
        return "This month"
    return f"From {day_and_month(starts_on)} on" if today < starts_on else "The last month"


def parts() -> tuple[tuple[Part, tuple[GuidePage, ...]], ...]:
    """The contents: each part with its pages."""
    return tuple((part, tuple(page for page in PAGES if page.part == part)) for part in Part)


def neighbours(page: GuidePage) -> tuple[GuidePage | None, GuidePage | None]:
    """The pages before and after it."""
    place = PAGES.index(page)
    before = PAGES[place - 1] if place else None
    return before, PAGES[place + 1] if place + 1 < len(PAGES) else None
