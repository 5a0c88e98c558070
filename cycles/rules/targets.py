"""Where a growth target stands, and where it may go from there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cycles.rules.notes import normal

IDEA, ASKED, SETTLED, CRACKED, CARRIED, LET_GO = "idea", "asked", "settled", "cracked", "carried", "let_go"
OPEN = (IDEA, ASKED, SETTLED)
"""Being worked on; each of them takes one of the leader's two slots."""

SLOTS = (1, 2)
LONGEST_BEHAVIOUR, LONGEST_PLAN = 160, 400
"""Characters of the behaviour; of what I will do differently and of why it matters."""

TWO_ALREADY = (
    "You are working on two already, and never on a third. "
    "Crack one of them or let it go, then there is room."
)


@dataclass(frozen=True)
class Words:
    """A target in its owner's words; ``direction`` is “up” or “down”."""

    direction: str
    behaviour: str
    differently: str = ""
    why: str = ""

    def normal(self) -> Words:
        """As they are kept: the behaviour in one line, no space at the end of the others."""
        behaviour = " ".join(self.behaviour.split())
        return Words(self.direction, behaviour, normal(self.differently), normal(self.why))


@dataclass(frozen=True)
class Move:
    """A way on from a state: where ``to``, the words on its button, and what is said once it is done."""

    to: str
    label: str
    done: str


_ASK = Move(
    ASKED, "I have asked in person", "Good. Listen to what your colleagues say, then settle on it or not."
)
_SETTLE = Move(
    SETTLED, "I am settled on this one", "You are settled on it. Find an occasion at which to try it."
)
_CRACK = Move(CRACKED, "I have cracked it", "You have cracked it. There is room for another now.")
_LET_GO = Move(LET_GO, "Let it go", "You have let it go. You can take it up again while the cycle lasts.")

MOVES: dict[str, tuple[Move, ...]] = {
    IDEA: (_SETTLE, _ASK, _LET_GO),
    ASKED: (_SETTLE, Move(IDEA, "Not asked yet after all", "It is an idea again."), _LET_GO),
    SETTLED: (_CRACK, Move(IDEA, "Not settled after all", "It is an idea again."), _LET_GO),
    CRACKED: (Move(SETTLED, "Not cracked yet after all", "You are working on it again."),),
    LET_GO: (Move(IDEA, "Take it up again", "You are working on it again."),),
    CARRIED: (),
}

WORDS = {
    IDEA: "An idea so far",
    ASKED: "Asked about",
    SETTLED: "Settled",
    CRACKED: "Cracked",
    CARRIED: "Carried on",
    LET_GO: "Let go",
}

ABOUT = {
    IDEA: "Talk it over with your partner, and ask a few colleagues whether it is the right one.",
    ASKED: "You have asked about it. Once you have heard enough, settle on it, reword it or let it go.",
    SETTLED: "This is the one. Try it at real occasions, and look back each time.",
    CRACKED: "It has become how you do things.",
    CARRIED: "You went on with it in a later cycle.",
    LET_GO: "You decided against it. That is fine.",
}


def moves_from(state: str) -> tuple[Move, ...]:
    """Where a target in this state may go while its cycle is under way, the way forward first."""
    return MOVES[state]


def move_between(state: str, to: str) -> Move | None:
    """The move from one state to the other, or None when there is none."""
    return next((move for move in MOVES.get(state, ()) if move.to == to), None)


def why_no_move(state: str) -> str:
    """Said to somebody whose page was older than the target."""
    return f"This target has changed since you opened the page. It now says: {WORDS[state].lower()}."


def free_slot(taken: Collection[int], *, wish: int = 1) -> int | None:
    """The slot to use, ``wish`` when it is free; None when both are taken."""
    free = [slot for slot in SLOTS if slot not in taken]
    return wish if wish in free else next(iter(free), None)


def room_in_words(taken: int) -> str:
    """What a page says of how many are being worked on, 0 to 2."""
    return (
        "One is enough to begin with, two is the most.",
        "One is enough. There is room for a second, and never for a third.",
        "Two is the most. Crack one of them or let it go, and there is room for another.",
    )[taken]
