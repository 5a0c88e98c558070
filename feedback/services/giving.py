"""What a giver writes: drafts, the answer, and “not this time”. Nothing of it goes into the audit trail,
which the organisation reads.

In the scope of the giver: signed in as the leader who was asked, or with the link (tenancy.scope).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from coachingpairs.errors import DomainError, said_as
from cycles.rules.notes import Outcome, fingerprint, settle
from feedback.models import Answer, Draft, Request
from feedback.rules.answers import Said, from_text, to_text
from feedback.services.holding import hold
from feedback.services.telling import tell_of_answer

OVER = "It is closed now: nothing more can be written or changed."
ANSWERED = "You have answered. Take your answer back first if you would rather say nothing."
WHEN_OVER = {"feedback_while_open": OVER, "written_while_under_way": OVER}


class ItIsOver(DomainError):
    """Nothing can be written any more."""


class WrittenElsewhere(DomainError):
    """The giver has written something else in another window since this one was shown: ``stands``."""

    def __init__(self, stands: str) -> None:
        super().__init__("You have written something else in another window or on another device.")
        self.text = stands
        self.stands: Said = from_text(stands)


@dataclass(frozen=True)
class Written:
    """What a giver has written, as texts of rules.answers; empty where there is nothing."""

    draft: str = ""
    answer: str = ""

    @property
    def newest(self) -> str:
        """What they go on writing."""
        return self.draft or self.answer

    @property
    def seen(self) -> str:
        """What a page that shows it remembers of it."""
        return fingerprint(self.newest)

    @property
    def said(self) -> Said | None:
        return from_text(self.newest) if self.newest else None


def written_by(request: Request) -> Written:
    """By the giver of that request. Two queries."""
    draft, answer = (model.objects.filter(request=request).first() for model in (Draft, Answer))
    return Written(draft.said if draft else "", answer.said if answer else "")


def save_draft(*, request: Request, said: Said, seen: str, at: dt.datetime) -> Written:
    """Keep what is typed so far; nothing that is not typed is kept, and nothing is lost by it.

    ``seen``: the fingerprint of what the page had shown. Raises ItIsOver and WrittenElsewhere.
    """
    with _writing(request, at):
        written = written_by(request)
        text = to_text(said)
        if not said.is_typed or settle(seen=seen, text=text, current=written.newest) == Outcome.KEEP:
            return written
        _require_seen(text, seen, written)
        if text == written.answer:
            Draft.objects.filter(request=request).delete()
            return Written(answer=text)
        _keep_draft(request, text, at)
        return Written(text, written.answer)


def send_answer(*, request: Request, said: Said, seen: str, at: dt.datetime) -> Answer:
    """The answer as whoever asked may read it; sent again, it takes the place of the one before.

    Raises ItIsOver, WrittenElsewhere, and DomainError for one without words.
    """
    if not said.is_typed:
        raise DomainError("Write a line or two before you send it.")
    with _writing(request, at):
        written = written_by(request)
        text = to_text(said)
        _require_seen(text, seen, written)
        Draft.objects.filter(request=request).delete()
        answer = Answer.objects.filter(request=request).first()
        if answer is None:
            answer = _first_answer(request, text, at)
        elif answer.said != text:
            answer.said, answer.changed_at = text, at
            answer.save()
        return answer


def take_answer_back(*, request: Request, at: dt.datetime) -> None:
    """Whoever asked does not read it any more; its words become the draft, unless there is a newer one."""
    with _writing(request, at):
        hold(request.asking_id, alone=False)
        written = written_by(request)
        if written.answer:
            Answer.objects.filter(request=request).delete()
            if not written.draft:
                _keep_draft(request, written.answer, at)


def decline(*, request: Request, at: dt.datetime) -> None:
    """“Not this time”, with nothing said why; what is drafted stays the giver's own."""
    with _writing(request, at) as current:
        if current.answered_at:
            raise DomainError(ANSWERED)
        if current.declined_at is None:
            Request.objects.filter(pk=request.pk).update(declined_at=at)


def come_back(*, request: Request, at: dt.datetime) -> None:
    """After all they would like to answer."""
    with _writing(request, at):
        Request.objects.filter(pk=request.pk, declined_at__isnull=False).update(declined_at=None)


@contextmanager
def _writing(request: Request, at: dt.datetime) -> Iterator[Request]:
    """Alone among the giver's own windows and while it is open; ItIsOver for everything else."""
    with said_as(WHEN_OVER, error=ItIsOver):
        found = Request.objects.standing().select_related("asking__cycle", "asking__leader")
        current = found.select_for_update(of=("self",)).filter(pk=request.pk).first()
        if current is None or not current.asking.is_open(at) or not current.asking.leader.is_active:
            raise ItIsOver(OVER)
        yield current


def _require_seen(text: str, seen: str, written: Written) -> None:
    """Whoever sends what an old page shows has not seen what stands now, even when they changed nothing.

    Where nothing stands there is nothing that they could have missed.
    """
    if written.newest and seen != written.seen and text != written.newest:
        raise WrittenElsewhere(written.newest)


def _keep_draft(request: Request, text: str, at: dt.datetime) -> None:
    Draft.objects.update_or_create(
        request=request,
        defaults={"said": text, "changed_at": at},
        create_defaults={"organisation_id": request.organisation_id, "said": text, "changed_at": at},
    )


def _first_answer(request: Request, text: str, at: dt.datetime) -> Answer:
    answer = Answer.objects.create(
        organisation_id=request.organisation_id, request=request, said=text, sent_at=at, changed_at=at
    )
    tell_of_answer(request=request, at=at)
    return answer
