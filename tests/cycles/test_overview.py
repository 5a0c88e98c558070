"""The cycle for those who run it."""

from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Participant
from teams.models import Invitation, Leader, OrganisationRole, Role
from tests.cast import Northmere, add_leader, make_northmere
from tests.cycles.made import NOW, go_to, log, make_cycle
from tests.cycles.pages import signed_in, source_of, words
from tests.cycles.parting import end_pair_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
FIVE = (
    ("Helen", "Priya"),
    ("Amara", "Vikram"),
    ("Siobhan", "Joanna"),
    ("Idris", "Leader000"),
    ("Leader001", "Leader002"),
)


def overview(cast: Northmere, name: str) -> str:
    response = signed_in(cast, name).get(f"{cast.base}cycle/")
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def busy() -> Northmere:
    """Twelve leaders in five pairs: three met in October, one of them in November too; two sit out."""
    cast = make_northmere(leaders=12)
    cycle = make_cycle(cast, number=3, pairs=FIVE)
    for name, day in (("Helen", D(2026, 10, 9)), ("Amara", D(2026, 10, 12)), ("Siobhan", D(2026, 10, 30))):
        log(cast, cycle, name, day, 77, at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC), pair_note="x")
    log(cast, cycle, "Helen", D(2026, 11, 3), at=dt.datetime(2026, 11, 9, tzinfo=dt.UTC))
    return cast


def test_a_facilitator_sees_whether_each_pair_met(busy: Northmere) -> None:
    page = overview(busy, "facilitator")
    assert (
        "Cycle 3 at Northmere Leadership team, October 2026 to March 2027, 10 leaders in 5 pairs "
        "Pairs to print"
    ) in page
    assert "28 September Choosing opens 30 September Pairs are sealed By 31 October First sessions" in page
    assert "pairs have met 3 of 5" in page
    assert "Participation by pair You see that they met, never what they said" in page
    assert "Met, Oct to Mar" in page
    assert "Helen Armitage Priya Nair Met in October Met in November Under way" in page
    assert "Amara Okafor Vikram Sethi Met in October Not yet in November Quiet a while" in page
    assert "Not in October Not yet in November Yet to meet" in page
    assert "A kind word might help Each partner also gets one message a month by email." in page
    assert "Amara and Vikram Not yet in November" in page


def test_no_day_and_no_length_of_a_session_is_on_the_facilitators_page(busy: Northmere) -> None:
    source = source_of(signed_in(busy, "facilitator").get(f"{busy.base}cycle/"))
    for trace in (
        "9 October",
        "12 October",
        "30 October",
        "3 November",
        "2026-10",
        "2026-11",
        "77",
        "1 hour",
    ):
        assert trace not in source, trace


def test_a_sponsor_sees_percentages_as_of_monday_and_no_pairs(busy: Northmere) -> None:
    with scope(organisation=busy.organisation.pk):
        cycle = Cycle.objects.get()
    log(busy, cycle, "Idris", D(2026, 11, 17), at=NOW)
    page = overview(busy, "sponsor")
    assert "How many pairs meet You see how many meet, never who or what they say" in page
    assert "of pairs met in October 60%" in page
    assert "of pairs met in November 20%" in page
    assert "Counted up to Monday 16 November, once a week." in page
    for hidden in (
        "Participation by pair",
        "Met in October",
        "Quiet a while",
        "Yet to meet",
        "have met",
        "Priya",
    ):
        assert hidden not in page, hidden


def test_a_pair_that_ends_does_not_change_the_sponsors_percentages_that_day(busy: Northmere) -> None:
    """Before and after would say whether those two had met."""
    with scope(organisation=busy.organisation.pk):
        end_pair_of(busy, Cycle.objects.get(), "Helen", at=NOW)
    page = overview(busy, "sponsor")
    assert "of pairs met in October 60%" in page
    assert "of pairs met in November 20%" in page


def test_below_five_pairs_a_sponsor_sees_no_percentage(northmere: Northmere) -> None:
    log(northmere, make_cycle(northmere), "Helen", D(2026, 10, 9))
    page = overview(northmere, "sponsor")
    assert "Shown from five pairs up. Among fewer, a figure would say who has met." in page
    assert "%" not in page


def test_in_the_first_days_a_sponsor_is_told_when_figures_come(northmere: Northmere) -> None:
    cast = make_northmere("young", leaders=12)
    make_cycle(cast, starts_on=D(2026, 11, 18), pairs=FIVE)
    assert "The first figures come a week after the cycle begins." in overview(cast, "sponsor")


def test_an_administrator_sees_neither(busy: Northmere) -> None:
    page = overview(busy, "administrator")
    assert "Cycle 3 at Northmere Leadership team, October 2026 to March 2027, 10 leaders in 5 pairs" in page
    for hidden in (
        "Participation",
        "have met",
        "How many pairs meet",
        "Met in",
        "%",
        "Next for you",
        "Priya",
    ):
        assert hidden not in page, hidden


