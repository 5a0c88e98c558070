"""The sessions of a pair, planned in one go: how they follow each other, and each line of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from coachingpairs.hours import local_moment
from cycles.forms.hours import USUAL, day_field, lengths, minutes_field, narrow_day, place_field, time_field
from cycles.models import Cycle, PlannedSession
from cycles.rules.months import MONTHS
from cycles.rules.planning import (
    MOST,
    OVERLAPS,
    clock_note,
    moment_problem,
    overlapping,
    skipped_problem,
    when_in_words,
)
from cycles.rules.rhythm import Rhythm, dates_of, day_note, months_left, rhythm_in_words
from cycles.rules.sessions import minutes_from
from cycles.rules.words import length_in_words, weekday_and_day
from cycles.services.plans import Plan, Wanted


class PatternForm(forms.Form):
    """A first session, and how the others follow it."""

    day = day_field("The first one")
    time = time_field()
    minutes = minutes_field()
    place = place_field()
    rhythm = forms.ChoiceField(
        label="And then",
        widget=forms.RadioSelect,
        choices=[
            (Rhythm.WEEKDAY.value, "The same weekday each month, such as every first Tuesday"),
            (Rhythm.FOUR_WEEKS.value, "Every four weeks"),
            (Rhythm.DATE.value, "The same date each month"),
        ],
        error_messages={
            "required": "Say how the others follow.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    count = forms.ChoiceField(
        label="How many",
        required=False,
        choices=[
            ("", "One for each month that is left"),
            *((str(number), str(number)) for number in range(1, MONTHS + 1)),
        ],
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "Choose a number from the list."},
    )

    def __init__(self, data: Any = None, *, cycle: Cycle, at: dt.datetime) -> None:
        initial = {"minutes": USUAL, "rhythm": Rhythm.WEEKDAY.value}
        super().__init__(data, initial=initial, label_suffix="", prefix="all")
        self.cycle = cycle
        narrow_day(self.fields["day"], at=at, zone=cycle.zone, until=cycle.ends_on)
        self.fields["minutes"].choices = lengths()  # type: ignore[attr-defined]

    def lines(self) -> list[dict[str, str]]:
        """What the form means, as lines of the plan are sent; once it is valid."""
        said = self.cleaned_data
        count = int(said["count"] or months_left(self.cycle.starts_on, said["day"]))
        return [
            _line(day, said["time"], said["minutes"], said["place"])
            for day in dates_of(said["day"], Rhythm(said["rhythm"]), count)
        ]

    @property
    def words(self) -> str:
        """“The first Tuesday of each month.”, once the form is valid, and '' for a single session."""
        if not (self.is_bound and self.is_valid()) or len(self.lines()) == 1:
            return ""
        said = rhythm_in_words(self.cleaned_data["day"], Rhythm(self.cleaned_data["rhythm"]))
        return f"{said[0].upper()}{said[1:]}."


class LineForm(forms.Form):
    """One session. Without ``keep`` it is not planned; one that stands (``planned``) is then cancelled."""

    use_required_attribute = False
    planned = forms.UUIDField(widget=forms.HiddenInput, required=False)
    keep = forms.BooleanField(label="Keep it", required=False)
    day = day_field()
    time = time_field()
    minutes = minutes_field()
    place = place_field()

    def __init__(self, *args: Any, cycle: Cycle, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.cycle, self.at = cycle, plan.at
        narrow_day(self.fields["day"], at=plan.at, zone=cycle.zone, until=cycle.ends_on)
        self.standing = _standing(plan, self.data.get(self.add_prefix("planned")))
        also = [self.standing.minutes] if self.standing else []
        self.fields["minutes"].choices = lengths(*also)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("keep"):
            for name in ("day", "time", "minutes", "place"):
                self.errors.pop(name, None)
        elif cleaned.get("day") and cleaned.get("time"):
            self._clean_moment(cleaned, cleaned["day"], cleaned["time"])
        return cleaned

    def _clean_moment(self, cleaned: dict[str, Any], day: dt.date, time: dt.time) -> None:
        zone = self.cycle.zone
        if problem := skipped_problem(day, time, zone):
            self.add_error("time", problem)
            return
        starts_at = _moment(day, time, zone, self.standing)
        if problem := moment_problem(starts_at, now=self.at, zone=zone, until=self.cycle.ends_on):
            self.add_error("day", problem)
            return
        cleaned["starts_at"] = starts_at

    @property
    def wanted(self) -> Wanted | None:
        """Once the form is valid; None for a new line that is not kept."""
        said, planned = self.cleaned_data, self.standing
        if said.get("keep"):
            place = " ".join(said["place"].split())
            return Wanted(said["starts_at"], said["minutes"], place, planned.pk if planned else None)
        return (
            Wanted(planned.starts_at, planned.minutes, planned.place, planned.pk, True) if planned else None
        )

    @property
    def slot(self) -> tuple[dt.datetime, int] | None:
        """Beginning and minutes, when both are good and the line is kept."""
        said = getattr(self, "cleaned_data", {})
        starts_at, minutes = said.get("starts_at"), said.get("minutes")
        return (starts_at, minutes) if said.get("keep") and starts_at and minutes else None

    @property
    def notes(self) -> str:
        """What one may want to know of the day and the hour."""
        if not self.slot:
            return ""
        day = self.slot[0].astimezone(self.cycle.zone).date()
        said = [day_note(day, self.cycle.starts_on), clock_note(self.slot[0], self.cycle.zone)]
        return " ".join(note for note in said if note)

    @property
    def title(self) -> str:
        """“Tuesday 8 December, 10.00”, or as much of it as is known."""
        starts_at = self.slot[0] if self.slot else (self.standing.starts_at if self.standing else None)
        if starts_at:
            return when_in_words(starts_at, self.cycle.zone)
        day = getattr(self, "cleaned_data", {}).get("day")
        typed = str(self["day"].value() or "").strip()
        return weekday_and_day(day) if day else (f"The session on “{typed}”" if typed else "This session")

    @property
    def summary(self) -> str:
        """“1 hour, the Mill café”, as it is typed."""
        minutes = minutes_from(str(self["minutes"].value() or ""))
        said = [
            length_in_words(minutes) if minutes else "Length",
            str(self["place"].value() or "no place yet"),
        ]
        return ", ".join(said).replace("half an hour", "Half an hour", 1)

    @property
    def stands(self) -> str:
        """When the session is planned now, where the line says something else."""
        if self.standing is None or (self.slot and self.slot[0] == self.standing.starts_at):
            return ""
        return when_in_words(self.standing.starts_at, self.cycle.zone)


class BaseLines(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    def clean(self) -> None:
        lines = [line for line in self.forms if line.slot]
        for place in overlapping([line.slot for line in lines if line.slot]):
            lines[place].add_error("time", OVERLAPS)

    @property
    def wanted(self) -> list[Wanted]:
        return [one for line in self.forms if (one := line.wanted)]

    @property
    def days(self) -> list[dt.date]:
        """The days of the lines that are kept, by the clocks of the cycle."""
        return [line.slot[0].astimezone(line.cycle.zone).date() for line in self.forms if line.slot]


def lines_form(lines: Sequence[dict[str, str]], *, cycle: Cycle, plan: Plan) -> BaseLines:
    """A form that says these lines, in the order of their days, looked through already."""
    lines = sorted(lines, key=lambda line: (line["day"], line["time"]))
    data = {"line-TOTAL_FORMS": str(len(lines)), "line-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        data |= {f"line-{number}-{name}": text for name, text in line.items()}
    return sent_lines(data, cycle=cycle, plan=plan)


def sent_lines(data: Any, *, cycle: Cycle, plan: Plan) -> BaseLines:
    made = forms.formset_factory(
        LineForm, formset=BaseLines, extra=0, max_num=2 * MOST, validate_max=True, absolute_max=4 * MOST
    )
    return cast(BaseLines, made(data, prefix="line", form_kwargs={"cycle": cycle, "plan": plan}))


def typed_lines(form: BaseLines) -> list[dict[str, str]]:
    """What was sent, line by line, whether good or not."""
    names = LineForm.base_fields
    return [{name: line.data.get(line.add_prefix(name)) or "" for name in names} for line in form.forms]


def standing_lines(plan: Plan, zone: ZoneInfo) -> list[dict[str, str]]:
    """The sessions that the pair has ahead of it."""
    lines = []
    for planned in plan.ahead:
        local = planned.starts_at.astimezone(zone)
        line = _line(local.date(), local.time(), planned.minutes, planned.place)
        lines.append({**line, "planned": str(planned.pk)})
    return lines


def _line(day: dt.date, time: dt.time, minutes: int, place: str) -> dict[str, str]:
    return {
        "keep": "on",
        "day": day.isoformat(),
        "time": f"{time:%H:%M}",
        "minutes": str(minutes),
        "place": place,
    }


def _standing(plan: Plan, text: str | None) -> PlannedSession | None:
    try:
        planned_id = UUID(text or "")
    except ValueError:
        return None
    return next((planned for planned in plan.ahead if planned.pk == planned_id), None)


def _moment(day: dt.date, time: dt.time, zone: ZoneInfo, standing: PlannedSession | None) -> dt.datetime:
    """Of a time that comes twice the first, unless it is what stands."""
    if standing:
        local = standing.starts_at.astimezone(zone)
        if (local.date(), local.time().replace(second=0, microsecond=0)) == (day, time):
            return standing.starts_at
    return local_moment(day, time, zone)
