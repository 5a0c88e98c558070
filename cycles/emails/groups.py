"""What leaders are reminded of, in the order in which they are asked about it: one group a kind."""

from __future__ import annotations

from collections.abc import Mapping

from coachingpairs.mail.registry import describe_group
from cycles.rules.reminders import Kind

GROUPS: Mapping[Kind, str] = {
    Kind.NUDGE: "nudges",
    Kind.TRY_OUT: "try-outs",
    Kind.HALF_WAY: "half-way",
    Kind.WRAPPING_UP: "wrapping-up",
    Kind.LESSONS: "lessons",
    Kind.LAST_WEEK: "last-week",
}
describe_group(
    GROUPS[Kind.NUDGE], "the note that comes when you and your partner have yet to meet in a month"
)
describe_group(GROUPS[Kind.TRY_OUT], "the note that comes the day before you try something out")
describe_group(GROUPS[Kind.HALF_WAY], "the note that comes half-way through a cycle")
describe_group(GROUPS[Kind.WRAPPING_UP], "the note that comes four weeks before a cycle ends")
describe_group(
    GROUPS[Kind.LESSONS], "the invitation, two weeks before a cycle ends, to share what you learnt"
)
describe_group(GROUPS[Kind.LAST_WEEK], "the note that comes a week before a cycle ends")
