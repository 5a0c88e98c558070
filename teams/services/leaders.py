"""The leaders of a team, one at a time: adding, changing, leaving, returning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coachingpairs.errors import DomainError
from teams.audit import record
from teams.leaving import follow_leaving, hold_what_follows
from teams.models import Function, Invitation, Leader, Person, Team
from teams.rules.lines import above, nearest_above
from teams.rules.roster.names import read_name

FIELDS = ("name", "email", "title", "function", "manager")


class LeaderError(DomainError):
    """What is wrong with one field of a leader, in words."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class LeaderDetails:
    """What is written about a leader on the roster. Email and title may be blank."""

    name: str
    email: str
    title: str
    function: Function | None
    manager: Leader | None


def hold_roster(team: Team) -> None:
    """Let nobody else change this team's roster until the transaction ends.

    Reporting lines are checked over the whole team, so two changes at once could close a circle. Other rows
    may still point to the team meanwhile.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def hold_leaders(leaders: Collection[UUID]) -> None:
    """Hold leaders and those who report to them, in the order of their ids.

    Whoever forms a pair holds its members in the same order, so neither waits for the other for ever.
    """
    touched = Leader.objects.filter(Q(pk__in=leaders) | Q(manager__in=leaders))
    list(touched.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def add_leader(*, team: Team, details: LeaderDetails, by: Person) -> Leader:
    """A new leader. LeaderError when somebody of that name and address is on the roster."""
    hold_roster(team)
    leader = Leader(organisation_id=team.organisation_id, team=team)
    _require_one_of_each(leader, details)
    _write(leader, details)
    _require_manager(leader)
    leader.save(force_insert=True)
    record("leader added", organisation_id=team.organisation_id, by=by, team=team, subject_id=leader.pk)
    return leader


@transaction.atomic
def change_leader(*, leader: Leader, details: LeaderDetails, by: Person) -> list[str]:
    """Change what is written about a leader; returns the names of the fields that changed.

    With a new address an unanswered invitation stops working. LeaderError for a line manager who has left,
    is of another team or reports to the leader, and for somebody who is on the roster already.
    """
    hold_roster(leader.team)
    leader.refresh_from_db()
    changed = _write(leader, details)
    if not changed:
        return []
    if "name" in changed or "email" in changed:
        _require_one_of_each(leader, details)
    if "manager" in changed:
        _require_manager(leader)
    leader.save(update_fields=["name", "sort_name", "email", "title", "function", "manager"])
    if "email" in changed:
        revoke_open_invitations([leader.pk])
    record(
        "leader changed",
        organisation_id=leader.organisation_id,
        by=by,
        team=leader.team,
        subject_id=leader.pk,
        fields=changed,
    )
    return changed


@transaction.atomic
def record_leaving(*, leader: Leader, on: dt.date, by: Person) -> int:
    """A leader has left the team: no access from now on, invitations die, reports move to the next above.

    What other apps have registered (teams.leaving) happens too: a pair ends, say.

    Returns how many reports moved. Nothing happens when they had left. LeaderError for a day to come.
    """
    hold_roster(leader.team)
    hold_what_follows(leader.team)
    leader.refresh_from_db()
    if not leader.is_active:
        return 0
    if on > timezone.now().astimezone(leader.team.organisation.zone).date():
        raise LeaderError("left_on", "Enter today or a day before. Until they have left, nothing changes.")
    hold_leaders([leader.pk])
    leader.left_on = on
    leader.save(update_fields=["left_on"])
    moved = move_reports([leader.pk], team=leader.team)
    revoke_open_invitations([leader.pk])
    follow_leaving(leader.team, [leader.pk])
    record(
        "leader left",
        organisation_id=leader.organisation_id,
        by=by,
        team=leader.team,
        subject_id=leader.pk,
        reports_moved=moved,
    )
    return moved


@transaction.atomic
def record_return(*, leader: Leader, by: Person) -> None:
    """Somebody who had left is back, under the nearest line manager above who is still there."""
    hold_roster(leader.team)
    leader.refresh_from_db()
    if leader.is_active:
        return
    managers, active = lines_of(leader.team)
    leader.left_on = None
    leader.manager_id = nearest_above(managers, leader.pk, among=active)
    leader.save(update_fields=["left_on", "manager"])
    record(
        "leader returned",
        organisation_id=leader.organisation_id,
        by=by,
        team=leader.team,
        subject_id=leader.pk,
    )


def lines_of(team: Team) -> tuple[dict[UUID, UUID | None], set[UUID]]:
    """Everybody's line manager, and who is active; one query."""
    rows = Leader.objects.filter(team=team).values_list("pk", "manager_id", "left_on")
    lines = list(rows)
    return {pk: manager for pk, manager, _left in lines}, {pk for pk, _manager, left in lines if left is None}


def move_reports(leavers: list[UUID], *, team: Team) -> int:
    """Put those who report to leavers under the nearest manager above who is active; returns how many."""
    managers, active = lines_of(team)
    reports = list(Leader.objects.active().filter(team=team, manager__in=leavers).only("pk", "manager_id"))
    for report in reports:
        report.manager_id = nearest_above(managers, report.pk, among=active)
    Leader.objects.bulk_update(reports, ["manager"])
    return len(reports)


def revoke_open_invitations(leaders: list[UUID]) -> None:
    """Links that were sent to these leaders stop working."""
    Invitation.objects.unanswered().filter(leader__in=leaders).update(revoked_at=timezone.now())


def _write(leader: Leader, details: LeaderDetails) -> list[str]:
    """Put the details in the leader, not yet saved; returns the names of the fields that changed."""
    before = {field: _value(leader, field) for field in FIELDS}
    leader.name = details.name
    leader.sort_name = read_name(details.name).sort
    leader.email = details.email
    leader.title = details.title
    leader.function = details.function
    leader.manager = details.manager
    return [field for field in FIELDS if _value(leader, field) != before[field]]


def _value(leader: Leader, field: str) -> object:
    return getattr(leader, f"{field}_id") if field in ("function", "manager") else getattr(leader, field)


def _require_manager(leader: Leader) -> None:
    manager = leader.manager
    if manager is None:
        return
    managers, active = lines_of(leader.team)
    if manager.pk not in active:
        raise LeaderError(
            "manager", f"{manager.name} is not on this roster any more. Choose somebody who is."
        )
    if leader.pk == manager.pk:
        raise LeaderError("manager", "Nobody reports to themselves. Choose somebody else, or nobody.")
    if leader.pk in above(managers, manager.pk):
        raise LeaderError(
            "manager",
            f"{manager.name} reports to {leader.name}, so it cannot be the other way round as well.",
        )


def _require_one_of_each(leader: Leader, details: LeaderDetails) -> None:
    """The same name with the same address is the same person twice; an address alone may be shared."""
    if not details.email:
        return
    others = Leader.objects.active().filter(team=leader.team, name__iexact=details.name)
    if others.filter(email__iexact=details.email).exclude(pk=leader.pk).exists():
        raise LeaderError("name", f"{details.name} is on the roster already, with this address.")
