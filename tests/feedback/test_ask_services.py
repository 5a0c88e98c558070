"""Asking: whom, about what, until when, once; and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from cycles.models import Cycle, GrowthTarget
from cycles.services.targets import standing_wording
from feedback.emails.kinds import REQUEST, recipient_of
from feedback.models import AskedTarget, Asking, Request
from feedback.services import asking as services
from feedback.services.asking import PreviewIsOld
from feedback.services.changing import close_asking
from teams.models import AuditEntry, Leader
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.past_services import add_target, part, signed_in, word
from tests.cycles.under_way import leave_team
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import allow_others, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
MAREK = ("Marek Nowak", "marek@supplier.example")


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere, "Listening first", "Saying it early")


def refused(hers: Helens, *names: str, **more: Any) -> str:
    """What is said; nothing is left of it."""
    with pytest.raises(DomainError) as refusal:
        hers.ask(*names, **more)
    assert hers.askings() == []
    assert hers.letters() == []
    return str(refusal.value)


def test_everybody_is_asked_in_the_words_of_now(hers: Helens) -> None:
    asking = hers.ask("Amara", "Siobhan", "Joanna", personal="You see me on Mondays.\r\n  ", reveal="after")
    with signed_in(hers.cast, "Helen"):
        kept = Asking.objects.get(pk=asking.pk)
        assert (kept.kind, kept.personal, kept.reveal) == ("first", "You see me on Mondays.", "after")
        assert (kept.asked_at, kept.closes_at) == (NOW, dt.datetime(2026, 12, 5, tzinfo=dt.UTC))
        asked = AskedTarget.objects.get()
        assert (asked.position, asked.direction, asked.behaviour, asked.differently) == (
            1,
            "up",
            "Listening first",
            "Two questions first",
        )
        word(hers.targets[0], "Listening last", NOW)
        assert AskedTarget.objects.get().behaviour == "Listening first"
    assert hers.states(asking) == [
        ("Joanna Clarke", "Not answered yet"),
        ("Siobhan Doyle", "Not answered yet"),
        ("Amara Okafor", "Not answered yet"),
    ]


def test_each_is_written_to_and_nothing_stands_in_the_audit_trail(hers: Helens) -> None:
    with signed_in(hers.cast, None):
        before = AuditEntry.objects.count()
    allow_others(hers.cast)
    asking = hers.ask("Amara", others=[MAREK])
    letters = hers.letters()
    marek = recipient_of(organisation_id=hers.cast.organisation.pk, giver_id=None, email=MAREK[1])
    assert {(one.kind, one.recipient_id, one.subject_id, one.cycle_id) for one in letters} == {
        (REQUEST, hers.cast.leader("Amara").pk, hers.request(asking, "Amara").pk, hers.cycle.pk),
        (REQUEST, marek, hers.request(asking, "Marek").pk, hers.cycle.pk),
    }
    assert {one.expires_at for one in letters} == {asking.closes_at}
    with signed_in(hers.cast, None):
        assert AuditEntry.objects.count() == before


def test_an_idea_that_is_asked_about_is_an_idea_no_more(hers: Helens) -> None:
    with signed_in(hers.cast, "Helen"):
        GrowthTarget.objects.filter(pk=hers.targets[1].pk).update(state="settled")
    hers.ask("Amara", "Joanna", targets=[target.pk for target in hers.targets])
    with signed_in(hers.cast, "Helen"):
        assert list(GrowthTarget.objects.order_by("slot").values_list("state", flat=True)) == [
            "asked",
            "settled",
        ]
        assert [one.behaviour for one in AskedTarget.objects.all()] == ["Listening first", "Saying it early"]


def test_a_form_sent_twice_asks_once(hers: Helens) -> None:
    number = uuid.uuid4()
    first = hers.ask("Amara", "Joanna", sent_as=number)
    assert hers.ask("Amara", "Joanna", sent_as=number).pk == first.pk
    assert len(hers.askings()) == 1
    assert len(hers.letters()) == 2


def test_a_form_sent_again_once_it_is_closed_says_so(hers: Helens) -> None:
    number = uuid.uuid4()
    asking = hers.ask("Amara", "Joanna", sent_as=number)
    hers.do(close_asking, asking=asking)
    with pytest.raises(DomainError, match="Open the page anew"):
        hers.ask("Amara", "Joanna", sent_as=number)


def test_one_round_at_a_time(hers: Helens) -> None:
    hers.ask("Amara", "Joanna")
    with pytest.raises(DomainError) as refusal:
        hers.ask("Siobhan", "Joanna")
    assert str(refusal.value) == services.ASKING_ALREADY


def test_what_is_over_is_closed_when_another_begins(hers: Helens) -> None:
    over = hers.ask("Amara", "Joanna")
    later = over.closes_at + dt.timedelta(minutes=1)
    another = hers.ask("Amara", "Joanna", at=later, closes_on=dt.date(2026, 12, 20))
    closed = {one.pk: one.closed_at for one in hers.askings()}
    assert closed == {over.pk: later, another.pk: None}


@pytest.mark.parametrize("names", [(), ("Amara",), ("Amara", "Amara")])
def test_one_voice_is_too_few(names: tuple[str, ...], hers: Helens) -> None:
    assert refused(hers, *names) == "Choose two to five colleagues. One voice alone is hard to weigh."


def test_six_are_too_many(hers: Helens) -> None:
    six = ("Maggie", "Amara", "Siobhan", "Vikram", "Joanna", "Idris")
    assert refused(hers, *six) == "Choose two to five colleagues. You have chosen 6."


def test_a_partner_is_asked_in_person(hers: Helens) -> None:
    assert refused(hers, "Amara", "Priya") == services.NO_PARTNER


def test_a_partner_of_before_can_be_asked(hers: Helens) -> None:
    part(hers.cast, hers.cycle, "Helen", NOW - dt.timedelta(days=1))
    asking = hers.ask("Amara", "Priya")
    assert [name for name, _state in hers.states(asking)] == ["Priya Nair", "Amara Okafor"]


def test_neither_oneself_nor_leavers_nor_strangers(hers: Helens) -> None:
    assert refused(hers, "Amara", "Helen") == services.OF_THE_TEAM
    leave_team(hers.cast, "Joanna")
    with signed_in(hers.cast, "Helen"):
        gone = Leader.objects.get(pk=hers.cast.leader("Joanna").pk)
    assert refused(hers, givers=[hers.cast.leader("Amara"), gone]) == services.OF_THE_TEAM


def test_the_database_has_the_last_word_on_leavers(hers: Helens) -> None:
    """Somebody who left after the page was shown: this leader's row is as old as the page."""
    old = hers.cast.leader("Joanna")
    leave_team(hers.cast, "Joanna")
    assert refused(hers, givers=[hers.cast.leader("Amara"), old]) == services.OF_THE_TEAM


