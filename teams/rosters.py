"""The roster as its page shows it: leaders under their functions, and whether each has been invited."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from coachingpairs.mail.models import OutgoingMail
from teams.models import Function, Invitation, Leader, Team
from teams.rules.roster.text import fold
from teams.services.invitations import sharing_a_mailbox


class Invited(Enum):
    """How far a leader's invitation is."""

    JOINED = "joined"
    SENT = "sent"
    RETURNED = "returned"
    RUN_OUT = "run out"
    NOT_YET = "not yet"
    SHARED = "shared"
    NO_ADDRESS = "no address"


@dataclass(frozen=True)
class Listed:
    """A leader on the roster; ``day`` is when they were invited, or when the invitation ran out."""

    leader: Leader
    invited: Invited
    day: dt.date | None = None

    @property
    def words(self) -> str:
        return _WORDS[self.invited]

    @property
    def icon(self) -> str:
        return _ICONS[self.invited]

    @property
    def tone(self) -> str:
        """The state it stands for: calm, heed or none."""
        if self.invited is Invited.JOINED:
            return "calm"
        return "heed" if self.invited in (Invited.RETURNED, Invited.SHARED, Invited.NO_ADDRESS) else ""

    @property
    def can_be_invited(self) -> bool:
        return self.invited in (Invited.NOT_YET, Invited.RUN_OUT)

    @property
    def can_be_asked_again(self) -> bool:
        return self.invited in (Invited.SENT, Invited.RETURNED)


_WORDS = {
    Invited.JOINED: "Has joined",
    Invited.SENT: "Invited",
    Invited.RETURNED: "The invitation came back. Check the address",
    Invited.RUN_OUT: "The invitation ran out",
    Invited.NOT_YET: "Not invited yet",
    Invited.SHARED: "No address of their own",
    Invited.NO_ADDRESS: "No address yet",
}
_ICONS = {
    Invited.JOINED: "done",
    Invited.SENT: "send",
    Invited.RETURNED: "heed",
    Invited.RUN_OUT: "clock",
    Invited.NOT_YET: "mail",
    Invited.SHARED: "heed",
    Invited.NO_ADDRESS: "heed",
}


@dataclass(frozen=True)
class Group:
    """Leaders of one function; ``function`` is None for those who have none."""

    function: Function | None
    listed: list[Listed]


@dataclass(frozen=True)
class RosterCounts:
    """``functions`` counts those with an active leader of the team; the others count active leaders."""

    leaders: int
    functions: int
    without_function: int
    joined: int
    to_invite: int


def active_leaders(team: Team) -> list[Leader]:
    """By their sort name, each with function and manager; one query."""
    return list(Leader.objects.active().filter(team=team).select_related("function", "manager"))


def leavers(team: Team) -> list[Leader]:
    """Those who have left, the latest first."""
    left = Leader.objects.filter(team=team).exclude(left_on=None)
    return list(left.select_related("function").order_by("-left_on", "sort_name"))


def listed(leaders: Iterable[Leader], *, team: Team, zone: ZoneInfo) -> list[Listed]:
    """Each leader with how far their invitation is; three queries, however many leaders."""
    open_or_run_out = {
        invitation.leader_id: invitation
        for invitation in Invitation.objects.unanswered().filter(leader__team=team)
    }
    sharing = sharing_a_mailbox(team.organisation_id)
    returned = set(
        OutgoingMail.objects.undeliverable()
        .filter(subject_id__in=[invitation.pk for invitation in open_or_run_out.values()])
        .values_list("subject_id", flat=True)
    )
    return [
        _listed(leader, open_or_run_out.get(leader.pk), leader.pk in sharing, returned, zone)
        for leader in leaders
    ]


def count(everybody: Iterable[Listed]) -> RosterCounts:
    found = list(everybody)
    functions = {one.leader.function_id for one in found} - {None}
    states = Counter(one.invited for one in found)
    return RosterCounts(
        leaders=len(found),
        functions=len(functions),
        without_function=sum(one.leader.function_id is None for one in found),
        joined=states[Invited.JOINED],
        to_invite=states[Invited.NOT_YET] + states[Invited.RUN_OUT],
    )


def matching(everybody: Iterable[Listed], words: str) -> list[Listed]:
    """Those whose name, address, title or function has every word that was typed, in any case and accents."""
    wanted = fold(words).split()
    return [one for one in everybody if all(word in _searched(one.leader) for word in wanted)]


def grouped(everybody: Iterable[Listed]) -> list[Group]:
    """Under their functions by name; those without one first, for they need a look."""
    groups: dict[UUID | None, Group] = {}
    for one in everybody:
        groups.setdefault(one.leader.function_id, Group(one.leader.function, [])).listed.append(one)
    return sorted(
        groups.values(), key=lambda group: (group.function is not None, str(group.function or "").casefold())
    )


def functions_with_counts(team: Team) -> list[tuple[Function, int]]:
    """Every function of the organisation and how many active leaders of this team are in it."""
    functions = Function.objects.filter(organisation=team.organisation_id)
    here = Counter(Leader.objects.active().filter(team=team).values_list("function_id", flat=True))
    return [(function, here[function.pk]) for function in functions]


def _listed(
    leader: Leader, invitation: Invitation | None, shares: bool, returned: set[UUID | None], zone: ZoneInfo
) -> Listed:
    if leader.person_id is not None:
        return Listed(leader, Invited.JOINED)
    if not leader.email:
        return Listed(leader, Invited.NO_ADDRESS)
    if shares:
        return Listed(leader, Invited.SHARED)
    if invitation is None:
        return Listed(leader, Invited.NOT_YET)
    if invitation.expires_at <= timezone.now():
        return Listed(leader, Invited.RUN_OUT, invitation.expires_at.astimezone(zone).date())
    state = Invited.RETURNED if invitation.pk in returned else Invited.SENT
    return Listed(leader, state, invitation.created_at.astimezone(zone).date())


def _searched(leader: Leader) -> str:
    function = leader.function
    parts = [leader.name, leader.email, leader.title, *([function.name, function.code] if function else [])]
    return fold(" ".join(parts))
