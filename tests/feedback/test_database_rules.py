"""What the database takes of askings, requests and answers, and from whom: written past the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from feedback import doors
from feedback.models import Answer, AskedTarget, Asking, Draft, Link, Reading, Request, Share, Thanks
from feedback.rules.answers import First, to_text
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import make_cycle, pair_of
from tests.cycles.past_services import BY_POLICY, DAY, FIRST, add_target, refused, signed_in
from tests.feedback.past_services import (
    UNTIL,
    add_request,
    allow_others,
    answer,
    ask,
    by_link,
    close,
    close_cycle,
    request_to,
)

pytestmark = pytest.mark.django_db
ANNE = [("Anne Outside", "anne@elsewhere.example")]


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    """Helen's, in a pair with Priya."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def asking(northmere: Northmere, target: GrowthTarget) -> Asking:
    """Of Amara, Siobhan and Joanna."""
    with signed_in(northmere, "Helen"):
        return ask(northmere, target)


def request_of(cast: Northmere, asking: Asking, name: str) -> Request:
    with signed_in(cast, "Helen"):
        return request_to(cast, asking, name)


def test_two_to_five_colleagues_are_asked(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Helen"):
        with refused("asked_of_a_few"):
            ask(northmere, target, "Amara")
        five = ("Amara", "Siobhan", "Joanna", "Idris", "Vikram")
        with refused("asked_of_a_few"):
            ask(northmere, target, *five, "Maggie")
        asking = ask(northmere, target, *five)
        with refused("asked_of_a_few"):
            add_request(asking, giver=northmere.leader("Maggie"))
        Request.objects.filter(giver=northmere.leader("Idris")).update(withdrawn_at=FIRST)
        add_request(asking, giver=northmere.leader("Maggie"))
        with refused("asked_of_a_few"):
            Request.objects.filter(giver=northmere.leader("Idris")).update(withdrawn_at=None)


def test_neither_the_partner_nor_oneself_nor_whoever_left_is_asked(
    northmere: Northmere, asking: Asking
) -> None:
    with signed_in(northmere, "Helen"):
        with refused("asked_of_no_partner"):
            add_request(asking, giver=northmere.leader("Priya"))
        with refused("asked_of_the_team"):
            add_request(asking, giver=northmere.leader("Helen"))
        with refused("asked_once"):
            add_request(asking, giver=northmere.leader("Joanna"))
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(left_on=FIRST.date())
        with refused("asked_of_the_team"):
            add_request(asking, giver=northmere.leader("Idris"))


def test_others_are_asked_by_email_where_the_team_allows_it(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"), refused("others_by_email_allowed"):
        ask(northmere, target, "Amara", emails=ANNE)
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, "Amara", emails=ANNE)
        with refused("asked_once_by_email"):
            add_request(asking, name="Anne again", email="ANNE@elsewhere.example")
        with refused("asked_of_somebody"):
            add_request(asking, name="Anne", email="")
        with refused("asked_of_somebody"):
            add_request(asking, giver=northmere.leader("Idris"), name="Anne", email="a@b.example")


def test_one_asks_about_targets_of_ones_own(northmere: Northmere, target: GrowthTarget) -> None:
    with signed_in(northmere, "Priya"):
        other = add_target(northmere, target.cycle, "Priya")
        with refused(BY_POLICY):
            ask(northmere, target)
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target)
        with refused("asked_of_own_target"):
            AskedTarget.objects.create(
                organisation=northmere.organisation,
                asking=asking,
                target=other,
                position=2,
                direction="up",
                behaviour="Not mine",
            )
        with refused("asking_open_once"):
            ask(northmere, target)


def test_what_was_asked_stays(northmere: Northmere, asking: Asking) -> None:
    with signed_in(northmere, "Helen"):
        own = Asking.objects.filter(pk=asking.pk)
        changes: list[dict[str, Any]] = [
            {"reveal": "after"},
            {"asked_at": FIRST - DAY},
            {"closes_at": UNTIL - DAY},
            {"leader": northmere.leader("Amara")},
        ]
        for change in changes:
            with refused(f"asked_stays|{BY_POLICY}"):
                own.update(**change)
        assert AskedTarget.objects.update(position=2) == 0
        assert (AskedTarget.objects.all().delete()[0], own.delete()[0]) == (0, 0)
        own.update(closes_at=UNTIL + DAY)
        close(asking)
        reopened: list[dict[str, Any]] = [{"closed_at": None}, {"closes_at": UNTIL + 2 * DAY}]
        for change in reopened:
            with refused("asked_stays"):
                own.update(**change)


