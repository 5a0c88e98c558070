"""What whoever asked reads: the answers they may see, beside what was asked and what they work on now.

The database shows no more than that (migrations/0002). Nothing of it goes into the audit trail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError, said_as
from cycles.models import Cycle, GrowthTarget, Pair, TargetWording
from cycles.rules import targets as target_rules
from cycles.rules.notes import normal
from cycles.rules.words import listed
from cycles.services.notes import WrittenNote
from cycles.services.own_text import is_to_write
from cycles.services.pairs import ShownPair, shown_pairs
from feedback.models import Answer, AskedTarget, Asking, Reading, Request, Share, Thanks
from feedback.rules import reading as rules
from feedback.rules.answers import First, Said, from_text
from feedback.rules.reading import Part
from teams.models import Leader, Person

ONLY_YOU = "Only whoever asked can do that."
CLOSED_NOW = "The cycle has just been closed."
NOTE_CHANGED = "You changed this note elsewhere meanwhile. Save again to keep this version."


@dataclass(frozen=True)
class AskedNow:
    """A target as it was asked about, and how it says and stands now; ``now`` is None once it is gone."""

    asked: AskedTarget
    target: GrowthTarget | None
    now: TargetWording | None

    @property
    def state(self) -> str:
        return target_rules.WORDS[self.target.state] if self.target else "Not kept any more"

    @property
    def has_changed(self) -> bool:
        """It says something else than what was asked."""
        asked, now = self.asked, self.now
        return now is not None and (now.direction, now.behaviour, now.differently) != (
            asked.direction,
            asked.behaviour,
            asked.differently,
        )


@dataclass(frozen=True)
class Given:
    """What one giver said, as their reader sees it; ``is_new`` since they last read."""

    request: Request
    answer: Answer
    said: Said
    parts: tuple[Part, ...]
    """The questions with what was said to each; looking again, target by target."""
    is_new: bool
    is_shared: bool


@dataclass(frozen=True)
class Question:
    """One question with all answers to it side by side."""

    words: str
    answers: tuple[tuple[Given, Part], ...]

    @property
    def said(self) -> tuple[tuple[Given, Part], ...]:
        """Without those who left it out."""
        return tuple((given, part) for given, part in self.answers if part.said)

    @property
    def left_out(self) -> str:
        """“Amara and Joanna”, or ''."""
        return listed([given.request.giver_called for given, part in self.answers if not part.said])


@dataclass(frozen=True)
class ReadAsking:
    """An asking as whoever asked reads it. ``own`` is the pair they are in, in its cycle, if they are."""

    asking: Asking
    targets: tuple[AskedNow, ...]
    answers: tuple[Given, ...]
    """In the order in which they came; none that may not be read yet."""
    asked: int
    answered: int
    waiting: int
    own: ShownPair | None
    leader: Leader
    reading: Reading | None
    thanks: Thanks | None
    is_open: bool

    @property
    def may_read(self) -> bool:
        asking = self.asking
        is_over = asking.closed_at is not None or asking.cycle.stage == Cycle.Stage.CLOSED
        return asking.reveal == Asking.Reveal.COME or is_over

    @property
    def opens_on(self) -> dt.date:
        """The day after the last on which one can answer."""
        return self.asking.last_day(self.asking.cycle) + dt.timedelta(days=1)

    @property
    def partners(self) -> str:
        """“Priya”, “Priya and Idris”, or ''."""
        return self.own.partner_names(self.leader) if self.own else ""

    @property
    def readers(self) -> str:
        """Of an answer that is shared."""
        return self.own.readers(self.leader) if self.own else "Only you"

    @property
    def has_shared(self) -> bool:
        return any(given.is_shared for given in self.answers)

    @property
    def can_share(self) -> bool:
        return self.own is not None and self.asking.cycle.is_under_way

    @property
    def in_numbers(self) -> str:
        """“4 asked, 3 answers in”."""
        return rules.in_numbers(self.asked, self.answered)

    @property
    def can_thank(self) -> bool:
        """Somebody has answered, and nobody may any more."""
        return self.thanks is None and bool(self.answered) and not (self.is_open and self.waiting)

    @property
    def new(self) -> int:
        return sum(given.is_new for given in self.answers)

    @property
    def newest(self) -> dt.datetime | None:
        return max((given.answer.changed_at for given in self.answers), default=None)

    @property
    def note(self) -> str:
        return self.reading.note if self.reading else ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those of a first asking, the same for everybody."""
        columns = [[(given, part) for part in given.parts] for given in self.answers]
        rows = zip(*columns, strict=True)
        return tuple(Question(row[0][1].question, row) for row in rows)


