"""Days of an asking, and every message that goes out of it: to whom, when, what it is called."""

from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.mail.choices import Choices, save_choices
from coachingpairs.mail.models import Unsubscription
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from feedback.emails.kinds import CLOSED, GROUP, REMINDER, REQUEST, recipient_of
from feedback.models import Asking
from feedback.services.changing import close_asking, move_date, take_back
from teams.services.leaders import record_leaving
from tests.cast import Northmere
from tests.cycles.made import go_to, make_cycle
from tests.cycles.reminding import grow
from tests.feedback.living import BO, AskingLife
from tests.feedback.past_services import allow_others

pytestmark = pytest.mark.django_db

FIRST_DAY, AFTERWARDS = dt.date(2026, 11, 20), dt.date(2026, 12, 20)
ASKS = "Helen Armitage asks for your honest view"
STILL = "Helen Armitage would still like your view"
WROTE = "Helen Armitage has written you a few words"
CAME = "Somebody you asked has answered"
THERE = "What your colleagues have answered is there"
NOBODY = "Nobody has answered this time"


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    cycle = make_cycle(northmere)
    return AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))


def test_who_answers_declines_stays_silent_is_away_or_wants_no_reminders(life: AskingLife) -> None:
    allow_others(life.cast)
    with scope(organisation=life.cast.organisation.pk):
        save_choices(
            organisation_id=life.cast.organisation.pk,
            recipient_id=life.cast.leader("Maggie").pk,
            choices=Choices(not_until=dt.date(2026, 12, 1)),
        )

    def unsubscribes() -> None:
        who = recipient_of(organisation_id=life.cast.organisation.pk, giver_id=None, email=BO[1])
        with scope(organisation=life.cast.organisation.pk):
            Unsubscription.objects.create(organisation=life.cast.organisation, recipient_id=who, group=GROUP)

    acts = [
        (
            "2026-11-20 14:05",
            lambda: life.puts_question("Amara", "Siobhan", "Joanna", "Maggie", others=[BO]),
        ),
        ("2026-11-24 10:00", lambda: life.answers("Amara", "2026-11-24 10:00")),
        ("2026-11-25 18:00", lambda: life.declines("Siobhan", "2026-11-25 18:00")),
        ("2026-11-27 12:00", unsubscribes),
    ]
    assert life.run(FIRST_DAY, AFTERWARDS, acts) == [
        f"Fri 20 Nov 17:00 Amara: {ASKS}",
        f"Fri 20 Nov 17:00 Bo: {ASKS}",
        f"Fri 20 Nov 17:00 Joanna: {ASKS}",
        f"Fri 20 Nov 17:00 Maggie: {ASKS}",
        f"Fri 20 Nov 17:00 Siobhan: {ASKS}",
        f"Tue 24 Nov 11:10 Helen: {CAME}",
        f"Fri 27 Nov 09:30 Bo: {STILL}",
        f"Fri 27 Nov 09:30 Joanna: {STILL}",
        f"Tue 01 Dec 09:00 Maggie: {STILL}",
        f"Wed 02 Dec 09:30 Joanna: {STILL}",
        f"Thu 03 Dec 09:00 Maggie: {STILL}",
        f"Mon 07 Dec 09:00 Helen: {THERE}",
    ]
    bo, maggie = life.request_to("Bo"), life.request_to("Maggie")
    assert (bo.reminders, maggie.reminders) == (1, 2)
    assert maggie.last_reminded_at == life.moment("2026-12-03 09:00")


def test_who_asks_hears_of_answers_once_a_day_unless_they_wait_for_all_or_have_none(
    life: AskingLife,
) -> None:
    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Siobhan", "Joanna", "Maggie")),
        ("2026-11-23 09:10", lambda: life.answers("Amara", "2026-11-23 09:10")),
        ("2026-11-23 12:00", lambda: life.answers("Siobhan", "2026-11-23 12:00")),
        ("2026-11-24 22:00", lambda: life.answers("Joanna", "2026-11-24 22:00")),
        ("2026-11-24 22:30", lambda: life.answers("Joanna", "2026-11-24 22:30", "Or else")),
    ]
    sent = life.run(dt.date(2026, 11, 21), dt.date(2026, 11, 26), acts)
    assert [line for line in sent if "Helen:" in line] == [
        f"Mon 23 Nov 09:30 Helen: {CAME}",
        f"Wed 25 Nov 00:00 Helen: {CAME}",
    ]


