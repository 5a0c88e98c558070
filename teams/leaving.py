"""What else happens when leaders leave a team, as the apps that know it do it.

They are above this one and register here, so that a leaving and all that follows from it are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from teams.models import Team

Holds = Callable[[Team], None]
Follows = Callable[[Team, frozenset[UUID]], None]


@dataclass(frozen=True)
class _Follower:
    hold: Holds
    follow: Follows


_followers: list[_Follower] = []


def follows_leaving(*, hold: Holds, follow: Follows) -> None:
    """Register what follows.

    ``hold`` is called first, before any leader's row is held, so that everybody takes locks in one order;
    ``follow`` with the ids of those who have left, once that is written. Both in the scope of the
    organisation and in the transaction of the leaving.
    """
    _followers.append(_Follower(hold, follow))


def hold_what_follows(team: Team) -> None:
    """Hold all that leavings change elsewhere."""
    for follower in _followers:
        follower.hold(team)


def follow_leaving(team: Team, leaders: Collection[UUID]) -> None:
    """These leaders of the team have just left."""
    for follower in _followers:
        follower.follow(team, frozenset(leaders))
