"""Asking a few colleagues about one's targets.

None of this is written to the audit trail: the organisation reads that, and may not know who asks whom.
Everything runs in a scope of the organisation and the person who asks; the database takes it from nobody
else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import connection, transaction

from coachingpairs.errors import DomainError, said_as
from cycles.models import Cycle, GrowthTarget, Participant
from cycles.rules import targets as target_rules
from cycles.rules.notes import normal
from cycles.services.targets import move_target, why_closed
from feedback.models import AskedTarget, Asking, OthersByEmail, Request
from feedback.rules import asking as rules
from feedback.services.others import Other, leaders_by_address, the_leader_at
from feedback.services.place_to_ask import OwnTarget, own_targets, partners_now
from feedback.services.telling import tell_givers
from teams.models import Leader, Person

ONLY_YOU = "Only you can ask about your targets."
ASKING_ALREADY = "You are asking some colleagues already. You can ask somebody else besides them."
ASKED_AND_OVER = "You have sent this form before, and that is closed. Open the page anew to ask again."
CHOOSE_TARGETS = "Choose the target or the two targets to ask about."
NOT_OPEN = "You are not working on that target any more. Look again at what you ask about."
OF_THE_TEAM = "Choose colleagues who are in your team."
NO_PARTNER = "Your partner is somebody you ask in person, when you meet."
ONCE_EACH = "You have asked one of them already."
NOBODY_OUTSIDE = "Your team asks nobody outside it by email."
IT_IS_CLOSED = "It is closed: nobody else can be asked, and nothing more is answered."

REFUSALS = {
    "asking_open_once": ASKING_ALREADY,
    "asked_of_a_few": rules.TWO_TO_FIVE,
    "asked_of_the_team": OF_THE_TEAM,
    "asked_of_no_partner": NO_PARTNER,
    "asked_once": ONCE_EACH,
    "asked_once_by_email": ONCE_EACH,
    "asked_of_own_target": NOT_OPEN,
    "others_by_email_allowed": NOBODY_OUTSIDE,
    "feedback_while_open": IT_IS_CLOSED,
    "asked_stays": "It has been closed or moved meanwhile. Look again.",
    "request_each_their_own": "They have answered meanwhile.",
    "written_while_under_way": "The cycle has just been closed.",
}


class PreviewIsOld(DomainError):
    """A target has been reworded since the preview was shown."""

    def __init__(self) -> None:
        super().__init__("You have reworded a target since you saw the preview. Look again, then send.")


@transaction.atomic
def ask_colleagues(
    *,
    cycle: Cycle,
    leader: Leader,
    by: Person,
    at: dt.datetime,
    targets: Collection[UUID],
    givers: Sequence[Leader],
    others: Sequence[tuple[str, str]] = (),
    personal: str = "",
    closes_on: dt.date,
    reveal: str = Asking.Reveal.COME,
    sent_as: UUID | None = None,
    wordings: Collection[UUID] | None = None,
) -> Asking:
    """Ask two to five people about one or two open targets, and write to each of them.

    ``targets`` are ids; ``others`` (name, address) are outside the team, and whoever of them is one of its
    leaders is asked as that. ``wordings`` are those that the preview showed. The same form (``sent_as``) asks
    once. DomainError for whatever the rules refuse, PreviewIsOld for words changed since.
    """
    require_own(leader, by)
    if reason := why_closed(cycle):
        raise DomainError(reason)
    hold_place(cycle, leader)
    number = uuid.uuid5(leader.pk, str(sent_as or uuid.uuid4()))
    before = Asking.objects.filter(pk=number, leader=leader).select_related("cycle").first()
    if before:
        return _still_open(before, at)
    close_what_is_over(cycle, leader, at=at)
    if not targets:
        raise DomainError(CHOOSE_TARGETS)
    about = hold_targets(cycle, leader, set(targets), wordings, gone=NOT_OPEN)
    asked, outside = _whom(leader, givers, others)
    _require_sensible(cycle, closes_on, len(asked) + len(outside), at)
    asking = Asking(
        id=number,
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        leader=leader,
        personal=normal(personal),
        reveal=reveal,
        asked_at=at,
        closes_at=rules.end_of(closes_on, cycle.zone),
    )
    _write(asking, about, asked, outside)
    note_asked(about, leader=leader, by=by, at=at)
    tell_givers(asking=asking, requests=list(asking.requests.all()), at=at)
    return asking


def hold_place(cycle: Cycle, leader: Leader) -> None:
    """One of the leader's tabs at a time asks, adds and takes back. DomainError for who takes no part."""
    places = Participant.objects.select_for_update(no_key=True, of=("self",))
    place = places.filter(cycle=cycle, leader=leader).first()
    if place is None or place.sits_out:
        raise DomainError(f"You take no part in cycle {cycle.number} at the moment.")


