"""What counts when pairs are suggested to a room, read from its people, its past and its shortlists."""

from __future__ import annotations

from uuid import UUID

from pairing.rules.assembly import assemble
from pairing.rules.bits import mask_of
from pairing.rules.eligibility import Chooser, Terms
from tests.pairing.graphs import edges_of


def chooser(number: int, function: int | None) -> Chooser:
    return Chooser(UUID(int=number), f"Leader {number}", None if function is None else UUID(int=function))


def test_what_is_assembled() -> None:
    """Function 9 met 7 in the past and meets 8 in a pair; those who have left count for nothing."""
    choosers = [chooser(1, 9), chooser(2, 7), chooser(3, None), chooser(4, 8), chooser(5, 9)]
    history = {frozenset((UUID(int=1), UUID(int=2))): 1, frozenset((UUID(int=2), UUID(int=77))): 1}
    assembly = assemble(
        choosers, Terms(history), formed=[(3, 4)], shortlists=[[3], [], [], [4, 1], []], trio=False
    )
    assert assembly.function == (0, 1, -1, 2, 0)
    assert assembly.bridged == {(0, 1), (0, 2)}
    assert assembly.listed == (mask_of([3]), 0, 0, mask_of([1, 4]), 0)
    assert (assembly.hall.formed, assembly.hall.trio) == (((3, 4),), False)
    assert edges_of(assembly.hall.graph) == [(0, 3), (1, 3), (1, 4), (3, 4)]
    assert (assembly.bridge(3, 1), assembly.bridge(1, 3)) == ((1, 2), (1, 2))


def test_without_shortlists_nobody_has_one() -> None:
    assembly = assemble([chooser(1, 9), chooser(2, 7)], Terms())
    assert (assembly.listed, assembly.bridged, assembly.hall.trio) == ((0, 0), frozenset(), True)
