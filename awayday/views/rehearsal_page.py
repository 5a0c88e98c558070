"""What is shown while an Awayday is rehearsed: the page that moves it, and the room behind all screens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from awayday.models import Awayday
from awayday.rules.rehearsal_words import Told, told
from awayday.rules.stages import ON_THE_BAR, Stage
from awayday.services.invented import Cast, InventedNow, now_in_rehearsal, read_cast
from awayday.services.now import Now
from awayday.services.rehearsal import Rehearsal, kept_rehearsal
from pairing.rules.outlook_words import Said, on_the_wall
from pairing.services.organisers import AtRisk, at_risk
from teams.models import Leader


@dataclass(frozen=True)
class Going:
    """A rehearsal that goes on, at the step that it has come to."""

    awayday: Awayday
    cast: Cast
    rehearsal: Rehearsal
    step: int
    is_playing: bool

    @property
    def mark(self) -> str:
        """What the wall and the phones show."""
        return self.rehearsal.mark(self.step)

    @property
    def control_mark(self) -> str:
        """What the page that moves it shows."""
        return f"{self.mark}-{'plays' if self.is_playing else 'stands'}"

    def invented(self, step: int | None = None) -> InventedNow:
        """The room at the step it has come to, or at an earlier one."""
        return now_in_rehearsal(
            self.awayday,
            self.cast,
            self.rehearsal.steps,
            self.step if step is None else step,
            started_at=self.rehearsal.started_at,
        )


def going_on(awayday: Awayday) -> Going | None:
    """None when nothing is being rehearsed, or the team is not the one any more for which it was begun.

    DomainError once the doors have been opened. Needs the scope of the organisation.
    """
    rehearsal = kept_rehearsal(awayday)
    if rehearsal is None:
        return None
    cast = read_cast(awayday)
    if cast.fingerprint != rehearsal.room:
        return None
    at = timezone.now()
    return Going(awayday, cast, rehearsal, rehearsal.step_at(at), rehearsal.is_playing_at(at))


@dataclass(frozen=True)
class ControlPage:
    """``is_facilitator``: who would like some help is shown to facilitators alone, in a rehearsal too."""

    going: Going
    is_facilitator: bool

    @property
    def stages(self) -> list[tuple[str, bool]]:
        """(name, whether the room is there)."""
        return [(stage.value.capitalize(), stage is self.now.stage) for stage in ON_THE_BAR]

    @property
    def steps(self) -> int:
        return len(self.going.rehearsal.steps)

    @property
    def step(self) -> int:
        return self.going.step

    @property
    def is_at_end(self) -> bool:
        return self.step == self.steps

    @cached_property
    def told(self) -> Told:
        """What has just happened, and who sees it on the day."""
        last = self.going.rehearsal.steps[self.step - 1] if self.step else None
        names = [leader.name for leader in self.going.cast.leaders]
        return told(last, names, names_help=self.is_facilitator)

    @cached_property
    def _invented(self) -> InventedNow:
        return self.going.invented()

    @property
    def now(self) -> Now:
        return self._invented.now

    @property
    def is_choosing(self) -> bool:
        return self.now.stage is Stage.CHOOSING

    @property
    def said(self) -> Said:
        """The line on the wall."""
        room = self.now.room
        return on_the_wall(room.outlook, all_choose=not room.absent)

    @cached_property
    def risk(self) -> AtRisk | None:
        return at_risk(self.now.room) if self.is_choosing else None

    @property
    def would_like_help(self) -> list[Leader]:
        return self._invented.would_like_help if self.is_facilitator and self.is_choosing else []
