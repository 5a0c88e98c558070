"""One function a message; importing them registers which kind each of them writes."""

from cycles.emails import (
    agreements,
    half_way,
    last_week,
    lessons,
    nudges,
    planned,
    strengths,
    try_outs,
    wrapping_up,
)

__all__ = [
    "agreements",
    "half_way",
    "last_week",
    "lessons",
    "nudges",
    "planned",
    "strengths",
    "try_outs",
    "wrapping_up",
]
