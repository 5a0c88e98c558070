"""What feedback adds to a leader's record: what they asked and were answered, and what they said to others.

Only what they may read as one of the two: what a partner shares with them is that partner's.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from cycles.models import Cycle
from cycles.record import adds_to_record
from cycles.rules.record import Added, Entry, Fact, Section, day_in_words
from cycles.services.record import own_cycles_of
from feedback.models import Answer, AskedTarget, Asking, Draft, Reading, Request, Share, Thanks
from feedback.rules import again, asking as rules
from feedback.rules.answers import Again, First, from_text
from feedback.rules.asking import Stands
from feedback.rules.reading import questions, right_in_words
from feedback.services.again import by_name
from teams.models import Leader

ASKED_READ = (
    "You, and of what you asked those whom you asked. Answers: you, whoever wrote it, and your partner while "
    "you share it. Your note: only you."
)
GIVEN_READ = "You and the one who asked, who may share your answer with their partner. A draft: only you."
KINDS = {"first": "Are these the right ones?", "again": "What have you noticed?"}
Row = TypeVar("Row", bound=object)


@dataclass(frozen=True)
class _Kept:
    """What was asked by the leader or of them: by asking, or by request where it belongs to one."""

    me: Leader
    requests: Sequence[Request]
    targets: dict[UUID, list[AskedTarget]]
    answers: dict[UUID, Answer]
    drafts: dict[UUID, Draft]
    shared: frozenset[UUID]
    notes: dict[UUID, Reading]
    thanks: dict[UUID, Thanks]

    @property
    def asked(self) -> list[tuple[Asking, list[Request]]]:
        """The leader's own askings, first asked first, with whom they asked."""
        own: dict[UUID, list[Request]] = {}
        for request in self.requests:
            if request.asking.leader_id == self.me.pk:
                own.setdefault(request.asking_id, []).append(request)
        rows = [(requests[0].asking, requests) for requests in own.values()]
        return sorted(rows, key=lambda row: row[0].asked_at)

    @property
    def given(self) -> list[Request]:
        return [one for one in self.requests if one.giver_id == self.me.pk]


@adds_to_record
def feedback_of(leader: Leader) -> list[Added]:
    """At most eight queries: what they asked in each cycle, and beside all cycles what they were asked."""
    kept = _read(leader)
    asked: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for asking, requests in kept.asked:
        asked[asking.cycle_id].append(_asking(kept, asking, requests))
    given = tuple(_given(kept, one) for one in kept.given)
    return [
        *(Added(_asked_section(tuple(asked[one.pk])), one.number) for one in own_cycles_of(leader)),
        Added(Section("feedback_given", "What colleagues asked you", given, GIVEN_READ)),
    ]


def _asked_section(entries: tuple[Entry, ...]) -> Section:
    return Section("feedback_asked", "What you asked colleagues", entries, ASKED_READ)


def _read(leader: Leader) -> _Kept:
    found = Request.objects.filter(Q(asking__leader=leader) | Q(giver=leader))
    related = found.select_related("asking__cycle", "asking__leader", "giver")
    requests = list(related.order_by("created_at", "id"))
    askings = {one.asking_id for one in requests}
    targets: defaultdict[UUID, list[AskedTarget]] = defaultdict(list)
    for target in AskedTarget.objects.filter(asking__in=askings).order_by("position"):
        targets[target.asking_id].append(target)
    return _Kept(
        me=leader,
        requests=requests,
        targets=dict(targets),
        answers=_by(Answer.objects.filter(request__in=requests), lambda one: one.request_id),
        drafts=_by(Draft.objects.filter(request__in=requests), lambda one: one.request_id),
        shared=frozenset(
            Share.objects.filter(answer__request__in=requests).values_list("answer__request_id", flat=True)
        ),
        notes=_by(Reading.objects.filter(asking__in=askings), lambda one: one.asking_id),
        thanks=_by(Thanks.objects.filter(asking__in=askings), lambda one: one.asking_id),
    )


def _by(rows: Iterable[Row], key: Callable[[Row], UUID]) -> dict[UUID, Row]:
    return {key(row): row for row in rows}


def _asking(kept: _Kept, asking: Asking, requests: Sequence[Request]) -> Entry:
    note = kept.notes.get(asking.pk)
    colleagues = tuple(_colleague(kept, one) for one in sorted(requests, key=by_name))
    return Entry(
        f"Asked on {_day(asking.asked_at, asking.cycle)}",
        (
            *_about(asking),
            Fact("reveal", asking.reveal, "Answers are shown", asking.get_reveal_display().capitalize()),
            Fact("personal", asking.personal, "Your words to them"),
            Fact("note", note.note if note else None, "Your note to yourself"),
            *_thanks(kept, asking, "Your thanks"),
        ),
        (
            _targets(kept, asking),
            Section("colleagues", "Whom you asked", colleagues),
        ),
    )


