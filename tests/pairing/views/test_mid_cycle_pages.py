"""The pages on which people part and pair in mid-cycle."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, Participant
from pairing.models import Proposal, Suggestion
from tests.cast import Northmere, add_leader, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words
from tests.pairing.mid_cycle import join_now, leave, pair_now, pair_with, part, under_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(inside: Northmere) -> Cycle:
    return under_way(inside)


@pytest.fixture
def desk(inside: Northmere) -> Client:
    return signed_in(inside, "facilitator")


def room(cast: Northmere, where: str = "") -> str:
    return f"{cast.base}cycles/1/room/{where}"


def choosing(cast: Northmere, name: str) -> str:
    return words(signed_in(cast, name).get(f"{cast.base}choosing/"))


def of(cast: Northmere, cycle: Cycle, name: str) -> str:
    return f"pairs/{pair_with(cycle, cast, name).pk}/"


def test_the_page_says_what_happens_and_asks_for_no_reason(inside: Northmere, cycle: Cycle) -> None:
    page = signed_in(inside, "Helen").get(f"{inside.base}pair/ending/")
    text = words(page)
    assert "End the pair with Priya?" in text
    assert "You need not say why, and it is nobody’s fault." in text
    assert "Hours that are planned are cancelled." in text
    assert "<title>Ending a pair" in raw(page)
    assert "textarea" not in raw(page)
    assert pair_with(cycle, inside, "Helen").ended_at is None


def test_a_pair_is_ended_with_one_press_and_a_page_sent_twice_ends_no_other(
    inside: Northmere, cycle: Cycle
) -> None:
    client = signed_in(inside, "Helen")
    address = f"{inside.base}pair/ending/"
    sent = hidden(client.get(address))
    assert client.post(address, sent).headers["Location"] == inside.base
    assert not Pair.objects.active().filter(members__leader=inside.leader("Helen")).exists()
    part(inside, cycle, "Amara")
    client.post(f"{inside.base}choosing/proposals/", {"leader": str(inside.leader("Amara").pk)})
    asked = Proposal.objects.open().get()
    signed_in(inside, "Amara").post(f"{inside.base}choosing/proposals/{asked.pk}/acceptance/")
    new = pair_with(cycle, inside, "Helen")
    assert "That pair has ended already." in words(client.post(address, sent, follow=True))
    new.refresh_from_db()
    assert new.ended_at is None


def test_nobody_ends_what_is_not_theirs(inside: Northmere, cycle: Cycle) -> None:
    address = f"{inside.base}pair/ending/"
    theirs = {"pair": str(pair_with(cycle, inside, "Helen").pk)}
    client = signed_in(inside, "Amara")
    assert client.post(address, theirs).status_code == 404
    for nothing in ({"pair": "nonsense"}, {}):
        assert client.post(address, nothing).headers["Location"] == address
    assert client.get(address).status_code == 200
    assert pair_with(cycle, inside, "Helen").ended_at is None


def test_without_a_pair_there_is_nothing_to_end(inside: Northmere, cycle: Cycle) -> None:
    part(inside, cycle, "Helen")
    client = signed_in(inside, "Helen")
    assert client.get(f"{inside.base}pair/ending/").headers["Location"] == inside.base


def test_of_a_trio_one_leaves(inside: Northmere, cycle: Cycle) -> None:
    leave(inside, "Priya")
    join_now(inside, cycle, "Helen", ("Amara", "Joanna"))
    client = signed_in(inside, "Amara")
    page = client.get(f"{inside.base}pair/ending/")
    assert "Leave the trio with Helen and Joanna?" in words(page)
    assert "Helen and Joanna go on as a pair" in words(page)
    client.post(f"{inside.base}pair/ending/", hidden(page))
    assert pair_with(cycle, inside, "Helen") == pair_with(cycle, inside, "Joanna")


def test_a_facilitator_ends_a_pair_for_what_they_are_told(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    address = room(inside, f"{of(inside, cycle, 'Helen')}ending/")
    assert address in raw(desk.get(room(inside)))
    page = desk.get(address)
    assert "End the pair of Helen Armitage and Priya Nair?" in words(page)
    told = words(desk.post(address, hidden(page), follow=True))
    assert "Their pair has ended, and they are told." in told
    assert "Two without a partner just now" in told
    assert "That pair has ended already." in words(desk.post(address, hidden(page), follow=True))
    assert desk.get(address).headers["Location"] == room(inside)


def test_a_facilitator_says_who_leaves_a_trio(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    leave(inside, "Priya")
    trio = join_now(inside, cycle, "Helen", ("Amara", "Joanna"))
    assert trio is not None
    address = room(inside, f"{of(inside, cycle, 'Helen')}ending/")
    seen = hidden(desk.get(address))
    missing = desk.post(address, seen)
    assert missing.status_code == 422
    assert "Choose who leaves the trio, or that it ends for all three." in words(missing)
    stranger = {**seen, "leaving": str(inside.leader("Siobhan").pk)}
    assert desk.post(address, stranger).status_code == 422
    helen = {**seen, "leaving": str(inside.leader("Helen").pk)}
    desk.post(address, helen)
    assert pair_with(cycle, inside, "Amara") == trio
    assert pair_with(cycle, inside, "Joanna") == trio
    again = desk.post(address, helen)
    assert again.status_code == 422
    assert "Somebody has left it since you opened this page." in words(again)
    assert pair_with(cycle, inside, "Amara") == trio
    desk.post(address, hidden(again))
    trio.refresh_from_db()
    assert trio.ended_at is not None


def test_whoever_is_free_sees_whom_to_ask(inside: Northmere, cycle: Cycle) -> None:
    part(inside, cycle, "Helen", "Amara")
    text = choosing(inside, "Helen")
    assert "Who would you like to pair with?" in text
    assert "You can ask 2 people" in text
    assert "You and Priya Nair are both free to ask others again." in text
    assert "Already in a pair" in text


def test_a_question_and_a_yes_on_the_pages(inside: Northmere, cycle: Cycle) -> None:
    part(inside, cycle, "Helen", "Amara")
    helen, amara = signed_in(inside, "Helen"), signed_in(inside, "Amara")
    helen.post(f"{inside.base}choosing/proposals/", {"leader": str(inside.leader("Amara").pk)})
    assert "Helen Armitage would like to pair with you" in choosing(inside, "Amara")
    asked = Proposal.objects.open().get()
    amara.post(f"{inside.base}choosing/proposals/{asked.pk}/acceptance/")
    text = choosing(inside, "Helen")
    assert "You and Amara are a pair" in text
    assert "End this pair" in text
    assert "Step back" not in text


def test_alone_one_asks_a_pair_and_they_are_told_what_it_means(inside: Northmere, cycle: Cycle) -> None:
    leave(inside, "Priya")
    text = choosing(inside, "Helen")
    assert "You could join a pair" in text
    assert "what the two have written so far stays between them" in text
    pair = pair_with(cycle, inside, "Amara")
    signed_in(inside, "Helen").post(f"{inside.base}choosing/pairs/{pair.pk}/joining/")
    asked = Suggestion.objects.open().get()
    for name in ("Amara", "Joanna"):
        assert "Helen Armitage would like to join you" in choosing(inside, name)
        assert "what the two of you have written stays yours alone" in choosing(inside, name)
        page = raw(signed_in(inside, name).get(f"{inside.base}choosing/"))
        assert (page.count('class="btn"'), page.count("btn--wide btn--quiet")) == (1, 1)
        signed_in(inside, name).post(f"{inside.base}choosing/suggestions/{asked.pk}/acceptance/")
    assert "You, Joanna and Amara are a trio" in choosing(inside, "Helen")


def test_nobody_is_free_and_it_is_said_kindly(inside: Northmere, cycle: Cycle) -> None:
    leave(inside, "Idris")
    text = choosing(inside, "Maggie")
    assert "Nobody is free just now" in text
    assert "The next choosing comes when cycle 1 ends, around 31 May 2027." in text


def test_who_sits_out_comes_in(inside: Northmere) -> None:
    cycle = under_way(inside, (("Helen", "Priya"),))
    text = choosing(inside, "Amara")
    assert "I would like a partner after all" in text
    signed_in(inside, "Amara").post(f"{inside.base}choosing/choosing-after-all/")
    assert not Participant.objects.get(cycle=cycle, leader=inside.leader("Amara")).sits_out
    assert "Who would you like to pair with?" not in choosing(inside, "Joanna")
    signed_in(inside, "Amara").post(f"{inside.base}choosing/sitting-out/")
    assert Participant.objects.get(cycle=cycle, leader=inside.leader("Amara")).sits_out


def test_the_room_shows_who_is_without_a_partner_and_takes_what_they_tell(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    part(inside, cycle, "Helen", "Amara")
    text = words(desk.get(room(inside)))
    assert "Four without a partner just now" in text
    assert "Without a partner 4" in text
    sent = {
        "one": str(inside.leader("Helen").pk),
        "other": str(inside.leader("Amara").pk),
        "both_said_yes": "on",
    }
    assert "are a pair." in words(desk.post(room(inside, "pairs/"), sent, follow=True))
    assert "Two without a partner just now" in words(desk.get(room(inside)))


def test_a_pair_is_written_down_of_two_who_are_free(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    leave(inside, "Priya")
    assert "Write down a pair" not in words(desk.get(room(inside)))
    part(inside, cycle, "Amara")
    assert "Write down a pair" in words(desk.get(room(inside)))


def test_the_room_takes_in_a_third_and_a_joiner(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    assert "Somebody joined late" in words(desk.get(room(inside)))
    added = desk.post(room(inside, "participants/"), {"leader": str(tom.pk)}, follow=True)
    assert "Tom Whitfield takes part now." in words(added)
    address = room(inside, f"{of(inside, cycle, 'Helen')}third/")
    assert address in raw(desk.get(room(inside)))
    assert "They begin anew" in words(desk.get(address))
    sent = {"third": str(tom.pk), "all_said_yes": "on"}
    assert "The three are a trio." in words(desk.post(address, sent, follow=True))
    assert "Should somebody leave or join" in words(desk.get(room(inside)))


def test_at_home_somebody_without_a_partner_reads_what_they_can_do(inside: Northmere, cycle: Cycle) -> None:
    part(inside, cycle, "Helen", "Siobhan")
    text = words(signed_in(inside, "Helen").get(inside.base))
    assert "You can choose a partner" in text
    assert "You and Priya are no longer a pair for this cycle. Your notes stay yours." in text
    pair_now(inside, cycle, "Priya", "Vikram")
    leave(inside, "Siobhan")
    text = words(signed_in(inside, "Helen").get(inside.base))
    assert "You can ask to join a pair" in text


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_in_a_large_team(leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = under_way(cast)
        part(cast, cycle, "Helen")
    client = signed_in(cast, "Helen")
    client.get(f"{cast.base}choosing/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{cast.base}choosing/")
    assert len(queries) == 28


def test_another_organisation_has_no_such_pair(inside: Northmere, cycle: Cycle) -> None:
    southmere = make_northmere(slug="southmere")
    make_cycle(southmere)
    theirs = signed_in(southmere, "facilitator")
    assert theirs.get(room(inside, f"{of(inside, cycle, 'Helen')}ending/")).status_code == 404
    own = f"{southmere.base}cycles/1/room/{of(inside, cycle, 'Helen')}ending/"
    assert theirs.post(own).status_code == 404
    assert signed_in(southmere, "Helen").get(f"{inside.base}pair/ending/").status_code == 404
    pair = {"pair": str(pair_with(cycle, inside, "Helen").pk)}
    assert signed_in(southmere, "Helen").post(f"{southmere.base}pair/ending/", pair).status_code == 404