def test_looking_again_one_asks_the_same(northmere: Northmere, target: GrowthTarget, asking: Asking) -> None:
    with signed_in(northmere, "Helen"):
        with refused("asked_again_of_the_same"):
            ask(northmere, target, "Idris", kind="again", first=asking)
        with refused("asking_again_after_a_first"):
            ask(northmere, target, kind="again")
        again = ask(northmere, target, "Amara", kind="again", first=asking)
        with refused("asking_open_once|feedback_asking_first_id_key"):
            ask(northmere, target, "Amara", kind="again", first=asking)
        close(again)
        with refused("asking_again_of_own"):
            ask(northmere, target, "Amara", kind="again", first=again)


def test_each_changes_their_own_of_a_request(northmere: Northmere, asking: Asking) -> None:
    amara, joanna = (request_of(northmere, asking, name) for name in ("Amara", "Joanna"))
    with signed_in(northmere, "Helen"):
        own = Request.objects.filter(pk=amara.pk)
        own.update(reminders=1, last_reminded_at=FIRST, nudged_at=FIRST)
        givers: list[dict[str, Any]] = [
            {"declined_at": FIRST},
            {"answered_at": FIRST},
            {"reminders": 0},
            {"giver": northmere.leader("Idris")},
        ]
        for change in givers:
            with refused("request_each_their_own"):
                own.update(**change)
        with refused("reminded_twice_at_most"):
            own.update(reminders=3)
    with by_link(northmere, amara):
        own = Request.objects.filter(pk=amara.pk)
        own.update(declined_at=FIRST)
        own.update(declined_at=None)
        askers: list[dict[str, Any]] = [
            {"withdrawn_at": FIRST},
            {"reminders": 2},
            {"answered_at": FIRST},
            {"nudged_at": None},
        ]
        for change in askers:
            with refused("request_each_their_own"):
                own.update(**change)
        assert Request.objects.filter(pk=joanna.pk).update(declined_at=FIRST) == 0
    with signed_in(northmere, "Priya"):
        assert Request.objects.update(declined_at=FIRST) == 0


def test_an_answer_is_known_and_takes_the_place_of_not_this_time(
    northmere: Northmere, asking: Asking
) -> None:
    amara = request_of(northmere, asking, "Amara")
    with by_link(northmere, amara):
        Request.objects.filter(pk=amara.pk).update(declined_at=FIRST)
        given = answer(amara, "Listen", FIRST + DAY)
        amara.refresh_from_db()
        assert (amara.answered_at, amara.declined_at) == (FIRST + DAY, None)
        with refused("answered_or_declined"):
            Request.objects.filter(pk=amara.pk).update(declined_at=FIRST)
    with signed_in(northmere, "Helen"), refused("request_each_their_own"):
        Request.objects.filter(pk=amara.pk).update(withdrawn_at=FIRST)
    with by_link(northmere, amara):
        given.delete()
        amara.refresh_from_db()
        assert amara.answered_at is None


def test_only_the_giver_writes_what_they_say(northmere: Northmere, asking: Asking) -> None:
    amara, joanna = (request_of(northmere, asking, name) for name in ("Amara", "Joanna"))
    with by_link(northmere, joanna):
        given = answer(joanna, "Listen")
        with refused(f"feedback_while_open|{BY_POLICY}"):
            answer(amara, "For her")
    for other in ("Helen", "Priya", "Amara"):
        with signed_in(northmere, other):
            with refused(f"feedback_while_open|{BY_POLICY}"):
                Draft.objects.create(
                    organisation=northmere.organisation, request=joanna, said=to_text(First(else_="Mine"))
                )
            assert Answer.objects.filter(pk=given.pk).update(changed_at=FIRST + DAY) == 0
            assert Answer.objects.filter(pk=given.pk).delete()[0] == 0