def test_a_leader_without_a_role_is_told_no_and_a_stranger_finds_nothing(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    assert signed_in(northmere, "Helen").get(f"{northmere.base}cycle/").status_code == 403
    assert signed_in(other, "facilitator").get(f"{northmere.base}cycle/").status_code == 404


def test_roles_add_up_but_do_not_inherit(busy: Northmere) -> None:
    with scope(organisation=busy.organisation.pk):
        OrganisationRole.objects.create(
            organisation=busy.organisation, person=busy.sponsor, role=Role.FACILITATOR
        )
    assert "Participation by pair" in overview(busy, "sponsor")


def steps(cast: Northmere, name: str = "facilitator") -> list[str]:
    source = signed_in(cast, name).get(f"{cast.base}cycle/").content.decode()
    return [part.split('"')[0] for part in source.split('<a class="btn" href="')[1:]]


@pytest.mark.parametrize(
    ("stage", "title", "leads_to"),
    [
        (None, "Make the first cycle", "cycles/new/"),
        ("draft", "Cycle 1 is being prepared", "cycles/1/pre-flight/"),
        ("choosing", "Choosing for cycle 1 is open", "cycles/1/room/"),
        ("closed", "Cycle 1 is closed", "cycles/new/"),
    ],
)
def test_the_one_next_thing(northmere: Northmere, stage: str | None, title: str, leads_to: str) -> None:
    if stage:
        make_cycle(northmere, stage=stage)
    assert f"Next for you {title}" in overview(northmere, "sponsor")
    assert steps(northmere) == steps(northmere, "sponsor") == [northmere.base + leads_to]
    assert "Next for you" not in overview(northmere, "administrator")


def test_under_way_the_next_cycle_is_offered_quietly(busy: Northmere) -> None:
    page = overview(busy, "facilitator")
    assert "Cycle 3 is under way It ends on 31 March. Make the next one once you know when it starts." in page
    assert "Make cycle 4" in page
    assert steps(busy) == []


def test_those_left_behind_and_those_who_joined_are_not_forgotten(busy: Northmere) -> None:
    with scope(organisation=busy.organisation.pk):
        cycle = Cycle.objects.get()
    assert "Without a partner" not in overview(busy, "facilitator")
    end_pair_of(busy, cycle, "Helen")
    with scope(organisation=busy.organisation.pk):
        add_leader(busy, "Tom Whitfield", "HOU", None, "northmere.example")
    for organiser in ("facilitator", "sponsor"):
        page = overview(busy, organiser)
        assert "Next for you 3 leaders have no partner just now They can ask" in page
        assert "Without a partner Helen Armitage Priya Nair Tom Whitfield See what is possible" in page
        assert steps(busy, organiser) == [f"{busy.base}cycles/3/room/"]
    assert "Without a partner" not in overview(busy, "administrator")


def test_whoever_sits_out_or_has_left_is_not_looked_for(busy: Northmere) -> None:
    with scope(organisation=busy.organisation.pk):
        end_pair_of(busy, Cycle.objects.get(), "Helen")
        Participant.objects.filter(leader=busy.leader("Priya")).update(sits_out=True)
        Leader.objects.filter(name="Helen Armitage").update(left_on=D(2026, 11, 2))
    assert "Without a partner" not in overview(busy, "facilitator")


def test_the_cycle_under_way_is_shown_while_the_next_is_prepared(northmere: Northmere) -> None:
    make_cycle(northmere, number=1, starts_on=D(2026, 1, 1), stage="closed", pairs=[("Helen", "Idris")])
    make_cycle(northmere, number=2)
    make_cycle(northmere, number=3, starts_on=D(2027, 4, 1), stage="draft")
    page = overview(northmere, "facilitator")
    assert "Cycle 2 at Northmere" in page
    assert "Next for you Cycle 3 is being prepared" in page
    assert "Earlier cycles Cycle 1 January 2026 to June 2026, 1 pair" in page


def test_without_a_cycle_an_administrator_reads_who_makes_one(northmere: Northmere) -> None:
    assert "No cycle yet A facilitator or sponsor makes the first one." in overview(
        northmere, "administrator"
    )


def test_who_has_not_accepted_an_invitation(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name__in=["Priya Nair", "Idris Kaya", "Amara Okafor"]).update(person=None)
        Leader.objects.filter(name="Amara Okafor").update(left_on=D(2026, 11, 1))
        Invitation.objects.create(
            organisation=northmere.organisation,
            email="idris@northmere.example",
            leader=northmere.leader("Idris"),
            expires_at=NOW + dt.timedelta(days=3),
        )
    page = overview(northmere, "administrator")
    assert ("Not here yet Roster Idris Kaya Invited, has not accepted yet Priya Nair Not invited yet") in page
    assert "Amara" not in page


def test_who_cannot_be_invited_for_want_of_an_address(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name="Priya Nair").update(person=None, email="")
    assert "Not here yet Roster Priya Nair No address yet" in overview(northmere, "administrator")


def test_a_closed_cycle_keeps_its_ticks_and_asks_for_no_kind_word(busy: Northmere) -> None:
    with scope(organisation=busy.organisation.pk):
        go_to(Cycle.objects.get(), "closed", closed_at=NOW)
    page = overview(busy, "facilitator")
    assert "Helen Armitage Priya Nair Met in October Met in November Under way" in page
    assert "A kind word" not in page


def test_a_session_in_the_bin_does_not_count(northmere: Northmere) -> None:
    session = log(northmere, make_cycle(northmere), "Helen", D(2026, 10, 9))
    before = overview(northmere, "facilitator")
    signed_in(northmere, "Helen").post(f"{northmere.base}sessions/{session.pk}/deletion/")
    after = overview(northmere, "facilitator")
    assert ("1 of 2" in before, "0 of 2" in after) == (True, True)