@pytest.mark.parametrize("targets", [[], [uuid.uuid4()]])
def test_about_targets_of_ones_own(targets: list[uuid.UUID], hers: Helens) -> None:
    words = services.NOT_OPEN if targets else services.CHOOSE_TARGETS
    assert refused(hers, "Amara", "Joanna", targets=targets) == words


def test_not_about_somebody_elses_nor_about_what_was_let_go(hers: Helens) -> None:
    with signed_in(hers.cast, "Amara"):
        foreign = add_target(hers.cast, hers.cycle, "Amara")
    assert refused(hers, "Siobhan", "Joanna", targets=[foreign.pk]) == services.NOT_OPEN
    with signed_in(hers.cast, "Helen"):
        GrowthTarget.objects.filter(pk=hers.targets[0].pk).update(state="let_go")
    assert refused(hers, "Siobhan", "Joanna") == services.NOT_OPEN


def test_words_changed_since_the_preview_are_looked_at_again(hers: Helens) -> None:
    with signed_in(hers.cast, "Helen"):
        seen = standing_wording(hers.targets[0]).pk
        word(hers.targets[0], "Listening last", NOW)
    with pytest.raises(PreviewIsOld, match="reworded"):
        hers.ask("Amara", "Joanna", wordings=[seen])
    with signed_in(hers.cast, "Helen"):
        seen = standing_wording(hers.targets[0]).pk
    assert hers.ask("Amara", "Joanna", wordings=[seen]).is_open(NOW)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (dt.date(2026, 11, 20), "Give them until tomorrow at least."),
        (dt.date(2027, 4, 1), "Choose a day up to Wednesday 31 March, when the cycle ends."),
    ],
)
def test_the_date_lies_ahead_and_within_the_cycle(day: dt.date, says: str, hers: Helens) -> None:
    assert refused(hers, "Amara", "Joanna", closes_on=day) == says


