"""An asking while it is open: one more, one less, a later date, a new link, its end."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback import doors
from feedback.emails.kinds import LOST_LINK, REQUEST
from feedback.links import make_link
from feedback.models import Answer, Asking, Link, Request
from feedback.services import asking as asking_services
from feedback.services.changing import (
    FIVE_ALREADY,
    NOT_AGAIN_WIDER,
    TOO_SOON,
    add_colleague,
    ask_after_all,
    close_asking,
    move_date,
    revoke_links,
    take_back,
)
from teams.tokens import read
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import part, signed_in
from tests.cycles.under_way import leave_team
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import allow_others, answer, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HOUR = dt.timedelta(hours=1)
MAREK = ("Marek Nowak", "marek@supplier.example")


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere)


@pytest.fixture
def asking(hers: Helens) -> Asking:
    return hers.ask("Amara", "Joanna")


def said(hers: Helens, service: Any, **more: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        hers.do(service, **more)
    return str(refusal.value)


def answered(hers: Helens, asking: Asking, name: str) -> None:
    request = hers.request(asking, name)
    with by_link(hers.cast, request):
        answer(request, "You go quiet", NOW)


def declined(hers: Helens, asking: Asking, name: str) -> None:
    request = hers.request(asking, name)
    with by_link(hers.cast, request):
        Request.objects.filter(pk=request.pk).update(declined_at=NOW)


def link_to(hers: Helens, request: Request) -> str:
    with signed_in(hers.cast, None):
        address = make_link(
            request_id=request.pk, organisation_id=request.organisation_id, purpose=Link.Purpose.ANSWER
        )
    return address.rstrip("/").rpartition("/")[2]


def opens(hers: Helens, token: str, at: dt.datetime = NOW) -> bool:
    found = read(token)
    assert found
    with scope(organisation=hers.cast.organisation.pk):
        return doors.opens(found.token_hash, at=at) is not None


def test_one_more_is_asked_and_written_to(hers: Helens, asking: Asking) -> None:
    request = hers.do(add_colleague, asking=asking, giver=hers.cast.leader("Siobhan"))
    assert ("Siobhan Doyle", "Not answered yet") in hers.states(asking)
    (letter,) = hers.letters(subject_id=request.pk)
    assert (letter.kind, letter.recipient_id) == (REQUEST, hers.cast.leader("Siobhan").pk)


def test_asked_already_nothing_happens(hers: Helens, asking: Asking) -> None:
    again = hers.do(add_colleague, asking=asking, giver=hers.cast.leader("Amara"))
    assert again.pk == hers.request(asking, "Amara").pk
    assert len(hers.letters()) == 2


def test_five_are_the_most_and_one_taken_back_makes_room(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna", "Siobhan", "Vikram", "Idris")
    maggie = hers.cast.leader("Maggie")
    assert said(hers, add_colleague, asking=asking, giver=maggie) == FIVE_ALREADY
    hers.do(take_back, request=hers.request(asking, "Idris"))
    hers.do(add_colleague, asking=asking, giver=maggie)
    assert said(hers, ask_after_all, request=hers.request(asking, "Idris")) == FIVE_ALREADY
    assert hers.states(asking)[-1] == ("Idris Kaya", "Taken back")
    assert len(hers.shown(asking).standing) == 5


def test_somebody_outside_where_the_team_allows_it(hers: Helens, asking: Asking) -> None:
    assert said(hers, add_colleague, asking=asking, other=MAREK) == asking_services.NOBODY_OUTSIDE
    allow_others(hers.cast)
    hers.do(add_colleague, asking=asking, other=MAREK)
    hers.do(add_colleague, asking=asking, other=("M. Nowak", "MAREK@supplier.example"))
    assert [name for name, _state in hers.states(asking)] == ["Joanna Clarke", "Marek Nowak", "Amara Okafor"]


def test_the_address_of_a_leader_is_that_leader(hers: Helens, asking: Asking) -> None:
    request = hers.do(add_colleague, asking=asking, other=("S", "siobhan.doyle@northmere.example"))
    assert request.giver_id == hers.cast.leader("Siobhan").pk


@pytest.mark.parametrize(("name", "why"), [("Priya", "NO_PARTNER"), ("Helen", "OF_THE_TEAM")])
def test_neither_partner_nor_oneself(name: str, why: str, hers: Helens, asking: Asking) -> None:
    says = said(hers, add_colleague, asking=asking, giver=hers.cast.leader(name))
    assert says == getattr(asking_services, why)


def test_looking_again_nobody_is_added(hers: Helens, asking: Asking) -> None:
    with signed_in(hers.cast, "Helen"):
        Asking.objects.filter(pk=asking.pk).update(closed_at=NOW)
        from tests.feedback.past_services import ask

        again = ask(
            hers.cast, hers.targets[0], "Amara", kind="again", first=Asking.objects.get(), at=NOW - HOUR
        )
    siobhan = hers.cast.leader("Siobhan")
    assert said(hers, add_colleague, asking=again, giver=siobhan) == NOT_AGAIN_WIDER


def test_taken_back_the_link_opens_nothing_until_they_are_asked_after_all(
    hers: Helens, asking: Asking
) -> None:
    amara = hers.request(asking, "Amara")
    token = link_to(hers, amara)
    hers.do(take_back, request=amara)
    hers.do(take_back, request=amara, at=NOW + HOUR)
    assert hers.states(asking) == [("Joanna Clarke", "Not answered yet"), ("Amara Okafor", "Taken back")]
    assert hers.request(asking, "Amara").withdrawn_at == NOW
    assert not opens(hers, token)
    hers.do(ask_after_all, request=amara)
    hers.do(ask_after_all, request=amara)
    assert ("Amara Okafor", "Not answered yet") in hers.states(asking)
    assert opens(hers, token)


def test_whoever_was_told_is_not_told_again(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    hers.do(take_back, request=amara)
    hers.do(ask_after_all, request=amara)
    assert len(hers.letters(subject_id=amara.pk)) == 1


def test_whoever_was_never_told_is_written_to(hers: Helens, asking: Asking) -> None:
    """The message found that it was taken back before it could go out."""
    amara = hers.request(asking, "Amara")
    hers.do(take_back, request=amara)
    with scope(organisation=hers.cast.organisation.pk):
        OutgoingMail.objects.filter(subject_id=amara.pk).update(state=OutgoingMail.State.SUPPRESSED)
    hers.do(add_colleague, asking=asking, giver=hers.cast.leader("Amara"), at=NOW + HOUR)
    assert [(one.kind, one.state) for one in hers.letters(subject_id=amara.pk)] == [
        (REQUEST, "suppressed"),
        (REQUEST, "queued"),
    ]


def test_an_answer_is_not_taken_back_by_whoever_asked(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Amara")
    says = said(hers, take_back, request=hers.request(asking, "Amara"))
    assert says == "Amara has answered, so there is nothing to take back."


def test_a_partner_of_since_is_not_asked_after_all(hers: Helens, asking: Asking) -> None:
    from tests.cycles.made import make_pair

    amara = hers.request(asking, "Amara")
    hers.do(take_back, request=amara)
    part(hers.cast, hers.cycle, "Helen", NOW - HOUR)
    part(hers.cast, hers.cycle, "Amara", NOW - HOUR)
    with scope(organisation=hers.cast.organisation.pk):
        make_pair(hers.cycle, [hers.cast.leader("Amara"), hers.cast.leader("Helen")], NOW)
    assert said(hers, ask_after_all, request=amara) == asking_services.NO_PARTNER


def test_a_leaver_can_be_taken_back_to_make_room(hers: Helens, asking: Asking) -> None:
    leave_team(hers.cast, "Joanna")
    assert ("Joanna Clarke", "Has left the team") in hers.states(asking)
    hers.do(take_back, request=hers.request(asking, "Joanna"))
    assert hers.states(asking)[-1] == ("Joanna Clarke", "Taken back")


def test_closed_is_closed(hers: Helens, asking: Asking) -> None:
    answered(hers, asking, "Joanna")
    hers.do(close_asking, asking=asking)
    hers.do(close_asking, asking=asking, at=NOW + HOUR)
    assert [one.closed_at for one in hers.askings()] == [NOW]
    assert hers.states(asking) == [("Joanna Clarke", "Has answered"), ("Amara Okafor", "Did not answer")]
    siobhan, amara = hers.cast.leader("Siobhan"), hers.request(asking, "Amara")
    for service, about in (
        (add_colleague, {"asking": asking, "giver": siobhan}),
        (take_back, {"request": amara}),
        (revoke_links, {"request": amara, "sent_as": uuid.uuid4()}),
        (move_date, {"asking": asking, "closes_on": dt.date(2026, 12, 10)}),
    ):
        assert said(hers, service, **about) == asking_services.IT_IS_CLOSED


def test_closing_shows_the_answers_that_were_to_be_read_all_at_once(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna", reveal="after")
    answered(hers, asking, "Joanna")
    with signed_in(hers.cast, "Helen"):
        assert not Answer.objects.exists()
    hers.do(close_asking, asking=asking)
    with signed_in(hers.cast, "Helen"):
        assert Answer.objects.count() == 1


def test_once_the_date_is_over_it_can_only_be_closed(hers: Helens, asking: Asking) -> None:
    over = asking.closes_at
    says = said(hers, add_colleague, asking=asking, giver=hers.cast.leader("Siobhan"), at=over)
    assert says == "It was open until Friday 4 December, and nobody answers any more. You can ask anew."
    hers.do(close_asking, asking=asking, at=over)
    assert [one.closed_at for one in hers.askings()] == [over]


def test_in_a_closed_cycle_nothing_changes(hers: Helens, asking: Asking) -> None:
    close_cycle(hers.cycle)
    says = said(hers, take_back, request=hers.request(asking, "Amara"))
    assert says == asking_services.IT_IS_CLOSED


def test_the_date_moves_on(hers: Helens, asking: Asking) -> None:
    assert hers.do(move_date, asking=asking, closes_on=dt.date(2026, 12, 11)) is True
    assert hers.do(move_date, asking=asking, closes_on=dt.date(2026, 12, 11)) is False
    assert [one.closes_at for one in hers.askings()] == [dt.datetime(2026, 12, 12, tzinfo=dt.UTC)]
    says = said(hers, move_date, asking=asking, closes_on=dt.date(2026, 12, 4))
    assert says == "Those you asked have been told 11 December, so the date can only move on."


def test_a_new_link_makes_the_old_ones_void(hers: Helens, asking: Asking) -> None:
    amara, joanna = hers.request(asking, "Amara"), hers.request(asking, "Joanna")
    old, hers_too, other = link_to(hers, amara), link_to(hers, amara), link_to(hers, joanna)
    number = uuid.uuid4()
    hers.do(revoke_links, request=amara, sent_as=number)
    hers.do(revoke_links, request=amara, sent_as=number)
    assert [opens(hers, token) for token in (old, hers_too, other)] == [False, False, True]
    assert [one.kind for one in hers.letters(subject_id=amara.pk)] == [REQUEST, REQUEST]
    assert opens(hers, link_to(hers, amara))


def test_a_new_link_once_an_hour(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    hers.do(revoke_links, request=amara, sent_as=uuid.uuid4())
    later = NOW + dt.timedelta(minutes=59)
    assert said(hers, revoke_links, request=amara, sent_as=uuid.uuid4(), at=later) == TOO_SOON
    hers.do(revoke_links, request=amara, sent_as=uuid.uuid4(), at=NOW + HOUR)
    assert len(hers.letters(subject_id=amara.pk)) == 3


@pytest.mark.parametrize("state", [answered, declined])
def test_whoever_has_answered_or_declined_gets_their_link_and_not_the_question_anew(
    state: Any, hers: Helens, asking: Asking
) -> None:
    state(hers, asking, "Amara")
    amara = hers.request(asking, "Amara")
    hers.do(revoke_links, request=amara, sent_as=uuid.uuid4())
    assert [one.kind for one in hers.letters(subject_id=amara.pk)] == [REQUEST, LOST_LINK]


def test_no_new_link_for_what_is_taken_back(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    hers.do(take_back, request=amara)
    says = said(hers, revoke_links, request=amara, sent_as=uuid.uuid4())
    assert says == "You have taken that back. Ask them after all, and they can answer again."


def test_nobody_changes_what_somebody_else_asks(hers: Helens, asking: Asking) -> None:
    for service, about in (
        (close_asking, {"asking": asking}),
        (take_back, {"request": hers.request(asking, "Amara")}),
    ):
        assert said(hers, service, by=hers.cast.person("Amara"), **about) == asking_services.ONLY_YOU