def test_after_an_outage_of_days_one_message_tells_of_all_their_answers(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    life.ask(life.moment("2026-11-20 17:00"))
    life.answers("Amara", "2026-11-23 09:10")
    life.answers("Joanna", "2026-11-24 09:10")
    life.sent.clear()
    life.ask(life.moment("2026-11-25 09:30"))
    assert life.sent == [f"Wed 25 Nov 09:30 Helen: {CAME}"]


def test_an_answer_taken_back_before_the_message_went_out_is_not_announced(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    life.ask(life.moment("2026-11-20 17:00"))
    life.answers("Amara", "2026-11-23 09:10")
    life.takes_answer_back("Amara", "2026-11-23 09:20")
    life.sent.clear()
    life.ask(life.moment("2026-11-23 09:30"))
    assert life.sent == []


def test_answers_to_be_read_together_are_announced_when_it_is_closed(life: AskingLife) -> None:
    acts = [
        (
            "2026-11-20 14:05",
            lambda: life.puts_question("Amara", "Joanna", reveal=Asking.Reveal.AFTER),
        ),
        ("2026-11-23 09:10", lambda: life.answers("Amara", "2026-11-23 09:10")),
        ("2026-11-24 09:10", lambda: life.answers("Joanna", "2026-11-24 09:10")),
    ]
    sent = life.run(FIRST_DAY, AFTERWARDS, acts)
    assert sent[2:] == [f"Mon 07 Dec 09:00 Helen: {THERE}"]


def test_nobody_answers(life: AskingLife) -> None:
    until = dt.date(2026, 11, 24)
    acts = [("2026-11-20 14:05", lambda: life.puts_question("Amara", "Joanna", until=until))]
    assert life.run(FIRST_DAY, AFTERWARDS, acts)[2:] == [
        # Two days after being asked is a Sunday.
        f"Mon 23 Nov 09:00 Amara: {STILL}",
        f"Mon 23 Nov 09:00 Joanna: {STILL}",
        f"Wed 25 Nov 09:00 Helen: {NOBODY}",
    ]


def test_whoever_closes_it_themself_or_takes_somebody_back_is_told_nothing_and_reminds_nobody(
    life: AskingLife,
) -> None:
    def takes_back() -> None:
        request, now = life.request_to("Joanna"), life.go_to("2026-11-26 12:00")
        with life.as_("Helen"):
            helen = life.cast.leader("Helen")
            take_back(request=request, leader=helen, by=life.cast.person("Helen"), at=now)

    def closes() -> None:
        now = life.go_to("2026-11-30 12:00")
        assert life.asking
        with life.as_("Helen"):
            close_asking(
                asking=life.asking,
                leader=life.cast.leader("Helen"),
                by=life.cast.person("Helen"),
                at=now,
            )

    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Siobhan", "Joanna")),
        ("2026-11-26 12:00", takes_back),
        ("2026-11-30 12:00", closes),
    ]
    assert life.run(FIRST_DAY, AFTERWARDS, acts)[3:] == [
        f"Fri 27 Nov 09:30 Amara: {STILL}",
        f"Fri 27 Nov 09:30 Siobhan: {STILL}",
    ]


def test_a_date_that_is_moved_on(life: AskingLife) -> None:
    def moves() -> None:
        now = life.go_to("2026-12-03 12:00")
        assert life.asking
        with life.as_("Helen"):
            move_date(
                asking=life.asking,
                leader=life.cast.leader("Helen"),
                by=life.cast.person("Helen"),
                at=now,
                closes_on=dt.date(2026, 12, 11),
            )

    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Joanna")),
        ("2026-11-30 12:00", lambda: life.answers("Amara", "2026-11-30 12:00")),
        ("2026-12-03 12:00", moves),
    ]
    assert life.run(FIRST_DAY, AFTERWARDS, acts)[2:] == [
        f"Fri 27 Nov 09:30 Amara: {STILL}",
        f"Fri 27 Nov 09:30 Joanna: {STILL}",
        f"Mon 30 Nov 17:00 Helen: {CAME}",
        f"Wed 02 Dec 09:30 Joanna: {STILL}",
        f"Mon 14 Dec 09:00 Helen: {THERE}",
    ]