def close_what_is_over(
    cycle: Cycle,
    leader: Leader,
    *,
    at: dt.datetime,
    kind: str = Asking.Kind.FIRST,
    going_on: str = ASKING_ALREADY,
) -> None:
    """Close the leader's own asking whose date is over, so that another can begin before the beat comes.

    DomainError, with the sentence ``going_on``, when one of that kind is going on.
    """
    own = Asking.objects.open().filter(cycle=cycle, leader=leader, kind=kind)
    own.filter(closes_at__lte=at).update(closed_at=at)
    if own.exists():
        raise DomainError(going_on)


def hold_targets(
    cycle: Cycle, leader: Leader, wanted: Collection[UUID], wordings: Collection[UUID] | None, *, gone: str
) -> list[OwnTarget]:
    """Held, so that nobody rewords them meanwhile, in the words that are asked about.

    DomainError, with the sentence ``gone``, when one of them is not worked on; PreviewIsOld for words that
    the preview has not shown.
    """
    list(GrowthTarget.objects.select_for_update(no_key=True).filter(pk__in=wanted, leader=leader))
    about = [own for own in own_targets(leader, cycle) if own.target.pk in wanted]
    if len(about) != len(wanted):
        raise DomainError(gone)
    if wordings is not None and not {own.wording.pk for own in about} <= set(wordings):
        raise PreviewIsOld
    return about


def note_asked(about: Sequence[OwnTarget], *, leader: Leader, by: Person, at: dt.datetime) -> None:
    """Ideas among them are ideas no more."""
    for own in about:
        if own.target.state == target_rules.IDEA:
            move_target(target=own.target, leader=leader, to=target_rules.ASKED, by=by, at=at)


def check_giver(leader: Leader, giver: Leader, partners: Collection[Leader]) -> None:
    """DomainError for somebody who is not to be asked by this leader."""
    if giver.team_id != leader.team_id or not giver.is_active or giver.pk == leader.pk:
        raise DomainError(OF_THE_TEAM)
    if giver.pk in {one.pk for one in partners}:
        raise DomainError(NO_PARTNER)


def require_own(leader: Leader, by: Person) -> None:
    if leader.person_id != by.pk:
        raise DomainError(ONLY_YOU)


def unless_refused() -> AbstractContextManager[None]:
    """The database has the last word; it is said in ours."""
    return said_as(REFUSALS)


def settle() -> None:
    """Have the rule of how many speak now, while its words can still reach the page."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS asked_of_a_few IMMEDIATE")
        cursor.execute("SET CONSTRAINTS asked_of_a_few DEFERRED")


def add_request(
    asking: Asking, *, at: dt.datetime, giver: Leader | None = None, other: Other | None = None
) -> Request:
    return Request.objects.create(
        organisation_id=asking.organisation_id,
        asking=asking,
        giver=giver,
        name=other.name if other else "",
        email=other.email if other else "",
        created_at=at,
    )


def _still_open(asking: Asking, at: dt.datetime) -> Asking:
    if not asking.is_open(at):
        raise DomainError(ASKED_AND_OVER)
    return asking


def _whom(
    leader: Leader, givers: Sequence[Leader], others: Sequence[tuple[str, str]]
) -> tuple[list[Leader], list[Other]]:
    """Leaders of the team, and people outside it."""
    asked = list(dict.fromkeys(givers))
    outside = [Other.typed(name, email) for name, email in others]
    found = leaders_by_address(leader.team_id, [other.email for other in outside])
    known = {other: there for other in outside if (there := the_leader_at(other, found))}
    asked += [one for one in dict.fromkeys(known.values()) if one not in asked]
    partners = partners_now(leader)
    for giver in asked:
        check_giver(leader, giver, partners)
    outside = [other for other in outside if other not in known]
    if outside and not OthersByEmail.objects.filter(team=leader.team_id).exists():
        raise DomainError(NOBODY_OUTSIDE)
    if len({other.email.lower() for other in outside}) < len(outside):
        raise DomainError("Two of those outside your team have one address. Each needs their own.")
    return asked, outside


def _require_sensible(cycle: Cycle, closes_on: dt.date, number: int, at: dt.datetime) -> None:
    today = at.astimezone(cycle.zone).date()
    problem = rules.day_problem(closes_on, today=today, cycle_ends_on=cycle.ends_on)
    if problem := problem or rules.number_problem(number):
        raise DomainError(problem)


def _write(
    asking: Asking, about: Sequence[OwnTarget], asked: Sequence[Leader], outside: Sequence[Other]
) -> None:
    with unless_refused():
        asking.save(force_insert=True)
        AskedTarget.objects.bulk_create(asked_targets(asking, about))
        for giver in asked:
            add_request(asking, at=asking.asked_at, giver=giver)
        for other in outside:
            add_request(asking, at=asking.asked_at, other=other)
        settle()


def asked_targets(asking: Asking, about: Sequence[OwnTarget]) -> list[AskedTarget]:
    """The words of now, as they will be asked; not saved."""
    return [
        AskedTarget(
            organisation_id=asking.organisation_id,
            asking=asking,
            target=own.target,
            position=position,
            direction=own.wording.direction,
            behaviour=own.wording.behaviour,
            differently=own.wording.differently,
        )
        for position, own in enumerate(about, start=1)
    ]
