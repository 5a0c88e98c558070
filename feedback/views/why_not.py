"""Why somebody cannot ask just now, and what would help."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.services.place_to_ask import PlaceToAsk


@dataclass(frozen=True)
class WhyNot:
    """``page`` is the name of a page of the team's to go to, with ``action`` on the link; '' for none."""

    title: str
    text: str
    page: str = ""
    action: str = ""


NO_CYCLE = WhyNot(
    "No cycle is under way",
    "Once the next one is, you can ask a few colleagues about what you work on.",
)
NO_PART = WhyNot(
    "You take no part in this cycle",
    "You can still answer what colleagues ask of you. Your facilitator can add you to the cycle.",
)
NO_TARGET = WhyNot(
    "First a target, then the question",
    "Write down what you want to work on, and talk it over with your partner. "
    "Then ask whether it is the right one.",
    "cycles:new_target",
    "Write down a target",
)
ASKING = WhyNot(
    "You are asking already",
    "One round at a time. You can ask somebody else besides, up to five, or close it and begin another.",
    "feedback:feedback",
    "See where it stands",
)


def why_not_asking(own: PlaceToAsk) -> WhyNot | None:
    """None when they can ask."""
    if own.cycle is None:
        return NO_CYCLE
    if not own.takes_part:
        return NO_PART
    if own.open:
        return ASKING
    return None if own.targets else NO_TARGET
