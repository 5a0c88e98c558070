"""What somebody works on reaches them and their partner: no other page, message, audit row or log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TryOut
from cycles.rules.targets import Words
from cycles.rules.tryouts import WrittenOccasion
from cycles.services.targets_shown import find, targets_standing
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle, make_pair
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.targeted import (
    MINUTE,
    TUESDAY,
    begin,
    change_it,
    look,
    move,
    part,
    reword,
    shown_occasion,
    try_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
BEFORE = Words("up", "canary-before-1A", "canary-before-2B", "canary-before-3C")
NOW_SAYS = Words("down", "canary-now-4D of mine", "canary-now-5E", "canary-now-6F")
TRIED = ("canary-occasion-7G", "canary-plan-8H", "canary-noticed-9I", "canary-next-0J")
OLD = {"canary-before-1A", "canary-before-2B", "canary-before-3C"}
STANDING = {"canary-now-4D", "canary-now-5E", "canary-now-6F", *TRIED}
OTHERS = ("Amara", "Joanna", "Siobhan", "facilitator", "sponsor", "administrator")
TODAY = NOW.date()


@dataclass(frozen=True)
class Written:
    cycle: Cycle
    target: GrowthTarget
    try_out: TryOut


@pytest.fixture
def written(northmere: Northmere) -> Written:
    cycle = make_cycle(northmere)
    target = begin(northmere, "Helen", cycle, BEFORE)
    reword(northmere, "Helen", target, NOW_SAYS, at=NOW - dt.timedelta(days=5))
    try_out = try_at(northmere, "Helen", target, TRIED[0], TODAY, TRIED[1])
    look(northmere, "Helen", try_out, "clear", TRIED[2], TRIED[3])
    return Written(cycle, target, try_out)


def everything_shown(cast: Northmere, name: str, written: Written) -> str:
    client, here = signed_in(cast, name), cast.base
    target, try_out = f"targets/{written.target.pk}/", f"try-outs/{written.try_out.pk}/"
    paths = ["", "cycle/", "pairs/", "sessions/", "targets/", "targets/new/", "targets/hint/"]
    paths += [target + path for path in ("", "wording/", "state/", "carrying-on/", "try-outs/new/")]
    paths += [try_out + path for path in ("", "looking-back/")]
    shown = []
    for path in paths:
        for answer in (client.get(here + path), client.post(here + path, {}, headers={"HX-Request": "true"})):
            shown += [raw(answer), str(answer.headers)]
    return "\n".join(shown)


def seen(cast: Northmere, name: str, written: Written) -> set[str]:
    shown = everything_shown(cast, name, written)
    return {canary for canary in OLD | STANDING if canary in shown}


def test_the_owner_reads_all_and_the_partner_what_stands(northmere: Northmere, written: Written) -> None:
    assert seen(northmere, "Helen", written) == OLD | STANDING
    assert seen(northmere, "Priya", written) == STANDING


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_reads_a_word_or_finds_anything_there(
    northmere: Northmere, written: Written, name: str
) -> None:
    assert seen(northmere, name, written) == set()
    client = signed_in(northmere, name)
    missing = client.get(f"{northmere.base}targets/{written.cycle.pk}/")
    there = client.get(f"{northmere.base}targets/{written.target.pk}/")
    assert (there.status_code, there.content) == (missing.status_code, missing.content)
    assert there.status_code in (403, 404)


def test_it_is_in_no_audit_row_no_message_no_log_and_unreadable_in_the_tables(
    northmere: Northmere, written: Written, caplog: pytest.LogCaptureFixture
) -> None:
    everything_shown(northmere, "Helen", written)
    move(northmere, "Helen", written.target, "settled")
    with scope(organisation=northmere.organisation.pk):
        spoken = [str(vars(entry)) for entry in AuditEntry.objects.all()]
        mails = [str(vars(mail)) for mail in OutgoingMail.objects.all()]
    with as_(northmere, "Helen"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM cycles_targetwording t UNION ALL SELECT o::text FROM cycles_tryout o"
        )
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 3
    assert "canary" not in "\n".join([*spoken, *mails, *rows, caplog.text])
    assert not [entry for entry in spoken if "target" in entry]


def test_an_earlier_partner_reads_what_stood_and_not_where_it_stands(
    northmere: Northmere, written: Written
) -> None:
    kept = try_at(northmere, "Helen", written.target, "canary-kept", TUESDAY)
    part(northmere, written.cycle, "Helen", NOW + MINUTE)
    later = NOW + 2 * MINUTE
    reword(northmere, "Helen", written.target, Words("up", "canary-later words of mine"), at=later)
    seen_now = shown_occasion(northmere, "Helen", written.try_out)
    changed = WrittenOccasion(TODAY, "canary-later", "", seen_now)
    change_it(northmere, "Helen", written.try_out, changed, at=later)
    try_at(northmere, "Helen", written.target, "canary-later-try-out", at=later)
    second = begin(northmere, "Helen", written.cycle, Words("up", "canary-later-target"), at=later)
    move(northmere, "Helen", written.target, "settled", "cracked")
    client = signed_in(northmere, "Priya")
    listed = client.get(f"{northmere.base}targets/")
    response = client.get(f"{northmere.base}targets/{written.target.pk}/")
    assert client.get(f"{northmere.base}targets/{second.pk}/").status_code == 404
    assert "Earlier in this cycle What Helen worked on with you canary-now-4D of mine Dial down" in words(
        listed
    )
    page = words(response)
    assert "What Helen wrote while you were partners in cycle 1" in page
    assert {one for one in ("canary-now-4D", "canary-now-5E", "canary-kept") if one in page} == {
        "canary-now-4D",
        "canary-now-5E",
        "canary-kept",
    }
    assert "Next," not in page
    for shown in (words(listed), page):
        for word in ("canary-later", "canary-occasion", "racked", "Settled", "Where it stands"):
            assert word not in shown
    assert "What Helen is working on" not in words(listed)
    own = words(signed_in(northmere, "Helen").get(f"{northmere.base}targets/{written.target.pk}/"))
    assert "Priya can read what stood here when you stopped being partners." in own
    assert kept.occasion in own


def test_a_new_partner_reads_all_that_stands(northmere: Northmere, written: Written) -> None:
    part(northmere, written.cycle, "Helen", NOW - MINUTE)
    part(northmere, written.cycle, "Amara", NOW - MINUTE)
    with scope(organisation=northmere.organisation.pk):
        make_pair(written.cycle, [northmere.leader("Helen"), northmere.leader("Amara")], NOW)
    assert seen(northmere, "Amara", written) == STANDING
    assert "You and Amara" in words(
        signed_in(northmere, "Helen").get(f"{northmere.base}targets/{written.target.pk}/")
    )


def test_cycles_gone_by_stay_readable_to_those_two(northmere: Northmere, written: Written) -> None:
    with scope(organisation=northmere.organisation.pk):
        go_to(written.cycle, "wrapping_up")
        go_to(written.cycle, "closed", closed_at=NOW)
    make_cycle(northmere, number=2, pairs=(("Helen", "Idris"), ("Amara", "Priya")))
    page = words(signed_in(northmere, "Priya").get(f"{northmere.base}targets/"))
    assert "Cycle 1 What Helen worked on with you canary-now-4D of mine Dial down" in page
    shown = words(signed_in(northmere, "Priya").get(f"{northmere.base}targets/{written.target.pk}/"))
    assert "Where it stands" not in shown
    assert seen(northmere, "Idris", written) == set()
    assert seen(northmere, "Helen", written) == OLD | STANDING


def test_another_organisation_finds_nothing(northmere: Northmere, written: Written) -> None:
    southmere = make_northmere("southmere")
    make_cycle(southmere)
    client = signed_in(southmere, "Helen")
    for path in (f"targets/{written.target.pk}/", f"try-outs/{written.try_out.pk}/"):
        for base in (southmere.base, northmere.base):
            assert client.get(base + path).status_code == 404
            assert client.post(base + path, {}).status_code in (404, 405)
    with scope(organisation=southmere.organisation.pk, person=southmere.person("Helen").pk):
        assert find(southmere.leader("Helen"), written.target.pk) is None


def standing(cast: Northmere, name: str, cycle: Cycle) -> Any:
    with as_(cast, name):
        return targets_standing(cast.leader(name), cycle)


def test_home_can_ask_where_one_stands(
    northmere: Northmere, written: Written, django_assert_num_queries: Any
) -> None:
    try_at(northmere, "Helen", written.target, "Budget review", TUESDAY)
    waiting = try_at(northmere, "Helen", written.target, "Rent", TODAY, at=NOW)
    with as_(northmere, "Helen"):
        TryOut.objects.filter(pk=waiting.pk).update(on=TODAY - dt.timedelta(days=2))
        with django_assert_num_queries(3):
            now = targets_standing(northmere.leader("Helen"), written.cycle)
    assert [one.wording.behaviour for one in now.targets] == [NOW_SAYS.behaviour]
    assert now.next_try_out is not None
    assert now.to_look_back is not None
    assert (now.next_try_out.occasion, now.to_look_back.occasion) == ("Budget review", "Rent")
    assert now.next_try_out.target_id == written.target.pk
    assert (now.looked_back, now.finished, len(now.settled)) == (1, 0, 0)
    nothing = standing(northmere, "Priya", written.cycle)
    assert (nothing.targets, nothing.next_try_out, nothing.to_look_back, nothing.looked_back) == (
        (),
        None,
        None,
        0,
    )
    move(northmere, "Helen", written.target, "settled", "cracked")
    assert standing(northmere, "Helen", written.cycle).finished == 1
