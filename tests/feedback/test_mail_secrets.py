"""No message of feedback carries a private word: each field holds a kingfisher, and none flies out."""

from __future__ import annotations

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail import registry
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.models import Answer, AskedTarget, Asking, Draft, Reading, Request, Thanks
from feedback.rules.answers import First
from feedback.services.giving import save_draft, written_by
from feedback.services.telling import send_links_again
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow
from tests.feedback.living import BO, AskingLife, everything_in
from tests.feedback.past_services import allow_others

pytestmark = pytest.mark.django_db

KEPT = "Kingfisher"
"""In every private field, with the field's name after it."""


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    cycle = make_cycle(northmere)
    target = grow(northmere, cycle, "Helen", words=f"{KEPT} grown")
    return AskingLife(northmere, cycle, monkeypatch, target=target)


def sent_through(life: AskingLife, *moments: str) -> list[EmailMultiAlternatives]:
    found: list[EmailMultiAlternatives] = []
    for when in moments:
        life.ask(life.moment(when))
        found += outgoing.outbox  # type: ignore[arg-type]
    return found


def drafts(life: AskingLife, name: str, at: str) -> None:
    request, now = life.request_to(name), life.go_to(at)
    with scope(organisation=life.cast.organisation.pk, link=request.pk):
        own = Request.objects.select_related("asking__cycle").get(pk=request.pk)
        save_draft(request=own, said=First(else_=f"{KEPT} drafted"), seen=written_by(own).seen, at=now)


def write_every_field(life: AskingLife) -> list[EmailMultiAlternatives]:
    allow_others(life.cast)
    life.puts_question("Amara", "Joanna", "Siobhan", others=[BO], personal=f"{KEPT} asked")
    messages = sent_through(life, "2026-11-20 14:05")
    life.answers("Amara", "2026-11-23 10:00", f"{KEPT} answered")
    drafts(life, "Joanna", "2026-11-23 10:00")
    life.declines("Siobhan", "2026-11-23 10:00")
    life.reminds("Joanna", "2026-11-24 10:00", words=f"{KEPT} nudged")
    send_links_again(address=BO[1], at=life.moment("2026-11-24 10:00"))
    messages += sent_through(
        life, "2026-11-24 10:10", "2026-11-27 09:30", "2026-12-05 00:00", "2026-12-07 09:00"
    )
    assert life.asking
    with life.as_("Helen"):
        Reading.objects.create(organisation=life.cast.organisation, asking=life.asking, note=f"{KEPT} noted")
    life.thanks("2026-12-08 10:00", words=f"{KEPT} thanked")
    return messages + sent_through(life, "2026-12-08 10:10")


def test_every_kind_was_written_and_no_private_word_is_in_any(life: AskingLife) -> None:
    messages = write_every_field(life)
    with life.as_("Helen"):
        kept = [
            Asking.objects.get().personal,
            AskedTarget.objects.get().behaviour,
            Request.objects.get(giver=life.cast.leader("Joanna")).nudge,
            Answer.objects.get().said,
            Reading.objects.get().note,
            Thanks.objects.get().words,
        ]
    with life.as_("Joanna"):
        kept.append(Draft.objects.get().said)
    assert [text for text in kept if KEPT not in text] == []
    with scope(organisation=life.cast.organisation.pk):
        sent = set(OutgoingMail.objects.filter(state="sent").values_list("kind", flat=True))
    assert sent == {kind for kind in registry._writers if kind.startswith("feedback-")}
    for message in messages:
        assert KEPT.lower() not in everything_in(message).lower()


def test_whoever_asks_reads_no_name_and_nobody_else_reads_of_another(life: AskingLife) -> None:
    for message in write_every_field(life):
        (to,) = message.to
        everything = everything_in(message).replace(to, "")
        others = {"Amara", "Joanna", "Siobhan", "Bo Fields", "Priya"}
        mine = {name for name in others if to.startswith(name.lower().replace(" ", "."))}
        assert [name for name in others - mine if name in everything] == []
