"""An invented room: what happens in it step by step, and how it stands after each. People are places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from awayday.rules.stages import Stage
from pairing.rules.guard import Group


class What(StrEnum):
    """What can happen. The groups of a step say who: see ``Step``."""

    ARRIVE = "arrive"
    LESSON = "lesson"
    CHOOSE = "choose"
    ASK = "ask"
    YES = "yes"
    NOT_THIS_TIME = "not this time"
    CROSS = "cross"
    THIRD = "third"
    UNDO = "undo"
    HELP = "help"
    PAUSE = "pause"
    GO_ON = "go on"
    SEAL = "seal"


@dataclass(frozen=True)
class Step:
    """``groups`` by what happens.

    arrive, help: (everybody concerned); lesson: (its number, from 0); ask, cross: (who, whom); yes, not this
    time: (who had asked, who answers); third: (who joins, the two of the pair); undo: (the two). In a large
    room several ask and say yes in one step.
    """

    what: What
    groups: tuple[Group, ...] = ()


class Answer(StrEnum):
    NONE = "none"
    YES = "yes"
    NOT_THIS_TIME = "not this time"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Question:
    """``asked_in`` and ``answered_in`` count the steps, from 1; 0 while there is no answer."""

    who: int
    whom: int
    asked_in: int
    answer: Answer = Answer.NONE
    answered_in: int = 0


@dataclass(frozen=True)
class Formed:
    """A pair, or the trio that it has become; ``began_as`` are its first two. Places ascend."""

    group: Group
    began_as: Group
    formed_in: int


@dataclass(frozen=True)
class Scene:
    """The room after ``step`` steps.

    ``arrived``: (place, in which step), in order; ``formed`` oldest first; ``lesson`` the one on the board.
    """

    step: int = 0
    stage: Stage = Stage.LOBBY
    arrived: tuple[tuple[int, int], ...] = ()
    lesson: int | None = None
    paused: bool = False
    questions: tuple[Question, ...] = ()
    formed: tuple[Formed, ...] = ()
    helped: tuple[int, ...] = ()
    """Those who would like some help and have no partner yet."""

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(one.group for one in self.formed)


def scene_after(steps: Iterable[Step]) -> Scene:
    """The room once all of these have happened."""
    return reduce(after, steps, Scene())


def after(scene: Scene, step: Step) -> Scene:
    """ValueError for an answer to a question that is not open, and for a pair that is not there."""
    return _CHANGES[step.what](replace(scene, step=scene.step + 1), step.groups)


def _arrive(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    new = tuple((place, scene.step) for group in groups for place in group)
    return replace(scene, arrived=scene.arrived + new)


def _show_lesson(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    return replace(scene, stage=Stage.LESSONS, lesson=groups[0][0])


def _ask(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    asked = tuple(Question(who, whom, scene.step) for who, whom in groups)
    return replace(scene, questions=scene.questions + asked)


def _say_yes(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    for who, whom in groups:
        scene = _pair(_answered(scene, who, whom, Answer.YES), (who, whom))
    return scene


def _cross(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    """Who asks now has been asked by the same person: a yes from both."""
    return _say_yes(scene, tuple((whom, who) for who, whom in groups))


def _say_not_this_time(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    ((who, whom),) = groups
    return _answered(scene, who, whom, Answer.NOT_THIS_TIME)


def _take_in(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    ((third, *two),) = groups
    before = _formed(scene, tuple(sorted(two)))
    trio = replace(before, group=tuple(sorted((third, *two))))
    scene = replace(scene, formed=tuple(trio if one == before else one for one in scene.formed))
    return _settled(scene, trio.group)


def _undo(scene: Scene, groups: tuple[Group, ...]) -> Scene:
    """As in a real room, their yes has lapsed."""
    gone = _formed(scene, tuple(sorted(groups[0])))
    lapsed = (
        _close(one, Answer.LAPSED, scene.step)
        if one.answer is Answer.YES and {one.who, one.whom} == set(gone.group)
        else one
        for one in scene.questions
    )
    formed = tuple(one for one in scene.formed if one != gone)
    return replace(scene, questions=tuple(lapsed), formed=formed)


def _pair(scene: Scene, two: Group) -> Scene:
    group = tuple(sorted(two))
    return _settled(replace(scene, formed=(*scene.formed, Formed(group, group, scene.step))), group)


def _settled(scene: Scene, group: Group) -> Scene:
    """Whatever else was asked of them or by them lapses, and they need no help any more."""
    questions = tuple(
        _close(one, Answer.LAPSED, scene.step)
        if one.answer is Answer.NONE and {one.who, one.whom} & set(group)
        else one
        for one in scene.questions
    )
    return replace(scene, questions=questions, helped=tuple(one for one in scene.helped if one not in group))


def _answered(scene: Scene, who: int, whom: int, answer: Answer) -> Scene:
    at = next(
        (
            at
            for at, one in enumerate(scene.questions)
            if (one.who, one.whom, one.answer) == (who, whom, Answer.NONE)
        ),
        None,
    )
    if at is None:
        raise ValueError(f"{who} has not asked {whom}.")
    questions = list(scene.questions)
    questions[at] = _close(questions[at], answer, scene.step)
    return replace(scene, questions=tuple(questions))


def _close(question: Question, answer: Answer, step: int) -> Question:
    return replace(question, answer=answer, answered_in=step)


def _formed(scene: Scene, group: Group) -> Formed:
    found = next((one for one in scene.formed if one.group == group), None)
    if found is None:
        raise ValueError(f"{group} are no pair.")
    return found


_CHANGES: Mapping[What, Callable[[Scene, tuple[Group, ...]], Scene]] = {
    What.ARRIVE: _arrive,
    What.LESSON: _show_lesson,
    What.CHOOSE: lambda scene, _groups: replace(scene, stage=Stage.CHOOSING),
    What.ASK: _ask,
    What.YES: _say_yes,
    What.NOT_THIS_TIME: _say_not_this_time,
    What.CROSS: _cross,
    What.THIRD: _take_in,
    What.UNDO: _undo,
    What.HELP: lambda scene, groups: replace(scene, helped=scene.helped + groups[0]),
    What.PAUSE: lambda scene, _groups: replace(scene, paused=True),
    What.GO_ON: lambda scene, _groups: replace(scene, paused=False),
    What.SEAL: lambda scene, _groups: replace(scene, stage=Stage.SEALED),
}
