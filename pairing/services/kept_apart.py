"""Two leaders who are not offered each other. Confidential: nothing here says why, and no trail says who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from pairing.models import KeptApart, Proposal, Suggestion
from pairing.services.changes import active_pair_of, closing_board
from pairing.services.forming import end_suggestions
from teams.audit import record
from teams.models import Leader, Person, Team

ONE_TEAM = "Choose two people of this team."


def keep_apart(*, one: Leader, other: Leader, by: Person) -> KeptApart:
    """They are not offered each other from now on; what is open between them lapses. Twice is once.

    DomainError for leaders of two teams, and while the two are a pair in a cycle that is choosing.
    """
    if one.pk == other.pk or one.team_id != other.team_id:
        raise DomainError(ONE_TEAM)
    with _nobody_choosing_meanwhile(one.team) as cycle:
        if cycle is not None:
            _part(cycle, [one, other])
        first, second = sorted((one, other), key=lambda leader: leader.pk)
        row, new = KeptApart.objects.get_or_create(
            organisation_id=one.organisation_id,
            one=first,
            other=second,
            defaults={"team": one.team, "created_by": by},
        )
        if new:
            _record("kept apart", row, by)
        return row


@transaction.atomic
def lift(*, kept_apart: KeptApart, by: Person) -> None:
    """They may be offered each other again. Lifting twice lifts once."""
    rows = KeptApart.objects.select_for_update(of=("self",)).select_related("team")
    row = rows.filter(pk=kept_apart.pk).first()
    if row is not None:
        _record("kept apart lifted", row, by)
        row.delete()


@contextmanager
def _nobody_choosing_meanwhile(team: Team) -> Iterator[Cycle | None]:
    """Holds the room that the team is choosing in, and yields its cycle, if there is one."""
    cycle = team.cycles.filter(stage=Cycle.Stage.CHOOSING).first()
    with closing_board(cycle) if cycle else transaction.atomic():
        yield cycle


def _part(cycle: Cycle, two: Sequence[Leader]) -> None:
    """Only what is between the two: whatever else they have asked stands."""
    pairs = [active_pair_of(cycle, leader) for leader in two]
    if pairs[0] is not None and pairs[0] == pairs[1]:
        raise DomainError(f"{two[0].name} and {two[1].name} are a pair in this cycle. Undo it first.")
    now = timezone.now()
    between = Proposal.objects.open().filter(cycle=cycle, proposer__in=two, addressee__in=two)
    between.update(state=Proposal.State.LAPSED, answered_at=now)
    both = Suggestion.objects.open().filter(cycle=cycle, leaders__leader=two[0])
    end_suggestions(list(both.filter(leaders__leader=two[1]).values_list("pk", flat=True)), now)


def _record(verb: str, row: KeptApart, by: Person) -> None:
    """That there is such a row, not whom it is about."""
    record(verb, organisation_id=row.organisation_id, by=by, team=row.team, subject_id=row.pk)
