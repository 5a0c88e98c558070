"""“I’d like some help”: asked once, ended by many things, written down nowhere else."""

from __future__ import annotations

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import HelpSignal
from pairing.services.facilitating import pause_choosing
from pairing.services.help_signals import ask_for_help, note_seen, open_signals, take_back
from pairing.services.organisers import organisers_version
from pairing.services.participants import mark_absent, sit_out
from pairing.services.recording import record_pair, record_third
from pairing.services.room import version_of
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import refused_by
from tests.pairing.room import AT, ask, open_room, pair_up, say_yes, seal
from tests.pairing.suggesting import all_but_vikram_paired


def signal(cast: Northmere, cycle: Cycle, who: str) -> HelpSignal:
    return ask_for_help(cycle=cycle, leader=cast.leader(who), by=cast.person(who), at=AT)


def asking(cycle: Cycle) -> list[str]:
    return [one.leader.called for one in open_signals(cycle)]


def test_asked_twice_it_is_said_once_and_can_be_taken_back(inside: Northmere, cycle: Cycle) -> None:
    first = signal(inside, cycle, "Helen")
    assert signal(inside, cycle, "Helen") == first
    assert asking(cycle) == ["Helen"]
    take_back(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"), at=AT)
    assert asking(cycle) == []
    first.refresh_from_db()
    assert first.ended_at == AT
    take_back(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    assert signal(inside, cycle, "Helen") != first
    assert HelpSignal.objects.count() == 2


def test_only_oneself_signed_in_or_known_at_the_board(inside: Northmere, cycle: Cycle) -> None:
    helen, priya = inside.leader("Helen"), inside.leader("Priya")
    for by in (inside.person("Priya"), priya, inside.facilitator):
        with pytest.raises(DomainError, match=r"Only Helen Armitage can say that\."):
            ask_for_help(cycle=cycle, leader=helen, by=by)
    ask_for_help(cycle=cycle, leader=helen, by=helen)
    with pytest.raises(DomainError, match=r"Only Helen Armitage can say that\."):
        take_back(cycle=cycle, leader=helen, by=inside.facilitator)
    assert asking(cycle) == ["Helen"]


def test_the_first_who_asked_comes_first_and_leavers_do_not_come(inside: Northmere, cycle: Cycle) -> None:
    for name in ("Priya", "Helen", "Amara"):
        signal(inside, cycle, name)
    HelpSignal.objects.filter(leader=inside.leader("Amara")).update(asked_at=AT.replace(hour=9))
    HelpSignal.objects.filter(leader=inside.leader("Helen")).update(asked_at=AT.replace(hour=10))
    assert asking(cycle) == ["Amara", "Helen", "Priya"]
    Leader.objects.filter(pk=inside.leader("Amara").pk).update(left_on=AT.date())
    assert asking(cycle) == ["Helen", "Priya"]


def test_a_facilitator_has_seen_it_and_nobody_else_can_say_so(inside: Northmere, cycle: Cycle) -> None:
    asked = signal(inside, cycle, "Helen")
    for by in (inside.sponsor, inside.administrator, inside.person("Helen")):
        with pytest.raises(DomainError, match=r"Only a facilitator can say that\."):
            note_seen(signal=asked, by=by)
    note_seen(signal=asked, by=inside.facilitator, at=AT)
    asked.refresh_from_db()
    assert asked.ended_at == AT
    note_seen(signal=asked, by=inside.facilitator)
    asked.refresh_from_db()
    assert asked.ended_at == AT, "seen to twice is seen to once"


def test_finding_a_partner_ends_it(inside: Northmere, cycle: Cycle) -> None:
    for name in ("Helen", "Priya", "Idris"):
        signal(inside, cycle, name)
    say_yes(inside, ask(inside, cycle, "Helen", "Priya"))
    assert asking(cycle) == ["Idris"]
    record_pair(
        cycle=cycle,
        one=inside.leader("Idris"),
        other=inside.leader("Amara"),
        both_said_yes=True,
        by=inside.facilitator,
    )
    assert asking(cycle) == []


def test_joining_a_pair_ends_it(odd: Northmere) -> None:
    cycle, pair = all_but_vikram_paired(odd)
    signal(odd, cycle, "Vikram")
    record_third(cycle=cycle, pair=pair, third=odd.leader("Vikram"), all_said_yes=True, by=odd.facilitator)
    assert asking(cycle) == []


def test_being_away_sitting_out_and_sealing_end_it(inside: Northmere, cycle: Cycle) -> None:
    for name in ("Helen", "Priya", "Idris"):
        signal(inside, cycle, name)
    mark_absent(cycle=cycle, leader=inside.leader("Helen"), by=inside.facilitator)
    sit_out(cycle=cycle, leader=inside.leader("Priya"), by=inside.facilitator)
    assert asking(cycle) == ["Idris"]
    pair_up(inside, cycle, "Amara", "Siobhan")
    seal(inside, cycle)
    assert asking(cycle) == []


def test_it_can_be_asked_while_choosing_is_paused_and_not_with_a_partner(
    inside: Northmere, cycle: Cycle
) -> None:
    pair_up(inside, cycle, "Amara", "Siobhan")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    signal(inside, cycle, "Helen")
    assert asking(cycle) == ["Helen"]
    with pytest.raises(DomainError, match=r"You have a partner already\."):
        signal(inside, cycle, "Amara")


def test_no_trail_says_that_anybody_asked(inside: Northmere, cycle: Cycle) -> None:
    before = AuditEntry.objects.count()
    asked = signal(inside, cycle, "Helen")
    take_back(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    note_seen(signal=asked, by=inside.facilitator)
    assert AuditEntry.objects.count() == before


def test_it_changes_what_facilitators_and_the_leader_see_and_nothing_else(
    inside: Northmere, cycle: Cycle
) -> None:
    def versions() -> dict[str, str]:
        leaders = {one.called: version_of(cycle, leader_id=one.pk) for one in inside.leaders.values()}
        wall, sponsor = version_of(cycle), organisers_version(cycle)
        facilitator = organisers_version(cycle, signals=True)
        return {**leaders, "wall": wall, "sponsor": sponsor, "facilitator": facilitator}

    before = versions()
    signal(inside, cycle, "Helen")
    after = versions()
    assert {who for who in before if before[who] != after[who]} == {"Helen", "facilitator"}


# --- What the database keeps ------------------------------------------------------------------------------


def write(cast: Northmere, cycle: Cycle, who: Leader) -> HelpSignal:
    return HelpSignal.objects.create(organisation=cast.organisation, cycle=cycle, leader=who)


def test_one_open_signal_of_each_leader(inside: Northmere, cycle: Cycle) -> None:
    first = write(inside, cycle, inside.leader("Helen"))
    with refused_by("help_signal_open_once"):
        write(inside, cycle, inside.leader("Helen"))
    HelpSignal.objects.filter(pk=first.pk).update(ended_at=AT)
    write(inside, cycle, inside.leader("Helen"))


def test_only_who_takes_part_and_only_while_choosing(inside: Northmere, cycle: Cycle) -> None:
    cycle.participants.filter(leader=inside.leader("Helen")).delete()
    with refused_by("help_signal_takes_part"):
        write(inside, cycle, inside.leader("Helen"))
    pair_up(inside, cycle, "Amara", "Siobhan")
    seal(inside, cycle)
    with refused_by("cycle_is_choosing"):
        write(inside, cycle, inside.leader("Priya"))


def test_of_ones_own_organisation_alone(inside: Northmere, cycle: Cycle) -> None:
    write(inside, cycle, inside.leader("Helen"))
    elsewhere = make_northmere("southmere")
    with scope(organisation=elsewhere.organisation.pk):
        theirs = open_room(elsewhere)
        assert HelpSignal.objects.count() == 0
        with refused_by("pairing_helpsignal_leader_id_tenant_fk"):
            write(elsewhere, theirs, inside.leader("Helen"))
