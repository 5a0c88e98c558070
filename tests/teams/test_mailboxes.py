from __future__ import annotations

from uuid import UUID

from teams.rules.mailboxes import Mailbox, shared

TEAM, PILOT = UUID(int=1), UUID(int=2)


def box(number: int, name: str, email: str, team: UUID = TEAM) -> Mailbox:
    return Mailbox(UUID(int=number), team, name, email)


def sharing(*mailboxes: Mailbox) -> set[int]:
    return {leader.int for leader in shared(mailboxes)}


def test_two_people_with_one_address_share_it_in_any_case_and_team() -> None:
    assert sharing(
        box(11, "Amara Okafor", "office@n.example"), box(12, "Tom Whitfield", "Office@N.example")
    ) == {
        11,
        12,
    }
    assert sharing(
        box(11, "Amara Okafor", "office@n.example"), box(12, "Tom Whitfield", "office@n.example", PILOT)
    ) == {11, 12}


def test_one_person_in_two_teams_shares_with_nobody() -> None:
    assert (
        sharing(box(11, "Amara Okafor", "a@n.example"), box(12, "amara  okafor", "a@n.example", PILOT))
        == set()
    )


def test_twice_in_one_team_is_two_people_even_under_one_name() -> None:
    assert sharing(box(11, "Amara Okafor", "a@n.example"), box(12, "Amara Okafor", "a@n.example")) == {11, 12}


def test_those_without_an_address_share_nothing() -> None:
    assert sharing(box(11, "Amara Okafor", ""), box(12, "Tom Whitfield", "")) == set()
