"""Writing down pairs and trios, and doing knowingly what leaves somebody without a partner."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from cycles.models import Cycle
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.pairing.room import earlier_cycle, open_room, pair_up, paired
from tests.pairing.views.pages import HTMX, actions, at, hidden, signed_in, words


@pytest.mark.parametrize("htmx", [False, True])
def test_writing_down_a_pair(inside: Northmere, cycle: Cycle, desk: Client, htmx: bool) -> None:
    answer = write(inside, desk, "Helen", "Priya", yes=True, htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == at(inside, "room")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert "Helen Armitage and Priya Nair are a pair." in words(desk.get(at(inside, "room")))


def write(cast: Northmere, desk: Client, one: str, other: str, *, yes: bool, htmx: bool = False) -> Any:
    values = {"one": str(cast.leader(one).pk), "other": str(cast.leader(other).pk)}
    what = {**values, "both_said_yes": "on"} if yes else values
    return desk.post(at(cast, "room/pairs"), what, **(HTMX if htmx else {}))


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "yes", "said"),
    [
        ("Helen", "Priya", False, "A pair needs a yes from both. Ask them, then tick this."),
        ("Helen", "Helen", True, "Choose two different people."),
        ("Helen", "Vikram", True, "Helen Armitage and Vikram Sethi are in the same function."),
        ("Helen", "Maggie", True, "Maggie Thornton is the line manager of Helen Armitage."),
        ("Helen", "Amara", True, "They are not choosing any more. Look again who is."),
    ],
)
def test_what_cannot_be_written_down_is_said_and_nothing_is_lost(
    inside: Northmere,
    cycle: Cycle,
    desk: Client,
    htmx: bool,
    one: str,
    other: str,
    yes: bool,
    said: str,
) -> None:
    pair_up(inside, cycle, "Amara", "Joanna")
    answer = write(inside, desk, one, other, yes=yes, htmx=htmx)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{inside.leader("Helen").pk}" selected' in answer.content.decode()
    assert ("Still choosing" in words(answer)) == (not htmx)
    assert len(paired(cycle)) == 1


def test_an_even_room_asks_for_no_third(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    page = desk.get(at(inside, "room"))
    assert 'name="third"' not in page.content.decode()
    assert "Take in a third" not in words(page)


@pytest.mark.parametrize("htmx", [False, True])
def test_three_are_written_down_when_the_number_is_odd(odd: Northmere, odd_cycle: Cycle, htmx: bool) -> None:
    desk = signed_in(odd.facilitator)
    assert "A third, if they are three" in words(desk.get(at(odd, "room")))
    twice = write_three(odd, desk, "Amara", "Siobhan", "Amara", htmx=htmx)
    assert (twice.status_code, "Choose somebody other than the two, or nobody." in words(twice)) == (
        422,
        True,
    )
    answer = write_three(odd, desk, "Amara", "Siobhan", "Vikram", htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == at(odd, "room")
    assert paired(odd_cycle) == {frozenset({"Amara", "Siobhan", "Vikram"})}
    page = desk.get(at(odd, "room"))
    assert "Siobhan Doyle, Amara Okafor and Vikram Sethi are a trio." in words(page) or (
        "Amara Okafor, Siobhan Doyle and Vikram Sethi are a trio." in words(page)
    )
    assert 'name="third"' not in page.content.decode()
    assert "Yes, all three choose again" in words(page)


def write_three(cast: Northmere, desk: Client, *names: str, htmx: bool) -> Any:
    values = {
        field: str(cast.leader(name).pk) for field, name in zip(("one", "other", "third"), names, strict=True)
    }
    return desk.post(at(cast, "room/pairs"), {**values, "both_said_yes": "on"}, **(HTMX if htmx else {}))


# Knowingly


STRANDS = "This would leave somebody without a partner. Maggie Thornton has nobody left to choose."


@pytest.fixture
def tight(inside: Northmere) -> Cycle:
    """Only Idris is left to Maggie once Amara has Vikram."""
    earlier_cycle(inside, ("Maggie", "Priya"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Vikram")
    return cycle


def knowingly(cast: Northmere, desk: Client, one: str, other: str, *, htmx: bool = False, **more: str) -> Any:
    values = {"one": str(cast.leader(one).pk), "other": str(cast.leader(other).pk), "both_said_yes": "on"}
    where = at(cast, "room/pairs", number=2)
    return desk.post(where, {**values, **more}, **(HTMX if htmx else {}))


@pytest.mark.parametrize("htmx", [False, True])
def test_whom_it_would_leave_short_is_shown_and_nothing_typed_is_lost(
    inside: Northmere, tight: Cycle, desk: Client, htmx: bool
) -> None:
    asked = knowingly(inside, desk, "Helen", "Idris", htmx=htmx)
    assert asked.status_code == 422
    text = words(asked)
    assert f"It can be done, knowingly {STRANDS}" in text
    assert "Facilitators and sponsors: it stands in the audit trail" in text
    assert "Write it down all the same" in text
    assert f'value="{inside.leader("Helen").pk}" selected' in asked.content.decode()
    assert 'name="both_said_yes" ' in asked.content.decode()
    assert hidden(asked, "warned") == [STRANDS]
    assert "One thing needs putting right" not in text
    assert len(paired(tight)) == 1


def test_with_a_reason_it_is_done_and_stands_in_the_room(
    inside: Northmere, tight: Cycle, desk: Client
) -> None:
    empty = knowingly(inside, desk, "Helen", "Idris", warned=STRANDS, although="  ")
    assert "Say in a few words why, so that others can understand it later." in words(empty)
    long = knowingly(inside, desk, "Helen", "Idris", warned=STRANDS, although="x" * 301)
    assert "Keep it to 300 characters." in words(long)
    assert ("x" * 301 in long.content.decode(), hidden(long, "warned")) == (True, [STRANDS])
    unticked = {"one": str(inside.leader("Helen").pk), "warned": STRANDS, "although": "Because."}
    kept = desk.post(at(inside, "room/pairs", number=2), unticked).content.decode()
    assert "Because.</textarea>" in kept
    assert len(paired(tight)) == 1
    done = knowingly(inside, desk, "Helen", "Idris", warned=STRANDS, although="Maggie is glad to sit out.")
    assert done.headers["Location"] == at(inside, "room", number=2)
    assert AuditEntry.objects.get(details__has_key="against_the_guard").by == inside.facilitator
    for person in (inside.facilitator, inside.sponsor):
        text = words(signed_in(person).get(at(inside, "room", number=2)))
        assert "Written down although somebody was left without a partner" in text
        assert "Helen Armitage and Idris Kaya “Maggie is glad to sit out.” Esther Boateng, " in text


def test_a_reason_counts_only_for_what_was_read(inside: Northmere, tight: Cycle, desk: Client) -> None:
    other = knowingly(inside, desk, "Helen", "Idris", warned="Something else.", although="Because.")
    assert (other.status_code, STRANDS in words(other)) == (422, True)
    assert "Because." in other.content.decode()
    assert len(paired(tight)) == 1


def test_a_reason_sets_no_rule_aside(inside: Northmere, tight: Cycle, desk: Client) -> None:
    refused = knowingly(inside, desk, "Maggie", "Priya", warned=STRANDS, although="Because.")
    assert "Maggie Thornton and Priya Nair were partners in cycle 1." in words(refused)
    assert len(paired(tight)) == 1


def test_a_reason_for_what_strands_nobody_is_not_kept(inside: Northmere, tight: Cycle, desk: Client) -> None:
    knowingly(inside, desk, "Maggie", "Idris", warned=STRANDS, although="Because.")
    assert len(paired(tight)) == 2
    assert not AuditEntry.objects.filter(details__has_key="against_the_guard").exists()


# A third


@pytest.fixture
def joined(odd: Northmere, odd_cycle: Cycle) -> str:
    """The address at which the pair of Amara and Siobhan takes in a third."""
    pair_up(odd, odd_cycle, "Maggie", "Priya")
    pair = pair_up(odd, odd_cycle, "Amara", "Siobhan")
    return at(odd, f"room/pairs/{pair.pk}/third")


def test_a_pair_takes_in_somebody_who_may_meet_both(odd: Northmere, odd_cycle: Cycle, joined: str) -> None:
    desk = signed_in(odd.facilitator)
    assert joined in desk.get(at(odd, "room")).content.decode()
    page = desk.get(joined, {"third": str(odd.leader("Vikram").pk)})
    text = words(page)
    assert "A third for Siobhan Doyle and Amara Okafor" in text
    assert f'value="{odd.leader("Vikram").pk}" selected' in page.content.decode()
    assert "Joanna Clarke, People" in text
    assert "Priya Nair" not in text
    unasked = desk.post(joined, {"third": str(odd.leader("Vikram").pk)})
    assert "A trio needs a yes from all three. Ask them, then tick this." in words(unasked)
    done = desk.post(joined, {"third": str(odd.leader("Vikram").pk), "all_said_yes": "on"}, follow=True)
    assert "Siobhan Doyle and Amara Okafor have taken in Vikram Sethi. The three are a trio." in words(done)
    assert frozenset({"Siobhan", "Amara", "Vikram"}) in paired(odd_cycle)
    assert "Nobody can join them just now" in words(desk.get(joined))


def test_a_third_who_leaves_others_short_needs_a_reason(
    odd: Northmere, odd_cycle: Cycle, joined: str
) -> None:
    desk = signed_in(odd.facilitator)
    what = {"third": str(odd.leader("Joanna").pk), "all_said_yes": "on"}
    refused = desk.post(joined, what)
    said = "This would leave somebody without a partner. Helen Armitage has nobody left to choose."
    assert refused.status_code == 422
    assert hidden(refused, "warned") == [said]
    assert frozenset({"Siobhan", "Amara"}) in paired(odd_cycle)
    desk.post(joined, {**what, "warned": said, "although": "The two in Finance are glad to wait."})
    assert frozenset({"Siobhan", "Amara", "Joanna"}) in paired(odd_cycle)
    text = words(desk.get(at(odd, "room")))
    assert "“The two in Finance are glad to wait.”" in text


def test_in_a_room_that_is_even_now_nobody_joins(odd: Northmere, odd_cycle: Cycle, joined: str) -> None:
    odd_cycle.participants.filter(leader=odd.leader("Joanna")).update(absent=True)
    page = signed_in(odd.facilitator).get(joined)
    assert "Nobody can join them just now" in words(page)
    assert actions(page) == set()


def test_a_pair_that_is_gone_or_elsewhere_is_not_there(odd: Northmere, odd_cycle: Cycle, joined: str) -> None:
    desk = signed_in(odd.facilitator)
    assert desk.get(at(odd, f"room/pairs/{uuid.uuid4()}/third")).status_code == 404
    odd_cycle.pairs.all().delete()
    assert desk.post(joined).status_code == 404


def test_one_person_alone_is_no_pair_to_write_down(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    for name in ("Amara", "Siobhan", "Vikram", "Joanna", "Maggie"):
        cycle.participants.filter(leader=inside.leader(name)).delete()
    assert "Write down a pair" in words(desk.get(at(inside, "room")))
    pair_up(inside, cycle, "Helen", "Priya")
    assert "Write down a pair" not in words(desk.get(at(inside, "room")))