def test_the_askers_own_words_are_one_of_the_two_and_wait_for_working_hours(life: AskingLife) -> None:
    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Joanna")),
        ("2026-11-24 20:00", lambda: life.reminds("Joanna", "2026-11-24 20:00")),
    ]
    assert life.run(FIRST_DAY, AFTERWARDS, acts)[2:] == [
        f"Wed 25 Nov 09:00 Joanna: {WROTE}",
        f"Fri 27 Nov 09:30 Amara: {STILL}",
        f"Wed 02 Dec 09:30 Amara: {STILL}",
        f"Wed 02 Dec 09:30 Joanna: {STILL}",
        f"Mon 07 Dec 09:00 Helen: {NOBODY}",
    ]
    assert life.rows(REMINDER) == [("1", "sent"), ("2", "sent"), ("2", "sent")]


@pytest.mark.parametrize(
    ("leaves", "reminded"), [("Joanna", ["Amara"]), ("Helen", []), ("Idris", ["Amara", "Joanna"])]
)
def test_somebody_leaves_the_team(life: AskingLife, leaves: str, reminded: list[str]) -> None:
    def leave() -> None:
        life.go_to("2026-11-25 12:00")
        with scope(organisation=life.cast.organisation.pk, person=life.cast.facilitator.pk):
            record_leaving(
                leader=life.cast.leader(leaves), on=dt.date(2026, 11, 25), by=life.cast.facilitator
            )

    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Joanna")),
        ("2026-11-25 12:00", leave),
    ]
    sent = life.run(FIRST_DAY, dt.date(2026, 11, 30), acts)
    assert [line for line in sent[2:] if "Priya" not in line] == [
        f"Fri 27 Nov 09:30 {name}: {STILL}" for name in reminded
    ]


def test_whoever_leaves_has_closed_what_they_asked_there_and_then(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    now = life.go_to("2026-11-25 12:00")
    with scope(organisation=life.cast.organisation.pk, person=life.cast.facilitator.pk):
        record_leaving(leader=life.cast.leader("Helen"), on=now.date(), by=life.cast.facilitator)
    with life.as_("Helen"):
        assert Asking.objects.get().closed_at == now
    life.sent.clear()
    life.ask(life.moment("2026-11-26 09:30"))
    assert life.sent == ["Thu 26 Nov 09:30 Priya: You and Helen are no longer a pair for this cycle"]
    assert life.rows(CLOSED) == [("", "suppressed")]
    assert life.rows(REQUEST) == [("", "suppressed")] * 2


def test_a_cycle_that_is_closed_takes_its_askings_along(life: AskingLife) -> None:
    def closes_the_cycle() -> None:
        with scope(organisation=life.cast.organisation.pk):
            cycle = Cycle.objects.get(pk=life.cycle.pk)
            go_to(cycle, "wrapping_up")
            go_to(cycle, "closed", closed_at=life.moment("2026-11-25 12:00"))

    acts = [
        ("2026-11-20 14:05", lambda: life.puts_question("Amara", "Joanna")),
        ("2026-11-25 12:00", closes_the_cycle),
    ]
    assert life.run(FIRST_DAY, AFTERWARDS, acts)[2:] == []
    with life.as_("Helen"):
        assert Asking.objects.get().closed_at == life.moment("2026-11-25 17:00")