def draft(request: Request) -> Draft:
    return Draft.objects.create(
        organisation_id=request.organisation_id, request=request, said=to_text(First(else_="Not yet"))
    )


@pytest.mark.parametrize("end", ["closed", "cycle", "left", "taken back"])
def test_once_it_is_over_nothing_more_is_said(northmere: Northmere, asking: Asking, end: str) -> None:
    amara, joanna, siobhan = (request_of(northmere, asking, name) for name in ("Amara", "Joanna", "Siobhan"))
    with by_link(northmere, joanna):
        given = answer(joanna, "Listen")
        kept = draft(joanna)
    if end == "closed":
        with signed_in(northmere, "Helen"):
            close(asking)
    elif end == "cycle":
        close_cycle(asking.cycle)
    elif end == "left":
        with scope(organisation=northmere.organisation.pk):
            Leader.objects.filter(pk=asking.leader_id).update(left_on=FIRST.date())
    else:
        with signed_in(northmere, "Helen"):
            Request.objects.filter(pk__in=[amara.pk, siobhan.pk]).update(withdrawn_at=FIRST)
    over = f"feedback_while_open|written_while_under_way|{BY_POLICY}"
    with by_link(northmere, amara):
        with refused(over):
            answer(amara, "Too late")
        with refused(over):
            draft(amara)
        if end == "taken back":
            assert not Request.objects.exists()
            return
        with refused(over):
            Request.objects.filter(pk=amara.pk).update(declined_at=FIRST)
    with by_link(northmere, joanna):
        assert Answer.objects.get().pk == given.pk
        for write in (
            lambda: Answer.objects.update(changed_at=FIRST + DAY),
            lambda: Draft.objects.filter(pk=kept.pk).update(changed_at=FIRST + DAY),
            given.delete,
        ):
            with refused(over):
                write()
    if end != "left":
        with signed_in(northmere, "Helen"), refused(f"{over}|asked_stays"):
            add_request(asking, giver=northmere.leader("Idris"))


def test_a_giver_who_has_left_has_no_way_in(northmere: Northmere, asking: Asking) -> None:
    amara = request_of(northmere, asking, "Amara")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Amara").pk).update(left_on=FIRST.date())
    with by_link(northmere, amara):
        assert not Request.objects.exists()


def test_sharing_and_thanking_are_the_askers(northmere: Northmere, asking: Asking) -> None:
    joanna = request_of(northmere, asking, "Joanna")
    with scope(organisation=northmere.organisation.pk):
        own_pair = pair_of(asking.cycle, northmere.leader("Helen"))
        other_pair = pair_of(asking.cycle, northmere.leader("Amara"))
    with signed_in(northmere, "Helen"), refused("thanks_for_answers"):
        Thanks.objects.create(organisation=northmere.organisation, asking=asking, words="Thanks")
    with by_link(northmere, joanna):
        given = answer(joanna, "Listen")
        with refused("shared_with_the_partner"):
            Share.objects.create(organisation=northmere.organisation, answer=given, pair=own_pair)
    with signed_in(northmere, "Priya"), refused("shared_with_the_partner"):
        Share.objects.create(organisation=northmere.organisation, answer=given, pair=own_pair)
    with signed_in(northmere, "Helen"):
        with refused(f"shared_with_the_partner|{BY_POLICY}"):
            Share.objects.create(organisation=northmere.organisation, answer=given, pair=other_pair)
        thanks = Thanks.objects.create(organisation=northmere.organisation, asking=asking, words="Thanks")
        assert Thanks.objects.update(sent_at=FIRST) == 0
        assert thanks.words == "Thanks"
    for name, reads in (("Joanna", 1), ("Amara", 0), ("Priya", 0)):
        with signed_in(northmere, name):
            assert Thanks.objects.count() == reads
            with refused(BY_POLICY):
                Reading.objects.create(organisation=northmere.organisation, asking=asking)


