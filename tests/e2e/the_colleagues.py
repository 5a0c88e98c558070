"""Helen and whom she asks: browsers of their own for each, and the messages that really went out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from coachingpairs.mail.tasks import send_due_mail
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from cycles.rules.targets import Words
from cycles.services.targets import begin_target
from feedback.models import Asking
from tests.cycles.hands import as_
from tests.e2e.screens import DESK, PHONE, Screens
from tests.e2e.the_months import TheMonths

AMARA = "amara.okafor@northmere.example"
SIOBHAN = "siobhan.doyle@northmere.example"
HELEN = "helen.armitage@northmere.example"
MAREK = ("Marek Nowak", "marek@supplier.example")

SILENCE = "Wait two breaths before I answer the board"
NEWS = "Say the bad news on the day I hear it"
WHY = "My first chief executive never waited for me"
IN_MONTH_FIVE = dt.timedelta(days=135)


class TheColleagues(TheMonths):
    """Northmere in its third month, in which Helen has two targets and nobody has been asked about them."""

    def __init__(self, screens: Screens) -> None:
        cache.clear()
        super().__init__(screens)
        with as_(self.cast, "Helen"):
            for behaviour in (SILENCE, NEWS):
                begin_target(
                    cycle=self.cycle,
                    leader=self.cast.leader("Helen"),
                    words=Words("up", behaviour, why=WHY),
                    by=self.cast.person("Helen"),
                    at=timezone.now(),
                )

    def with_nothing(self, *, script: bool = True, size: dict[str, int] | None = None) -> Page:
        """A browser in which nobody is signed in."""
        return self.screens(size=size or PHONE, script=script)

    def follow(self, page: Page, address: str, subject: str) -> None:
        """The link of the newest message of that subject to that address, as one who has just got it."""
        page.goto(link_to(address, subject))
        assert "/f/" not in page.url

    def feedback(self, page: Page) -> Page:
        """The page of that name, by the way that home has to it."""
        page.goto(self.cast.base)
        page.get_by_role("link", name="Feedback", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Feedback")
        return page

    def answers(self, page: Page) -> Page:
        self.feedback(page)
        page.get_by_role("link", name=re.compile("Read the answers|What you asked$|^You asked ")).click()
        return page

    def settled(self) -> list[tuple[str, str]]:
        """What Helen's targets say and how they stand."""
        with as_(self.cast, "Helen"):
            return [
                (one.wordings.get(replaced_at=None).behaviour, one.state)
                for one in GrowthTarget.objects.order_by("slot")
            ]

    def asking(self) -> Asking:
        """The newest one."""
        with as_(self.cast, "Helen"):
            return Asking.objects.latest("asked_at")

    def go_to_month_five(self) -> None:
        self.cycle.starts_on = self.today - IN_MONTH_FIVE
        with scope(organisation=self.cast.organisation.pk):
            self.cycle.save()

    def desk(self, name: str) -> Page:
        """Signed in, with no page yet."""
        return self.screens(self.cast.person(name), size=DESK)


def link_to(address: str, subject: str) -> str:
    """The path of the link in the newest message of that subject, once what is due has gone out."""
    message = letter(address, subject)
    found = re.search(r"https?://\S+(/f/\S+)", str(message.body))
    assert found
    return urlsplit(found.group(1)).path


def letter(address: str, subject: str) -> mail.EmailMessage:
    send_due_mail()
    found = [one for one in mail.outbox if one.to == [address] and subject in one.subject]
    assert found, [(one.to, one.subject) for one in mail.outbox]
    return found[-1]


@contextmanager
def looked_around(page: Page) -> Iterator[None]:
    """A giver's page comes in this block, and has looked once whether something newer was written elsewhere.

    It does so a second after it has come. Until then it may load itself anew, as long as nobody types.
    """
    with page.expect_response("**/draft/"):
        yield


def autosave_says(page: Page) -> Locator:
    return page.locator("[data-autosave-says]")


def dead(page: Page, path: str) -> tuple[int, bytes]:
    """What a link answers, to a program that follows no redirect."""
    response = page.request.get(path, max_redirects=0, fail_on_status_code=False)
    return response.status, response.body()
