"""Living through an asking: people ask, answer, decline; beat closes and reminds, and the worker sends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message as RawMessage
from typing import Any

from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from feedback.models import Asking, Request
from feedback.rules.answers import First
from feedback.services.asking import ask_colleagues
from feedback.services.closing import close_what_is_over
from feedback.services.giving import decline, send_answer, take_answer_back, written_by
from feedback.services.reminding import nudge_giver, plan_reminders
from feedback.services.thanking import send_thanks
from tests.cycles.reminding import first_name
from tests.cycles.time_travel import Life

UNTIL = dt.date(2026, 12, 4)
"""A Friday, a fortnight after made.NOW."""
BO = ("Bo Fields", "bo.fields@elsewhere.example")


@dataclass
class AskingLife(Life):
    """One leader asks, Helen if not said otherwise. ``sent`` has only what comes of that."""

    target: GrowthTarget | None = None
    asker: str = "Helen"
    asking: Asking | None = None

    def ask(self, at: dt.datetime) -> None:
        self._set(at)
        outgoing.outbox.clear()
        close_what_is_over(at=at)
        plan_reminders(at=at)
        send_due(at=at)
        local = at.astimezone(self.cycle.zone)
        self.sent += sorted(
            f"{local:%a %d %b %H:%M} {first_name(message)}: {message.subject}"  # type: ignore[arg-type]
            for message in outgoing.outbox
        )

    def go_to(self, when: str) -> dt.datetime:
        """The clock shows that local time."""
        at = self.moment(when)
        self._set(at)
        return at

    def puts_question(
        self,
        *names: str,
        at: str = "2026-11-20 14:05",
        others: Sequence[tuple[str, str]] = (),
        until: dt.date = UNTIL,
        **more: Any,
    ) -> Asking:
        assert self.target
        now = self.go_to(at)
        with self.as_(self.asker):
            self.asking = ask_colleagues(
                cycle=self.cycle,
                leader=self.cast.leader(self.asker),
                by=self.cast.person(self.asker),
                at=now,
                targets=[self.target.pk],
                givers=[self.cast.leader(name) for name in names],
                others=others,
                closes_on=until,
                **more,
            )
        return self.asking

    def request_to(self, name: str) -> Request:
        """As whoever asked sees it; somebody outside by their own name."""
        with self.as_(self.asker):
            asked = Request.objects.select_related("giver", "asking__cycle").filter(asking=self.asking)
            return next(one for one in asked if one.giver_called == name)

    def answers(self, name: str, at: str, words: str = "Yes") -> None:
        """By link, whoever it is."""
        request, now = self.request_to(name), self.go_to(at)
        with scope(organisation=self.cast.organisation.pk, link=request.pk):
            own = Request.objects.select_related("asking__cycle").get(pk=request.pk)
            said = First(right="both", else_=words)
            send_answer(request=own, said=said, seen=written_by(own).seen, at=now)

    def takes_answer_back(self, name: str, at: str) -> None:
        request, now = self.request_to(name), self.go_to(at)
        with scope(organisation=self.cast.organisation.pk, link=request.pk):
            take_answer_back(request=request, at=now)

    def declines(self, name: str, at: str) -> None:
        request, now = self.request_to(name), self.go_to(at)
        with scope(organisation=self.cast.organisation.pk, link=request.pk):
            decline(request=request, at=now)

    def reminds(self, name: str, at: str, words: str = "It would help me") -> None:
        request, now = self.request_to(name), self.go_to(at)
        with self.as_(self.asker):
            nudge_giver(request=request, words=words, by=self.cast.person(self.asker), at=now)

    def thanks(self, at: str, words: str = "Thank you") -> None:
        now = self.go_to(at)
        with self.as_(self.asker):
            asking = Asking.objects.select_related("cycle").get(pk=self.asking.pk)  # type: ignore[union-attr]
            send_thanks(
                asking=asking,
                leader=self.cast.leader(self.asker),
                words=words,
                by=self.cast.person(self.asker),
                at=now,
            )

    def rows(self, kind: str) -> list[tuple[str, str]]:
        """Period and state of what the outbox has of a kind."""
        with scope(organisation=self.cast.organisation.pk):
            rows = OutgoingMail.objects.filter(kind=kind).order_by("due_at", "recipient_id")
            return list(rows.values_list("period", "state"))


def everything_in(email: EmailMultiAlternatives) -> str:
    """Headers and all parts, as text."""
    raw: RawMessage = email.message()
    parts: list[Any] = [part.get_payload(decode=True) for part in raw.walk() if not part.is_multipart()]
    headers = [f"{name}: {value}" for part in raw.walk() for name, value in part.items()]
    return "\n".join([*headers, *(part.decode() for part in parts)])


def token_in(email: EmailMultiAlternatives) -> str:
    """The one token of its link."""
    (token,) = set[str](re.findall(r"/f/([0-9a-f]{32}\.[\w-]+)/", everything_in(email)))
    return token
