"""The page that a team's facilitators add to the guide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from coachingpairs.errors import DomainError
from cycles.models import HousePage
from cycles.models.guide import LONGEST_HOUSE_PAGE
from cycles.rules.notes import fingerprint, normal
from teams.audit import record
from teams.models import Person, Team

LONGEST_TITLE = 80
NEEDS_TITLE = "Give the page a title, for example “Rooms and times”."
NEEDS_TEXT = "Write something for the page."
TITLE_TOO_LONG = "Make the title 80 characters at most."
TOO_LONG = "This is longer than the page can hold. Shorten it to 6,000 characters."
LOOK_FIRST = "The page has been changed since you opened it. Look at it first."


class ChangedMeanwhile(DomainError):
    """Somebody has changed the page since it was shown; ``page`` is what stands there now, if any."""

    def __init__(self, page: HousePage | None) -> None:
        super().__init__(LOOK_FIRST)
        self.page = page


@dataclass(frozen=True)
class HouseText:
    """Title and text as somebody writes them."""

    title: str
    text: str

    def tidied(self) -> HouseText:
        return HouseText(" ".join(self.title.split()), normal(self.text).strip("\n"))


def house_page_of(team: Team) -> HousePage | None:
    """With the person who changed it last. One query."""
    return HousePage.objects.filter(team=team).select_related("changed_by").first()


def seen_as(page: HousePage | None) -> str:
    """Stands in a form for the page it was shown with."""
    return fingerprint(f"{page.title}\n{page.text}") if page else ""


@transaction.atomic
def write_house_page(
    *, team: Team, title: str, text: str, seen: str, by: Person, at: dt.datetime
) -> HousePage:
    """Add the team's page or change it; ``seen`` is what ``seen_as`` said of the page that was shown.

    The same again changes nothing. DomainError for what is empty or too long; ChangedMeanwhile when it is not
    the page that was seen.
    """
    wanted = HouseText(title, text).tidied()
    if problem := title_problem(wanted.title) or text_problem(wanted.text):
        raise DomainError(problem)
    page = _hold(team)
    if page is not None and (page.title, page.text) == (wanted.title, wanted.text):
        return page
    if seen_as(page) != seen:
        raise ChangedMeanwhile(page)
    page = page or HousePage(organisation_id=team.organisation_id, team=team)
    page.title, page.text, page.changed_by, page.changed_at = wanted.title, wanted.text, by, at
    page.save()
    record("house page changed", organisation_id=team.organisation_id, by=by, team=team, subject_id=page.pk)
    return page


@transaction.atomic
def delete_house_page(*, team: Team, seen: str, by: Person) -> None:
    """Take the page away; nothing happens when there is none. ChangedMeanwhile unless it is the one seen."""
    page = _hold(team)
    if page is None:
        return
    if seen_as(page) != seen:
        raise ChangedMeanwhile(page)
    subject = page.pk
    page.delete()
    record("house page deleted", organisation_id=team.organisation_id, by=by, team=team, subject_id=subject)


def title_problem(title: str) -> str:
    """What is wrong with a tidied title, in a sentence, or ''."""
    if not title:
        return NEEDS_TITLE
    return TITLE_TOO_LONG if len(title) > LONGEST_TITLE else ""


def text_problem(text: str) -> str:
    """What is wrong with a tidied text, in a sentence, or ''."""
    if not text.strip():
        return NEEDS_TEXT
    return TOO_LONG if len(text) > LONGEST_HOUSE_PAGE else ""


def _hold(team: Team) -> HousePage | None:
    """One writer at a time per team, also while there is no page yet."""
    Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    return house_page_of(team)
