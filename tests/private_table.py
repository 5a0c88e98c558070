"""Who may read which text of tests/private_world.py, written by hand."""

from __future__ import annotations

from feedback.models import Link
from tests.private_feedback import BEARERS, ROUNDS, outside
from tests.private_texts import private
from tests.private_world import CARD, PAIRS

TEAM = {
    "Helen",
    "Priya",
    "Joanna",
    "Amara",
    "Vikram",
    "Idris",
    "facilitator",
    "sponsor",
    "administrator",
}
READERS = [
    *sorted(TEAM),
    "leader of another team",
    "facilitator elsewhere",
    "leader elsewhere",
    "somebody without a place",
    "nobody",
    CARD,
    *BEARERS,
]
BY_BOTH = ("meeting", "confidence", "challenge", "trouble", "earlier-meeting", "pair-note", "place")
BY_THE_PARTNER = ("strength", "behaviour", "differently", "why", "occasion", "plan", "noticed", "next")
BY_NOBODY_ELSE = (
    "earlier-behaviour",
    "earlier-differently",
    "earlier-why",
    "private-note",
    "lesson-kept",
)
LENGTHS = {"closed": "1 hour 37 minutes", "now": "1 hour 23 minutes", "parted": "1 hour 11 minutes"}
SINCE = ("behaviour", "differently", "why", "occasion", "plan", "lesson-kept")
EXCEPTIONS: dict[str, set[str]] = {
    # In month five of the closed cycle whoever was shared has looked again, at the words that stood then.
    **{
        private("Helen", field, "closed"): {"Helen", "Joanna", "Amara"}
        for field in ("behaviour", "differently")
    },
    private("Helen", "again-personal", "closed"): {"Helen", "Amara"},
    **{private("Amara", f"again-{field}", "closed"): {"Helen", "Amara"} for field in ("noticed", "next")},
    # A phone shows what its leader offers, however it is known.
    private("Helen", "lesson-offered", "now"): TEAM | {CARD},
    # Whoever has left reads how the agreement stood then; what was planned is cancelled.
    private("Amara", "earlier-meeting", "parted"): set(),
    private("Amara", "place", "parted"): set(),
    # Amara has changed it since: nothing keeps the words of before, and what goes with the new ones is hers.
    private("Amara", "occasion", "parted"): set(),
    private("Amara", "plan", "parted"): set(),
    private("Amara", "noticed", "parted"): {"Amara"},
    private("Amara", "next", "parted"): {"Amara"},
    **{private("Amara", f"other-{field}", "since"): {"Amara"} for field in ("words", "occasion", "plan")},
    **{private(name, field, "since"): {name} for name in ("Amara", "Vikram") for field in SINCE},
}


def who_may_read() -> dict[str, set[str]]:
    """Each text, and all who may see it; anybody else never does."""
    table: dict[str, set[str]] = {}
    for when, (one, other) in PAIRS.items():
        table |= {private(one, field, when): {one, other} for field in BY_BOTH}
        table[LENGTHS[when]] = {one, other}
        for author in (one, other):
            table |= {private(author, field, when): {one, other} for field in BY_THE_PARTNER}
            table |= {private(author, field, when): {author} for field in BY_NOBODY_ELSE}
            table[private(author, "lesson-offered", when)] = TEAM
    for when in ROUNDS:
        table |= of_the_round(when)
    return table | EXCEPTIONS


def of_the_round(when: str) -> dict[str, set[str]]:
    """The partner reads what is shared, with what it was about, for as long as they are the partner."""
    one, asker = ROUNDS[when], ROUNDS[when].asker
    with_partner = set() if when == "parted" else {PAIRS[when][1]}
    table = {private(asker, field, when): {asker} for field in ("asked-why", "note")}
    whoever_is_asked = {asker, *one.givers, *bearers(when, *one.givers, "outside")}
    table[private(asker, "personal", when)] = whoever_is_asked
    for field in ("asked-behaviour", "asked-differently"):
        table[private(asker, field, when)] = whoever_is_asked | with_partner
    table[private(one.shared, "said-first", when)] = set()
    for field in ("said-else", "said-keep"):
        read_by = {asker, one.shared, *bearers(when, one.shared)}
        table[private(one.shared, field, when)] = read_by | with_partner
        table[private(one.reminded, field, when)] = {asker, one.reminded}
    table[private(asker, "reminder", when)] = {asker, one.reminded}
    if one.drafts:
        table[private(one.drafts, "draft", when)] = {one.drafts}
    if one.is_closed:
        table[private(asker, "thanks", when)] = {
            asker,
            one.shared,
            one.reminded,
            *bearers(when, one.shared, purpose=Link.Purpose.THANKS),
        }
    if one.asks_outside:
        name, email = outside(asker, when)
        table |= {name: {asker, *bearers(when, "outside")}, email.split("@")[0]: {asker}}
        table[private("outside", "draft", when)] = bearers(when, "outside")
    return table


def bearers(when: str, *names: str, purpose: str = Link.Purpose.ANSWER) -> set[str]:
    """Those who have a link of one of these people."""
    wanted = {(when, name, purpose) for name in names}
    return {bearer for bearer, link in BEARERS.items() if link in wanted}


MAY_READ = who_may_read()
