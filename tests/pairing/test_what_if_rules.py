"""Changes tried out on paper: what a room would be, and what is to be seen in it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from pairing.rules.eligibility import Chooser, Terms
from pairing.rules.what_if import Comes, Goes, Joins, Moves, Reports, Situation, changed, look_at

HOUSING, CARE, FINANCE = UUID(int=101), UUID(int=102), UUID(int=103)
NIA, TOM, ADA, BEN = (UUID(int=number) for number in (1, 2, 3, 4))
ROOM = Situation(
    present=(
        Chooser(NIA, "Nia Bowen", HOUSING),
        Chooser(TOM, "Tom Whitfield", HOUSING),
        Chooser(ADA, "Ada Mirza", CARE),
        Chooser(BEN, "Ben Osei", FINANCE),
    ),
    terms=Terms(),
)


def paired(situation: Situation, *groups: tuple[UUID, ...]) -> Situation:
    return replace(situation, formed=tuple(frozenset(group) for group in groups))


def names(situation: Situation) -> list[str]:
    return [one.name.split()[0] for one in situation.present]


def test_somebody_goes_and_comes_back() -> None:
    gone = changed(ROOM, [Goes(NIA)])
    assert names(gone) == ["Tom", "Ada", "Ben"]
    assert [one.id for one in gone.aside] == [NIA]
    assert sorted(names(changed(gone, [Comes(NIA)]))) == sorted(names(ROOM))
    assert names(ROOM) == ["Nia", "Tom", "Ada", "Ben"]


def test_the_pair_of_somebody_who_goes_comes_undone_and_a_trio_goes_on_as_two() -> None:
    assert changed(paired(ROOM, (NIA, ADA), (TOM, BEN)), [Goes(NIA)]).formed == (frozenset({TOM, BEN}),)
    assert changed(paired(ROOM, (NIA, ADA, BEN)), [Goes(NIA)]).formed == (frozenset({ADA, BEN}),)


def test_going_twice_is_going_once() -> None:
    assert changed(ROOM, [Goes(NIA), Goes(NIA)]) == changed(ROOM, [Goes(NIA)])


def test_a_move_a_line_and_somebody_new() -> None:
    new = Chooser(UUID(int=9), "Somebody new in Care", CARE)
    after = changed(ROOM, [Moves(TOM, FINANCE), Reports(ADA, BEN), Joins(new)])
    assert [one.function_id for one in after.present] == [HOUSING, FINANCE, CARE, FINANCE, CARE]
    assert after.present[2].manager_id == BEN
    assert after.present[-1] == new


def test_what_is_changed_of_somebody_aside_counts_when_they_come() -> None:
    away = changed(ROOM, [Goes(TOM)])
    assert changed(away, [Moves(TOM, FINANCE), Comes(TOM)]).present[-1].function_id == FINANCE


def test_a_room_in_which_all_is_well() -> None:
    seen = look_at(ROOM)
    assert (seen.people, seen.most_pairs, seen.suggested, seen.has_trio) == (4, 2, 4, False)
    assert seen.guard.prospect.is_whole
    assert (seen.ahead.at_least, seen.ahead.at_most) == (2, 2)


@pytest.mark.parametrize(
    ("changes", "people", "most_pairs", "whole", "trio", "ahead"),
    [
        ([Goes(NIA)], 3, 1, True, True, 1),
        ([Goes(NIA), Goes(ADA)], 2, 1, True, False, 1),
        ([Moves(ADA, HOUSING)], 4, 1, False, False, 0),
        ([Reports(NIA, ADA), Reports(NIA, BEN)], 4, 2, True, False, 1),
        ([Reports(NIA, ADA), Reports(TOM, ADA)], 4, 1, False, False, 0),
        ([Joins(Chooser(UUID(int=9), "New", CARE))], 5, 2, True, True, 1),
    ],
)
def test_what_a_change_would_do(
    changes: list[object], people: int, most_pairs: int, whole: bool, trio: bool, ahead: int
) -> None:
    seen = look_at(changed(ROOM, changes))  # type: ignore[arg-type]
    assert (seen.people, seen.most_pairs) == (people, most_pairs)
    assert (seen.guard.prospect.is_whole, seen.has_trio) == (whole, trio)
    assert seen.ahead.at_least == seen.ahead.at_most == ahead


def test_formed_pairs_count_among_the_most_and_are_not_suggested_again() -> None:
    seen = look_at(paired(ROOM, (NIA, ADA)))
    assert (seen.most_pairs, seen.suggested, seen.choosing) == (2, 2, 2)
    third = look_at(changed(paired(ROOM, (NIA, ADA)), [Goes(BEN)]))
    assert (third.most_pairs, third.suggested, third.choosing) == (1, 0, 1)
    joining = look_at(changed(paired(ROOM, (NIA, ADA)), [Goes(TOM)]))
    assert (joining.most_pairs, joining.suggested, joining.has_trio) == (1, 1, True)


def test_the_horizon_counts_without_the_repeats_that_are_allowed() -> None:
    before = {frozenset((NIA, ADA)): 1, frozenset((TOM, BEN)): 1, frozenset((NIA, BEN)): 2}
    seen = look_at(replace(ROOM, terms=Terms({**before, frozenset((TOM, ADA)): 2}, repeats_through=2)))
    assert seen.guard.prospect.is_whole
    assert seen.ahead.at_most == 0


@given(st.permutations([Goes(NIA), Moves(TOM, FINANCE), Reports(ADA, BEN)]))
def test_changes_of_different_people_may_come_in_any_order(changes: list[Goes | Moves | Reports]) -> None:
    one, other = look_at(changed(ROOM, changes)), look_at(changed(ROOM, sorted(changes, key=repr)))
    assert (one.people, one.most_pairs, one.ahead) == (other.people, other.most_pairs, other.ahead)