def test_what_is_to_be_read_together_is_shared_once_it_is_closed(
    northmere: Northmere, target: GrowthTarget
) -> None:
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, reveal="after")
        joanna = request_to(northmere, asking, "Joanna")
        pair = pair_of(target.cycle, northmere.leader("Helen"))
    with by_link(northmere, joanna):
        given = answer(joanna, "Listen")
    with signed_in(northmere, "Helen"):
        with refused("shared_with_the_partner"):
            Share.objects.create(organisation=northmere.organisation, answer=given, pair=pair)
        close(asking)
        Share.objects.create(organisation=northmere.organisation, answer=given, pair=pair)


def test_links_open_until_it_is_over(northmere: Northmere, asking: Asking) -> None:
    amara = request_of(northmere, asking, "Amara")
    with scope(organisation=northmere.organisation.pk):
        link = Link.objects.create(
            organisation=northmere.organisation, request=amara, purpose="answer", token_hash="a" * 64
        )
        assert doors.opens("a" * 64, at=FIRST) == doors.Opens(link.pk, amara.pk, "answer")
        assert doors.opens("b" * 64, at=FIRST) is None
        assert doors.opens("a" * 64, at=UNTIL) is None
    with by_link(northmere, amara), transaction.atomic():
        assert Link.objects.update(revoked_at=FIRST) == 0
    with signed_in(northmere, "Helen"):
        Link.objects.update(revoked_at=FIRST)
    with scope(organisation=northmere.organisation.pk):
        assert doors.opens("a" * 64, at=FIRST) is None


def test_background_work_closes_what_is_over_and_reminds_twice(northmere: Northmere, asking: Asking) -> None:
    amara = request_of(northmere, asking, "Amara")
    with scope(organisation=northmere.organisation.pk):
        assert len(doors.waiting(at=FIRST)) == 3
        reminded = [bool(doors.note_reminders({amara.pk: nth}, at=FIRST)) for nth in (2, 1, 1, 2, 2)]
        assert reminded == [False, True, False, True, False]
        assert doors.close_over(at=UNTIL - dt.timedelta(seconds=1)) == []
        assert doors.close_over(at=UNTIL) == [doors.Closed(asking.pk, asking.cycle_id, asking.leader_id)]
        assert doors.close_over(at=UNTIL) == []
        assert doors.waiting(at=FIRST) == []


def test_lost_links_are_found_by_the_stored_address_alone(northmere: Northmere, target: GrowthTarget) -> None:
    allow_others(northmere)
    with signed_in(northmere, "Helen"):
        asking = ask(northmere, target, "Amara", emails=ANNE)
        amara = request_to(northmere, asking, "Amara")
        anne = Request.objects.get(giver=None)
    found = {
        address: [request for _organisation, request in doors.asked_of(address, at=FIRST)]
        for address in ("amara.okafor@northmere.example", "Anne@Elsewhere.example", "nobody@x.example", "")
    }
    assert list(found.values()) == [[amara.pk], [anne.pk], [], []]
    assert doors.asked_of("anne@elsewhere.example", at=UNTIL) == []


def test_counts_are_for_the_pair_and_totals_name_nobody(northmere: Northmere, asking: Asking) -> None:
    joanna = request_of(northmere, asking, "Joanna")
    with by_link(northmere, joanna):
        answer(joanna, "Listen", FIRST + DAY)
    counted = {}
    for name in ("Helen", "Priya", "Amara", None):
        with signed_in(northmere, name):
            counted[name] = doors.counts_of(asking.cycle_id, asking.leader_id)
    pair, nobody = doors.Counts(3, 1), doors.Counts(0, 0)
    assert counted == {"Helen": pair, "Priya": pair, "Amara": nobody, None: nobody}
    with scope(organisation=northmere.organisation.pk):
        assert doors.totals(asking.cycle_id, before=FIRST + DAY) == doors.Totals(1, 3, 0)
        assert doors.totals(asking.cycle_id, before=FIRST + 2 * DAY) == doors.Totals(1, 3, 1)
        asked = [northmere.leader(name).pk for name in ("Amara", "Idris")]
        assert doors.much_asked(asked, many=1) == {northmere.leader("Amara").pk}
        assert doors.much_asked(asked, many=2) == frozenset()
