"""Whose address is somebody else's as well: an emailed link to it would not say who opened it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Mailbox:
    """An active leader's place and the address written there, in any case."""

    leader_id: UUID
    team_id: UUID
    name: str
    email: str


def shared(mailboxes: Iterable[Mailbox]) -> frozenset[UUID]:
    """The leaders whose address is shared: with another name, or twice in one team.

    One person who leads in two teams has one address and one name, and shares it with nobody.
    """
    by_address: defaultdict[str, list[Mailbox]] = defaultdict(list)
    for mailbox in mailboxes:
        if mailbox.email:
            by_address[mailbox.email.casefold()].append(mailbox)
    several = [holders for holders in by_address.values() if not _one_person(holders)]
    return frozenset(mailbox.leader_id for holders in several for mailbox in holders)


def _one_person(holders: list[Mailbox]) -> bool:
    names = {" ".join(holder.name.casefold().split()) for holder in holders}
    teams = {holder.team_id for holder in holders}
    return len(names) == 1 and len(teams) == len(holders)
