"""The what-if sheet: a cycle's people as they are, and the words for what a change would do. Reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Cycle
from pairing.rules.eligibility import Chooser
from pairing.rules.horizon.words import cycles_in_words
from pairing.rules.numbers import counted
from pairing.rules.risk_words import shortage_in_words
from pairing.rules.what_if import Change, Sight, Situation, changed, look_at
from pairing.services.preflight import read_draft
from pairing.services.room import read_room
from pairing.services.seating import Seating, chooser
from teams.models import Function, Leader

MOST_NAMED = 6


@dataclass(frozen=True)
class Setting:
    """The people of a cycle and the functions of the organisation.

    ``present`` are the active leaders of a draft, or those who choose or have a partner; ``aside`` are away
    or sit out.
    """

    present: tuple[Leader, ...]
    aside: tuple[Leader, ...]
    functions: tuple[Function, ...]
    situation: Situation


@dataclass(frozen=True)
class Line:
    """One row of the answer: how it is now, and how it would be."""

    what: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        return self.now != self.then


def read_setting(cycle: Cycle) -> Setting:
    """Four queries before choosing opens, six while it is open."""
    functions = tuple(Function.objects.order_by("name"))
    if cycle.stage == Cycle.Stage.DRAFT:
        draft = read_draft(cycle)
        present = tuple(chooser(leader) for leader in draft.leaders)
        return Setting(draft.leaders, (), functions, Situation(present, draft.terms))
    room = read_room(cycle)
    aside = (*room.absent, *room.sitting_out)
    return Setting(room.seating.leaders, aside, functions, _situation(room.seating, aside))


def answer(setting: Setting, changes: Sequence[Change]) -> list[Line]:
    """Before and after, line by line."""
    called = {function.pk: function.name for function in setting.functions}
    before = look_at(setting.situation)
    after = look_at(changed(setting.situation, changes))
    now, then = _in_words(before, called), _in_words(after, called)
    return [Line(what, now[what], then[what]) for what in now]


def _situation(seating: Seating, aside: Sequence[Leader]) -> Situation:
    return Situation(
        present=tuple(chooser(leader) for leader in seating.leaders),
        terms=seating.terms,
        formed=tuple(
            frozenset(leader.pk for leader in seating.leaders_in(group)) for group in seating.formed
        ),
        aside=tuple(chooser(leader) for leader in aside),
    )


def _in_words(sight: Sight, called: Mapping[UUID, str]) -> dict[str, str]:
    present = sight.situation.present
    names = [one.name for one in present]
    return {
        "People": str(sight.people),
        "Pairs at most": str(sight.most_pairs),
        "Everybody placed": _placed(sight, present, called),
        "Few choices left": _few(sight, names),
        "Would be suggested a partner": f"{sight.suggested} of {sight.choosing}",
        "Further cycles": f"{cycles_in_words(sight.ahead)}. {sight.ahead.because.in_words(names)}",
    }


def _placed(sight: Sight, present: Sequence[Chooser], called: Mapping[UUID, str]) -> str:
    prospect = sight.guard.prospect
    if prospect.is_whole:
        return "Yes, with one trio" if sight.has_trio else "Yes"
    names = [one.name for one in present]
    functions = [called.get(one.function_id, "") if one.function_id else "" for one in present]
    said = f" {shortage_in_words(sight.risk.short, names, functions)}" if sight.risk.short else ""
    return f"No, {counted(prospect.left_over, 'person is', 'people are')} left.{said}"


def _few(sight: Sight, names: Sequence[str]) -> str:
    """Whom to look after: “Maggie Thornton (1), Idris Kaya (2)”."""
    if not sight.guard.refuses and sight.guard.prospect.is_whole:
        return "Nobody"
    said = [f"{names[place]} ({choices})" for place, choices in sight.risk.few]
    if len(said) > MOST_NAMED:
        said[MOST_NAMED - 1 :] = [f"{len(said) - MOST_NAMED + 1} others"]
    return ", ".join(said) or "Nobody"
