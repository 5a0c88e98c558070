"""Asking the same people to look again: when, whom, about what, and once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from feedback.emails.kinds import REQUEST
from feedback.models import AskedTarget, Asking, OthersByEmail, Request
from feedback.services.again import asked_before as who_could, may_look_again
from feedback.services.asking import PreviewIsOld
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import make_cycle, make_pair
from tests.cycles.past_services import DAY, FIRST, add_target, part, signed_in, word
from tests.cycles.under_way import leave_team
from tests.feedback.looked_again import LAST_DAY, LATER, asked_before, givers_of, look
from tests.feedback.past_services import allow_others, ask, close, close_cycle, request_to

pytestmark = pytest.mark.django_db
ANNE = [("Anne Outside", "anne@elsewhere.example")]
HELEN_ASKS = ("Amara Okafor", "Joanna Clarke")


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def first(northmere: Northmere, target: GrowthTarget) -> Asking:
    return asked_before(northmere, target)


def may(cast: Northmere, cycle: Cycle, at: dt.datetime = LATER) -> Asking | None:
    with signed_in(cast, "Helen"):
        return may_look_again(cast.leader("Helen"), Cycle.objects.get(pk=cycle.pk), at)


def could(cast: Northmere, first: Asking) -> list[tuple[str, bool]]:
    """Who is offered, and who of them is ticked."""
    with signed_in(cast, "Helen"):
        return [(one.request.giver_name, one.has_answered) for one in who_could(first, cast.leader("Helen"))]


def test_the_same_people_are_asked_about_the_words_of_today(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    with signed_in(northmere, "Helen"):
        word(target, "Asking before I answer", LATER - DAY)
    asking = look(northmere, first, target, personal="I have tried it in March.  \n", reveal="after")
    with signed_in(northmere, "Helen"):
        kept = Asking.objects.get(pk=asking.pk)
        assert (kept.kind, kept.first_id, kept.personal, kept.reveal) == (
            "again",
            first.pk,
            "I have tried it in March.",
            "after",
        )
        assert (kept.asked_at, kept.closes_at) == (LATER, dt.datetime(2027, 2, 25, tzinfo=dt.UTC))
        (about,) = AskedTarget.objects.filter(asking=asking)
        assert (about.target_id, about.position, about.behaviour) == (target.pk, 1, "Asking before I answer")
    assert tuple(givers_of(northmere, asking)) == HELEN_ASKS


def test_they_are_written_to_and_nobody_else_hears_of_it(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = AuditEntry.objects.count()
    asking = look(northmere, first, target)
    with signed_in(northmere, "Helen"):
        asked = set(Request.objects.filter(asking=asking).values_list("pk", flat=True))
        mails = OutgoingMail.objects.filter(kind=REQUEST)
        assert set(mails.values_list("subject_id", flat=True)) == asked
        assert AuditEntry.objects.count() == before


def test_a_target_that_was_an_idea_has_been_asked_about(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    look(northmere, first, target)
    with signed_in(northmere, "Helen"):
        assert GrowthTarget.objects.get(pk=target.pk).state == "asked"


def test_a_target_that_is_settled_stays_so(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    with signed_in(northmere, "Helen"):
        GrowthTarget.objects.filter(pk=target.pk).update(state="settled")
    look(northmere, first, target)
    with signed_in(northmere, "Helen"):
        assert GrowthTarget.objects.get(pk=target.pk).state == "settled"


def test_the_same_form_asks_once(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    sent_as = uuid.uuid4()
    one, other = (look(northmere, first, target, sent_as=sent_as) for _time in range(2))
    assert one.pk == other.pk
    with signed_in(northmere, "Helen"):
        assert Asking.objects.filter(kind="again").count() == 1
        assert OutgoingMail.objects.filter(kind=REQUEST).count() == 2


def test_another_tab_is_told_that_they_have_been_asked(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    look(northmere, first, target, sent_as=uuid.uuid4())
    with pytest.raises(DomainError, match=r"^You have asked them to look again already"):
        look(northmere, first, target, sent_as=uuid.uuid4())


def test_not_again_once_that_is_closed_either(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    asking = look(northmere, first, target)
    with signed_in(northmere, "Helen"):
        close(asking, LATER + DAY)
    with pytest.raises(DomainError, match=r"^You have asked them to look again already"):
        look(northmere, first, target, at=LATER + 2 * DAY)
    assert may(northmere, target.cycle, LATER + 2 * DAY) is None


@pytest.mark.parametrize(
    ("also", "said"),
    [
        (
            {"at": dt.datetime(2027, 1, 31, 23, tzinfo=dt.UTC)},
            "^You can ask them to look again from 1 February on",
        ),
        ({"targets": []}, "^Choose what they are to look at"),
        ({"targets": [uuid.uuid4()]}, "^You are not working on one of these"),
        ({"requests": []}, "^Choose at least one"),
        ({"requests": [uuid.uuid4()]}, "^Somebody you chose cannot be asked"),
        ({"closes_on": LATER.date()}, "^Give them until tomorrow"),
        ({"closes_on": dt.date(2027, 4, 1)}, "^Choose a day up to Wednesday 31 March"),
        ({"wordings": []}, "^You have reworded a target since"),
    ],
)
def test_what_cannot_be_asked_is_said(
    northmere: Northmere, target: GrowthTarget, first: Asking, also: dict[str, Any], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        look(northmere, first, target, **also)
    with signed_in(northmere, "Helen"):
        assert not Asking.objects.filter(kind="again").exists()


def test_a_preview_is_old_once_a_target_is_reworded(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    with signed_in(northmere, "Helen"):
        shown = [wording.pk for wording in target.wordings.all()]
        word(target, "Something else", LATER - DAY)
    with pytest.raises(PreviewIsOld):
        look(northmere, first, target, wordings=shown)


def test_what_was_asked_first_has_to_be_over(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, closes_at=LATER + DAY)
    with pytest.raises(DomainError, match=r"^What you asked them first is still open"):
        look(northmere, first, target)
    assert may(northmere, target.cycle) is None
    look(northmere, first, target, at=LATER + DAY)


def test_nobody_else_asks_in_her_name(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    with pytest.raises(DomainError, match=r"^Only you can ask about your targets"):
        look(northmere, first, target, by=northmere.person("Priya"))
    with pytest.raises(DomainError, match=r"^Only those whom you asked"):
        look(northmere, first, target, leader=northmere.leader("Priya"), by=northmere.person("Priya"))


def test_one_looks_again_at_a_first_asking(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    again_ = look(northmere, first, target)
    with pytest.raises(DomainError, match=r"^Only those whom you asked"):
        look(northmere, again_, target, requests=[uuid.uuid4()])


def test_a_closed_cycle_is_read_only(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    close_cycle(target.cycle)
    assert may(northmere, target.cycle) is None
    with pytest.raises(DomainError, match=r"^Cycle 1 is not under way"):
        look(northmere, first, target)


def test_those_who_answered_are_offered_first(northmere: Northmere, first: Asking) -> None:
    assert could(northmere, first) == [
        ("Joanna Clarke", True),
        ("Amara Okafor", True),
        ("Siobhan Doyle", False),
    ]


def test_whoever_has_left_is_not_offered_nor_asked(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    leave_team(northmere, "Amara")
    assert could(northmere, first) == [("Joanna Clarke", True), ("Siobhan Doyle", False)]
    with pytest.raises(DomainError, match=r"^Somebody you chose cannot be asked"):
        look(northmere, first, target, "Amara", "Joanna")
    assert givers_of(northmere, look(northmere, first, target, "Joanna")) == ["Joanna Clarke"]


def test_whoever_was_taken_back_is_not_offered(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, "Amara", "Siobhan", "Joanna")
        to_amara = request_to(northmere, first, "Amara")
        Request.objects.filter(pk=to_amara.pk).update(withdrawn_at=FIRST)
        close(first)
    assert could(northmere, first) == [("Joanna Clarke", False), ("Siobhan Doyle", False)]
    with pytest.raises(DomainError, match=r"^Somebody you chose cannot be asked"):
        look(northmere, first, target, "Amara")


def test_whoever_is_the_partner_now_is_asked_in_person(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    part(northmere, target.cycle, "Helen", FIRST + DAY)
    with scope(organisation=northmere.organisation.pk):
        target.cycle.participants.filter(leader=northmere.leader("Siobhan")).update(sits_out=False)
        make_pair(target.cycle, [northmere.leader("Helen"), northmere.leader("Siobhan")], FIRST + 2 * DAY)
    assert could(northmere, first) == [("Joanna Clarke", True), ("Amara Okafor", True)]
    with pytest.raises(DomainError, match=r"^Somebody you chose cannot be asked"):
        look(northmere, first, target, "Siobhan")


def test_somebody_outside_while_the_team_asks_others(northmere: Northmere, target: GrowthTarget) -> None:
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, "Amara", emails=ANNE)
        close(first)
        to_anne = Request.objects.get(asking=first, email=ANNE[0][1]).pk
    assert could(northmere, first) == [("Amara Okafor", False), ("Anne Outside", False)]
    asking = look(northmere, first, target, requests=[to_anne])
    assert givers_of(northmere, asking) == ["Anne Outside"]


def test_nobody_outside_once_the_team_asks_no_others(northmere: Northmere, target: GrowthTarget) -> None:
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        first = ask(northmere, target, "Amara", emails=ANNE)
        close(first)
        OthersByEmail.objects.all().delete()
        to_anne = Request.objects.get(asking=first, email=ANNE[0][1]).pk
    assert could(northmere, first) == [("Amara Okafor", False)]
    with pytest.raises(DomainError, match=r"^Somebody you chose cannot be asked"):
        look(northmere, first, target, requests=[to_anne])


def test_one_look_at_a_time(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    second = asked_before(northmere, target, "Idris", "Vikram", answered=[])
    look(northmere, first, target)
    assert may(northmere, target.cycle) is None
    with pytest.raises(DomainError, match=r"^You are asking others to look again at the moment"):
        look(northmere, second, target, "Idris")
    after = dt.datetime.combine(LAST_DAY + DAY, dt.time(9), dt.UTC)
    found = may(northmere, target.cycle, after)
    assert found == second
    look(northmere, second, target, "Idris", at=after, closes_on=LAST_DAY + 7 * DAY)


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC), False),
        (dt.datetime(2027, 2, 1, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2027, 4, 10, 12, tzinfo=dt.UTC), True),
    ],
)
def test_home_offers_it_from_month_five_on(
    northmere: Northmere, target: GrowthTarget, first: Asking, at: dt.datetime, offered: bool
) -> None:
    found = may(northmere, target.cycle, at)
    assert found == (first if offered else None)


def test_home_offers_the_newest(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    newer = asked_before(northmere, target, "Idris", "Vikram", answered=[], at=FIRST + DAY)
    found = may(northmere, target.cycle)
    assert found == newer


def nobody_left(cast: Northmere, target: GrowthTarget) -> None:
    for name in ("Amara", "Siobhan", "Joanna"):
        leave_team(cast, name)


def nothing_to_look_at(cast: Northmere, target: GrowthTarget) -> None:
    with signed_in(cast, "Helen"):
        GrowthTarget.objects.filter(pk=target.pk).update(state="cracked")


@pytest.mark.parametrize("happens", [nobody_left, nothing_to_look_at])
def test_home_offers_nothing_without_people_or_targets(
    northmere: Northmere,
    target: GrowthTarget,
    first: Asking,
    happens: Callable[[Northmere, GrowthTarget], None],
) -> None:
    happens(northmere, target)
    assert may(northmere, target.cycle) is None


def test_home_asks_once_however_many_there_are(
    northmere: Northmere, target: GrowthTarget, first: Asking
) -> None:
    def queries() -> int:
        with signed_in(northmere, "Helen"), CaptureQueriesContext(connection) as ran:
            may_look_again(northmere.leader("Helen"), target.cycle, LATER)
        return len(ran)

    one = queries()
    asked_before(northmere, target, "Idris", "Vikram", answered=[])
    assert queries() == one == 1
