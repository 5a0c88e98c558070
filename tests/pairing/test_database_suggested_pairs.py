"""What may become of a suggestion, past the services."""

from __future__ import annotations

import pytest

from cycles.models import Cycle, Pair, PairMember
from pairing.models import Proposal, Suggestion
from tests.cast import Northmere
from tests.pairing.past_services import (
    agree,
    insert_pair,
    join,
    pair_past_services,
    put_aside,
    refused_by,
    settle,
)
from tests.pairing.suggested import answer, end, suggest, take


@pytest.mark.parametrize("who", [("Helen", "Priya"), ("Helen", "Priya", "Joanna")])
def test_all_said_yes_so_it_becomes_a_pair_or_a_trio(
    inside: Northmere, cycle: Cycle, who: tuple[str, ...]
) -> None:
    put_aside(inside, cycle, "Maggie")
    suggestion, pair = take(inside, cycle, *who)
    settle()
    suggestion.refresh_from_db()
    assert (suggestion.became, pair.members.count()) == (pair, len(who))
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("last", ["none", "not this time"])
def test_one_yes_too_few_is_no_pair(inside: Northmere, cycle: Cycle, last: str) -> None:
    put_aside(inside, cycle, "Maggie")
    suggestion = suggest(inside, cycle, "Helen", "Priya", "Joanna")
    answer(inside, suggestion, "yes", "Helen", "Priya")
    if last != "none":
        answer(inside, suggestion, last, "Joanna")
    with refused_by("pair_both_said_yes"):
        end(suggestion, became=insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True))
    with refused_by("pair_both_said_yes"):
        end(suggestion, became=insert_pair(inside, cycle, "Helen", "Priya"))


def test_a_yes_to_two_is_no_yes_to_three_nor_to_somebody_else(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    answer(inside, suggestion, "yes", "Helen", "Priya")
    with refused_by("pair_both_said_yes"):
        end(suggestion, became=insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True))
    with refused_by("pair_both_said_yes"):
        end(suggestion, became=insert_pair(inside, cycle, "Helen", "Joanna"))
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")


def test_what_it_became_is_said_as_it_ends_and_never_later(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    answer(inside, suggestion, "yes", "Helen", "Priya")
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    settle()
    with refused_by("suggestion_became_when_ended"):
        Suggestion.objects.update(became=pair)
    end(suggestion)
    with refused_by("suggestion_ends_once"):
        Suggestion.objects.update(became=pair)


def test_a_yes_counts_no_longer_once_the_pair_was_undone(inside: Northmere, cycle: Cycle) -> None:
    suggestion, pair = take(inside, cycle, "Helen", "Priya")
    settle()
    pair.delete()
    settle()
    suggestion.refresh_from_db()
    assert suggestion.became is None
    with refused_by("pair_both_said_yes"):
        insert_pair(inside, cycle, "Helen", "Priya")
    with refused_by("suggestion_ends_once"):
        end(suggestion, became=insert_pair(inside, cycle, "Helen", "Priya"))


def grow(cast: Northmere, cycle: Cycle, pair: Pair, who: str) -> Suggestion:
    """The third asks to join the pair, and all three say yes."""
    three = [member.leader.called for member in pair.members.select_related("leader")] + [who]
    suggestion = suggest(cast, cycle, *three, asked_by=cast.leader(who))
    answer(cast, suggestion, "yes", *three)
    join(cast, pair, who)
    end(suggestion, became=pair)
    return suggestion


@pytest.mark.parametrize("by_suggestion", [True, False])
def test_a_pair_takes_in_a_third_who_asked(inside: Northmere, cycle: Cycle, by_suggestion: bool) -> None:
    put_aside(inside, cycle, "Maggie")
    if by_suggestion:
        _suggestion, pair = take(inside, cycle, "Helen", "Priya")
    else:
        pair = pair_past_services(inside, cycle, "Helen", "Priya")
    settle()
    grow(inside, cycle, pair, "Joanna")
    settle()
    pair.refresh_from_db()
    assert (pair.is_trio, pair.members.count()) == (True, 3)


@pytest.mark.parametrize(
    ("who", "constraint"),
    [
        ("Siobhan", "pair_different_functions"),
        ("Maggie", "pair_no_reporting_line"),
        ("Idris", "member_of_one_pair"),
    ],
)
def test_three_yeses_do_not_lift_the_other_rules(
    inside: Northmere, cycle: Cycle, who: str, constraint: str
) -> None:
    put_aside(inside, cycle, "Amara")
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    pair_past_services(inside, cycle, "Idris", "Vikram")
    with refused_by(constraint):
        grow(inside, cycle, pair, who)


def test_a_third_who_leaves_does_not_come_back_without_a_new_yes(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    suggestion = grow(inside, cycle, pair, "Joanna")
    settle()
    PairMember.objects.filter(pair=pair, leader=inside.leader("Joanna")).delete()
    Pair.objects.filter(pk=pair.pk).update(is_trio=False)
    settle()
    suggestion.refresh_from_db()
    assert suggestion.became is None
    with refused_by("pair_both_said_yes"):
        join(inside, pair, "Joanna")
    grow(inside, cycle, pair, "Joanna")
    settle()


def test_a_trio_by_word_of_mouth_and_one_by_suggestion_do_not_mix(inside: Northmere, cycle: Cycle) -> None:
    """A suggestion of two and a yes from one of them to the third make no trio."""
    put_aside(inside, cycle, "Maggie")
    _suggestion, pair = take(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Helen", "Joanna")
    with refused_by("pair_both_said_yes"):
        join(inside, pair, "Joanna")
