"""Why a team cannot go on without a repeat for longer than so many cycles: the reason for an upper bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

MOST_NAMED = 6


class Limit(Enum):
    """What kind of reason it is."""

    TOO_FEW = "too few"
    """There are not two people."""
    ODD = "odd"
    """An odd number, and no trio is wanted: somebody is always without a partner."""
    FORMED = "formed"
    """What is formed already leaves one of ``people`` without a partner in this cycle."""
    NO_ROUND = "no round"
    """Not everybody can be paired even once: one of ``people`` is always left."""
    FEWEST_PARTNERS = "fewest partners"
    """``people`` have ``left`` new partners each, the fewest of all."""
    SHORTAGE = "shortage"
    """``people`` need ``each`` partners a cycle other than ``others``; they have ``left``, one by one."""
    ODD_GROUP = "odd group"
    """``people`` are an odd number: one pairs outside in every cycle, and ``left`` such pairs are left."""
    ALL_TRIED = "all tried"
    """A small room: every order of rounds was tried."""


@dataclass(frozen=True)
class Bound:
    """At most ``most`` cycles, and why. ``people`` and ``others`` are places, ascending.

    ``later``: the reason lies in what is left once the groups formed now are used up. ``most`` counts the
    present cycle, ``left`` and ``each`` do not.
    """

    limit: Limit
    most: int
    people: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    left: int = 0
    each: int = 0
    later: bool = False

    def in_words(self, names: Sequence[str]) -> str:
        """A sentence for a facilitator; ``names`` of the whole room, by place."""
        say: Callable[[Bound, Sequence[str]], str] = {
            Limit.TOO_FEW: lambda *_: "There are not yet two people to pair.",
            Limit.ODD: lambda *_: "The number is odd: without a trio somebody sits out in every cycle.",
            Limit.ALL_TRIED: lambda *_: (
                f"Every order of pairings was tried: none is {_enough(self.most + 1)}."
            ),
            Limit.FORMED: _formed,
            Limit.NO_ROUND: _no_round,
            Limit.FEWEST_PARTNERS: _fewest_partners,
            Limit.SHORTAGE: _shortage,
            Limit.ODD_GROUP: _odd_group,
        }[self.limit]
        return f"After this cycle: {say(self, names)}" if self.later else say(self, names)


def _formed(bound: Bound, names: Sequence[str]) -> str:
    if not bound.people:
        return "What is formed so far leaves somebody without a partner in this cycle."
    return f"With what is formed so far, at least one of {_named(bound.people, names)} is left in this cycle."


def _no_round(bound: Bound, names: Sequence[str]) -> str:
    return (
        "Not everybody can be paired without a repeat, not even once: however the others pair, at least one "
        f"of {_named(bound.people, names)} is left."
    )


def _fewest_partners(bound: Bound, names: Sequence[str]) -> str:
    everybody, one = len(bound.people) == len(names), len(bound.people) == 1
    who = "Everybody" if everybody else _named(bound.people, names)
    partners = _counted(bound.left, "new partner", "new partners") if bound.left else "nobody new"
    if everybody or one:
        return f"{who} has {partners} left."
    return f"{who} have {partners} left{' each' if bound.left else ''}."


def _shortage(bound: Bound, names: Sequence[str]) -> str:
    enough = _enough(bound.left // bound.each)
    if len(bound.people) == len(names):
        return (
            "The number is odd, and the trio of each cycle takes three pairings at once: a cycle takes "
            f"{bound.each // 2} pairings. Of those nobody has had yet, {_left(bound.left // 2)}: {enough}."
        )
    if len(bound.people) + len(bound.others) == len(names) and len(names) % 2 == 0:
        return (
            f"{_outnumber(bound, names)}: each cycle at least {_counted(bound.each // 2, 'pair', 'pairs')} "
            f"must form among them. Of those nobody has had yet, {_left(bound.left // 2)}: {enough}."
        )
    partners = _counted(bound.each, "new partner", "new partners")
    elsewhere = " from elsewhere" if bound.others else ""
    return (
        f"{_outnumber(bound, names)}: each cycle they need at least {partners}{elsewhere}. Counted one by "
        f"one, {_left(bound.left)}: {enough}."
    )


def _outnumber(bound: Bound, names: Sequence[str]) -> str:
    who = _named(bound.people, names)
    return f"{who} outnumber {_named(bound.others, names)}" if bound.others else f"Take {who}"


def _odd_group(bound: Bound, names: Sequence[str]) -> str:
    no_trio = " and no three of them can be a trio" if len(names) % 2 else ""
    return (
        f"{_named(bound.people, names)} are an odd number{no_trio}, so each cycle one of them needs a "
        f"partner from outside. Of such pairings {_left(bound.left)}."
    )


def _left(number: int) -> str:
    return "none is left" if not number else "one is left" if number == 1 else f"{number} are left"


def _counted(number: int, one: str, more: str) -> str:
    return f"one {one}" if number == 1 else f"{number} {more}"


def _enough(cycles: int) -> str:
    """“enough for one cycle”; nothing is “not enough for another cycle”."""
    return f"enough for {_counted(cycles, 'cycle', 'cycles')}" if cycles else "not enough for another cycle"


def _named(people: Sequence[int], names: Sequence[str]) -> str:
    """“Ann”, “Ann and Ben”, “Ann, Ben, Cai, Dee, Eve and 9 others”."""
    said = [names[place] for place in people]
    if len(said) > MOST_NAMED:
        said[MOST_NAMED - 1 :] = [f"{len(said) - MOST_NAMED + 1} others"]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
