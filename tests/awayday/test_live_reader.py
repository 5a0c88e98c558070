"""What streams are sent for: whoever is out is out at once, and nobody is sent what they show already."""

from __future__ import annotations

from uuid import UUID

import pytest

from awayday.models import Awayday
from awayday.rules.badges import badge_of_card, badge_of_claim
from awayday.rules.stages import Stage
from awayday.services.arrivals import remove_arrival
from awayday.services.cards import print_cards, revoke_cards
from awayday.services.claims import confirm_claim, make_claim
from awayday.services.doors import close_doors
from awayday.tokens import read
from awayday.views.live_reader import OVER, RoomSnapshot, read_room
from coachingpairs.live.protocol import RoomKey
from coachingpairs.live.tickets import Viewer
from coachingpairs.tenancy.scope import scope
from tests.awayday.held import choosing, moved, opened
from tests.cast import Northmere
from tests.pairing.room import ask, pair_up

pytestmark = pytest.mark.django_db


def taken(awayday: Awayday) -> RoomSnapshot:
    """A reading of the room, as the hub has it made."""
    snapshot = read_room(RoomKey(awayday.organisation_id, str(awayday.opens_id)), None, {})
    assert isinstance(snapshot, RoomSnapshot)
    return snapshot


def sent(snapshot: RoomSnapshot, viewer: Viewer, had: object = None) -> tuple[list[str], object]:
    """The data of the events, and the state after them."""
    if snapshot.needs_work(viewer, had):
        snapshot.work(viewer, had)
    events, state = snapshot.events(viewer, had)
    return [event.data if event is not OVER else "over" for event in events], state


def viewer(awayday: Awayday, kind: str, leader: object = None, **more: object) -> Viewer:
    room = {"organisation": awayday.organisation_id, "room": str(awayday.opens_id)}
    return Viewer(kind=kind, leader=leader, **room, **more)  # type: ignore[arg-type]


def test_a_revoked_card_ends_its_stream(northmere: Northmere) -> None:
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        [card] = print_cards(awayday=awayday, leaders=[priya], by=northmere.facilitator)
        token = read(card.token)
        assert token is not None
    phone = viewer(awayday, "guest", priya.pk, badge=badge_of_card(token.token_hash))
    [page, *_], _state = sent(taken(awayday), phone)
    assert "Priya" in page or "here" in page
    with scope(organisation=northmere.organisation.pk):
        revoke_cards(awayday=awayday, leader=priya, by=northmere.facilitator)
    assert sent(taken(awayday), phone)[0] == ["over"]


def test_a_wrong_yes_taken_back_ends_the_strangers_stream(northmere: Northmere) -> None:
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        claim = make_claim(awayday=awayday, leader=priya)
        confirm_claim(claim=claim, by=northmere.facilitator)
    phone = viewer(awayday, "guest", priya.pk, badge=badge_of_claim(claim.pk))
    assert sent(taken(awayday), phone)[0] != ["over"]
    with scope(organisation=northmere.organisation.pk):
        remove_arrival(awayday=awayday, leader=priya, by=northmere.facilitator)
    assert sent(taken(awayday), phone)[0] == ["over"]


def test_without_a_badge_a_guests_stream_is_over(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
    assert sent(taken(awayday), viewer(awayday, "guest", northmere.leader("Priya").pk))[0] == ["over"]


def test_closing_ends_every_screen_but_the_desk(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        desk = viewer(awayday, "desk", organiser=True)
        _none, had = sent(taken(awayday), desk)
        close_doors(awayday=awayday, by=northmere.facilitator)
    snapshot = taken(awayday)
    assert sent(snapshot, viewer(awayday, "wall"))[0] == ["over"]
    assert sent(snapshot, viewer(awayday, "phone", northmere.leader("Priya").pk))[0] == ["over"]
    assert len(sent(snapshot, desk, had)[0]) == 1


def test_somebody_of_another_team_is_sent_away(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
    assert sent(taken(awayday), viewer(awayday, "phone", northmere.organisation.pk))[0] == ["over"]


def test_a_room_that_is_gone_is_none() -> None:
    assert read_room(RoomKey(UUID(int=1), str(UUID(int=2))), None, {}) is None


def test_only_phones_whose_page_changed_get_more_than_the_line(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
    phones = {leader.called: viewer(awayday, "phone", leader.pk) for leader in northmere.leaders.values()}
    before = taken(awayday)
    had = {name: sent(before, phone)[1] for name, phone in phones.items()}
    with scope(organisation=northmere.organisation.pk):
        ask(northmere, awayday.opens, "Priya", "Helen")
    after = taken(awayday)
    told = {name for name, phone in phones.items() if sent(after, phone, had[name])[0]}
    assert told == {"Priya", "Helen"}
    wall = viewer(awayday, "wall")
    assert sent(after, wall, sent(before, wall)[1])[0] == []


def test_a_new_pair_meets_on_the_wall_once(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
        wall_of_room = viewer(awayday, "wall")
    before = taken(awayday)
    _first, had = sent(before, wall_of_room)
    with scope(organisation=northmere.organisation.pk):
        pair_up(northmere, awayday.opens, "Priya", "Helen")
    after = read_room(RoomKey(awayday.organisation_id, str(awayday.opens_id)), before, {})
    assert isinstance(after, RoomSnapshot)
    [html], _state = sent(after, wall_of_room, had)
    assert "pairing--meet" in html
    [again], _state = sent(after, wall_of_room)
    assert "pairing--meet" not in again


def test_the_line_is_one_event_for_all(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
    one = viewer(awayday, "phone", northmere.leader("Priya").pk)
    other = viewer(awayday, "phone", northmere.leader("Helen").pk)
    before = taken(awayday)
    had = {phone: sent(before, phone)[1] for phone in (one, other)}
    with scope(organisation=northmere.organisation.pk):
        moved(northmere, awayday, Stage.CHOOSING)
    after = taken(awayday)
    for phone in (one, other):
        sent(after, phone, had[phone])
    lines = [after.events(phone, had[phone])[0][0] for phone in (one, other)]
    assert lines[0] is lines[1]
    assert "still choosing" in lines[0].data
