"""The forms of try-outs: an occasion to come, and looking back on it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django import forms

from cycles.forms.days import WrittenDay
from cycles.forms.targets import ELSEWHERE, Numbered, now_seen
from cycles.models import TryOut
from cycles.rules import tryouts
from cycles.rules.tryouts import WrittenLook, WrittenOccasion, fingerprint_of
from cycles.rules.words import day_and_month
from cycles.services.tryouts import look_of, occasion_of


class TryOutForm(Numbered):
    """An occasion to come; ``try_out`` when one is changed. Its day stays once it was looked back on."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    occasion = forms.CharField(
        label="At which occasion?",
        help_text="A real one that is coming up anyway, for example the budget review.",
        max_length=tryouts.LONGEST_OCCASION,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={
            "required": "Say at which occasion you will try it, for example the budget review.",
            "max_length": "Make it 120 characters at most.",
        },
    )
    plan = forms.CharField(
        label="What will you try? (optional)",
        required=False,
        max_length=tryouts.LONGEST_PLAN,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Make it 400 characters at most."},
    )

    def __init__(
        self, data: Any = None, *, today: dt.date, ends_on: dt.date, try_out: TryOut | None = None
    ) -> None:
        super().__init__(data, initial=_occasion_initial(try_out), label_suffix="")
        self.try_out = try_out
        last = tryouts.last_day(today=today, ends_on=ends_on)
        if not (try_out and try_out.looked_back_at):
            self.fields["on"] = WrittenDay(
                today=today,
                to_come=True,
                label="On which day?",
                widget=forms.DateInput(
                    attrs={
                        "type": "date",
                        "class": "input",
                        "min": min(today, try_out.on if try_out else today).isoformat(),
                        "max": last.isoformat(),
                    },
                    format="%Y-%m-%d",
                ),
                error_messages={"required": f"Enter the day, for example {day_and_month(today)}."},
            )
        self.order_fields(["occasion", "on", "plan"])

    @property
    def written(self) -> WrittenOccasion:
        """Once the form is valid."""
        said = self.cleaned_data
        on = said["on"] if "on" in said else cast(TryOut, self.try_out).on
        return WrittenOccasion(on, said["occasion"], said["plan"], said["seen"])

    def refuse_day(self, sentence: str) -> None:
        self.add_error("on" if "on" in self.fields else None, sentence)

    def ask_about(self, now: TryOut) -> None:
        now_seen(self, fingerprint_of(occasion_of(now)))
        self.add_error("occasion", ELSEWHERE)


class LookBackForm(forms.Form):
    """How big a step it was. Never whether it worked."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    step = forms.ChoiceField(
        label="How big a step was it?",
        widget=forms.RadioSelect,
        choices=tryouts.STEPS,
        error_messages={
            "required": "Choose how big a step it was. None yet is a fine answer.",
            "invalid_choice": "Choose one of the five.",
        },
    )
    noticed = forms.CharField(
        label="What did you notice? (optional)",
        required=False,
        max_length=tryouts.LONGEST_NOTICED,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Make it 1,000 characters at most."},
    )
    next = forms.CharField(
        label="What next? (optional)",
        required=False,
        max_length=tryouts.LONGEST_NEXT,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"max_length": "Make it 400 characters at most."},
    )

    def __init__(self, data: Any = None, *, try_out: TryOut) -> None:
        look = look_of(try_out)
        said = {"step": look.step, "noticed": look.noticed, "next": look.next}
        super().__init__(data, initial={**said, "seen": fingerprint_of(look)}, label_suffix="")

    @property
    def written(self) -> WrittenLook:
        """Once the form is valid."""
        said = self.cleaned_data
        return WrittenLook(said["step"], said["noticed"], said["next"], said["seen"])

    def ask_about(self, now: TryOut) -> None:
        now_seen(self, fingerprint_of(look_of(now)))
        self.add_error("step", ELSEWHERE)


def _occasion_initial(try_out: TryOut | None) -> dict[str, Any]:
    if try_out is None:
        return {"number": uuid.uuid4()}
    written = occasion_of(try_out)
    return {
        "on": written.on,
        "occasion": written.occasion,
        "plan": written.plan,
        "seen": fingerprint_of(written),
    }