def read_asking(asking: Asking, leader: Leader, *, at: dt.datetime) -> ReadAsking:
    """All of it; ``asking.cycle`` is loaded. As many queries for five answers as for none."""
    targets = asked_now(asking)
    requests = list(Request.objects.standing().filter(asking=asking).select_related("giver"))
    reading = Reading.objects.filter(asking=asking).first()
    own = own_pair(asking.cycle, leader)
    return ReadAsking(
        asking=asking,
        targets=targets,
        answers=tuple(_given(requests, reading, own, [one.asked for one in targets])),
        asked=len(requests),
        answered=sum(one.answered_at is not None for one in requests),
        waiting=sum(one.answered_at is None and one.declined_at is None for one in requests),
        own=own,
        leader=leader,
        reading=reading,
        thanks=Thanks.objects.filter(asking=asking).first(),
        is_open=asking.is_open(at),
    )


def asked_now(asking: Asking) -> tuple[AskedNow, ...]:
    """What was asked about, and how it says now. Two queries."""
    asked = list(AskedTarget.objects.filter(asking=asking).select_related("target"))
    standing = {
        wording.target_id: wording
        for wording in TargetWording.objects.standing().filter(target__in=[one.target_id for one in asked])
    }
    return tuple(
        AskedNow(one, one.target, standing.get(one.target_id) if one.target_id else None) for one in asked
    )


def own_pair(cycle: Cycle, leader: Leader) -> ShownPair | None:
    """The pair the leader is in, in that cycle, under way or closed. Two queries."""
    pairs = Pair.objects.active().filter(cycle=cycle, members__leader=leader, members__left_at=None)
    shown = shown_pairs(pairs.select_related("cycle"))
    return next((one for one in shown if one.partners_of(leader)), None)


@transaction.atomic
def mark_read(*, asking: Asking, leader: Leader, shown: dt.datetime, by: Person) -> None:
    """The leader has had before their eyes what was written up to ``shown``; later answers stay new."""
    require_asker(asking, leader, by)
    written = Answer.objects.filter(request__asking=asking).values_list("changed_at", flat=True)
    reading = _held_reading(asking)
    upto = rules.read_up_to(shown, written=written, before=reading.read_at)
    if upto != reading.read_at:
        reading.read_at = upto
        reading.save(update_fields=["read_at"])


@transaction.atomic
def keep_note(*, asking: Asking, leader: Leader, note: WrittenNote, by: Person) -> None:
    """The note to self, given what its writer had been shown of it.

    DomainError when it is too long or the cycle not under way, ChangedMeanwhile when another page of
    theirs has changed it.
    """
    require_asker(asking, leader, by)
    if not asking.cycle.is_under_way:
        raise DomainError(f"Cycle {asking.cycle.number} is over, so this can be read but not changed.")
    if len(normal(note.text)) > rules.LONGEST_NOTE:
        raise DomainError("Make it 10,000 letters at most.")
    reading = _held_reading(asking)
    if is_to_write(note.text, seen=note.seen, current=reading.note, clash=NOTE_CHANGED):
        reading.note = normal(note.text)
        with said_as({"written_while_under_way": CLOSED_NOW}):
            reading.save(update_fields=["note"])


def require_asker(asking: Asking, leader: Leader, by: Person) -> None:
    """DomainError for anybody but whoever asked."""
    if leader.person_id != by.pk or asking.leader_id != leader.pk:
        raise DomainError(ONLY_YOU)


def parts_of(said: Said, asked: Sequence[AskedTarget]) -> tuple[Part, ...]:
    """What was said, question by question."""
    if isinstance(said, First):
        return rules.parts_of(said, about=len(asked))
    return rules.parts_again(said, behaviours=[one.behaviour for one in asked])


def _held_reading(asking: Asking) -> Reading:
    """Locked: two pages of the same reader write one after the other."""
    Reading.objects.get_or_create(organisation_id=asking.organisation_id, asking=asking)
    return Reading.objects.select_for_update(no_key=True).get(asking=asking)


def _given(
    requests: Iterable[Request], reading: Reading | None, own: ShownPair | None, asked: Sequence[AskedTarget]
) -> list[Given]:
    """Two queries."""
    by_id = {request.pk: request for request in requests}
    answers = list(Answer.objects.filter(request__in=by_id))
    shared = _shared(answers, own)
    read_at = reading.read_at if reading else None
    found = []
    for answer in answers:
        said = from_text(answer.said)
        is_new = rules.is_new(answer.changed_at, read_at)
        parts = parts_of(said, asked)
        found.append(Given(by_id[answer.request_id], answer, said, parts, is_new, answer.pk in shared))
    return found


def _shared(answers: Iterable[Answer], own: ShownPair | None) -> set[UUID]:
    """Those that the partner of today reads."""
    shares = Share.objects.filter(answer__in=answers, pair=own.pair if own else None)
    return set(shares.values_list("answer", flat=True))
