"""Whether a growth target says what others could see or hear. A hint at most: the leader's words stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

UP, DOWN = "up", "down"
FEWEST_WORDS = 3
"""A behaviour with fewer words is nearly always the name of a topic."""

QUESTION = "What would a colleague see or hear you do?"


@dataclass(frozen=True)
class Example:
    """The same wish twice: as people say it first, and as others could see it. ``direction`` up or down."""

    vague: str
    visible: str
    direction: str
    topics: tuple[str, ...]
    """Beginnings of words by which the example is recognised as close to what somebody wrote."""


@dataclass(frozen=True)
class Hint:
    """A gentle question beside the field, and an example that comes close to what was written, if any."""

    text: str
    example: Example | None


EXAMPLES = (
    Example(
        "Be more strategic",
        "Open each one-to-one with what matters in three months, before what is on fire today",
        UP,
        ("strateg", "vision", "bigger picture", "big picture", "long term", "long-term"),
    ),
    Example(
        "Communication",
        "Say what I have decided, and why, to everybody it touches by the end of the same day",
        UP,
        ("communicat", "transparen", "clarity", "clearer"),
    ),
    Example(
        "Delegate more",
        "Hand over the whole task with its date, and leave the how to them",
        UP,
        ("delegat", "empower", "letting go", "let go"),
    ),
    Example(
        "Be a better listener",
        "Wait two breaths after somebody stops, then ask one more question",
        UP,
        ("listen", "attentive", "patien"),
    ),
    Example(
        "Micromanaging",
        "Asking to be copied in on work that I have handed over",
        DOWN,
        ("micromanag", "controlling", "control", "detail"),
    ),
    Example(
        "More confidence",
        "Say what I think in the first ten minutes of the executive meeting",
        UP,
        ("confiden", "presence", "gravitas", "assertive", "impact", "influenc"),
    ),
    Example(
        "Be more visible",
        "Spend one morning a week at a site that is not mine, with nothing to announce",
        UP,
        ("visib", "approachab", "accessib", "present"),
    ),
    Example(
        "More empathy",
        "Ask how somebody is, and hear the answer, before I ask how far they have got",
        UP,
        ("empath", "emotional", "kind", "caring", "compassion"),
    ),
    Example(
        "Avoiding conflict",
        "Saying in the corridor what I kept to myself in the meeting",
        DOWN,
        ("conflict", "difficult conversation", "challeng", "honest", "candour", "candid"),
    ),
    Example(
        "Be less negative",
        "Beginning my answer with what will go wrong",
        DOWN,
        ("negativ", "positiv", "critical", "defensive", "cynic"),
    ),
    Example(
        "Time management",
        "Coming to meetings with the paper unread",
        DOWN,
        ("time manage", "organis", "prepar", "priorit", "focus", "productiv"),
    ),
    Example(
        "Appreciate people more",
        "Tell one person a week what they did and what it changed",
        UP,
        ("appreciat", "recogni", "prais", "thank", "feedback", "motivat"),
    ),
)

_TOPICS = """
accountability agility approachability approachable assertive assertiveness authenticity authority bold
calm calmer clarity clear clearer coaching collaboration collaborative communication communicator
confidence confident conflict control controlling courage creative creativity critical decisive
decisiveness defensive delegate delegating delegation direct effective effectiveness emotional
empathetic empathy empowering empowerment engagement feedback flexible focus gravitas honest honesty
humble humility impact impatient inclusion inclusive inclusiveness influence innovation innovative
inspiring integrity kind kinder leader leadership listener listening management manager micromanagement
micromanaging mindset motivation negative negativity networking open openness organisation organised
patience patient people perfectionism performance planning positive positivity presence present
prioritisation prioritising proactive procrastination productivity relationships resilience resilient
responsibility skill skills stakeholder stakeholders strategic strategy strong stronger style supportive
team teamwork thinking time transparency transparent trust trusting visibility visible vision
"""
TOPICS = frozenset(_TOPICS.split())
"""Topics and qualities: true of a person, but nothing that one sees them do."""

_FILLERS = """
a about and at be become becoming being best better build building by develop developing for get getting
good great grow growing have having how i im improve improving in increase increasing into is less lot
make making more much my myself of on or our own reduce reducing self so some the their to too up very
with work working
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that make a topic longer without making it visible."""

VAGUE_BEGINNING = re.compile(
    r"^(?:to\s+)?(?:be|being|become|becoming|get|getting)\s+"
    r"(?:(?:a|an)\s+)?(?:more|less|better|stronger|good|great)\b",
    re.IGNORECASE,
)
VAGUE_ENDING = re.compile(r"\b(?:more|less|better)(?:\s+often)?\W*$", re.IGNORECASE)
SHORT_WISH = 5
"""Up to as many words, “… more” is a wish; with more of them it mostly says at what."""

SPELT_OUT = 8
"""From this many words on, “be more …” nearly always goes on to say what one does."""


def hint_for(behaviour: str) -> Hint | None:
    """What to ask somebody who wrote this, or None when others could see it or nothing is written yet."""
    words = re.findall(r"\w+", behaviour.casefold().replace("’", "").replace("'", ""))
    if not words:
        return None
    if text := _hint(behaviour.strip(), words):
        return Hint(text, example_near(behaviour))
    return None


def example_near(behaviour: str) -> Example | None:
    """The example about the same topic, if there is one."""
    text = behaviour.casefold()
    return next(
        (one for one in EXAMPLES if any(re.search(rf"\b{re.escape(topic)}", text) for topic in one.topics)),
        None,
    )


def _hint(behaviour: str, words: list[str]) -> str:
    if all(word in TOPICS or word in FILLERS for word in words):
        return f"This names a topic rather than something you do. {QUESTION}"
    if len(words) < FEWEST_WORDS:
        return f"This is short. {QUESTION}"
    if VAGUE_BEGINNING.match(behaviour) and len(words) < SPELT_OUT:
        return f"This says how to be rather than what to do. {QUESTION}"
    if VAGUE_ENDING.search(behaviour) and len(words) <= SHORT_WISH:
        return f"This says how much rather than what it looks like. {QUESTION}"
    return ""