def _about(asking: Asking) -> tuple[Fact, ...]:
    last_day = asking.last_day(asking.cycle)
    return (
        Fact("kind", asking.kind, "Question", KINDS[asking.kind]),
        Fact("asked_at", asking.asked_at),
        Fact("until", last_day, "Until", day_in_words(last_day)),
        Fact("closed_at", asking.closed_at),
    )


def _thanks(kept: _Kept, asking: Asking, label: str) -> tuple[Fact, Fact]:
    said = kept.thanks.get(asking.pk)
    return (
        Fact("thanks", said.words if said else None, label),
        Fact("thanked_at", said.sent_at if said else None),
    )


def _targets(kept: _Kept, asking: Asking) -> Section:
    entries = tuple(
        Entry(
            one.behaviour,
            (
                Fact("direction", one.direction, "Direction", f"Dial {one.direction}"),
                Fact("behaviour", one.behaviour),
                Fact("differently", one.differently, "To be done differently"),
            ),
        )
        for one in kept.targets.get(asking.pk, [])
    )
    return Section("asked_about", "Asked about", entries)


def _colleague(kept: _Kept, request: Request) -> Entry:
    left = request.giver is not None and request.giver.left_on is not None
    stands = rules.stands(
        answered=request.answered_at is not None,
        declined=request.declined_at is not None,
        withdrawn=request.withdrawn_at is not None,
        left=left,
    )
    label = "" if stands is Stands.ANSWERED else "Answer"
    words = rules.IN_WORDS if request.asking.closed_at is None else rules.CLOSED_IN_WORDS
    is_shared = request.pk in kept.shared
    return Entry(
        request.giver_name,
        (
            Fact("name", request.giver_name),
            Fact("email", request.email or None, "By email"),
            Fact("asked_at", request.created_at),
            Fact("state", stands.value, label, words[stands]),
            Fact("reminders", request.reminders),
            Fact("nudge", request.nudge, "Your reminder to them"),
            Fact("shared", is_shared, "Shared", "With your partner" if is_shared else ""),
        ),
        (_said(kept, request, "answer", "What they answered", kept.answers.get(request.pk)),),
    )


def _given(kept: _Kept, request: Request) -> Entry:
    asking = request.asking
    return Entry(
        f"{asking.leader.name}, {_day(request.created_at, asking.cycle)}",
        (
            Fact("cycle", asking.cycle.number),
            Fact("asker", asking.leader.name),
            *_about(asking),
            Fact("personal", asking.personal, "Their words to you"),
            Fact("nudge", request.nudge, "Their reminder to you"),
            Fact(
                "declined_at",
                request.declined_at,
                "Your answer",
                "Not this time" if request.declined_at else "",
            ),
            *_thanks(kept, asking, "Their thanks"),
        ),
        (
            _targets(kept, asking),
            _said(kept, request, "answer", "What you answered", kept.answers.get(request.pk)),
            _said(kept, request, "draft", "What you have not sent", kept.drafts.get(request.pk)),
        ),
    )


def _said(kept: _Kept, request: Request, key: str, title: str, row: Answer | Draft | None) -> Section:
    """One entry, or none."""
    if row is None:
        return Section(key, title, ())
    said, targets = from_text(row.said), kept.targets.get(request.asking_id, [])
    first = said if isinstance(said, First) else First()
    right, else_, keep = questions(about=len(targets))
    facts = (
        Fact("right", first.right or None, right, right_in_words(first.right, about=len(targets))),
        Fact("else", first.else_, else_),
        Fact("keep", first.keep, keep),
        Fact("sent_at", row.sent_at if isinstance(row, Answer) else None),
        Fact("changed_at", row.changed_at),
    )
    noticed = _noticed(said, targets) if isinstance(said, Again) else ()
    day = _day(row.changed_at, request.asking.cycle)
    return Section(key, title, (Entry(day, facts, (Section("on_targets", "", noticed),)),))


def _noticed(said: Again, targets: Sequence[AskedTarget]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            target.behaviour,
            (
                Fact("behaviour", target.behaviour),
                Fact("change", one.change, "What has changed", again.own_in_words(one)),
                Fact("noticed", one.noticed, "What was noticed"),
                Fact("next", one.next, "What next"),
            ),
        )
        for target, one in zip(targets, said.targets, strict=False)
    )


def _day(at: dt.datetime, cycle: Cycle) -> str:
    """By the clocks of the cycle."""
    return day_in_words(at.astimezone(cycle.zone).date())
