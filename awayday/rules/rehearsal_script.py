"""The script of a rehearsal: a whole room, invented from a seed, in which nobody takes what is not offered.

So it ends as well as the room can end: with everybody in a pair or the one trio, wherever that is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from awayday.rules.rehearsal import Step, What
from pairing.rules.bits import mask_of
from pairing.rules.guard import Group, Guard, Hall, after_group, after_undoing, guard, look_ahead, may_join
from pairing.rules.horizon.rounds import Chance
from pairing.rules.matching import pairs_in

MOST_ARRIVALS = 8
"""Steps in which the lobby fills, but for the one who is late."""
MOST_TURNS = 24
"""Times that people ask and say yes; beyond as many pairs, several do in one step."""
A_FEW = 4
"""With more people than this one is late."""


def script(hall: Hall, seed: int, *, lessons: int = 3) -> tuple[Step, ...]:
    """Arrivals, so many ``lessons``, and choosing until nothing more is offered. Same seed, same script.

    ``hall`` has nobody in a pair yet. At most 80 steps for 300 people. Without any pair nothing is sealed.
    """
    return _Room(hall, seed, lessons).steps


def telling_script(hall: Hall, seeds: Iterable[int], *, lessons: int = 3) -> tuple[Step, ...]:
    """The script in which the wall's warning comes up once, after a calm beginning; else the nearest to it.

    ``seeds``, of which there is one at least, are tried in their order.
    """
    rooms = []
    for seed in seeds:
        rooms.append(_Room(hall, seed, lessons))
        if rooms[-1].warnings == 1:
            break
    return min(rooms, key=lambda room: abs(room.warnings - 1)).steps


class _Room:
    """Plays at once; ``warned`` has for each change of the pairs whether some choices are held back."""

    def __init__(self, hall: Hall, seed: int, lessons: int) -> None:
        self.chance = Chance(seed)
        self.now = guard(hall)
        self.warned = [self.now.refuses]
        early, late = self._arrivals()
        self._steps = [*early, *(Step(What.LESSON, ((number,),)) for number in range(lessons))]
        self._steps += [Step(What.CHOOSE), *late]
        self._choose()
        if self.now.hall.formed:
            self._steps.append(Step(What.SEAL))

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    @property
    def warnings(self) -> int:
        """How often the warning comes up where there was none before."""
        return sum(now and not before for before, now in pairwise(self.warned))

    def _arrivals(self) -> tuple[list[Step], list[Step]]:
        """Those who come before the lessons, and the one who comes when choosing has begun."""
        order = self.chance.shuffled(range(len(self.now.hall.graph)))
        late = [order.pop()] if len(order) > A_FEW else []
        groups = min(MOST_ARRIVALS, len(order) // 3 + 1)
        cuts = sorted(self.chance.shuffled(range(1, len(order)))[: groups - 1])
        starts, ends = [0, *cuts], [*cuts, len(order)]
        early = [tuple(order[start:end]) for start, end in zip(starts, ends, strict=True)]
        return [Step(What.ARRIVE, (group,)) for group in early if group], [
            Step(What.ARRIVE, ((place,),)) for place in late
        ]

    def _choose(self) -> None:
        at_once = max(1, -(-self.now.prospect.most_pairs // MOST_TURNS))
        turns = -(-self.now.prospect.most_pairs // at_once)
        moments = self._moments(turns)
        turn = 0
        while moments or self._offers:
            if moments and (moments[0][0] <= turn or not self._offers):
                moments.pop(0)[1]()
            else:
                self._pairs_form(at_once)
                turn += 1
        self._third_joins()

    def _moments(self, turns: int) -> list[tuple[int, Callable[[], None]]]:
        """What happens once, spread over the turns: (before which of them, what)."""
        moments = [
            self._somebody_would_like_help,
            self._not_this_time,
            self._two_cross,
            self._pause,
            self._undo_and_form_anew,
        ]
        return [(number * turns // (len(moments) + 1), moment) for number, moment in enumerate(moments, 1)]

    @property
    def _offers(self) -> bool:
        return any(self.now.offered)

    def _two(self) -> Group:
        """Somebody who has a choice, and one of those they are offered."""
        people = len(self.now.offered)
        one = self.chance.one_of(
            mask_of(place for place, row in enumerate(self.now.offered) if row), below=people
        )
        return one, self.chance.one_of(self.now.offered[one], below=people)

    def _pairs_form(self, at_once: int) -> None:
        """After the first pair the others are of one largest set of pairs, so they may form together."""
        first = self._two()
        others: list[Group] = []
        if at_once > 1:
            beside = look_ahead(self.now.hall.with_group(_in_order(first)))
            others += self.chance.shuffled(pairs_in(beside.partner))[: at_once - 1]
        self._ask_and_say_yes(first, *others)

    def _ask_and_say_yes(self, *twos: Group) -> None:
        self._steps += [Step(What.ASK, twos), Step(What.YES, twos)]
        self._form(*twos)

    def _form(self, *groups: Group) -> None:
        if len(groups) == 1:
            self._go_on(after_group(self.now, _in_order(groups[0])))
            return
        hall = self.now.hall
        for group in groups:
            hall = hall.with_group(_in_order(group))
        self._go_on(guard(hall))

    def _go_on(self, now: Guard) -> None:
        self.now = now
        self.warned.append(now.refuses)

    def _somebody_would_like_help(self) -> None:
        choosing = self.now.hall.choosing
        if choosing:
            who = self.chance.one_of(choosing, below=len(self.now.offered))
            self._steps.append(Step(What.HELP, ((who,),)))

    def _not_this_time(self) -> None:
        if self._offers:
            two = self._two()
            self._steps += [Step(What.ASK, (two,)), Step(What.NOT_THIS_TIME, (two,))]

    def _two_cross(self) -> None:
        if self._offers:
            one, other = self._two()
            self._steps += [Step(What.ASK, ((one, other),)), Step(What.CROSS, ((other, one),))]
            self._form((one, other))

    def _pause(self) -> None:
        self._steps += [Step(What.PAUSE), Step(What.GO_ON)]

    def _undo_and_form_anew(self) -> None:
        formed = self.now.hall.formed
        if not formed:
            return
        one, other = formed[self.chance.below(len(formed))]
        self._steps.append(Step(What.UNDO, ((one, other),)))
        self._go_on(after_undoing(self.now, (one, other)))
        if self.now.offers(one, other):
            self._ask_and_say_yes((other, one))

    def _third_joins(self) -> None:
        joining = may_join(self.now.prospect)
        if joining:
            third, two = joining[self.chance.below(len(joining))]
            self._steps.append(Step(What.THIRD, ((third, *two),)))
            self._form((third, *two))


def _in_order(group: Group) -> Group:
    return tuple(sorted(group))
