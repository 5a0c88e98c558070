"""No message of any kind carries a private word: each field holds a kingfisher, and none flies out."""

from __future__ import annotations

import datetime as dt
from email.message import Message as RawMessage
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMessage

from awayday.services.planning import Plan, cancel_awayday, plan_awayday
from coachingpairs.mail import registry
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import enqueue
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson, Pair, PairNote, PlannedSession, PrivateNote, Session
from cycles.rules.agreements import Answers
from cycles.services.agreements import write_agreement
from cycles.services.plan_mail import tell_of_planned
from cycles.services.planned import cancel_planned
from cycles.services.reminders import plan_reminders
from cycles.services.strengths import add_strength
from pairing.models import Proposal, SuggestedLeader, Suggestion
from teams.models import Role
from teams.services.invitations import invite_to_role
from tests.cast import Northmere
from tests.cycles.made import log, make_cycle, pair_of
from tests.cycles.reminding import grow, mean_to_try, part, speaking

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
DUE = [
    dt.datetime.fromisoformat(f"{day} 09:30+00:00")
    for day in ("2026-12-15", "2026-12-31", "2027-03-04", "2027-03-18", "2027-03-25")
]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
KEPT = "Kingfisher"
"""In every private field, with the field's name after it."""


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, pairs=[("Priya", "Idris"), ("Amara", "Vikram")])


def write_everything_private(cast: Northmere, cycle: Cycle) -> None:
    """Priya fills in every field that only she, or she and Idris, may read."""
    session = log(cast, cycle, "Priya", dt.date(2026, 11, 12), pair_note=KEPT, private_note=KEPT)
    pair, priya, idris = _pair(cast, cycle, "Priya"), cast.leader("Priya"), cast.leader("Idris")
    by = cast.person("Priya")
    answers = Answers(**dict.fromkeys(("meeting", "confidence", "challenge", "trouble"), f"{KEPT} agreed"))
    with speaking(cast, "Priya"):
        write_agreement(pair=pair, leader=priya, answers=answers, seen=None, by=by, at=AT)
        add_strength(pair=pair, leader=priya, about=idris, text=f"{KEPT} strength", by=by, at=AT)
        Lesson.objects.create(
            organisation=cast.organisation, cycle=cycle, leader=priya, text=f"{KEPT} learnt", created_at=AT
        )
    target = grow(cast, cycle, "Priya", words=f"{KEPT} grown")
    mean_to_try(cast, "Priya", target, DUE[0].date() + DAY, words=f"{KEPT} tried")
    with speaking(cast, "Priya"):
        texts = [PairNote.objects.get(session=session).text, PrivateNote.objects.get(session=session).text]
    assert texts == [KEPT, KEPT]


def invite(cast: Northmere) -> None:
    """An invitation is due by the real clock."""
    with scope(organisation=cast.organisation.pk):
        invite_to_role(
            organisation=cast.organisation,
            email="ann@northmere.example",
            name="Ann",
            role=Role.SPONSOR,
            by=cast.administrator,
        )
    assert send_due() == 1


def do_all_that_writes_of_itself(cast: Northmere, cycle: Cycle, ahead: Cycle) -> None:
    """What the pair plans and cancels, and an Awayday that comes to nothing."""
    pair = _pair(cast, cycle, "Priya")
    with speaking(cast, "Priya"):
        plans = [
            PlannedSession.objects.create(
                organisation=cast.organisation,
                pair=pair,
                starts_at=AT + days * DAY,
                minutes=60,
                planned_by=cast.leader("Priya"),
            )
            for days in (10, 20)
        ]
        tell_of_planned(pair, plans, at=AT)
    send_due(at=AT + HOUR)
    with speaking(cast, "Priya"):
        cancel_planned(pair, plans[:1], at=AT + HOUR)
    with scope(organisation=cast.organisation.pk):
        plan = Plan(dt.date(2027, 4, 1), dt.time(9), dt.time(13))
        awayday = plan_awayday(opens=ahead, plan=plan, by=cast.facilitator, at=AT + HOUR)
    send_due(at=AT + 2 * HOUR)
    with scope(organisation=cast.organisation.pk):
        cancel_awayday(awayday=awayday, by=cast.facilitator, at=AT + 2 * HOUR)


def write_of_choosing(cast: Northmere, cycle: Cycle, ahead: Cycle) -> None:
    """The kinds that are planned while people choose and part: a row of each."""
    here = {"organisation": cast.organisation, "cycle": ahead}
    priya, helen, idris = (cast.leader(name) for name in ("Priya", "Helen", "Idris"))
    part(cast, cycle, "Amara", AT)
    with scope(organisation=cast.organisation.pk):
        asked = Proposal.objects.create(**here, proposer=priya, addressee=helen)
        suggestion = Suggestion.objects.create(**here)
        for leader in (priya, idris):
            SuggestedLeader.objects.create(**here, suggestion=suggestion, leader=leader)
    ended, own = _pair(cast, cycle, "Amara"), _pair(cast, cycle, "Priya")
    for kind, name, subject, about in (
        ("choosing-open", "Priya", None, ahead),
        ("choosing-late", "Amara", None, cycle),
        ("proposal", "Helen", asked.pk, ahead),
        ("suggestion", "Priya", suggestion.pk, ahead),
        ("pair-undone", "Priya", idris.pk, ahead),
        ("sealed", "Priya", own.pk, cycle),
        ("pair-ended", "Amara", ended.pk, cycle),
    ):
        with scope(organisation=cast.organisation.pk):
            enqueue(
                organisation_id=cast.organisation.pk,
                kind=kind,
                recipient_id=cast.leader(name).pk,
                subject_id=subject,
                cycle_id=about.pk,
                due_at=AT,
            )


def _pair(cast: Northmere, cycle: Cycle, name: str) -> Pair:
    with scope(organisation=cast.organisation.pk):
        return pair_of(cycle, cast.leader(name))


def everything_in(email: EmailMessage) -> str:
    """Headers and all parts, as text, with files decoded."""
    raw: RawMessage = email.message()
    parts: list[Any] = [part.get_payload(decode=True) for part in raw.walk() if not part.is_multipart()]
    headers = [f"{name}: {value}" for part in raw.walk() for name, value in part.items()]
    return "\n".join([*headers, *(part.decode() for part in parts)])


def test_every_kind_of_message_was_written_and_no_private_word_is_in_any(
    northmere: Northmere, cycle: Cycle
) -> None:
    invite(northmere)
    ahead = make_cycle(northmere, number=2, stage="choosing", pairs=[], starts_on=dt.date(2027, 4, 1))
    write_everything_private(northmere, cycle)
    write_of_choosing(northmere, cycle, ahead)
    do_all_that_writes_of_itself(northmere, cycle, ahead)
    for at in (AT + 3 * HOUR, *DUE):
        plan_reminders(at=at)
        send_due(at=at)
    with scope(organisation=northmere.organisation.pk):
        sent = set(OutgoingMail.objects.filter(state="sent").values_list("kind", flat=True))
    # Those of feedback are in tests/feedback/test_mail_secrets.py.
    ours = {kind for kind in registry._writers if not kind.startswith(("test-", "feedback-"))}
    assert sent == ours
    assert len(outgoing.outbox) >= len(sent)
    for email in outgoing.outbox:
        assert KEPT.lower() not in everything_in(email).lower()
    with speaking(northmere, "Priya"):
        assert Session.objects.count() == 1
