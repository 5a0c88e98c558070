"""Suggestions that each takes or leaves, the third who asks to join a pair, what nobody learns of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Suggestion
from pairing.services.choosing import decline, step_back
from pairing.services.helping import help_for, suggested_groups
from pairing.services.room import read_room
from pairing.services.shortlists import choose_shortlist
from pairing.services.suggesting import (
    ask_to_join,
    leave,
    open_suggestion_of,
    suggest_to_room,
    take,
)
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, ask, open_room, pair_up, paired, states

PAIRS = {("Amara", "Priya"), ("Helen", "Siobhan"), ("Idris", "Maggie"), ("Joanna", "Vikram")}


def wish(cast: Northmere, who: str, *whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        colleagues = [cast.leader(name) for name in whom]
        choose_shortlist(leader=cast.leader(who), colleagues=colleagues, by=cast.person(who))


def suggested(cast: Northmere, cycle: Cycle) -> set[tuple[str, ...]]:
    made = suggest_to_room(cycle=cycle, by=cast.facilitator, at=AT)
    return {tuple(sorted(row.leader.called for row in one.leaders.all())) for one in made}


def press(cast: Northmere, cycle: Cycle, who: str, service: object = take) -> Pair | None:
    suggestion = open_suggestion_of(cycle, cast.leader(who))
    assert suggestion is not None
    pressed = service(suggestion=suggestion, leader=cast.leader(who), by=cast.person(who), at=AT)  # type: ignore[operator]
    assert pressed is None or isinstance(pressed, Pair)
    return pressed


@pytest.fixture
def odd(db: None) -> Northmere:
    """Northmere without Idris: seven leaders."""
    return make_northmere(leaders=7)


def test_everybody_still_choosing_is_suggested_somebody_and_told(inside: Northmere, cycle: Cycle) -> None:
    found = suggested(inside, cycle)
    assert sorted(name for two in found for name in two) == sorted(
        one.called for one in inside.leaders.values()
    )
    mails = OutgoingMail.objects.filter(kind="suggestion")
    assert {mail.recipient_id for mail in mails} == {leader.pk for leader in inside.leaders.values()}
    assert {mail.due_at for mail in mails} == {AT + dt.timedelta(minutes=2)}
    assert paired(cycle) == set()


def test_the_audit_trail_has_how_many_and_nobody(inside: Northmere, cycle: Cycle) -> None:
    suggested(inside, cycle)
    press(inside, cycle, "Helen", leave)
    entry = AuditEntry.objects.get(verb="pairs suggested")
    assert (entry.by, entry.subject_id, entry.details) == (
        inside.facilitator,
        cycle.pk,
        {"cycle": 1, "suggestions": 4},
    )
    assert AuditEntry.objects.filter(at__gte=entry.at).count() == 1


def test_mutual_wishes_come_first(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Priya")
    wish(inside, "Priya", "Helen")
    wish(inside, "Joanna", "Priya")
    assert ("Helen", "Priya") in suggested(inside, cycle)


def test_a_yes_from_both_forms_the_pair_and_nobody_is_told_of_the_first(
    inside: Northmere, cycle: Cycle
) -> None:
    (first, second) = next(iter(suggested(inside, cycle)))
    assert press(inside, cycle, first) is None
    assert paired(cycle) == set()
    assert states(cycle) == {}
    pair = press(inside, cycle, second)
    assert paired(cycle) == {frozenset({first, second})}
    assert pair is not None
    assert Suggestion.objects.get(became=pair).ended_at == AT


def test_saying_yes_twice_changes_nothing(inside: Northmere, cycle: Cycle) -> None:
    (first, second) = next(iter(suggested(inside, cycle)))
    suggestion = open_suggestion_of(cycle, inside.leader(first))
    assert suggestion
    for who in (first, first, second, second, first):
        take(suggestion=suggestion, leader=inside.leader(who), by=inside.person(who), at=AT)
    assert paired(cycle) == {frozenset({first, second})}


def test_not_this_time_ends_it_for_both(inside: Northmere, cycle: Cycle) -> None:
    (first, second) = next(iter(suggested(inside, cycle)))
    suggestion = open_suggestion_of(cycle, inside.leader(second))
    assert suggestion
    press(inside, cycle, first, leave)
    assert open_suggestion_of(cycle, inside.leader(second)) is None
    with pytest.raises(DomainError, match=r"^This suggestion is not open any more\.$"):
        take(suggestion=suggestion, leader=inside.leader(second), by=inside.person(second))
    leave(suggestion=suggestion, leader=inside.leader(second), by=inside.person(second))
    assert paired(cycle) == set()


def test_nobody_answers_for_another(inside: Northmere, cycle: Cycle) -> None:
    (first, second) = next(iter(suggested(inside, cycle)))
    suggestion = open_suggestion_of(cycle, inside.leader(first))
    assert suggestion
    with pytest.raises(DomainError, match=r"^Only .+ can say that\.$"):
        take(suggestion=suggestion, leader=inside.leader(first), by=inside.person(second))


def test_pairing_with_somebody_else_ends_the_suggestion(inside: Northmere, cycle: Cycle) -> None:
    suggested(inside, cycle)
    (helen,) = (row for row in suggested(inside, cycle) if "Helen" in row)
    with_whom = next(name for name in ("Priya", "Joanna", "Amara", "Idris") if name not in helen)
    pair_up(inside, cycle, "Helen", with_whom)
    assert open_suggestion_of(cycle, inside.leader("Helen")) is None
    assert open_suggestion_of(cycle, inside.leader(with_whom)) is None


def test_suggesting_again_replaces_what_is_open(inside: Northmere, cycle: Cycle) -> None:
    suggested(inside, cycle)
    suggested(inside, cycle)
    assert (Suggestion.objects.count(), Suggestion.objects.open().count()) == (8, 4)


def test_a_suggestion_that_would_strand_somebody_by_now_waits(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Idris")
    wish(inside, "Idris", "Helen")
    assert ("Helen", "Idris") in suggested(inside, cycle)
    press(inside, cycle, "Helen")
    pair_up(inside, cycle, "Amara", "Vikram")
    pair_up(inside, cycle, "Priya", "Joanna")
    with pytest.raises(DomainError, match=r"^The room has changed, and just now this would leave somebody"):
        press(inside, cycle, "Idris")
    assert open_suggestion_of(cycle, inside.leader("Idris")) is not None


def test_nobody_to_suggest(inside: Northmere, cycle: Cycle) -> None:
    for two in (("Amara", "Priya"), ("Helen", "Siobhan"), ("Idris", "Maggie"), ("Joanna", "Vikram")):
        pair_up(inside, cycle, *two)
    with pytest.raises(DomainError, match=r"^There is no pair to suggest"):
        suggest_to_room(cycle=cycle, by=inside.facilitator)


@pytest.mark.parametrize("leaders", [8, 40])
def test_suggesting_takes_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        with CaptureQueriesContext(connection) as queries:
            made = suggest_to_room(cycle=cycle, by=cast.facilitator)
        assert len(made) == leaders // 2
        assert len(queries) == 18


# The trio of an odd room


def test_the_one_who_is_left_joins_a_pair_when_both_say_yes(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair_up(odd, cycle, "Maggie", "Priya")
        joined = pair_up(odd, cycle, "Amara", "Siobhan")
        pair = pair_up(odd, cycle, "Helen", "Joanna")
        vikram = odd.leader("Vikram")
        asked = ask_to_join(cycle=cycle, leader=vikram, pair=joined, by=odd.person("Vikram"), at=AT)
        told = {mail.recipient_id for mail in OutgoingMail.objects.filter(kind="suggestion")}
        assert told == {odd.leader("Amara").pk, odd.leader("Siobhan").pk}
        assert press(odd, cycle, "Amara") is None
        trio = press(odd, cycle, "Siobhan")
        assert trio is not None
        assert trio.is_trio
        assert frozenset({"Amara", "Siobhan", "Vikram"}) in paired(cycle)
        assert pair != trio
        assert Suggestion.objects.get(pk=asked.pk).became == trio


def test_only_a_pair_all_of_whom_one_may_meet_can_be_asked(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        pair_up(odd, cycle, "Maggie", "Priya")
        pair_up(odd, cycle, "Amara", "Siobhan")
        pair = pair_up(odd, cycle, "Helen", "Joanna")
        with pytest.raises(DomainError, match=r"^Just now this pair cannot take in a third\."):
            ask_to_join(cycle=cycle, leader=odd.leader("Vikram"), pair=pair, by=odd.person("Vikram"))


def test_in_an_even_room_nobody_joins_a_pair(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Amara", "Siobhan")
    with pytest.raises(DomainError, match=r"^Just now this pair cannot take in a third\."):
        ask_to_join(cycle=cycle, leader=inside.leader("Vikram"), pair=pair, by=inside.person("Vikram"))


def a_trio(odd: Northmere, cycle: Cycle) -> None:
    pair_up(odd, cycle, "Maggie", "Priya")
    pair_up(odd, cycle, "Helen", "Joanna")
    pair = pair_up(odd, cycle, "Amara", "Siobhan")
    ask_to_join(cycle=cycle, leader=odd.leader("Vikram"), pair=pair, by=odd.person("Vikram"), at=AT)
    press(odd, cycle, "Amara")
    press(odd, cycle, "Siobhan")


def test_when_the_third_steps_back_the_pair_remains(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        a_trio(odd, cycle)
        step_back(cycle=cycle, leader=odd.leader("Vikram"), by=odd.person("Vikram"))
        assert frozenset({"Amara", "Siobhan"}) in paired(cycle)
        assert not Pair.objects.get(members__leader=odd.leader("Amara")).is_trio
        assert [leader.called for leader in read_room(cycle).still_choosing] == ["Vikram"]


def test_when_one_of_the_first_two_steps_back_all_are_free(odd: Northmere) -> None:
    with scope(organisation=odd.organisation.pk):
        cycle = open_room(odd)
        a_trio(odd, cycle)
        step_back(cycle=cycle, leader=odd.leader("Amara"), by=odd.person("Amara"))
        free = {leader.called for leader in read_room(cycle).still_choosing}
        assert free == {"Amara", "Siobhan", "Vikram"}


# Help for one person, and what shortlists give away


def test_help_names_up_to_three_with_reasons(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Joanna")
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        found = help_for(read_room(cycle), inside.leader("Helen"))
    assert len(found) == 3
    assert found[0].leader.called == "Joanna"
    assert found[0].reasons == (
        "You listed Joanna Clarke",
        "The first pair between Finance and People",
    )


def test_who_has_said_not_this_time_is_named_after_all_others(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Joanna")
    proposal = ask(inside, cycle, "Helen", "Joanna")
    decline(proposal=proposal, by=inside.person("Joanna"))
    found = help_for(read_room(cycle), inside.leader("Helen"))
    assert len(found) == 3
    assert "Joanna" not in [one.leader.called for one in found]
    # Others may still be told of Joanna, and she of Helen.
    assert help_for(read_room(cycle), inside.leader("Joanna"))


def test_a_mutual_wish_reads_like_ones_own(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Joanna")
    alone = help_for(read_room(cycle), inside.leader("Helen"))[0]
    wish(inside, "Joanna", "Helen")
    assert help_for(read_room(cycle), inside.leader("Helen"))[0] == alone


def test_somebody_elses_wish_gives_no_reason_that_betrays_it(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Joanna", "Helen")
    first = help_for(read_room(cycle), inside.leader("Helen"))[0]
    assert (first.leader.called, first.reasons) == ("Joanna", ("The first pair between Finance and People",))


def test_the_facilitator_reads_no_shortlist(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Joanna", "Helen")
    wish(inside, "Helen", "Joanna")
    for group in suggested_groups(read_room(cycle)):
        assert group.reasons
        assert not any("listed" in reason for reason in group.reasons)


def test_help_for_somebody_in_a_pair_is_nothing(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    assert help_for(read_room(cycle), inside.leader("Helen")) == []


def test_an_open_question_does_not_keep_one_from_taking_a_suggestion(inside: Northmere, cycle: Cycle) -> None:
    (first, second) = next(two for two in suggested(inside, cycle) if "Helen" in two)
    other = next(name for name in ("Priya", "Joanna", "Amara") if name not in (first, second))
    ask(inside, cycle, "Helen", other)
    press(inside, cycle, first)
    press(inside, cycle, second)
    assert paired(cycle) == {frozenset({first, second})}
    assert states(cycle) == {("Helen", other): "lapsed"}