def test_tomorrow_is_tomorrow_where_the_cycle_is(northmere: Northmere) -> None:
    """At 14.05 in London it is 03.05 of the 21st in Auckland."""
    hers = helens(northmere, time_zone="Pacific/Auckland")
    says = "Give them until tomorrow at least."
    assert refused(hers, "Amara", "Joanna", closes_on=dt.date(2026, 11, 21)) == says
    asking = hers.ask("Amara", "Joanna", closes_on=dt.date(2026, 11, 22))
    assert asking.closes_at == dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)


def test_only_while_the_cycle_is_under_way(hers: Helens) -> None:
    close_cycle(hers.cycle)
    assert refused(hers, "Amara", "Joanna").startswith("Cycle 1 is not under way")


def test_the_database_has_the_last_word_on_a_cycle_closed_meanwhile(hers: Helens) -> None:
    with signed_in(hers.cast, None):
        old = Cycle.objects.get(pk=hers.cycle.pk)
    close_cycle(hers.cycle)
    assert refused(hers, "Amara", "Joanna", cycle=old) == "The cycle has just been closed."


def test_only_for_those_who_take_part(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Amara", "Vikram")])
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, cycle, "Helen")
    hers = Helens(northmere, cycle, [target])
    assert refused(hers, "Amara", "Joanna") == "You take no part in cycle 1 at the moment."


def test_nobody_asks_for_somebody_else(hers: Helens) -> None:
    assert refused(hers, "Amara", "Joanna", by=hers.cast.person("Priya")) == services.ONLY_YOU


def test_others_only_where_the_team_allows_it(hers: Helens) -> None:
    assert refused(hers, "Amara", others=[MAREK]) == services.NOBODY_OUTSIDE
    allow_others(hers.cast)
    asking = hers.ask("Amara", others=[(" Marek   Nowak ", " marek@supplier.example ")])
    request = hers.request(asking, "Marek")
    assert (request.giver_id, request.name, request.email) == (None, *MAREK)


def test_an_address_of_the_team_is_that_leader_whoever_allows_what(hers: Helens) -> None:
    asking = hers.ask("Joanna", others=[("A. Okafor", "Amara.Okafor@Northmere.example")])
    with signed_in(hers.cast, "Helen"):
        assert set(Request.objects.filter(asking=asking).values_list("giver__name", "name", "email")) == {
            ("Amara Okafor", "", ""),
            ("Joanna Clarke", "", ""),
        }


def test_an_address_of_the_partners_is_refused(hers: Helens) -> None:
    allow_others(hers.cast)
    assert refused(hers, "Joanna", others=[("P", "priya.nair@northmere.example")]) == services.NO_PARTNER


def test_two_of_one_address_are_one_too_many(hers: Helens) -> None:
    allow_others(hers.cast)
    twice = [MAREK, ("Mara Nowak", "MAREK@supplier.example")]
    assert refused(hers, "Joanna", others=twice).startswith("Two of those outside your team")


def test_a_shared_mailbox_needs_the_name_to_tell(hers: Helens) -> None:
    allow_others(hers.cast)
    with signed_in(hers.cast, None):
        Leader.objects.filter(name__in=("Amara Okafor", "Idris Kaya")).update(
            person=None, email="front@northmere.example"
        )
    says = refused(hers, "Joanna", others=[("Reception", "front@northmere.example")])
    assert says == "Several people in your team have that address. Choose from the list instead."
    asking = hers.ask("Joanna", others=[("idris kaya", "front@northmere.example")])
    assert [name for name, _state in hers.states(asking)] == ["Joanna Clarke", "Idris Kaya"]
